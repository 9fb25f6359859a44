/** Queries that are built by a chain: `db.select().from(users).where(eq(users.id, id))`. */
import type { NodeId } from '../facts.ts'
import type { Call, ManyByBuilder } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { Source } from '../source.ts'
import { inPlace } from './batch.ts'
import { conditionHelpers } from './condition-helpers.ts'
import { declines } from './declines.ts'
import { chainIn, isSort, type Chain, type KeyedCondition } from './builder-chain.ts'
import { anyKey } from './guarded-keys.ts'
import { linksOf, stepsOf, within } from '../code/code.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { addProperties, breakChain, insert, replaceNode } from '../edits/edit.ts'
import { fieldOf, isMapKey, modelOf, providerOf } from '../relations/models.ts'
import { plural, singular } from '../edits/names.ts'
import { ownRows } from './own-rows.ts'
import { isSyncQuery, isTested, nameOfList, perItem, type PerItem } from './per-item.ts'
import { takesFirst } from './rows-taken.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone, type Subject } from '../code/results.ts'
import { kindOfKey, walkedFacts } from '../code/types.ts'

export function batchByBuilder(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'builder') return undefined
  const item = perItem(reached, 'reads')
  if (!item) return undefined
  const { source, query, lookup } = item
  const helpers = conditionHelpers(source, about, many.package)
  const chain = chainIn(item, many, helpers)
  if (!chain) return declines(reached, 'the chain has a link, or a condition, whose meaning for many keys is not known')
  if (!helpers.add(many.in)) return declines(reached, `the file cannot import \`${many.in}\``)
  const { table, columns, keys, isSorted } = chain
  const [{ key }, ...others] = keys
  const read = builderKeys(reached, about, item, chain)
  if (!read) return undefined
  const doubts = [...read.own.doubts(), ...read.doubts, ...chain.doubts]
  const word = wordOf(table)

  const isOne = chain.one !== undefined || chain.first !== undefined
  const links = linksOf(source, query)
  const begins = many.distinctOn?.databases.includes(providerOf(about.schema(source.path, reached.call.library.name), reached.call.library, about.dependencies(source.path)) ?? '') ? many.distinctOn.begins[links[0]!.name] : undefined
  // Of several rows that have the keys, the database gives the first. Where it is any, they are mostly one.
  const isAnyOfMany = chain.one !== undefined && !takesFirst(source, lookup)
  const isDistinct = isOne && !read.isOnly && begins !== undefined && (isSorted || isAnyOfMany)
  if (isOne && isSorted && !read.isOnly && !isDistinct) doubts.push(`few \`${plural(word)}\` share their ${keys.map(each => `\`${each.column}\``).join(' and ')}`)
  const holders = holdersOf(source, lookup)
  const mayChange = () => isOne && read.own.mayChange()
  if (holders.some(holder => isChanged(source, holder)) && !mayChange()) return declines(reached, 'the rows are changed')
  const isRead = isUnseen(source, lookup)
  if (!isRead && !leavesRowsAlone(source, item.turn, item.elements) && !mayChange()) return declines(reached, 'rows that items may share are changed')
  doubts.push(...holders.flatMap(each => handedTo(source, each)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')))

  // The others of several rows come along now, and must not be seen.
  const isCutOff = isAnyOfMany && !read.isOnly && !isDistinct
  const isAdded = columns !== undefined && keys.some(each => each.alias === undefined)
  return {
    item, key, list: read.list, word: singular(word), property: chain.propertyOf(keys[0]), grouped: true, asText: false, skipsMissing: read.skipsMissing[0]!, doubts,
    ...isSyncQuery(reached.call, source, query) && { sync: true }, ...read.mayBeNull && { mayBeNull: '!== null' as const },
    ...others.length > 0 && { also: others.map((each, index) => ({ key: each.key, property: chain.propertyOf(each), skipsMissing: read.skipsMissing[index + 1]! })) },
    ...isAdded && !isRead && { strips: keys.filter(each => each.alias === undefined).map(chain.propertyOf) }, ...(isCutOff || (isOne && isSorted && !read.isOnly && !isDistinct)) && { firstOfSeveral: true },
    join(first, all) {
      const added = helpers.add(many.in)
      if (!added) return undefined
      const { edits: elsewhere, local } = added
      const inside: TextEdit[] = [
        ...isDistinct ? distinctEdits(source, links, keys.map(each => textOfColumn(source, each)), begins, many) : [],
        ...keys.flatMap((each, index) => listEdits(source, each.condition, local, index === 0 ? first : all!.each[index]!)),
        ...chain.one ? [dropped(source, chain.one)] : [],
        ...chain.first ? [runsForAll(source, chain.first, many)] : [],
        ...columns === undefined ? [] : addProperties(source, columns, keys.filter(each => each.alias === undefined).map(each => ({ key: each.column, value: textOfColumn(source, each) })), 'stays'),
      ]
      return { inside, elsewhere }
    },
    breaks: outer => breakChain(source, query, outer),
    use: found => {
      if (chain.first !== undefined) return [{ ...outOfParentheses(source, lookup), text: `${found}?.[0]` }]
      return isCutOff ? [replaceNode(source, lookup, `(${found} ?? []).slice(0, 1)`)] : inPlace(item, '[]')(found)
    },
  }
}

/** The column of a key as it is written. */
export const textOfColumn = (source: Source, { condition }: Pick<KeyedCondition, 'condition'>): string => source.textOf(source.as(condition, 'call')!.arguments[0]!)

/** `select({ … })` as `selectDistinctOn([posts.authorId], { … })`, sorted by these columns first. */
function distinctEdits(source: Source, [select, ...links]: ReturnType<typeof linksOf>, columns: string[], begins: string, many: ManyByBuilder): TextEdit[] {
  const call = source.as(select!.call, 'call')!
  const { nameStart, end } = source.as(call.callee, 'member')!
  const sort = links.find(link => isSort(link.name, many))
  const [first] = sort ? source.as(sort.call, 'call')!.arguments : []
  const [given] = call.arguments
  const list = `[${columns.join(', ')}]`
  return [
    { start: nameStart, end, text: begins }, given === undefined ? insert(call.end - 1, list) : insert(source.node(given).start, `${list}, `),
    ...first === undefined ? [] : [insert(source.node(first).start, `${columns.join(', ')}, `)],
  ]
}

/** What one row of a table is called: that of `userTable` is a user. */
export function wordOf(table: string): string {
  const name = table.split('.').at(-1)!
  return name.endsWith('Table') && name.length > 'Table'.length ? name.slice(0, -'Table'.length) : name
}

/** Whether a call of the client writes to a table, whose name is its first argument: others may cascade. */
export const writesTo = (source: Source, table: string | undefined): Subject['writes'] => (call, effect) => {
  if (effect === 'query' || effect === 'none') return 'no'
  const name = stepsOf(source, source.as(call, 'call')?.arguments[0] ?? -1)?.join('.')
  return name === undefined || table === undefined || name.split('.').at(-1) === table.split('.').at(-1) ? 'yes' : 'perhaps'
}

/** `eq(users.id, id)` as `inArray(users.id, ids)`. */
export function listEdits(source: Source, condition: NodeId, local: string, keys: string): TextEdit[] {
  const { callee, arguments: [left] } = source.as(condition, 'call')!
  return [{ ...spanOfNode(source, callee), text: local }, { start: source.node(left!).end, end: source.node(condition).end, text: `, ${keys})` }]
}

/** What is known of the keys and of what else the turns do; undefined where a list of these would not find the same. */
export function builderKeys(reached: Reached, about: About, item: PerItem, { keys, table, client, isJoined }: Pick<Chain, 'keys' | 'table' | 'client' | 'isJoined'>) {
  const { source, query } = item
  const list = walkedFacts(source, item.list)
  const schema = about.schema(source.path, reached.call.library.name)
  const kinds = keys.map(({ key, column, table: of }) => ({ key, field: fieldOf(modelOf(schema, of.split('.').at(-1)!), column), kind: kindOfKey(item, key, list) }))
  const model = isJoined ? undefined : modelOf(schema, table.split('.').at(-1)!)
  if (list.array === 'no') return declines(reached, 'its list can be walked only once')
  if (kinds.some(({ kind, field }) => kind.is === 'object' || (field && !isMapKey(field)))) return declines(reached, 'a map would not find its keys')
  const isArray = list.array === 'yes' || item.map !== undefined || isRows(source, list.query, reached.call.facts.many)
  const own = ownRows(item, keys)
  const writes = writesTo(source, table)
  const meanwhile = disturbances(source, within(source, item.turn), query, { library: reached.call.library, client, writes: (call, effect) => { const says = writes(call, effect); return says === 'yes' && own.isOwn(call) ? 'no' : says } })
  if (meanwhile === 'stop') return declines(reached, 'the loop writes to what it reads')
  const skips = ({ key, kind }: typeof kinds[number]) => item.conditional && ((kind.missing !== false && isTested(item, key)) || anyKey(item, key, list)?.isPartial === true)
  const columns = keys.map(each => each.column)
  return {
    own, list, skipsMissing: kinds.map(skips), mayBeNull: kinds.some(({ field }) => field?.optional),
    isOnly: model !== undefined && model.unique.some(unique => unique.every(column => columns.includes(column))),
    doubts: [
      ...kinds.some(({ kind, field }) => !field && kind.is === 'unknown') ? [''] : [], ...isArray ? [] : [`${nameOfList(item)} is an array`], ...meanwhile,
      ...columns.length > 1 && !item.crossed ? [`few other pairs of ${columns.map(column => `\`${column}\``).join(' and ')} have rows`] : [],
    ],
  }
}

/** `.get()` as `.all()`. */
export function runsForAll(source: Source, first: NodeId, many: ManyByBuilder): TextEdit {
  const { name, nameStart, end } = source.as(source.as(first, 'call')!.callee, 'member')!
  return { start: nameStart, end, text: many.first![name]! }
}

const spanOfNode = (source: Source, id: NodeId) => ({ start: source.node(id).start, end: source.node(id).end })

/** Takes a link out of the chain with the line that it stands on. */
export function dropped(source: Source, call: NodeId): TextEdit {
  const { object } = source.as(source.as(call, 'call')!.callee, 'member')!
  return { start: source.node(object).end, end: source.node(call).end, text: '' }
}

const isRows = (source: Source, query: NodeId | undefined, many: Call['many']): boolean =>
  query !== undefined && (many?.style !== 'builder' || linksOf(source, query).some(link => many.keeps.includes(link.name)))
