import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createApp } from '../server/app.js';
import { prisma } from '../server/lib/prisma.js';

let server: Server;
let origin: string;

before(async () => {
  server = createApp().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

after(async () => {
  server.close();
  await prisma.$disconnect();
});

test('every post in the list can be opened', async () => {
  const response = await fetch(`${origin}/api/posts`);
  assert.equal(response.status, 200);

  const posts = (await response.json()) as { slug: string; author: string }[];
  assert.ok(posts.length > 0);

  for (const post of posts.slice(0, 5)) {
    const stored = await prisma.post.findUnique({
      where: { slug: post.slug },
      include: { author: true },
    });
    assert.equal(post.author, stored?.author.name);
  }
});

test('the feed has the comments of each post', async () => {
  const response = await fetch(`${origin}/api/feed`);
  const feed = (await response.json()) as { id: number; comments: unknown[] }[];

  for (const post of feed) {
    assert.equal(post.comments.length, await prisma.comment.count({ where: { postId: post.id } }));
  }
});

test('orders are private', async () => {
  const response = await fetch(`${origin}/api/orders`);
  assert.equal(response.status, 401);
});
