import { Router } from 'express';
import { prisma } from '../lib/prisma.js';
import { cacheFor } from '../middleware/cache.js';

const router = Router();

// All makers with their number of posts and their latest one
router.get('/', cacheFor(60), async (_req, res) => {
  const makers = await prisma.user.findMany({
    where: { posts: { some: { published: true } } },
    select: { id: true, name: true, bio: true, _count: { select: { posts: true } } },
    orderBy: { name: 'asc' },
    take: 100,
  });

  const posts = await prisma.post.findMany({
    where: { authorId: { in: makers.map((maker) => maker.id) }, published: true },
    select: { authorId: true, slug: true, title: true },
    orderBy: { createdAt: 'asc' },
  });

  // Later posts overwrite earlier ones
  const latest = new Map<number, { slug: string; title: string }>();
  for (const post of posts) {
    latest.set(post.authorId, { slug: post.slug, title: post.title });
  }

  res.json(
    makers.map((maker) => ({
      id: maker.id,
      name: maker.name,
      bio: maker.bio,
      posts: maker._count.posts,
      latest: latest.get(maker.id) ?? null,
    })),
  );
});

export default router;
