/** Queries that take an object of conditions: `findUnique({ where: { id } })`. */
import type { NodeId, NodeOf, Property } from './facts.ts'
import type { ManyByObject } from './library.ts'
import type { About, Reached, TextEdit } from './rule.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { bindingOf, isPlainObject, propertyOf, stepsOf, within } from './code.ts'
import { addProperty, breakUp, keyText } from './edit.ts'
import { fieldOf, isMapKey, isUnique, lengthDoubt, mayFoldCase, modelOf } from './models.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { callsNamed, disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone, type Subject } from './results.ts'
import { braced, styleOf } from './style-of.ts'
import { kindOfKey, listFacts, type ListFacts } from './types.ts'

/** A per-item query by object, taken apart. */
export interface ObjectQuery {
  item: PerItem
  many: ManyByObject
  client: NodeId
  /** The method's name in the call: `findUnique`. */
  method: NodeOf<'member'>
  argument: NodeOf<'object'>
  argumentId: NodeId
  where: NodeOf<'object'>
  whereId: NodeId
  /** The condition that varies, and its column. */
  condition: Property & { key: string }
  key: Key
  list: ListFacts
}

export function objectQuery(reached: Reached): ObjectQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'object' || many.missing === 'number') return undefined
  const item = perItem(reached)
  if (!item) return undefined
  const { source, query } = item
  const call = source.as(query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!call || call.types || call.optional || !method || method.optional) return undefined
  if (!stepsOf(source, call.callee) || call.arguments.length !== many.argument + 1) return undefined
  const argumentId = call.arguments[many.argument]!
  const argument = source.as(argumentId, 'object')
  if (!isPlainObject(argument)) return undefined
  const whereId = propertyOf(argument, many.where)?.value ?? -1
  const where = source.as(whereId, 'object')
  if (!isPlainObject(where)) return undefined

  const isNow = (at: NodeId) => source.as(at, 'new') !== undefined && bindingOf(source, source.as(at, 'new')!.callee) === undefined
    && stepsOf(source, source.as(at, 'new')!.callee)?.join('.') === 'Date'
  const varying = where.properties.filter(({ value }) => !isSteady(item, value, isNow))
  const [condition] = varying
  if (varying.length !== 1 || !condition || many.operators.includes(condition.key!)) return undefined
  const key = keyAt(item, condition.value)
  if (!key || argument.properties.some(({ key: name, value }) => name !== many.where && !isSteady(item, value, isNow))) return undefined

  const model = source.as(method.object, 'member')
  const client = model && model.name === reached.call.subject ? model.object : method.object
  return {
    item, many, client, method, argument, argumentId, where, whereId, key, list: listFacts(source, item.list),
    condition: condition as Property & { key: string },
  }
}

/** The model whose rows the list holds, when it is the same client's query for many rows. */
export function sourceModel({ item, many, client, list }: ObjectQuery): { call: NodeId; subject: string } | undefined {
  const { source } = item
  const call = list.query === undefined || list.way.length > 0 ? undefined : source.as(list.query, 'call')
  const method = call && source.as(call.callee, 'member')
  const model = method && source.as(method.object, 'member')
  if (!model || method.name !== many.call) return undefined
  const isSame = stepsOf(source, model.object)?.join('.') === stepsOf(source, client)?.join('.')
  return isSame ? { call: list.query!, subject: model.name } : undefined
}

/** Writes on the same model are known to matter; those on others may cascade. */
export function subjectOf(reached: Reached, { item, client }: ObjectQuery): Subject {
  const { source } = item
  return {
    library: reached.call.library,
    client,
    writes: (call, effect) => {
      if (effect === 'query' || effect === 'none') return 'no'
      const steps = stepsOf(source, source.as(call, 'call')?.callee ?? -1)
      return steps?.at(-2) === reached.call.subject ? 'yes' : 'perhaps'
    },
  }
}

