import { GraphQLBoolean, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { prisma } from './db.ts'

interface Context { db: typeof prisma }
interface Parent { id: number; authorId: number; editorId: number | null; postId: number }

const User = new GraphQLObjectType({
  name: 'User',
  fields: { id: { type: GraphQLInt }, name: { type: GraphQLString }, email: { type: GraphQLString } },
})

const Comment = new GraphQLObjectType({
  name: 'Comment',
  fields: () => ({
    id: { type: GraphQLInt },
    text: { type: GraphQLString },
    post: { type: Post, resolve: async (comment: Parent) => await prisma.post.findFirst({ where: { id: comment.postId } }) },
  }),
})

const Post: GraphQLObjectType = new GraphQLObjectType<Parent, Context>({
  name: 'Post',
  fields: () => ({
    id: { type: GraphQLInt },
    title: { type: GraphQLString },
    author: {
      type: User,
      resolve: (post: Parent, _: unknown, context: object) => prisma.user.findFirst({ where: { id: post.authorId } }),
    },
    comments: {
      type: new GraphQLList(Comment),
      resolve: (post: Parent) => {
        return prisma.comment.findMany({
          where: { postId: post.id },
          orderBy: { createdAt: 'desc' },
        })
      },
    },
    approved: {
      type: new GraphQLList(Comment),
      resolve: ({ id }: Parent) => prisma.comment.findMany({ where: { approved: true, postId: id }, orderBy: { id: 'asc' } }),
    },
    editor: { type: User, resolve: (post: Parent) => prisma.user.findFirst({ where: { id: post.editorId ?? 0 } }) },
    latest: {
      type: Comment,
      resolve: (post: Parent) => prisma.comment.findFirst({ where: { postId: post.id }, orderBy: { id: 'desc' } }),
    },
    lastId: {
      type: GraphQLInt,
      resolve: async ({ id }: Parent, _: unknown, { db }: Context) => {
        const { _max } = await db.comment.aggregate({ where: { postId: id, approved: true }, _max: { id: true } })
        return _max.id
      },
    },
    newest: {
      type: new GraphQLList(Comment),
      resolve: (post: Parent) => prisma.comment.findMany({ where: { postId: post.id }, orderBy: { createdAt: 'desc' }, take: 1 }),
    },
    some: {
      type: new GraphQLList(Comment),
      args: { approved: { type: GraphQLBoolean } },
      resolve: (post: Parent, { approved }: { approved?: boolean }) =>
        prisma.comment.findMany({ where: { postId: post.id, approved: approved ?? true }, orderBy: { id: 'asc' } }),
    },
    earlier: {
      type: new GraphQLList(Post),
      resolve: (post: Parent) => prisma.post.findMany({ where: { id: { lt: post.id } }, orderBy: { id: 'asc' } }),
    },
    titles: {
      type: new GraphQLList(GraphQLString),
      resolve: async (post: Parent) => (await prisma.post.findMany({ where: { authorId: post.authorId }, orderBy: { id: 'asc' } })).map((other) => other.title),
    },
  }),
})

export const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      posts: { type: new GraphQLList(Post), resolve: () => prisma.post.findMany({ orderBy: { id: 'asc' } }) },
      comments: { type: new GraphQLList(Comment), resolve: () => prisma.comment.findMany({ orderBy: { id: 'asc' } }) },
      post: { type: Post, args: { id: { type: GraphQLInt } }, resolve: (_, { id }: { id: number }) => prisma.post.findFirst({ where: { id } }) },
    },
  }),
})
