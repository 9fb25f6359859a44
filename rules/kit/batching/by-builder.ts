/** Queries that are built by a chain: `db.select().from(users).where(eq(users.id, id))`. */
import type { NodeId } from '../facts.ts'
import type { ManyByBuilder } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { Source } from '../source.ts'
import { inPlace } from './batch.ts'
import { bindingOf, isPlainObject, linksOf, stepsOf, within } from '../code/code.ts'
import { addProperty, breakChain, replaceNode } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { fieldOf, isMapKey, isUnique, modelOf } from '../relations/models.ts'
import { singular } from '../edits/names.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { kindOfKey, listFacts } from '../code/types.ts'

export function batchByBuilder(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'builder') return undefined
  const item = perItem(reached)
  if (!item) return undefined
  const { source, query } = item
  const chain = chainIn(item, many)
  if (!chain) return undefined
  const { condition, key, table, column, columns, client, isSorted } = chain
  const word = table.split('.').at(-1)!

  const schema = about.schema(source.path, reached.call.library.name)
  const model = modelOf(schema, word)
  const field = fieldOf(model, column)
  const isOnlyOne = model !== undefined && isUnique(model, column)
  // The first of several rows is only sure where nothing but their order in the table decides.
  if ((chain.one ?? chain.first) && isSorted && !isOnlyOne) return undefined

  const list = listFacts(source, item.list)
  const kind = kindOfKey(item, key, list)
  if (kind.is === 'object' || list.array === 'no' || (field && !isMapKey(field))) return undefined
  const doubts: string[] = []
  if (!field && kind.is === 'unknown') doubts.push('')
  const isArray = list.array === 'yes' || item.map !== undefined || isRows(source, list.query, many)
  if (!isArray) doubts.push(`${nameOfList(item)} is an array`)

  const meanwhile = disturbances(source, within(source, item.turn), query, {
    library: reached.call.library,
    client,
    writes: (call, effect) => {
      if (effect === 'query' || effect === 'none') return 'no'
      const target = source.as(call, 'call')?.arguments[0] ?? -1
      const name = stepsOf(source, target)?.join('.')
      return name === undefined || name === table ? 'yes' : 'perhaps'
    },
  })
  if (meanwhile === 'stop') return undefined
  const holders = holdersOf(source, item.lookup)
  if (holders.some(holder => isChanged(source, holder))) return undefined
  if (!isUnseen(source, item.lookup) && !leavesRowsAlone(source, item.turn, item.elements)) return undefined
  doubts.push(...meanwhile, ...holders.flatMap(each => handedTo(source, each)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')))

  const property = columns === undefined ? column : chain.alias ?? column
  if (columns !== undefined && chain.alias === undefined && !isUnseen(source, item.lookup)) return undefined
  return {
    item, key, list, word: singular(word), property, grouped: true, asText: false, skipsMissing: false, doubts,
    join(keys) {
      const { edits: elsewhere, local } = addImport(source, many.package, many.in)
      const { callee, arguments: [left] } = source.as(condition, 'call')!
      const { end } = source.node(left!)
      const inside: TextEdit[] = [
        { ...spanOfNode(source, callee), text: local },
        { start: end, end: source.node(condition).end, text: `, ${keys})` },
        ...chain.one ? [dropped(source, chain.one)] : [],
        ...chain.first ? [dropped(source, chain.first)] : [],
        ...columns !== undefined && chain.alias === undefined ? addProperty(source, columns, column, source.textOf(left!), 'stays') : [],
      ]
      return { inside, elsewhere }
    },
    breaks: outer => breakChain(source, query, outer),
    use: chain.first === undefined ? inPlace(item, '[]') : found => [replaceNode(source, item.lookup, `${found}?.[0]`)],
  }
}

const spanOfNode = (source: Source, id: NodeId) => ({ start: source.node(id).start, end: source.node(id).end })

/** Takes a link out of the chain with the line that it stands on. */
function dropped(source: Source, call: NodeId): TextEdit {
  const { object } = source.as(source.as(call, 'call')!.callee, 'member')!
  return { start: source.node(object).end, end: source.node(call).end, text: '' }
}

const isRows = (source: Source, query: NodeId | undefined, many: ManyByBuilder): boolean =>
  query !== undefined && linksOf(source, query).some(link => many.keeps.includes(link.name))

interface Chain {
  condition: NodeId
  key: Key
  table: string
  column: string
  /** The object that lists the columns, and the name under which the key is among them. */
  columns: NodeId | undefined
  alias: string | undefined
  client: NodeId
  one: NodeId | undefined
  /** The call at its end that gives the row itself. */
  first: NodeId | undefined
  isSorted: boolean
}

/** Reads the chain; undefined for any link whose meaning for many rows is not known. */
function chainIn(item: PerItem, many: ManyByBuilder): Chain | undefined {
  const { source, query } = item
  const links = linksOf(source, query)
  const [select, from] = links
  if (!select || !from || source.node(query).kind !== 'call') return undefined
  const isHelper = (at: NodeId) => isFrom(source, at, many.package)
  let condition: NodeId | undefined
  let one: NodeId | undefined
  let first: NodeId | undefined
  for (const link of links.slice(1)) {
    const { arguments: given, types } = source.as(link.call, 'call')!
    if (types) return undefined
    if (link.name === many.where) {
      if (condition !== undefined || given.length !== 1) return undefined
      condition = conditionIn(item, many, given[0]!, isHelper)
      if (condition === undefined) return undefined
    } else if (many.one.includes(link.name)) {
      if (given.length !== 1 || source.as(given[0]!, 'number')?.value !== 1) return undefined
      one = link.call
    } else if (many.first?.includes(link.name) && link.call === query && given.length === 0) {
      first = link.call
    } else if (!many.keeps.includes(link.name) || given.some(each => !isSteady(item, each, isHelper))) {
      return undefined
    }
  }
  const table = stepsOf(source, source.as(from.call, 'call')!.arguments[0] ?? -1)?.join('.')
  const equals = condition === undefined ? undefined : source.as(condition, 'call')
  const left = equals && source.as(equals.arguments[0]!, 'member')
  const key = equals && keyAt(item, equals.arguments[1]!)
  if (condition === undefined || !left || !key || table === undefined || stepsOf(source, left.object)?.join('.') !== table) return undefined

  const given = source.as(select.call, 'call')!.arguments
  const columns = given[0]
  const listed = columns === undefined ? undefined : source.as(columns, 'object')
  const isJoined = links.some(link => many.joins?.includes(link.name) ?? link.name.endsWith('Join'))
  if (given.length > 1 || (columns !== undefined && !isPlainObject(listed)) || (isJoined && columns === undefined)) return undefined
  if (columns !== undefined && !isSteady(item, columns, isHelper)) return undefined
  // An aggregate over the rows of one key is another one over those of all.
  if (listed?.properties.some(({ value }) => (stepsOf(source, value)?.length ?? 0) < 2)) return undefined
  const same = listed?.properties.find(({ value }) => stepsOf(source, value)?.join('.') === `${table}.${left.name}`)
  if (listed && !same && listed.properties.some(({ key: name }) => name === left.name)) return undefined
  const isSorted = links.some(link => many.sorts?.includes(link.name) ?? link.name === 'orderBy')
  return { condition, key, table, column: left.name, columns, alias: same?.key, client: select.receiver, one, first, isSorted }
}

/** A call of one of the package's own helpers, which build conditions and do nothing else. */
export function isFrom(source: Source, at: NodeId, packageName: string): boolean {
  const node = source.node(at)
  const callee = node.kind === 'call' ? node.callee : node.kind === 'tagged' ? node.tag : undefined
  const fact = callee === undefined ? undefined : source.facts.imports[bindingOf(source, callee)?.import ?? -1]
  return fact !== undefined && (fact.from === packageName || fact.from.startsWith(`${packageName}/`))
}

/** The one comparison with a key that varies: alone, or among conditions that must all hold. */
export function conditionIn(item: PerItem, many: Pick<ManyByBuilder, 'equals' | 'all'>, id: NodeId, isHelper: (at: NodeId) => boolean): NodeId | undefined {
  const { source } = item
  const call = source.as(id, 'call')
  if (!call || !isHelper(id)) return undefined
  const { name } = source.facts.imports[bindingOf(source, call.callee)!.import]!
  if (name === many.equals && call.arguments.length === 2) {
    return isSteady(item, call.arguments[0]!) && !isSteady(item, call.arguments[1]!, isHelper) ? id : undefined
  }
  if (!(many.all ?? ['and']).includes(name)) return undefined
  const varying = call.arguments.filter(each => !isSteady(item, each, isHelper))
  return varying.length === 1 ? conditionIn(item, many, varying[0]!, isHelper) : undefined
}
