/**
 * One aggregation for what each item has summed up by one of its own:
 * `Order.aggregate([{ $match: { user: user._id } }, { $group: { _id: null, total: { $sum: '$amount' } } }])`.
 */
import type { NodeId } from '../facts.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { inPlace, type Batch } from './batch.ts'
import { isMade, knownOf, listConditions, type FilterQuery } from './by-filter.ts'
import { declines } from './declines.ts'
import { isSteady, keyAt, perItem } from './per-item.ts'
import { plainCalls } from './plain-calls.ts'
import { isPlainObject, linksOf, propertyOf, usesOf } from '../code/code.ts'
import { holdersOf, isUnseen } from '../code/results.ts'
import { walkedFacts } from '../code/types.ts'
import { breakElements, insert, keyText, replaceNode } from '../edits/edit.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'

interface StagesQuery extends FilterQuery {
  /** What documents are grouped by now, or the stage that counts them; and the link that gives the only row itself. */
  by: NodeId
  isNull: boolean
  counts: string | undefined
  next: NodeId | undefined
}

export function groupsByStages(reached: Reached, about: About): Batch | undefined {
  const query = stagesQuery(reached)
  if (!query) return undefined
  const { item, many, head, field, key, list, by, isNull, counts, next } = query
  const { source, lookup } = item
  const known = knownOf(query, reached, about)
  if (!known) return undefined
  const declare = next === undefined ? firstOf(source, lookup) : undefined
  const isGrouped = next === undefined && declare === undefined
  const isSeen = isNull && !isUnseen(source, lookup)
  if (isNull && ((isSeen && (isGrouped || counts !== undefined)) || holdersOf(source, lookup).some(each => readsMember(source, each, many.id)))) return declines(reached, 'somebody would see the key among the fields')
  return {
    item, key, list, word: `${known.word}Total`, property: many.id, grouped: isGrouped, skipsMissing: false, asText: true, doubts: known.doubts,
    ...isSeen && { valueIn: (row: string) => braced(styleOf(source), `...${row}, ${many.id}: null`) },
    join(keys) {
      const end = many.end === undefined ? [] : next === undefined ? [] : [replaceName(source, next, many.end)]
      return { inside: [...listConditions(query, keys), replaceNode(source, by, groupText(source, field, counts)), ...typeEdits(source, head, many.id), ...end], elsewhere: [] }
    },
    breaks: outer => breakElements(source, source.as(head, 'call')!.arguments[0]!, outer),
    use(found) {
      if (next !== undefined) return inPlace(item, 'null')(found)
      if (declare === undefined) return inPlace(item, '[]')(found)
      const { targetStart, targetEnd, bindings } = source.as(declare, 'declare')!
      const binding = bindings[0]!
      const isSure = source.facts.language.startsWith('ts') && !isAskedFor(source, binding)
      return [{ start: targetStart, end: targetEnd, text: source.facts.bindings[binding]!.name }, replaceNode(source, lookup, isSure ? `${found}!` : found)]
    },
  }
}

/** Stages whose rows are those of the documents, whichever others there are. */
const apart = new Set(['$sort', '$unwind'])
/** What does not depend on the order of the documents. */
const unordered = new Set(['$sum', '$avg', '$min', '$max', '$count', '$stdDevPop', '$stdDevSamp'])
const ordered = new Set(['$first', '$last', '$push', '$addToSet'])

