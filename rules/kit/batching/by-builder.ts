/** Queries that are built by a chain: `db.select().from(users).where(eq(users.id, id))`. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { ManyByBuilder } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { Source } from '../source.ts'
import { inPlace } from './batch.ts'
import { conditionHelpers, type ConditionHelpers } from './condition-helpers.ts'
import { declines } from './declines.ts'
import { anyKey } from './guarded-keys.ts'
import { bindingOf, chainOf, isPlainObject, linksOf, stepsOf, within } from '../code/code.ts'
import { addProperty, breakChain, replaceNode } from '../edits/edit.ts'
import { fieldOf, isMapKey, modelOf } from '../relations/models.ts'
import { plural, singular } from '../edits/names.ts'
import { ownRows } from './own-rows.ts'
import { isSteady, isSyncQuery, isTested, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
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
  const [{ key, column }, ...others] = keys
  const read = builderKeys(reached, about, item, chain)
  if (!read) return undefined
  const doubts = [...read.doubts]
  const word = wordOf(table)

  const isOne = chain.one !== undefined || chain.first !== undefined
  if (isOne && isSorted && !read.isOnly) doubts.push(`few \`${plural(word)}\` share their ${keys.map(each => `\`${each.column}\``).join(' and ')}`)
  const holders = holdersOf(source, lookup)
  const mayChange = () => isOne && read.own.mayChange()
  if (holders.some(holder => isChanged(source, holder)) && !mayChange()) return declines(reached, 'the rows are changed')
  const isRead = isUnseen(source, lookup)
  if (!isRead && !leavesRowsAlone(source, item.turn, item.elements) && !mayChange()) return declines(reached, 'rows that items may share are changed')
  doubts.push(...read.own.doubts(), ...holders.flatMap(each => handedTo(source, each)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')))

  // The others of several rows come along now, and must not be seen.
  const isCutOff = chain.one !== undefined && !read.isOnly && !takesFirst(source, lookup)
  const isAdded = columns !== undefined && keys.some(each => each.alias === undefined)
  if (isAdded && !isRead && others.length > 0) return declines(reached, 'somebody would see the keys among the columns')
  return {
    item, key, list: read.list, word: singular(word), property: chain.propertyOf(keys[0]), grouped: true, asText: false, skipsMissing: read.skipsMissing, doubts,
    ...isSyncQuery(reached.call, source, query) && { sync: true }, ...read.mayBeNull && { mayBeNull: '!== null' as const },
    ...others.length > 0 && { also: others.map(each => ({ key: each.key, property: chain.propertyOf(each) })) },
    ...isAdded && !isRead && { strips: true }, ...(isCutOff || (isOne && isSorted && !read.isOnly)) && { firstOfSeveral: true },
    join(first, all) {
      const added = helpers.add(many.in)
      if (!added) return undefined
      const { edits: elsewhere, local } = added
      const inside: TextEdit[] = [
        ...keys.flatMap((each, index) => listEdits(source, each.condition, local, index === 0 ? first : all!.each[index]!)),
        ...chain.one ? [dropped(source, chain.one)] : [],
        ...chain.first ? [runsForAll(source, chain.first, many)] : [],
        ...columns === undefined ? [] : keys.filter(each => each.alias === undefined).flatMap(each =>
          addProperty(source, columns, each.column, source.textOf(source.as(each.condition, 'call')!.arguments[0]!), 'stays')),
      ]
      return { inside, elsewhere }
    },
    breaks: outer => breakChain(source, query, outer),
    use: found => {
      if (chain.first !== undefined) return [replaceNode(source, lookup, `${found}?.[0]`)]
      return isCutOff ? [replaceNode(source, lookup, `(${found} ?? []).slice(0, 1)`)] : inPlace(item, '[]')(found)
    },
  }
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
export function builderKeys(reached: Reached, about: About, item: PerItem, { keys, table, client }: Chain) {
  const { source, query } = item
  const list = walkedFacts(source, item.list)
  const model = modelOf(about.schema(source.path, reached.call.library.name), table.split('.').at(-1)!)
  const kinds = keys.map(({ key, column }) => ({ key, field: fieldOf(model, column), kind: kindOfKey(item, key, list) }))
  if (list.array === 'no') return declines(reached, 'its list can be walked only once')
  if (kinds.some(({ kind, field }) => kind.is === 'object' || (field && !isMapKey(field)))) return declines(reached, 'a map would not find its keys')
  const isArray = list.array === 'yes' || item.map !== undefined || isRows(source, list.query, reached.call.facts.many as ManyByBuilder)
  const own = ownRows(item, keys)
  const writes = writesTo(source, table)
  const meanwhile = disturbances(source, within(source, item.turn), query, { library: reached.call.library, client, writes: (call, effect) => (effect === 'write' && own.isOwn(call) ? 'no' : writes(call, effect)) })
  if (meanwhile === 'stop') return declines(reached, 'the loop writes to what it reads')
  const skipsMissing = item.conditional && kinds.some(({ key, kind }) => (kind.missing !== false && isTested(item, key)) || anyKey(item, key, list)?.isPartial)
  if (skipsMissing && keys.length > 1) return declines(reached, 'one of its several keys may be missing')
  const columns = keys.map(each => each.column)
  return {
    own, list, skipsMissing, mayBeNull: kinds.some(({ field }) => field?.optional),
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

const isRows = (source: Source, query: NodeId | undefined, many: ManyByBuilder): boolean =>
  query !== undefined && linksOf(source, query).some(link => many.keeps.includes(link.name))

export interface KeyedCondition {
  /** The comparison, its key, and the column on its left. */
  condition: NodeId
  key: Key
  column: string
  /** The name under which the column is among those that are listed. */
  alias: string | undefined
}

