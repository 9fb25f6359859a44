import { PrismaClient } from '@prisma/client';
import { Router } from 'express';
import { adapter } from '../lib/prisma.js';
import { requireAdmin, requireUser } from '../middleware/require-user.js';

const router = Router();

// All orders as CSV
router.get('/export', requireUser, requireAdmin, async (_req, res) => {
  const prisma = new PrismaClient({ adapter });

  const orders = await prisma.order.findMany({
    include: { user: { select: { email: true } } },
    orderBy: { createdAt: 'asc' },
  });

  const lines = orders.map((order) =>
    [order.number, order.user.email, order.status, order.totalCents, order.currency].join(','),
  );

  res.set('Cache-Control', 'no-store');
  res.type('text/csv').send(['number,email,status,total,currency', ...lines].join('\n'));
});

export default router;
