import 'dotenv/config';
import { Worker } from 'bullmq';
import { mailFrom, transporter } from '../lib/mailer.js';
import { prisma } from '../lib/prisma.js';
import { redis } from '../lib/redis.js';
import { digestQueue } from '../queues/digest.js';

const week = 7 * 24 * 60 * 60 * 1000;

// Every Monday morning: what happened last week
export const digestWorker = new Worker(
  'digest',
  async () => {
    const posts = await prisma.post.findMany({
      where: { published: true, createdAt: { gte: new Date(Date.now() - week) } },
      select: { title: true, slug: true },
      orderBy: { createdAt: 'desc' },
      take: 20,
    });
    if (posts.length === 0) return;

    const text = posts.map((post) => `${post.title}\nhttps://makerboard.example/posts/${post.slug}\n`).join('\n');
    const users = await prisma.user.findMany({ select: { email: true } });

    for (const user of users) {
      await transporter.sendMail({
        from: mailFrom,
        to: user.email,
        subject: 'Last week on Makerboard',
        text,
      });
    }
  },
  { connection: redis },
);

await digestQueue.upsertJobScheduler('weekly', { pattern: '0 8 * * 1' });