export function batchByObject(reached: Reached, about: About): Batch | undefined {
  const query = objectQuery(reached)
  // A row that is missing must throw the library's own error.
  if (!query || query.many.missing === 'throws') return undefined
  const { item, many, method, argument, argumentId, condition, key, list } = query
  const { source } = item
  const { call } = reached
  if (argument.properties.some(({ key: name }) => !many.keeps.includes(name!) && name !== many.where)) return undefined

  const schema = about.schema(source.path, call.library.name)
  const model = modelOf(schema, call.subject)
  const column = fieldOf(model, condition.key)
  const kind = kindOfKey(item, key, list)
  const from = sourceModel(query)
  const field = fieldOf(modelOf(schema, from?.subject), kind.field)
  const doubts: string[] = []

  if (kind.is === 'object' || (column && !isMapKey(column)) || list.array === 'no') return undefined
  if (!column && kind.is === 'unknown') doubts.push('')
  const isArray = list.array === 'yes' || from !== undefined || item.map !== undefined
  if (!isArray) doubts.push(`${nameOfList(item)} is an array`)

  const missing = kind.missing ?? field?.optional
  const skipsMissing = item.conditional && missing !== false
  if (missing === true && !item.conditional) return undefined
  // There null finds the rows without a value, which a list of keys cannot say.
  if (missing !== false && column?.optional) return undefined
  if (missing === undefined && !skipsMissing) doubts.push('no key is missing')

  const grouped = many.missing === 'rows'
  if (!grouped && model && !isUnique(model, condition.key)) return undefined
  if (!grouped && !model) doubts.push(`\`${condition.key}\` is unique`)
  const isReference = field !== undefined && modelOf(schema, from?.subject)!.fields.some(({ relation }) =>
    relation?.fields.length === 1 && relation.fields[0] === field.name && relation.references[0] === condition.key)
  if (schema && column && mayFoldCase(schema, column) && !isReference && condition.key !== 'id') doubts.push('')

  const isCut = argument.properties.every(({ key: name }) => [many.where, many.select, call.facts.include?.property].includes(name))
  const tooLong = isCut ? undefined : lengthDoubt(schema, nameOfList(item), knownLength(reached, query))
  if (tooLong) doubts.push(tooLong)

  const meanwhile = disturbances(source, within(source, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop') return undefined
  const holders = holdersOf(source, item.lookup)
  if (holders.some(holder => isChanged(source, holder))) return undefined
  if (!isUnseen(source, item.lookup) && !leavesRowsAlone(source, item.turn, item.elements)) return undefined
  const handed = holders.flatMap(holder => handedTo(source, holder))
  doubts.push(...meanwhile, ...handed.map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')))

  const selection = selectKey(query)
  if (selection === undefined) return undefined
  return {
    item, key, list, word: call.subject ?? 'row', property: condition.key, grouped, asText: false, skipsMissing, doubts,
    join(keys) {
      const style = styleOf(source)
      const inside: TextEdit[] = [
        { start: method.nameStart, end: method.end, text: many.call },
        { start: condition.start, end: condition.end, text: `${keyText(source, condition.key)}: ${braced(style, `${many.in}: ${keys}`)}` },
        ...(selection === 'has' ? [] : addProperty(source, selection, condition.key, 'true', 'stays')),
      ]
      return source.node(argumentId) === argument ? { inside, elsewhere: [] } : undefined
    },
    breaks: outer => breakUp(source, argumentId, outer),
    use: inPlace(item, many.missing === 'rows' ? '[]' : String(many.missing)),
  }
}

/** Most elements that the list can have, where its query or its own shape says so. */
export function knownLength(reached: Reached, query: ObjectQuery): number | undefined {
  const from = sourceModel(query)
  const limit = callsNamed(reached.call.library, query.many.call).find(facts => facts.options?.limit)?.options?.limit
  if (!from || !limit) return reached.keyedBy?.bound
  const { source } = query.item
  const argument = source.as(source.as(from.call, 'call')!.arguments[limit.argument] ?? -1, 'object')
  const value = argument && propertyOf(argument, limit.path)?.value
  return source.as(value ?? -1, 'number')?.value ?? reached.keyedBy?.bound
}

/**
 * The rows must hold their key. `'has'` where they do, the list of columns where it can be added unseen, undefined
 * where somebody would see it.
 */
function selectKey({ item, many, argument, condition }: ObjectQuery): 'has' | NodeId | undefined {
  const { source, lookup } = item
  // Whatever else names the key with `true` takes it away, as `omit` does.
  const isOmitted = argument.properties.some(({ key, value }) => {
    const other = key === many.select || key === many.where ? undefined : source.as(value, 'object')
    return other && source.as(propertyOf(other, condition.key)?.value ?? -1, 'literal')?.value === true
  })
  if (isOmitted) return undefined
  const select = many.select === undefined ? undefined : propertyOf(argument, many.select)
  if (!select) return 'has'
  const columns = source.as(select.value, 'object')
  if (!isPlainObject(columns)) return undefined
  const own = propertyOf(columns, condition.key)
  if (own) return source.as(own.value, 'literal')?.value === true ? 'has' : undefined
  return isUnseen(source, lookup) ? select.value : undefined
}
