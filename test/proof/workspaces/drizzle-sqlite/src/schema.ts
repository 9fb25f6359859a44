import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const users = sqliteTable('users', {
  id: integer('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name'),
})

export const comments = sqliteTable('comments', {
  id: integer('id').primaryKey(),
  text: text('text').notNull(),
  postId: integer('post_id').notNull(),
})
