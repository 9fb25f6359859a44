import { fileURLToPath } from 'node:url';
import cors from 'cors';
import express from 'express';
import { errorHandler, notFound } from './middleware/errors.js';
import adminRoutes from './routes/admin.js';
import authRoutes from './routes/auth.js';
import feedRoutes from './routes/feed.js';
import makerRoutes from './routes/makers.js';
import meRoutes from './routes/me.js';
import orderRoutes from './routes/orders.js';
import postRoutes from './routes/posts.js';
import productRoutes from './routes/products.js';
import rateRoutes from './routes/rates.js';
import statsRoutes from './routes/stats.js';
import statusRoutes from './routes/status.js';

const webRoot = fileURLToPath(new URL('../web/dist', import.meta.url));

export function createApp() {
  const app = express();

  app.use(cors());
  app.use(express.json());

  app.get('/healthz', (_req, res) => {
    res.json({ ok: true });
  });

  app.use('/api/auth', authRoutes);
  app.use('/api/posts', postRoutes);
  app.use('/api/feed', feedRoutes);
  app.use('/api/makers', makerRoutes);
  app.use('/api/products', productRoutes);
  app.use('/api/orders', orderRoutes);
  app.use('/api/rates', rateRoutes);
  app.use('/api/stats', statsRoutes);
  app.use('/api/status', statusRoutes);
  app.use('/api/me', meRoutes);
  app.use('/api/admin', adminRoutes);
  app.use('/api', notFound);

  // The built front end (npm run build)
  app.use(express.static(webRoot));

  app.use(errorHandler);

  return app;
}
