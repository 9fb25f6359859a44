import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const makes: Call = {}
const context = { argument: 0, property: 'context' }
const contextBeside = { argument: 1, property: 'context' }
const resolver = { kind: 'resolver', each: 0, parameters: ['', '', 'Context', ''], roots: ['Query', 'Mutation', 'Subscription'], resolve: ['resolve'] } as const

export default framework({
  name: 'GraphQL',
  packages: [
    'graphql', 'graphql-yoga', '@graphql-yoga/node', '@graphql-tools/schema', '@graphql-tools/merge', '@graphql-tools/load-files', 'graphql-tools',
    '@apollo/server', '@apollo/server/*', '@apollo/subgraph', '@apollo/federation', '@as-integrations/next', '@as-integrations/fastify',
    'apollo-server', 'apollo-server-express', 'apollo-server-core', 'apollo-server-lambda', 'apollo-server-micro', 'apollo-server-fastify', 'apollo-server-koa',
    'mercurius', 'graphql-http/*', 'express-graphql', 'graphql-helix',
  ],
  docs: 'https://graphql.org/learn/execution/',
  exports: {
    createSchema: makes, createYoga: makes, createServer: makes, makeExecutableSchema: makes, buildSubgraphSchema: makes, buildFederatedSchema: makes, mergeResolvers: makes,
    ApolloServer: { class: 'Server' }, GraphQLObjectType: { class: 'GraphQLObjectType' }, GraphQLInterfaceType: { class: 'GraphQLInterfaceType' }, GraphQLSchema: { class: 'Schema' },
    startStandaloneServer: makes, 'standalone.startStandaloneServer': makes, expressMiddleware: makes, 'express4.expressMiddleware': makes,
    startServerAndCreateNextHandler: makes, createHandler: makes, graphqlHTTP: makes,
  },
  types: { Server: {}, Schema: {}, GraphQLObjectType: {}, GraphQLInterfaceType: {}, Context: { context: true } },
  contexts: {
    createYoga: context, createServer: context, ApolloServer: context, createHandler: context, graphqlHTTP: context,
    startStandaloneServer: contextBeside, expressMiddleware: contextBeside, startServerAndCreateNextHandler: contextBeside,
  },
  entries: [
    {
      by: 'map', ...resolver, roots: [...resolver.roots], resolve: [...resolver.resolve], parameters: [...resolver.parameters],
      functions: {
        createSchema: 'resolvers', makeExecutableSchema: 'resolvers', buildSubgraphSchema: 'resolvers', buildFederatedSchema: 'resolvers',
        ApolloServer: 'resolvers', createServer: 'resolvers', mergeResolvers: '',
      },
      maps: ['Resolvers', 'IResolvers'], fields: 'Resolvers', named: 'resolvers',
    },
    {
      by: 'fields', ...resolver, roots: ['Query', 'Mutation', 'Subscription', 'RootQuery', 'RootMutation', 'RootQueryType', 'RootMutationType', 'QueryType', 'MutationType'],
      resolve: [...resolver.resolve], parameters: [...resolver.parameters], functions: ['GraphQLObjectType'], name: 'name', fields: 'fields',
    },
  ],
})