export interface Chain {
  keys: [KeyedCondition, ...KeyedCondition[]]
  table: string
  /** The object that lists the columns. */
  columns: NodeId | undefined
  /** They are numbers over all rows that fit: their names, with what nothing gives. */
  numbers: { name: string; nothing: string }[] | undefined
  client: NodeId
  one: NodeId | undefined
  /** The call at its end that gives the row itself. */
  first: NodeId | undefined
  isSorted: boolean
  propertyOf(each: KeyedCondition): string
}

/** Reads the chain; undefined for any link whose meaning for many rows is not known. */
export function chainIn(item: PerItem, many: ManyByBuilder, helpers: ConditionHelpers, gives: 'rows' | 'numbers' = 'rows'): Chain | undefined {
  const { source, query } = item
  const links = linksOf(source, query)
  const [select, from] = links
  if (!select || !from || source.node(query).kind !== 'call') return undefined
  const isHelper = (at: NodeId) => helpers.nameAt(at) !== undefined
  let conditions: NodeId[] | undefined
  let one: NodeId | undefined
  let first: NodeId | undefined
  for (const link of links.slice(1)) {
    const { arguments: given, types } = source.as(link.call, 'call')!
    if (types) return undefined
    if (link.name === many.where) {
      if (conditions !== undefined || given.length !== 1) return undefined
      conditions = conditionsIn(item, many, given[0]!, helpers)
      if (conditions === undefined) return undefined
    } else if (many.one.includes(link.name)) {
      if (given.length !== 1 || source.as(given[0]!, 'number')?.value !== 1) return undefined
      one = link.call
    } else if (many.first?.[link.name] !== undefined && link.call === query && given.length === 0) {
      first = link.call
    } else if (many.runs?.includes(link.name) && link.call === query && given.length === 0) {
      continue
    } else if (!many.keeps.includes(link.name) || given.some(each => !isSteady(item, each, isHelper))) {
      return undefined
    }
  }
  const table = stepsOf(source, source.as(from.call, 'call')!.arguments[0] ?? -1)?.join('.')
  const given = source.as(select.call, 'call')!.arguments
  const columns = given[0]
  const listed = columns === undefined ? undefined : source.as(columns, 'object')
  const isJoined = links.some(link => many.joins?.includes(link.name) ?? link.name.endsWith('Join'))
  if (table === undefined || given.length > 1 || (columns !== undefined && !isPlainObject(listed)) || (isJoined && columns === undefined)) return undefined
  if (columns !== undefined && !isSteady(item, columns, isHelper)) return undefined
  const numbers = gives === 'numbers' ? numbersIn(source, listed, many, helpers) : undefined
  if (gives === 'numbers' && !numbers) return undefined
  // An aggregate over the rows of one key is another one over those of all.
  if (gives === 'rows' && listed?.properties.some(({ value }) => (stepsOf(source, value)?.length ?? 0) < 2)) return undefined
  const keys = (conditions ?? []).map((condition): KeyedCondition | undefined => {
    const [left, right] = source.as(condition, 'call')!.arguments
    const member = source.as(left!, 'member')
    const key = member && stepsOf(source, member.object)?.join('.') === table ? keyAt(item, right!) : undefined
    if (!member || !key) return undefined
    const same = listed?.properties.find(({ value }) => stepsOf(source, value)?.join('.') === `${table}.${member.name}`)
    if (listed && !same && listed.properties.some(({ key: name }) => name === member.name)) return undefined
    return { condition, key, column: member.name, alias: same?.key }
  })
  if (keys.length === 0 || keys.includes(undefined) || (keys.length > 1 && keys.some(each => each!.key.steps.length > 0))) return undefined
  const isSorted = links.some(link => many.sorts?.includes(link.name) ?? link.name === 'orderBy')
  const propertyOf = (each: KeyedCondition) => (columns === undefined ? each.column : each.alias ?? each.column)
  return { keys: keys as Chain['keys'], table, columns, numbers, client: select.receiver, one, first, isSorted, propertyOf }
}

/** `{ value: count() }`: names of numbers that the package's helpers work out; undefined where anything else is listed. */
function numbersIn(source: Source, listed: NodeOf<'object'> | undefined, many: ManyByBuilder, helpers: ConditionHelpers): Chain['numbers'] {
  const numbers = listed?.properties.map(({ key, value }) => {
    const name = source.as(value, 'call') && helpers.nameAt(value)
    const nothing = name === undefined ? undefined : many.numbers?.[name]
    return nothing === undefined ? undefined : { name: key!, nothing }
  })
  return !numbers?.length || numbers.includes(undefined) ? undefined : numbers as { name: string; nothing: string }[]
}

/** The comparisons with keys that vary: alone, or among conditions that must all hold. */
export function conditionsIn(item: PerItem, many: Pick<ManyByBuilder, 'equals' | 'all'>, id: NodeId, helpers: ConditionHelpers): NodeId[] | undefined {
  const { source } = item
  const call = source.as(id, 'call')
  const name = call && helpers.nameAt(id)
  if (!call || name === undefined) return undefined
  const isHelper = (at: NodeId) => helpers.nameAt(at) !== undefined
  if (name === many.equals && call.arguments.length === 2) {
    return isSteady(item, call.arguments[0]!) && !isSteady(item, call.arguments[1]!, isHelper) ? [id] : undefined
  }
  if (!(many.all ?? ['and']).includes(name)) return undefined
  const varying = call.arguments.filter(each => !isSteady(item, each, isHelper))
  const found = varying.map(each => conditionsIn(item, many, each, helpers))
  return varying.length === 0 || found.includes(undefined) ? undefined : found.flatMap(each => each!)
}
