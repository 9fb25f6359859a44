/** Which model a call asks: by the name that it is reached under, by its receiver, or by what it is handed. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import { modelOf } from '../../../rules/kit/relations/models.ts'
import type { SchemaFacts, SchemaModel } from '../../../rules/kit/schema.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { codeSchemas, schemaFor } from './schemas.ts'
import { keyOfValue } from './targets.ts'
import type { Meaning } from '../sites.ts'
import { typeValue } from '../values/type-values.ts'
import { optionsOf, type LibraryValue, type Value } from '../values/values.ts'

export interface AskedModel { schema: SchemaFacts; model: SchemaModel }

export function modelAsked(evaluator: Evaluator, source: Source, id: NodeId, meaning: Meaning): AskedModel | undefined {
  const { subject, library, receiver } = meaning
  const ofReceiver = receiver && modelOfReceiver(evaluator, receiver)
  if (ofReceiver) return ofReceiver
  const call = source.as(id, 'call')
  const callee = call && source.as(call.callee, 'member')
  const object = callee && modelOfValue(evaluator, evaluator.value(source, callee.object))
  if (object) return object
  const told = callee && modelOfCall(evaluator, source, callee.object)
  if (told) return told
  const given = call && modelGiven(evaluator, source, id)
  return given ?? (subject === undefined ? undefined : named(evaluator, source.path, library, subject))
}

const known = (evaluator: Evaluator, key: string | undefined): AskedModel | undefined => (key === undefined ? undefined : codeSchemas(evaluator).byKey.get(key))

/** The value is a model, or of a type that is told its model: `Repository<User>`, `getRepository(User)`. */
export function modelOfValue(evaluator: Evaluator, value: Value): AskedModel | undefined {
  for (const option of optionsOf(value)) {
    const found = known(evaluator, keyOfValue(option)) ?? (option.kind === 'library' ? modelOfReceiver(evaluator, option) : undefined)
    if (found) return found
  }
  return undefined
}

function modelOfReceiver(evaluator: Evaluator, receiver: LibraryValue): AskedModel | undefined {
  const made = known(evaluator, keyOfValue(receiver))
  if (made) return made
  const { types } = receiver
  const place = types && evaluator.world.source(types.path)
  const type = place && types.nodes[0] !== undefined ? typeValue(evaluator, place, types.nodes[0]) : undefined
  const ofType = type && optionsOf(type).map((option) => (option.kind === 'library' && option !== receiver ? modelOfReceiver(evaluator, option) : known(evaluator, keyOfValue(option)))).find((it) => it !== undefined)
  if (ofType) return ofType
  const maker = receiver.made && evaluator.world.source(receiver.made.path)
  const making = maker?.as(receiver.made!.node, 'call')
  const first = making?.arguments[0]
  if (!maker || first === undefined) return undefined
  const value = evaluator.value(maker, first)
  if (value.kind === 'class' || value.kind === 'library') return known(evaluator, keyOfValue(value))
  return value.kind === 'literal' && typeof value.value === 'string' ? named(evaluator, maker.path, receiver.library, value.value) : undefined
}

function named(evaluator: Evaluator, path: string, library: string, name: string): AskedModel | undefined {
  const schema = schemaFor(evaluator, path, library)
  const model = modelOf(schema, name)
  return schema && model && { schema, model }
}

/** `getRepository(ctx, User).find()`, whoever makes the repository. */
function modelOfCall(evaluator: Evaluator, source: Source, id: NodeId): AskedModel | undefined {
  for (const argument of source.as(id, 'call')?.arguments ?? []) {
    const value = source.node(argument).kind === 'name' ? evaluator.value(source, argument) : undefined
    const found = value?.kind === 'class' ? known(evaluator, keyOfValue(value)) : undefined
    if (found) return found
  }
  return undefined
}

/** `em.find(User, …)`, `db.select().from(users)`: what names the table comes first. */
function modelGiven(evaluator: Evaluator, source: Source, id: NodeId): AskedModel | undefined {
  const links = chainCalls(source, id).map((at) => ({ call: source.as(at, 'call')!, name: source.as(source.as(at, 'call')?.callee ?? -1, 'member')?.name }))
  const from = links.find(({ name }) => name === 'from')
  for (const { call } of from ? [from] : links.slice(0, 1)) {
    const first = call.arguments[0]
    const node = first === undefined ? undefined : source.node(first)
    if (node?.kind !== 'name' && node?.kind !== 'member') continue
    const found = modelOfValue(evaluator, evaluator.value(source, first!))
    if (found) return found
  }
  return undefined
}
