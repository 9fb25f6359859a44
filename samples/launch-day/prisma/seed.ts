import 'dotenv/config';
import bcrypt from 'bcryptjs';
import { prisma } from '../server/lib/prisma.js';

const makers = [
  { name: 'Ada Brandt', email: 'ada@makerboard.example', bio: 'Makes mechanical keyboards.' },
  { name: 'Noor Haddad', email: 'noor@makerboard.example', bio: 'Paints with plotters.' },
  { name: 'Tomasz Wilk', email: 'tomasz@makerboard.example', bio: 'Builds synthesizers out of toys.' },
  { name: 'Mei Lin', email: 'mei@makerboard.example', bio: 'Writes tiny games.' },
  { name: 'Jonas Kern', email: 'jonas@makerboard.example', bio: null },
];

const topics = ['Case design', 'First prototype', 'Pricing it', 'What went wrong', 'Shipping day'];

async function main() {
  const passwordHash = await bcrypt.hash('password', 10);
  const postCount = Number(process.env.SEED_POSTS ?? 40);

  for (const maker of makers) {
    const user = await prisma.user.upsert({
      where: { email: maker.email },
      update: { name: maker.name, bio: maker.bio },
      create: { ...maker, passwordHash, role: maker.email.startsWith('ada@') ? 'admin' : 'member' },
    });

    const handle = maker.email.split('@')[0];
    await prisma.product.upsert({
      where: { slug: `${handle}-starter-kit` },
      update: {},
      create: {
        slug: `${handle}-starter-kit`,
        name: `${maker.name.split(' ')[0]}'s starter kit`,
        description: 'Everything you need to make your own.',
        priceCents: 1900 + user.id * 500,
        makerId: user.id,
      },
    });
  }

  const users = await prisma.user.findMany({ orderBy: { id: 'asc' } });

  for (let i = 1; i <= postCount; i++) {
    const author = users[i % users.length];
    const topic = topics[i % topics.length];
    const post = await prisma.post.upsert({
      where: { slug: `update-${i}` },
      update: {},
      create: {
        slug: `update-${i}`,
        title: `${topic} (part ${i})`,
        body: `Today I worked on ${topic.toLowerCase()}. More photos tomorrow.`,
        authorId: author.id,
      },
    });

    const existing = await prisma.comment.count({ where: { postId: post.id } });
    for (let c = existing; c < i % 4; c++) {
      await prisma.comment.create({
        data: {
          body: c === 0 ? 'Love this!' : 'How did you solve the wiring?',
          postId: post.id,
          authorId: users[(i + c + 1) % users.length].id,
        },
      });
    }
  }

  console.log(`Seeded ${users.length} makers and ${postCount} posts`);
}

await main();
await prisma.$disconnect();
