/** The libraries that random programs are written for. */
import { drizzleGround, prismaGround } from './grounds.ts'
import { generatedClient } from './prisma.ts'
import type { Dialect } from './programs.ts'
import type { Ground } from './query-proof.ts'
import type { Wish } from './repair.ts'

export interface Place extends Dialect {
  wish: Pick<Wish, 'workspace' | 'packages' | 'from'>
  open(): Promise<Ground>
  dangling: boolean
}

export const dialects = async (): Promise<Record<string, Place>> => ({
  prisma: {
    wish: { workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } },
    open: prismaGround,
    dangling: false,
    head: "import { prisma } from './db.ts'\n\nconst oneUser = (id: number) => prisma.user.findUnique({ where: { id } })\nconst someComments = (postId: number) => prisma.comment.findMany({ where: { postId } })\n",
    user: (key) => `await prisma.user.findUnique({ where: { id: ${key} } })`,
    comments: (key) => `await prisma.comment.findMany({ where: { postId: ${key} }, orderBy: { id: 'asc' } })`,
    posts: "await prisma.post.findMany({ orderBy: { id: 'asc' } })",
    author: 'authorId',
    editor: 'editorId',
    rename: (key) => `await prisma.user.updateMany({ where: { id: ${key} }, data: { name: 'renamed' } })`,
  },
  drizzle: {
    wish: { workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
    open: drizzleGround,
    dangling: true,
    head: "import { asc, eq } from 'drizzle-orm'\nimport { db } from './db.ts'\nimport { comments as commentTable, posts as postTable, users as userTable } from './schema.ts'\n\nconst oneUser = async (id: number) => (await db.select().from(userTable).where(eq(userTable.id, id)))[0] ?? null\nconst someComments = (postId: number) => db.select().from(commentTable).where(eq(commentTable.postId, postId))\n",
    user: (key) => `(await db.select().from(userTable).where(eq(userTable.id, ${key})))[0] ?? null`,
    comments: (key) => `await db.select().from(commentTable).where(eq(commentTable.postId, ${key})).orderBy(asc(commentTable.id))`,
    posts: 'await db.select().from(postTable).orderBy(asc(postTable.id))',
    author: 'authorId',
    editor: 'editorId',
    rename: (key) => `await db.update(userTable).set({ name: 'renamed' }).where(eq(userTable.id, ${key}))`,
  },
})
