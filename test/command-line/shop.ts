/** A small shop for tests of the whole program: an Express app on Prisma that asks once per row, and waits for ever. */
export const shop: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'shop', dependencies: { '@prisma/client': '^6.1.0', express: '^4.19.0' } }),
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id    String @id
  name  String
  posts Post[]
}

model Post {
  id       String @id
  title    String
  authorId String
  author   User   @relation(fields: [authorId], references: [id])
}
`,
  'src/db.ts': `import { PrismaClient } from '@prisma/client'

export const prisma = new PrismaClient()
`,
  'src/posts.ts': `import express from 'express'
import { prisma } from './db'

export const app = express()

app.get('/posts', async (req, res) => {
  const posts = await prisma.post.findMany({ take: 50 })
  const result = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    result.push({ title: post.title, name: author?.name })
  }
  res.json(result)
})
`,
  'src/rates.ts': `import { app } from './posts'

app.get('/rates', async (req, res) => {
  const answer = await fetch('https://example.com/rates')
  res.json(await answer.json())
})
`,
}

/** The same shop without a fault. */
export const repairedShop: Record<string, string> = {
  ...shop,
  'src/posts.ts': `export const title = (post: { title: string }) => post.title.trim()\n`,
  'src/rates.ts': `export const rate = 2\n`,
}
