/** Writes that are handed a row: `create({ data: X })`, `insert(tags).values(X)`, `insertOne(X)`. */
import semver from 'semver'
import type { NodeId, NodeOf } from '../facts.ts'
import type { ManyRows } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { SchemaFacts } from '../schema.ts'
import type { Source } from '../source.ts'
import { bindingOf, isPlainObject, linksOf, propertyOf, stepsOf, varies, within } from '../code/code.ts'
import { replaceNode } from '../edits/edit.ts'
import { fieldOf, modelOf } from '../relations/models.ts'
import { isIdentifier, plural, singular, spoken } from '../edits/names.ts'
import { addImport } from '../edits/imports.ts'
import { isSteady, nameOfList, perItem, type PerItem } from '../batching/per-item.ts'
import { extensionDoubts } from '../batching/row-sharing.ts'
import { tableWord, targetOf, writeDoubts } from './doubts.ts'
import { loopsAround, shapeFor, type ManyWrite } from './many.ts'
import type { TurnShape } from './turn.ts'

/** `known`: the shape of a helper's body, around which nothing else is done. */
export function manyByRows(reached: Reached, about: About, known?: TurnShape): ManyWrite | undefined {
  const { manyRows: facts, builds } = reached.call.facts
  const item = facts && perItem(reached, 'innermost')
  if (!facts || !item) return undefined
  const { source } = item
  const place = builds ? placeInChain(item, facts) : placeInCall(item, facts, reached.call.node)
  if (!place) return undefined
  const schema = about.schema(source.path, reached.call.library.name)
  const model = modelOf(schema, reached.call.subject)
  if (facts.needs && schema?.provider === facts.needs.provider && !fits(reached.call.version, facts.needs.versions)) return undefined

  const isListOf = (id: NodeId) => facts.list === true || givesList(source, id)
  const outer = loopsAround(reached, item)
  const shape = known ?? (outer && shapeFor(item, place.gives, outer, reached.call.library))
  if (!outer || !shape || (isListOf(place.value) && shape.result !== 'unused')) return undefined
  const client = clientOf(source, reached, facts)
  const doubts = known ? [] : writeDoubts(reached, item, shape, outer, client, facts.partial === true)
  if (doubts === 'stop') return undefined
  if (facts.onlyNew && !isMade(source, place.value)) return undefined
  const held = facts.columns ? holdsColumns(source, place.value, schema, model) : []
  if (held === 'no') return undefined
  doubts.push(...held)
  if (facts.failsAs) doubts.push(`an error may be a \`${facts.failsAs}\``)
  if (facts.skips) doubts.push(`no ${facts.skips}`)
  if (changesRows(item, facts)) doubts.push('no two rows have the same key')
  doubts.push(...extensionDoubts(reached.call))

  let method = facts.call
  if (shape.result !== 'unused' && facts.returning) {
    if (schema?.provider && facts.returning.providers && !facts.returning.providers.includes(schema.provider)) return undefined
    if (facts.returning.versions && !fits(reached.call.version, facts.returning.versions)) doubts.push('')
    if (!schema && facts.returning.providers) doubts.push('')
    method = facts.returning.call
  } else if (shape.result !== 'unused' && facts.gives === 'row' && facts.property !== undefined) return undefined
  const others = place.object?.properties.filter(({ key }) => key !== facts.property && !facts.keeps.includes(key!)) ?? []
  const isReturning = shape.result !== 'unused'
  if (others.some(({ key, value }) => !(isReturning && facts.returning?.keeps?.includes(key!)) || !isSteady(item, value))) return undefined

  const table = targetOf(reached.call)
  const overwriting = place.overwriting ?? []
  if (overwriting.length > 0 && (table === undefined || !isIdentifier(table))) return undefined
  const added = overwriting.length > 0 ? addImport(source, facts.overwrites!.package, facts.overwrites!.tag) : undefined
  const overwritten = overwriting.map(({ column, start, end }): TextEdit => ({
    start, end, text: `${column}: ${facts.overwrites!.with.replace('{table}', table!).replace('{column}', column)}`,
  }))
  const elsewhere = added?.edits ?? []
  // A column may have another name in the database than the client knows here.
  if (added) doubts.push('')

  const rowDoubt = lengthDoubt(facts, item, place.value, reached)
  if (rowDoubt) doubts.push(rowDoubt)
  const word = singular((reached.call.subject ?? tableWord(reached)) || 'row')
  return {
    item, shape, outer, value: place.value, isList: isListOf(place.value), needsRows: facts.empty === 'throws', word, doubts,
    title: `${changesRows(item, facts) ? 'Upsert' : 'Insert'} all ${spoken(plural(word))} with one query`,
    ...(place.objectId !== undefined && { holder: place.objectId }),
    join(list) {
      const inside: TextEdit[] = [place.shorthand ? { ...place.shorthand, text: `${facts.property}: ${list}` } : replaceNode(source, place.value, list)]
      if (method !== undefined && method !== place.method.name) inside.push({ start: place.method.nameStart, end: place.method.end, text: method })
      return { inside: [...inside, ...overwritten], elsewhere }
    },
  }
}

