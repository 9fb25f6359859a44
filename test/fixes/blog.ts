/** The schema that the tests of recipes share: users write posts and comments, and may edit posts. */
import type { SchemaFacts, SchemaField } from '../../rules/kit/schema.ts'

const column = (name: string, type: string, optional = false): SchemaField => ({ name, type, list: false, optional })
const one = (name: string, model: string, field: string, back: string, optional = false): SchemaField => ({
  ...column(name, model, optional), relation: { model, fields: [field], references: ['id'], back, name: undefined },
})
const many = (name: string, model: string, back: string): SchemaField => ({
  ...column(name, model), list: true, relation: { model, fields: [], references: [], back, name: undefined },
})

export const blog: SchemaFacts = {
  path: 'prisma/schema.prisma', folder: '', library: 'Prisma', provider: 'postgresql', previewFeatures: [],
  models: [
    {
      name: 'User', unique: [['id'], ['email']], indexes: [],
      fields: [
        column('id', 'Int'), column('email', 'String'), column('name', 'String', true), column('joinedAt', 'DateTime'),
        many('posts', 'Post', 'author'), many('edited', 'Post', 'editor'), many('comments', 'Comment', 'user'),
        { ...column('profile', 'Profile', true), relation: { model: 'Profile', fields: [], references: [], back: 'user', name: undefined } },
      ],
    },
    {
      name: 'Post', unique: [['id']], indexes: [],
      fields: [
        column('id', 'Int'), column('title', 'String'), column('published', 'Boolean'),
        one('author', 'User', 'authorId', 'posts'), column('authorId', 'Int'),
        one('editor', 'User', 'editorId', 'edited', true), column('editorId', 'Int', true),
        many('comments', 'Comment', 'post'),
      ],
    },
    {
      name: 'Comment', unique: [['id']], indexes: [['postId']],
      fields: [
        column('id', 'Int'), column('text', 'String'), column('approved', 'Boolean'), column('createdAt', 'DateTime'),
        one('post', 'Post', 'postId', 'comments'), column('postId', 'Int'),
        one('user', 'User', 'userId', 'comments', true), column('userId', 'Int', true),
      ],
    },
    {
      name: 'Profile', unique: [['id'], ['userId']], indexes: [],
      fields: [column('id', 'Int'), column('bio', 'String'), one('user', 'User', 'userId', 'profile'), column('userId', 'Int')],
    },
  ],
}
