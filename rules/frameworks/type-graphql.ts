import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const harmless: Call = {}
const resolver = { by: 'decorator', kind: 'resolver' } as const

export default framework({
  name: 'TypeGraphQL',
  packages: ['type-graphql'],
  docs: 'https://typegraphql.com/docs/resolvers.html',
  exports: {
    Arg: harmless, Args: harmless, Root: harmless, Info: harmless, Field: harmless, ObjectType: harmless, Resolver: harmless,
    Query: harmless, Mutation: harmless, Subscription: harmless, FieldResolver: harmless, Ctx: { personal: true }, Authorized: { personal: true },
  },
  entries: [
    { ...resolver, classes: ['Resolver'], methods: { Query: 'POST', Mutation: 'POST', Subscription: 'POST' } },
    { ...resolver, classes: ['Resolver'], methods: { FieldResolver: 'POST' }, each: ['Root'] },
    { ...resolver, classes: ['ObjectType', 'InterfaceType'], methods: { Field: 'POST' }, each: 'this' },
  ],
})
