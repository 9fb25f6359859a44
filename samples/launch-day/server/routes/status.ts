import { Router } from 'express';
import { paymentsAvailable } from '../services/payments.js';

const router = Router();

// Status badge in the footer
router.get('/', async (_req, res) => {
  const payments = await paymentsAvailable().catch(() => false);
  res.set('Cache-Control', 'no-store');
  res.json({ api: true, payments });
});

export default router;
