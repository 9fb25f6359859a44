import { Router } from 'express';
import { prisma } from '../lib/prisma.js';
import { requireUser } from '../middleware/require-user.js';

const router = Router();

// Your profile
router.get('/', requireUser, async (req, res) => {
  const [posts, orders] = await Promise.all([
    prisma.post.count({ where: { authorId: req.user!.id } }),
    prisma.order.count({ where: { userId: req.user!.id } }),
  ]);

  res.json({ ...req.user, posts, orders });
});

export default router;
