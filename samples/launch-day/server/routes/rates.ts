import { Router } from 'express';
import { getRates } from '../services/rates.js';

const router = Router();

// Exchange rates for the price switcher
router.get('/', async (_req, res) => {
  const rates = await getRates();
  res.json(rates);
});

export default router;
