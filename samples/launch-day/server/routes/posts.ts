import { Router } from 'express';
import { z } from 'zod';
import { prisma } from '../lib/prisma.js';
import { slugify } from '../lib/slug.js';
import { requireUser } from '../middleware/require-user.js';

const router = Router();

// Latest posts with their authors
router.get('/', async (_req, res) => {
  const posts = await prisma.post.findMany({
    where: { published: true },
    orderBy: { createdAt: 'desc' },
    take: 100,
  });

  const result = [];
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } });
    result.push({
      slug: post.slug,
      title: post.title,
      createdAt: post.createdAt,
      author: author?.name ?? 'Someone',
    });
  }

  res.json(result);
});

// One post with its comments
router.get('/:slug', async (req, res) => {
  const post = await prisma.post.findUnique({
    where: { slug: req.params.slug },
    include: {
      author: { select: { id: true, name: true, bio: true } },
      comments: {
        orderBy: { createdAt: 'asc' },
        include: { author: { select: { name: true } } },
      },
    },
  });

  if (!post) {
    res.status(404).json({ error: 'Post not found' });
    return;
  }

  res.json(post);
});

const postSchema = z.object({
  title: z.string().min(3),
  body: z.string().min(1),
});

// Write a post
router.post('/', requireUser, async (req, res) => {
  const { title, body } = postSchema.parse(req.body);

  const post = await prisma.post.create({
    data: {
      title,
      body,
      slug: `${slugify(title)}-${Date.now().toString(36)}`,
      authorId: req.user!.id,
    },
  });

  res.status(201).json(post);
});

const commentSchema = z.object({
  body: z.string().min(1),
});

// Comment on a post
router.post('/:slug/comments', requireUser, async (req, res) => {
  const { body } = commentSchema.parse(req.body);

  const post = await prisma.post.findUnique({ where: { slug: String(req.params.slug) } });
  if (!post) {
    res.status(404).json({ error: 'Post not found' });
    return;
  }

  const comment = await prisma.comment.create({
    data: { body, postId: post.id, authorId: req.user!.id },
  });

  res.status(201).json(comment);
});

export default router;
