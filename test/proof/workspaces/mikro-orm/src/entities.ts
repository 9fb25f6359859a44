import { defineEntity, EntitySchema, p, type InferEntity, type Ref } from '@mikro-orm/core'

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

/** A view of the posts, with a reference that is loaded by itself. */
export class Article {
  id!: number
  title!: string
  author!: Ref<User>
}
export const articles = new EntitySchema({
  class: Article,
  tableName: 'articles',
  properties: {
    id: { type: 'integer', primary: true },
    title: { type: 'string' },
    author: { kind: 'm:1', entity: () => User, ref: true, fieldName: 'author_id' },
  },
})
