import { Router } from 'express';
import { z } from 'zod';
import { prisma } from '../lib/prisma.js';

const router = Router();

// What is for sale
router.get('/', async (_req, res) => {
  const products = await prisma.product.findMany({
    include: { maker: { select: { name: true } } },
    orderBy: { name: 'asc' },
    take: 200,
  });

  res.set('Cache-Control', 'public, max-age=300');
  res.json(products);
});

const compareSchema = z.string().transform((value) => value.split(',').slice(0, 4));

// Up to four products side by side
router.get('/compare', async (req, res) => {
  const slugs = compareSchema.parse(req.query.slugs);
  const products = await Promise.all(
    slugs.map((slug) => prisma.product.findUnique({ where: { slug } })),
  );

  res.set('Cache-Control', 'public, max-age=60');
  res.json(products.filter((product) => product !== null));
});

export default router;