function stagesQuery(reached: Reached): StagesQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'filter' || !many.stages) return undefined
  const item = perItem(reached, 'reads')
  const head = reached.call.node
  const call = item && item.source.as(head, 'call')
  const callee = call && item.source.as(call.callee, 'member')
  if (!item || !call || !callee || call.optional || callee.optional || call.arguments.length !== 1) return undefined
  const { source, query } = item
  const all = linksOf(source, query)
  const links = all.slice(all.findIndex(link => link.call === head) + 1)
  const { isKnown, doubts: callDoubts } = plainCalls(source, at => isMade(source, at))
  const steady = (id: NodeId) => isSteady(item, id, isKnown)
  const last = links.at(-1)
  const next = last?.name === 'next' && many.end !== undefined ? last.call : undefined
  const odd = links.find(each => each.call !== next && (![...many.keeps, many.end].includes(each.name) || !source.as(each.call, 'call')!.arguments.every(steady)))
  if (odd || (many.end !== undefined && next === undefined && last?.name !== many.end)) return undefined

  const stages = (source.as(call.arguments[0]!, 'array')?.elements ?? []).map(each => stageOf(source, each))
  const [match, ...others] = stages
  const filter = source.as(match?.value ?? -1, 'object')
  const at = others.findIndex(each => each?.name === '$group' || each?.name === '$count')
  const group = source.as(others[at]?.value ?? -1, 'object')
  const counts = others[at]?.name === '$count' ? source.as(others[at].value, 'text')?.value : undefined
  if (match?.name !== '$match' || !isPlainObject(filter) || (counts === undefined && !isPlainObject(group))) return declines(reached, 'its stages are no `$match` and `$group`')
  const varying = filter.properties.filter(({ value }) => !steady(value))
  const [condition] = varying
  const key = condition && keyAt(item, condition.value, isKnown)
  if (!condition || !key || varying.length > 1 || condition.key!.startsWith('$') || condition.key!.includes('.')) return declines(reached, 'its `$match` is not told by one key of the element')
  const before = others.slice(0, at)
  const isSorted = before.some(each => each?.name === '$sort')
  const isApart = before.every(each => each !== undefined && apart.has(each.name) && steady(each.value) && (each.name === '$sort' || source.as(each.value, 'text')?.value !== `$${condition.key}`))
  const by = counts !== undefined ? stages[at + 1]!.node : group && propertyOf(group, many.id)?.value
  const isNull = by !== undefined && (counts !== undefined || source.as(by, 'literal')?.value === null)
  const isOwn = by !== undefined && source.as(by, 'text')?.value === `$${condition.key}`
  const isSummed = (group?.properties ?? []).every(each => each.value === by || (steady(each.value) && sums(source, each.value, isSorted)))
  if (!isApart || others.length > at + 1 || by === undefined || !(isNull || isOwn) || !isSummed) return declines(reached, 'its stages mean something else for many keys')
  return {
    item, many, head, callDoubts, model: callee.object, links, list: walkedFacts(source, item.list), field: condition.key!, condition, key, others: [],
    by, isNull, counts, next,
  }
}

/** `'$post'`; `{ $group: { _id: '$post', total: { $sum: 1 } } }` in the place of `{ $count: 'total' }`. */
function groupText(source: Source, field: string, counts: string | undefined): string {
  const style = styleOf(source)
  const by = quoted(style, `$${field}`)
  return counts === undefined ? by : braced(style, `$group: ${braced(style, `_id: ${by}, ${keyText(source, counts)}: ${braced(style, '$sum: 1')}`)}`)
}

/** `{ $match: { … } }`. */
function stageOf(source: Source, id: NodeId): { name: string; value: NodeId; node: NodeId } | undefined {
  const object = source.as(id, 'object')
  const [only, ...more] = object?.properties ?? []
  return isPlainObject(object) && only && more.length === 0 ? { name: only.key!, value: only.value, node: id } : undefined
}

function sums(source: Source, id: NodeId, isSorted: boolean): boolean {
  const stage = stageOf(source, id)
  return stage !== undefined && (unordered.has(stage.name) || (isSorted && ordered.has(stage.name)))
}

/** `const [total] = await …`: the declaration. */
function firstOf(source: Source, lookup: NodeId): NodeId | undefined {
  const { parent } = source.node(lookup)
  const node = source.as(parent, 'declare')
  const [binding] = node?.bindings ?? []
  if (!node || node.value !== lookup || node.bindings.length !== 1 || node.type >= 0) return undefined
  const { path, fallback } = source.facts.bindings[binding!]!
  return path.length === 1 && path[0] === 0 && fallback < 0 ? parent : undefined
}

/** Somewhere the code asks whether there is one. */
const isAskedFor = (source: Source, binding: number): boolean => usesOf(source, binding).some(use => {
  const { parent } = source.node(use)
  const node = source.node(parent)
  if (node.kind === 'member') return node.optional === true
  return (node.kind === 'if' || node.kind === 'conditional') ? node.test === use : node.kind === 'unary' ? node.operator === '!' : node.kind === 'binary' && node.left === use
})

const readsMember = (source: Source, binding: number, name: string): boolean => usesOf(source, binding).some(use => source.as(source.node(use).parent, 'member')?.name === name)

const replaceName = (source: Source, link: NodeId, name: string): TextEdit => {
  const { nameStart, end } = source.as(source.as(link, 'call')!.callee, 'member')!
  return { start: nameStart, end, text: name }
}

/** The key is among the fields, which a type that was given has to say: `<{ _id: unknown; total: number }>`. */
function typeEdits(source: Source, head: NodeId, id: string): TextEdit[] {
  const [type] = source.as(head, 'call')!.types ?? []
  if (type === undefined) return []
  const object = source.as(type, 'type-object')
  const { end } = source.node(type)
  if (!object) return [insert(end, ` & ${braced(styleOf(source), `${id}: unknown`)}`)]
  const [first] = object.properties
  return object.properties.some(({ key }) => key === id) || !first ? [] : [insert(first.start, `${id}: unknown; `)]
}
