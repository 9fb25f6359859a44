import { relations } from 'drizzle-orm'
import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name'),
})

export const posts = pgTable('posts', {
  id: integer('id').primaryKey(),
  title: text('title').notNull(),
  published: boolean('published').notNull(),
  authorId: integer('author_id').notNull(),
  editorId: integer('editor_id'),
})

export const comments = pgTable('comments', {
  id: integer('id').primaryKey(),
  text: text('text').notNull(),
  approved: boolean('approved').notNull(),
  createdAt: timestamp('created_at').notNull(),
  postId: integer('post_id').notNull(),
  userId: integer('user_id'),
})

export const postsRelations = relations(posts, ({ one, many }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id], relationName: 'author' }),
  editor: one(users, { fields: [posts.editorId], references: [users.id], relationName: 'editor' }),
  comments: many(comments),
}))

export const commentsRelations = relations(comments, ({ one }) => ({
  post: one(posts, { fields: [comments.postId], references: [posts.id] }),
}))
