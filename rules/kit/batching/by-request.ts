/**
 * Items that are asked for by their keys in requests of so many at a time, which may leave some for the next one:
 * `ddb.send(new GetCommand({ TableName, Key: { id } }))` → `new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } })`.
 */
import type { BindingId, NodeId, NodeOf } from '../facts.ts'
import type { ManyByRequest } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Batch } from './batch.ts'
import { isPlainObject, propertyOf, stepsOf, usesOf } from '../code/code.ts'
import { declines } from './declines.ts'
import { meanwhile } from './documents.ts'
import { anyKey, mayBeEmpty } from './guarded-keys.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { plainCalls } from './plain-calls.ts'
import { writeRequests } from './request-lines.ts'
import { replaceNode } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { camel, singular } from '../edits/names.ts'
import { handedTo, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { kindOfKey, walkedFacts, type ListFacts } from '../code/types.ts'

export interface RequestQuery {
  item: PerItem
  many: ManyByRequest
  list: ListFacts
  key: Key
  skipsMissing: boolean
  asText: boolean
  /** The call that asks, the command that it is handed where it is, and what either of them is told. */
  head: NodeId
  command: NodeOf<'new'> | undefined
  table: NodeId
  /** All properties of the key, and the one that varies. */
  keys: NodeOf<'object'>
  column: string
  /** What else is told. */
  kept: NodeOf<'object'>['properties']
  word: string
}

export function batchByRequest(reached: Reached): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'request') return undefined
  const item = perItem(reached, 'reads')
  const query = item && requestQuery(reached, item, many)
  if (!query) return undefined
  const { source, lookup, turn, elements } = item
  const { list, key, column, word, skipsMissing, asText } = query
  const answer = answerOf(item, many)
  if (!answer) return declines(reached, 'its answer is used as a whole')
  const others = meanwhile(reached, item, write => writesSame(source, write, source.textOf(query.table), many))
  const isRead = answer.holder === undefined || !isChanged(source, answer.holder)
  if (others === 'stop' || !isRead || !(isUnseen(source, lookup) || leavesRowsAlone(source, turn, elements))) return declines(reached, 'what items may share is changed, or the loop writes to what it reads')
  const isArray = list.array === 'yes' || list.query !== undefined || item.map !== undefined
  const handed = answer.holder === undefined ? [] : handedTo(source, answer.holder).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))
  const doubts = [
    many.allowed, ...isArray ? [] : [`${nameOfList(item)} is an array`], ...kindOfKey(item, key, list).missing === false || skipsMissing ? [] : ['no key is missing'], ...mayBeEmpty(item, key) ? ['no key is an empty text'] : [], ...others, ...handed, ...query.callDoubts(),
  ]
  return {
    item, key, list, word, property: column, grouped: false, asText, skipsMissing, doubts,
    join: () => undefined,
    written: (name, taken) => writeRequests(query, name, taken, answer.use),
    use: answer.use,
  }
}

function requestQuery(reached: Reached, item: PerItem, many: ManyByRequest): RequestQuery & { callDoubts(): string[] } | undefined {
  const { source, lookup, query } = item
  const head = reached.call.node
  const call = source.as(head, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!call || !callee || call.optional || callee.optional || call.types || call.arguments.length !== 1 || lookup === query) return undefined
  const command = many.command === undefined ? undefined : source.as(call.arguments[0]!, 'new')
  const input = source.as(many.command === undefined ? call.arguments[0]! : command?.arguments[0] ?? -1, 'object')
  if (!isPlainObject(input) || (command && (command.arguments.length !== 1 || !source.as(command.callee, 'name')))) return declines(reached, 'what it is told is no plain object')
  const { isKnown, doubts: callDoubts } = plainCalls(source)
  const steady = (id: NodeId) => isSteady(item, id, isKnown)
  const table = propertyOf(input, many.table)
  const keys = source.as(propertyOf(input, many.key)?.value ?? -1, 'object')
  const kept = input.properties.filter(each => each.key !== many.table && each.key !== many.key)
  if (!table || !steady(table.value) || !steady(callee.object) || !isPlainObject(keys)) return declines(reached, 'its table or its key is not told in place')
  if (kept.some(each => !many.keeps.includes(each.key!) || !steady(each.value))) return declines(reached, 'it is told more than what many are asked for with')
  const varying = keys.properties.filter(each => !steady(each.value))
  const [column] = varying
  const key = column && keyAt(item, column.value, isKnown)
  const list = walkedFacts(source, item.list)
  if (!column || !key || varying.length > 1 || list.array === 'no') return declines(reached, 'its key is not told by one key of the element')
  const kind = kindOfKey(item, key, list)
  const any = anyKey(item, key, list)
  const fields = kept.find(each => each.key === many.selects)
  const isSelected = !fields || source.as(fields.value, 'text')?.value.split(',').map(each => each.trim()).includes(column.key!) === true
  if (kind.is === 'object' || !any || !isSelected) return declines(reached, 'a map may not find its keys')
  return {
    item, many, list, key, skipsMissing: any.isPartial, asText: kind.is !== 'primitive', head, command, table: table.value, keys, column: column.key!, kept,
    word: wordFor(source, table.value), callDoubts,
  }
}

/** `'users'`, `Tables.users`: the word for one of its items. */
function wordFor(source: Source, table: NodeId): string {
  const name = camel(source.as(table, 'text')?.value ?? stepsOf(source, table)?.at(-1) ?? '')
  const isTold = name !== '' && name !== name.toUpperCase() && !['table', 'name'].some(word => name.toLowerCase().includes(word))
  return isTold ? singular(name) : 'item'
}

/** How the code takes the item out of the answer, and what stands there then. */
function answerOf({ source, lookup }: PerItem, many: ManyByRequest): { holder: BindingId | undefined; use(found: string): TextEdit[] } | undefined {
  const { parent } = source.node(lookup)
  const member = source.as(parent, 'member')
  if (member?.object === lookup && member.name === many.row && !member.optional) {
    return { holder: undefined, use: found => [{ ...outOfParentheses(source, parent), text: found }] }
  }
  const node = source.as(parent, 'declare')
  const [holder] = node?.bindings ?? []
  if (!node || node.value !== lookup || holder === undefined || node.bindings.length !== 1 || node.type >= 0) return undefined
  const { path, fallback, name } = source.facts.bindings[holder]!
  if (node.pattern) {
    if (path.length !== 1 || path[0] !== many.row || fallback >= 0) return undefined
    return { holder, use: found => [{ start: node.targetStart, end: node.targetEnd, text: name }, replaceNode(source, lookup, found)] }
  }
  // Nothing else of the answer may be looked at.
  const isOnly = usesOf(source, holder).every(use => source.as(source.node(use).parent, 'member')?.name === many.row)
  return isOnly ? { holder, use: found => [replaceNode(source, lookup, `{ ${many.row}: ${found} }`)] } : undefined
}

/** Whether another command writes to the same table. */
function writesSame(source: Source, write: NodeId, table: string, many: ManyByRequest): 'no' | 'perhaps' | 'yes' {
  const given = source.as(write, 'call')?.arguments[0] ?? -1
  const input = source.as(source.as(given, 'new')?.arguments[0] ?? given, 'object')
  const other = input && propertyOf(input, many.table)
  if (!other) return 'perhaps'
  const text = source.textOf(other.value)
  const areTexts = [text, table].every(each => '\'"'.includes(each[0]!))
  return text === table ? 'yes' : areTexts ? 'no' : 'perhaps'
}
