/** Rows that come over HTTP, with their error beside them: `const { data } = await supabase.from('users').select('*').eq('id', id).single()`. */
import type { BindingId, NodeId } from '../facts.ts'
import type { ManyByRest } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Batch } from './batch.ts'
import { linksOf, usesOf } from '../code/code.ts'
import { breakChain, replaceNode } from '../edits/edit.ts'
import { declines } from './declines.ts'
import { meanwhile } from './documents.ts'
import { plural, singular } from '../edits/names.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { isOwnKey } from './row-sharing.ts'
import { handedTo, isChanged, isOnlyRead, leavesRowsAlone } from '../code/results.ts'
import { quoted, styleOf } from '../edits/style-of.ts'
import { kindOfKey, walkedFacts } from '../code/types.ts'

interface RestQuery {
  item: PerItem
  many: ManyByRest
  key: Key
  table: string
  column: string
  /** The link with the key, the one that gives the row itself, and the argument with the columns. */
  equals: NodeId
  one: NodeId | undefined
  columns: NodeId | undefined
  /** The link that asks for the first of several only. */
  cut: NodeId | undefined
  answer: Answer
}

/** What is made of the answer: `const { data: user } = await …`, of which nothing but the rows and the error has a name. */
interface Answer { declare: NodeId; binding: BindingId; error: BindingId | undefined }

function restQuery(reached: Reached): RestQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'rest') return undefined
  const item = perItem(reached, 'reads')
  if (!item || item.source.node(item.lookup).kind !== 'await') return undefined
  const { source, query } = item
  const links = linksOf(source, query)
  const head = links.findIndex(link => link.call === reached.call.node)
  const from = head > 0 ? source.as(links[head - 1]!.call, 'call') : undefined
  const table = from && source.as(from.arguments[0] ?? -1, 'text')?.value
  const select = source.as(reached.call.node, 'call')!
  if (table === undefined || select.types || select.arguments.length > 1) return undefined

  let one: NodeId | undefined
  let cut: NodeId | undefined
  let found: { equals: NodeId; key: Key; column: string } | undefined
  for (const link of links.slice(head + 1)) {
    const { arguments: given, types } = source.as(link.call, 'call')!
    if (types) return undefined
    if (many.one.includes(link.name) && link.call === query && given.length === 0) one = link.call
    else if (link.name === many.first && !cut && given.length === 1 && source.as(given[0]!, 'number')?.value === 1) cut = link.call
    else if (!many.keeps.includes(link.name)) return declines(reached, `\`${link.name}\` means something else for many rows`)
    else if (given.every(each => isSteady(item, each))) continue
    else if (link.name !== many.equals || found || given.length !== 2) return undefined
    else {
      const column = source.as(given[0]!, 'text')?.value
      const key = keyAt(item, given[1]!)
      if (column === undefined || !key || column.includes('.') || column.includes('-')) return undefined
      found = { equals: link.call, key, column }
    }
  }
  const answer = answerOf(item, many)
  if (!found || !answer) return undefined
  // Who asks for just one has an error where there is none; of several that are cut off, one is looked at.
  const isStrict = one !== undefined && source.as(source.as(one, 'call')!.callee, 'member')?.name === many.strict
  if ((isStrict && answer.error !== undefined) || (cut !== undefined && one === undefined)) return declines(reached, 'its error tells that there is no row, or its rows are cut off')
  return { item, many, table, ...found, one, cut, columns: select.arguments[0], answer }
}

function answerOf({ source, lookup }: PerItem, { rows, error }: ManyByRest): Answer | undefined {
  const declare = source.node(lookup).parent
  const node = source.as(declare, 'declare')
  if (!node?.pattern || node.value !== lookup || node.bindings.length > 2 || node.type >= 0) return undefined
  const named = (name: string) => node.bindings.find(each => {
    const { path, fallback } = source.facts.bindings[each]!
    return path.length === 1 && path[0] === name && fallback < 0
  })
  const [binding, failed] = [named(rows), named(error)]
  return binding === undefined || (node.bindings.length === 2 && failed === undefined) ? undefined : { declare, binding, error: failed }
}