/** `name: row.name` among what is changed: the column, and where it stands. */
interface Overwriting { column: string; start: number; end: number }

interface RowPlace {
  value: NodeId
  /** The call that takes it, and its method's name. */
  call: NodeId
  method: NodeOf<'member'>
  gives: 'nothing' | 'row' | 'rows'
  object?: NodeOf<'object'>
  objectId?: NodeId
  /** What a row that is there already gets of the new one. */
  overwriting?: Overwriting[]
  /** `{ data }`, where name and value are one text. */
  shorthand?: { start: number; end: number }
}

/** Everything is the same in each turn but values that are the row's own. */
function overwritingIn(item: PerItem, given: readonly NodeId[], value: NodeId, { overwrites }: ManyRows): Overwriting[] | undefined {
  const { source } = item
  const row = source.as(value, 'object')
  const set = given.map((id) => source.as(id, 'object')).flatMap((object) => (object && overwrites ? propertyOf(object, overwrites.property)?.value ?? [] : []))
  const properties = set.flatMap((id) => source.as(id, 'object')?.properties ?? [])
  const own = properties.filter(({ key, value: changed }) => {
    const same = row && key !== undefined ? propertyOf(row, key) : undefined
    return same !== undefined && !stays(item, changed) && source.textOf(same.value) === source.textOf(changed)
  })
  const rest = given.flatMap((id) => [id, ...within(source, id)]).filter((at) => !own.some((each) => source.contains(each.value, at)))
  const isInside = (at: NodeId) => given.some((id) => source.node(id).start <= (bindingOf(source, at)?.start ?? -1) && source.node(id).end >= bindingOf(source, at)!.end)
  if (!rest.every((at) => !['name', 'await', 'yield'].includes(source.node(at).kind) || isInside(at) || stays(item, at))) return undefined
  return own.map(({ key, start, end }) => ({ column: key!, start, end }))
}

/** Worked out once, it is what it would be in every turn. */
const stays = (item: PerItem, id: NodeId): boolean => {
  const { source, turn, elements } = item
  return !varies(source, id, turn) && ![id, ...within(source, id)].some((at) =>
    ['await', 'yield'].includes(source.node(at).kind) || elements.includes(source.as(at, 'name')?.binding ?? -1))
}

function placeInCall(item: PerItem, facts: ManyRows, node: NodeId): RowPlace | undefined {
  const { source, query } = item
  const call = source.as(query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!call || query !== node || !method || method.optional || call.optional || call.types || !stepsOf(source, call.callee)) return undefined
  if (!isAlone(item, call.arguments, facts)) return undefined
  const given = call.arguments[facts.argument]!
  if (source.node(given).kind === 'spread') return undefined
  if (facts.property === undefined) return { value: given, call: query, method, gives: facts.gives }
  const object = source.as(given, 'object')
  if (!isPlainObject(object)) return undefined
  const property = propertyOf(object, facts.property)
  if (!property) return undefined
  const isShort = property.start === source.node(property.value).start
  return { value: property.value, call: query, method, gives: facts.gives, object, objectId: given, ...isShort && { shorthand: { start: property.start, end: property.end } } }
}

/** Nothing stands behind the row but options that are the same for all. */
const isAlone = (item: PerItem, given: readonly NodeId[], { argument, options }: ManyRows): boolean =>
  given.length === argument + 1 || (options === true && given.length === argument + 2 && isSteady(item, given[argument + 1]!))

