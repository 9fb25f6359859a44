/** Deletes, and updates that are the same for every row, by the key of an item: `deleteMany({ where: { id: { in: ids } } })`. */
import type { NodeId, NodeOf, Property } from '../facts.ts'
import type { ManyByBuilder, ManyByObject } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import { isDate, isPlainObject, linksOf, propertyOf, stepsOf } from '../code/code.ts'
import { conditionsIn } from '../batching/builder-chain.ts'
import { conditionHelpers } from '../batching/condition-helpers.ts'
import { keyText, replaceNode } from '../edits/edit.ts'
import { fieldOf, modelOf } from '../relations/models.ts'
import { plural, singular, spoken } from '../edits/names.ts'
import { isSteady, plainKeyAt, perItem, type Key, type PerItem } from '../batching/per-item.ts'
import { extensionDoubts } from '../batching/row-sharing.ts'
import { braced, styleOf } from '../edits/style-of.ts'
import { kindOfKey, listFacts } from '../code/types.ts'
import { isDeleting, targetOf, writeDoubts } from './doubts.ts'
import { shapeFor, type ManyWrite } from './many.ts'

const verb = (reached: Reached): string => (isDeleting(reached) ? 'Delete' : 'Update')

export function manyByKeys(reached: Reached, about: About): ManyWrite | undefined {
  const { many } = reached.call.facts
  if (many?.style === 'object') return byObject(reached, about, many)
  return many?.style === 'builder' ? byBuilder(reached, about, many) : undefined
}

interface KeyedObject {
  item: PerItem
  method: NodeOf<'member'>
  client: NodeId
  argument: NodeOf<'object'>
  argumentId: NodeId
  condition: Property & { key: string }
  key: Key
}

/** `delete({ where: { id } })`, taken apart. */
function keyedObject(reached: Reached, many: ManyByObject): KeyedObject | undefined {
  const item = perItem(reached)
  const { source } = reached
  const call = item && source.as(item.query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!item || !call || call.types || call.optional || !method || method.optional || !stepsOf(source, call.callee)) return undefined
  const argumentId = call.arguments[many.argument] ?? -1
  const argument = source.as(argumentId, 'object')
  const where = argument && source.as(propertyOf(argument, many.where ?? '')?.value ?? -1, 'object')
  if (call.arguments.length !== many.argument + 1 || !isPlainObject(argument) || !isPlainObject(where)) return undefined
  const varying = where.properties.filter(({ value }) => !isSteady(item, value, (at) => isDate(source, at)))
  const [condition] = varying
  const key = condition && plainKeyAt(item, condition.value)
  if (varying.length !== 1 || !condition || !key || many.operators.includes(condition.key!)) return undefined
  if (argument.properties.some(({ key: name, value }) => name !== many.where && !isSteady(item, value, (at) => isDate(source, at)))) return undefined
  const model = source.as(method.object, 'member')
  const client = model && model.name === reached.call.subject ? model.object : method.object
  return { item, method, client, argument, argumentId, condition: condition as Property & { key: string }, key }
}

function byObject(reached: Reached, about: About, many: ManyByObject): ManyWrite | undefined {
  const query = keyedObject(reached, many)
  if (!query) return undefined
  const { item, method, argument, argumentId, condition, key, client } = query
  const { source } = item
  const shape = shapeFor(item, 'nothing', [], reached.call.library)
  if (!shape || argument.properties.some(({ key: name }) => !many.keeps.includes(name!) && name !== many.where)) return undefined
  const schema = about.schema(source.path, reached.call.library.name)
  const model = modelOf(schema, reached.call.subject)
  // A step up, or rows that are written along: done twice for a key that comes twice, or not at all.
  const data = many.keeps.flatMap((name) => argument.properties.filter((property) => property.key === name))
  const isPlain = data.every(({ value }) => source.as(value, 'object')?.properties.every(({ key: name, value: given, spread }) =>
    !spread && source.node(given)?.kind !== 'object' && (!model || (fieldOf(model, name ?? '') && !fieldOf(model, name ?? '')!.relation))) === true)
  const column = fieldOf(model, condition.key)
  if (!isPlain || (model && !column) || column?.relation) return undefined

  const kind = kindOfKey(item, key, listFacts(source, item.list))
  if (kind.missing === true || (kind.missing !== false && column?.optional)) return undefined
  const doubts = writeDoubts(reached, item, shape, [], client, false)
  if (doubts === 'stop') return undefined
  if (many.missing === 'throws') doubts.push('each row exists')
  doubts.push(...extensionDoubts(reached.call))
  const word = reached.call.subject ?? 'row'
  return {
    item, shape, outer: [], value: key.node, isList: false, needsRows: false, word: condition.key, doubts, holder: argumentId,
    title: `${verb(reached)} all ${spoken(plural(word))} with one query`,
    join(list) {
      const style = styleOf(source)
      const inside: TextEdit[] = [
        { start: condition.start, end: condition.end, text: `${keyText(source, condition.key)}: ${braced(style, `${many.in}: ${list}`)}` },
        ...many.call === method.name ? [] : [{ start: method.nameStart, end: method.end, text: many.call }],
      ]
      return { inside, elsewhere: [] }
    },
  }
}

function byBuilder(reached: Reached, about: About, many: ManyByBuilder): ManyWrite | undefined {
  const item = perItem(reached)
  if (!item) return undefined
  const { source, query } = item
  const links = linksOf(source, query)
  const [head] = links
  const helpers = conditionHelpers(source, about, many.package)
  const where = links.filter(({ name }) => name === many.where)
  const given = where[0] && source.as(where[0].call, 'call')!.arguments
  if (!head || where.length !== 1 || given?.length !== 1) return undefined
  const isKept = links.slice(1).every((link) => link === where[0]
    || (many.keeps.includes(link.name) && source.as(link.call, 'call')!.arguments.every((each) => isSteady(item, each))))
  const conditions = isKept ? conditionsIn(item, many, given[0]!, helpers) : undefined
  const condition = conditions?.length === 1 ? conditions[0] : undefined
  const equals = condition === undefined ? undefined : source.as(condition, 'call')
  const left = equals && source.as(equals.arguments[0]!, 'member')
  const key = equals && plainKeyAt(item, equals.arguments[1]!)
  const table = targetOf(reached.call)
  if (condition === undefined || !equals || !left || !key || table === undefined || stepsOf(source, left.object)?.join('.') !== table) return undefined
  const kind = kindOfKey(item, key, listFacts(source, item.list))
  const field = fieldOf(modelOf(about.schema(source.path, reached.call.library.name), table.split('.').at(-1)), left.name)
  if (kind.missing === true || field?.relation) return undefined
  const shape = shapeFor(item, 'nothing', [], reached.call.library)
  const doubts = shape && writeDoubts(reached, item, shape, [], head.receiver, false)
  if (!shape || !doubts || doubts === 'stop' || !helpers.add(many.in)) return undefined
  return {
    item, shape, outer: [], value: key.node, isList: false, needsRows: false, word: left.name, doubts,
    title: `${verb(reached)} all ${spoken(plural(singular(table.split('.').at(-1)!)))} with one query`,
    join(list) {
      const { edits: elsewhere, local } = helpers.add(many.in)!
      return {
        inside: [
          replaceNode(source, equals.callee, local),
          { start: source.node(equals.arguments[0]!).end, end: source.node(condition).end, text: `, ${list})` },
        ],
        elsewhere,
      }
    },
  }
}

