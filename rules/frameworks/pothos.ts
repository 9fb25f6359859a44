import { framework } from '../kit/framework.ts'
import type { Call, Value } from '../kit/library.ts'

/** `builder.objectType('Post', { fields: (t) => … })`: the options stand behind the type. */
const fieldsAt = (argument: number, type: 'Fields' | 'RootFields'): Call => ({ runs: [{ argument, property: 'fields', with: [type], times: 'later' }], returns: 'Reference' })
const fieldAt = (argument: number, type: 'Fields' | 'RootFields'): Call => ({ runs: [{ argument, with: [type], times: 'later' }] })
const field: Call = {}
const fields: Record<string, Value> = Object.fromEntries(
  ['field', 'prismaField', 'drizzleField', 'connection', 'string', 'int', 'float', 'boolean', 'id', 'stringList', 'intList', 'floatList', 'booleanList', 'idList', 'listRef'].map((name) => [name, field]),
)
const withResolve = { string: 'POST', int: 'POST', float: 'POST', boolean: 'POST', id: 'POST', stringList: 'POST', intList: 'POST', floatList: 'POST', booleanList: 'POST', idList: 'POST', field: 'POST', connection: 'POST' } as const
const withQuery = { prismaField: 'POST', drizzleField: 'POST' } as const
const resolver = { by: 'call', kind: 'resolver', from: 0, property: 'resolve' } as const

export default framework({
  name: 'Pothos',
  packages: ['@pothos/core'],
  docs: 'https://pothos-graphql.dev/docs/guide/fields',
  exports: { default: { class: 'Builder' } },
  types: {
    Builder: {
      members: {
        objectType: fieldsAt(1, 'Fields'), interfaceType: fieldsAt(1, 'Fields'), prismaObject: fieldsAt(1, 'Fields'), prismaNode: fieldsAt(1, 'Fields'), drizzleObject: fieldsAt(1, 'Fields'),
        queryType: fieldsAt(0, 'RootFields'), mutationType: fieldsAt(0, 'RootFields'), subscriptionType: fieldsAt(0, 'RootFields'),
        objectRef: { returns: 'Reference' }, interfaceRef: { returns: 'Reference' },
        objectFields: fieldAt(1, 'Fields'), objectField: fieldAt(2, 'Fields'), prismaObjectField: fieldAt(2, 'Fields'), prismaObjectFields: fieldAt(1, 'Fields'),
        queryFields: fieldAt(0, 'RootFields'), queryField: fieldAt(1, 'RootFields'), mutationFields: fieldAt(0, 'RootFields'), mutationField: fieldAt(1, 'RootFields'),
        toSchema: {},
      },
    },
    Reference: { names: ['ObjectRef'], members: { implement: fieldsAt(0, 'Fields') } },
    Fields: { members: fields },
    RootFields: { members: fields },
    Context: { context: true },
  },
  entries: [
    { ...resolver, type: 'Fields', members: withResolve, parameters: ['', '', 'Context', ''], each: 0 },
    { ...resolver, type: 'Fields', members: withQuery, parameters: ['', '', '', 'Context'], each: 1 },
    { ...resolver, type: 'RootFields', members: withResolve, parameters: ['', '', 'Context', ''] },
    { ...resolver, type: 'RootFields', members: withQuery, parameters: ['', '', '', 'Context'] },
  ],
})
