import { defineEntity, p, type InferEntity } from '@mikro-orm/core'

export const User = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.integer().primary().autoincrement(false),
    email: p.string().unique(),
    name: p.string().nullable(),
  },
})
export type User = InferEntity<typeof User>

export const Post = defineEntity({
  name: 'Post',
  tableName: 'posts',
  properties: {
    id: p.integer().primary().autoincrement(false),
    title: p.string(),
    published: p.boolean(),
    author: () => p.manyToOne(User).fieldName('author_id'),
    editor: () => p.manyToOne(User).fieldName('editor_id').nullable(),
  },
})
export type Post = InferEntity<typeof Post>

export const Comment = defineEntity({
  name: 'Comment',
  tableName: 'comments',
  properties: {
    id: p.integer().primary().autoincrement(false),
    text: p.string(),
    approved: p.boolean(),
    createdAt: p.datetime(),
    postId: p.integer(),
    user: () => p.manyToOne(User).fieldName('user_id').nullable(),
  },
})
export type Comment = InferEntity<typeof Comment>
