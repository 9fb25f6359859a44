import { Queue } from 'bullmq';
import { redis } from '../lib/redis.js';

export const digestQueue = new Queue('digest', {
  connection: redis,
  defaultJobOptions: {
    attempts: 3,
    backoff: { type: 'exponential', delay: 5000 },
    removeOnComplete: true,
  },
});