export function batchByRest(reached: Reached): Batch | undefined {
  const query = restQuery(reached)
  if (!query) return undefined
  const { item, many, key, table, column, equals, one, cut, columns, answer } = query
  const { source } = item
  const list = walkedFacts(source, item.list)
  const kind = kindOfKey(item, key, list)
  const isRows = list.query !== undefined && list.way[0] === many.rows
  if (kind.is === 'object' || list.array === 'no' || kind.missing === true) return undefined
  const isRead = isOnlyRead(source, answer.binding)
  const selected = columns === undefined ? undefined : withColumn(source.as(columns, 'text')?.value, column)
  if (columns !== undefined && selected === undefined) return declines(reached, 'its columns are no text, or cannot hold the key')
  const strips = !isRead && selected !== undefined && selected !== source.as(columns!, 'text')!.value
  const isGrouped = one === undefined || cut !== undefined
  const failed = (rows: string) => `${rows}Error`
  const sharing = sharingDoubts(query, reached, isRead)
  if (!sharing) return undefined

  const doubts = [`${nameOfList(item)} has no more than ${many.limit} elements`, ...sharing]
  if (list.array !== 'yes' && !isRows && !item.map) doubts.push(`${nameOfList(item)} is an array`)
  // A key that is missing spoils the whole request; what it gives by itself is null as well.
  const skipsMissing = one !== undefined && kind.missing === undefined && source.node(key.origin).kind === 'member' && !isOwnKey(source.as(key.origin, 'member')!.name)
  if (kind.missing === undefined && !skipsMissing) {
    if (source.node(key.origin).kind === 'cast') return undefined
    if (source.as(key.origin, 'member')?.name !== 'id') doubts.push('no key is missing')
  }
  if (!isRows) doubts.push(`${nameOfList(item)} has keys as the database writes them`)
  if (cut !== undefined) doubts.push(`few \`${plural(singular(table))}\` share their \`${column}\``)
  if (isGrouped) doubts.push(`there are no more than ${many.mostRows} rows in all`)
  else if (!isOwnKey(column)) doubts.push(`\`${column}\` is unique`)
  return {
    item, key, list, word: singular(table), property: column, grouped: isGrouped, asText: !isRows, skipsMissing, doubts, isNullable: true,
    ...strips && { strips: [column] }, ...cut !== undefined && { firstOfSeveral: true as const },
    pattern: rows => `{ ${rows === many.rows ? rows : `${many.rows}: ${rows}`}${answer.error === undefined ? '' : `, ${many.error}: ${failed(rows)}`} }`,
    join(keys) {
      const call = source.as(equals, 'call')!
      const callee = source.as(call.callee, 'member')!
      const inside: TextEdit[] = [
        { start: callee.nameStart, end: callee.end, text: many.in },
        replaceNode(source, call.arguments[1]!, keys),
        ...[cut, one].flatMap(each => (each === undefined ? [] : [{ start: source.node(source.as(source.as(each, 'call')!.callee, 'member')!.object).end, end: source.node(each).end, text: '' }])),
        ...columns === undefined || selected === undefined || selected === source.as(columns, 'text')!.value ? [] : [replaceNode(source, columns, quoted(styleOf(source), selected))],
      ]
      return { inside, elsewhere: [] }
    },
    breaks: outer => breakChain(source, item.query, outer),
    use(found, rows) {
      const { targetStart, targetEnd } = source.as(answer.declare, 'declare')!
      const value = one === undefined ? `${rows ?? 'true'} && (${found} ?? [])` : `${found}${cut === undefined ? '' : '?.[0]'} ?? null`
      const errors = answer.error === undefined ? [] : usesOf(source, answer.error).map(use => replaceNode(source, use, nameIn(source, use, failed(rows ?? ''))))
      return [{ start: targetStart, end: targetEnd, text: source.facts.bindings[answer.binding]!.name }, replaceNode(source, item.lookup, value), ...errors]
    },
  }
}

/** Another name in the place of one; with its own one before it in `{ error }`. */
function nameIn(source: Source, use: NodeId, name: string): string {
  const property = source.as(source.node(use).parent, 'object')?.properties.find(each => each.value === use)
  return property && property.start === source.node(use).start ? `${source.textOf(use)}: ${name}` : name
}

/** The columns with the key among them; undefined where it cannot be put there. */
function withColumn(columns: string | undefined, column: string): string | undefined {
  if (columns === undefined) return undefined
  let depth = 0
  const names = ['']
  for (const letter of columns) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0
    if (letter === ',' && depth === 0) names.push('')
    else names[names.length - 1] += letter
  }
  const bare = names.map(name => name.trim())
  if (bare.includes('*') || bare.includes(column)) return columns
  // Another column or relation may go by that name.
  const isTaken = bare.some(name => name.startsWith(`${column}:`) || name.startsWith(`${column}(`) || name.startsWith(`${column}!`))
  // An aggregate over the rows of one key is another one over those of all.
  const isAggregate = bare.some(name => name.includes('count()') || name.includes('sum()') || name.includes('avg()') || name.includes('min()') || name.includes('max()'))
  return isTaken || isAggregate ? undefined : `${columns}, ${column}`
}

function sharingDoubts({ item, table, answer }: RestQuery, reached: Reached, isRead: boolean): string[] | undefined {
  const { source, turn, elements } = item
  const others = meanwhile(reached, item, write => {
    const [from] = linksOf(source, write)
    const target = from && source.as(source.as(from.call, 'call')!.arguments[0] ?? -1, 'text')?.value
    return target === undefined ? 'perhaps' : target === table ? 'yes' : 'no'
  })
  if (others === 'stop' || isChanged(source, answer.binding)) return undefined
  if (!isRead && !leavesRowsAlone(source, turn, elements)) return undefined
  const handed = handedTo(source, answer.binding).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))
  return [...others, ...handed]
}
