import { Router } from 'express';
import { analytics } from '../lib/analytics.js';
import { prisma } from '../lib/prisma.js';
import { requireUser } from '../middleware/require-user.js';

const router = Router();

// Page views per maker and day
router.get('/makers', requireUser, async (_req, res) => {
  const makers = await prisma.user.findMany({
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });

  const stats = [];
  for (const maker of makers) {
    const { rows } = await analytics.query(
      'SELECT maker_id, day, views FROM page_views WHERE maker_id = $1 ORDER BY day',
      [maker.id],
    );
    stats.push({ maker: maker.name, days: rows });
  }

  res.json(stats);
});

export default router;
