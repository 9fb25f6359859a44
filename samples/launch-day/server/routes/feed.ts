import { Router } from 'express';
import { prisma } from '../lib/prisma.js';

const router = Router();

// Home page: the newest posts and what people say about them
router.get('/', async (_req, res) => {
  const posts = await prisma.post.findMany({
    where: { published: true },
    include: { author: { select: { name: true } } },
    orderBy: { createdAt: 'desc' },
    take: 50,
  });

  // Load all discussions in parallel
  const feed = await Promise.all(
    posts.map(async (post) => {
      const comments = await prisma.comment.findMany({
        where: { postId: post.id },
        orderBy: { createdAt: 'asc' },
      });
      return { ...post, comments };
    }),
  );

  res.json(feed);
});

export default router;
