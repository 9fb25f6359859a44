import { Pool } from 'pg';

// Page views are collected by the tracking pixel into their own PostgreSQL.
export const analytics = new Pool({
  connectionString: process.env.ANALYTICS_DATABASE_URL,
  connectionTimeoutMillis: 2000,
});

analytics.on('error', (error) => {
  console.error('Idle analytics connection failed', error);
});