function placeInChain(item: PerItem, facts: ManyRows): RowPlace | undefined {
  const { source, query } = item
  const links = linksOf(source, query)
  const taking = facts.link === undefined ? links[0] : links.find(({ name }) => name === facts.link)
  const call = taking && source.as(taking.call, 'call')
  const value = call?.arguments[facts.argument]
  if (!taking || !call || value === undefined || !isAlone(item, call.arguments, facts) || source.node(value).kind === 'spread') return undefined
  const overwriting: Overwriting[] = []
  for (const link of links) {
    const { arguments: given } = source.as(link.call, 'call')!
    if (link.call === taking.call) continue
    if (!facts.keeps.includes(link.name)) return undefined
    if (given.every((each) => isSteady(item, each))) continue
    const found = Array.isArray(facts.changes) && facts.changes.includes(link.name) ? overwritingIn(item, given, value, facts) : undefined
    if (!found) return undefined
    overwriting.push(...found)
  }
  const gives = facts.rowsBy && !links.some(({ name }) => facts.rowsBy!.includes(name)) ? 'nothing' : facts.gives
  return { value, call: taking.call, method: source.as(call.callee, 'member')!, gives, overwriting }
}

/** What is there already is changed; the database refuses to do so twice in one statement. */
function changesRows({ source, query }: PerItem, { changes }: ManyRows): boolean {
  if (!Array.isArray(changes)) return changes === true
  return linksOf(source, query).some(({ name, call }) => changes.includes(name) && ![...within(source, call)].some((at) =>
    source.as(at, 'member')?.name === 'doNothing' && source.as(call, 'call')!.arguments.some((given) => source.contains(given, at))))
}

/** `prisma` of `prisma.tag.create`, `db` of `db.insert(tags)`. */
function clientOf(source: Source, reached: Reached, facts: ManyRows): NodeId {
  const callee = source.as(source.as(reached.call.node, 'call')!.callee, 'member')
  const receiver = callee?.object ?? source.as(reached.call.node, 'call')!.callee
  const model = source.as(receiver, 'member')
  return facts.property !== undefined && model && model.name === reached.call.subject ? model.object : receiver
}

const fits = (version: string | undefined, range: string): boolean => {
  const known = version === undefined ? undefined : semver.coerce(version)
  return known ? semver.satisfies(known, range) : false
}

/** `tags.map(…)`, `[a, b]`: a list by how it is written. */
function givesList(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'array') return true
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  return callee !== undefined && ['map', 'filter', 'flatMap', 'slice', 'concat'].includes(callee.name)
}

/** The row is made in the turn: a literal, `new Tag()`, `tags.create({ … })`, or a constant that holds one. */
function isMade(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'object') return !node.properties.some(({ key, spread }) => key === 'id' || spread)
  if (node.kind === 'new') return true
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  if (callee) return callee.name === 'create'
  const binding = bindingOf(source, id)
  return binding?.kind === 'const' && binding.path.length === 0 && binding.value >= 0 && isMade(source, binding.value)
}

/** Whether a row is columns only: what it connects or creates along has no form for many. Doubts where it cannot be told. */
function holdsColumns(source: Source, value: NodeId, schema: SchemaFacts | undefined, model: ReturnType<typeof modelOf>): 'no' | string[] {
  const object = source.as(value, 'object')
  if (!object) return givesList(source, value) ? [] : ['']
  const doubts: string[] = []
  for (const { key, value: given, spread } of object.properties) {
    if (spread || key === undefined) {
      const parts = spread ? partsOf(source, given) : []
      const held = parts.map((part) => holdsColumns(source, part, schema, model))
      if (held.includes('no')) return 'no'
      doubts.push(...held.flat(), ...parts.length === 0 ? [''] : [])
      continue
    }
    if (model) {
      const field = fieldOf(model, key)
      if (!field || field.relation || modelOf(schema, field.type)) return 'no'
    } else if (source.node(given)?.kind === 'object') return 'no'
  }
  return doubts
}

/** The objects that `...(isNew && { … })` may spread; none where it may be another one. */
function partsOf(source: Source, id: NodeId): NodeId[] {
  const node = source.node(id)
  if (node.kind === 'object') return [id]
  if (node.kind === 'binary' && node.operator === '&&') return partsOf(source, node.right)
  if (node.kind !== 'conditional') return []
  const [then, otherwise] = [partsOf(source, node.then), partsOf(source, node.otherwise)]
  return then.length > 0 && otherwise.length > 0 ? [...then, ...otherwise] : []
}

function lengthDoubt(facts: ManyRows, item: PerItem, value: NodeId, reached: Reached): string | undefined {
  const { source } = item
  const columns = source.as(value, 'object')?.properties.length ?? 20
  const most = facts.mostRows ?? (facts.mostParameters === undefined ? undefined : Math.floor(facts.mostParameters / Math.max(columns, 1)))
  const bound = reached.repeatedBy?.bound
  if (most === undefined || (bound !== undefined && bound <= most)) return undefined
  return `${nameOfList(item)} has at most ${most.toLocaleString('en')} elements`
}
