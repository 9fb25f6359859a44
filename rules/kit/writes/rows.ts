/** Writes that are handed a row: `create({ data: X })`, `insert(tags).values(X)`, `insertOne(X)`. */
import semver from 'semver'
import type { NodeId, NodeOf } from '../facts.ts'
import type { ManyRows } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { SchemaFacts } from '../schema.ts'
import type { Source } from '../source.ts'
import { bindingOf, isPlainObject, linksOf, propertyOf, stepsOf } from '../code/code.ts'
import { replaceNode } from '../edits/edit.ts'
import { fieldOf, modelOf } from '../relations/models.ts'
import { plural, singular, spoken } from '../edits/names.ts'
import { isSteady, nameOfList, perItem, type PerItem } from '../batching/per-item.ts'
import { targetOf, writeDoubts } from './doubts.ts'
import { loopsAround, shapeFor, type ManyWrite } from './many.ts'

export function manyByRows(reached: Reached, about: About): ManyWrite | undefined {
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
  const shape = outer && shapeFor(item, place.gives, outer, reached.call.library)
  if (!outer || !shape || (isListOf(place.value) && shape.result !== 'unused')) return undefined
  const client = clientOf(source, reached, facts)
  const doubts = writeDoubts(reached, item, shape, outer, client, facts.partial === true)
  if (doubts === 'stop') return undefined
  if (facts.onlyNew && !isMade(source, place.value)) return undefined
  const held = facts.columns ? holdsColumns(source, place.value, schema, model) : []
  if (held === 'no') return undefined
  doubts.push(...held)
  if (facts.failsAs) doubts.push(`an error may be a \`${facts.failsAs}\``)
  if (facts.skips) doubts.push(`no ${facts.skips}`)
  const hooks = reached.call.option('hooks')
  // Somewhere the client is told to do more with what is written.
  if (hooks.state === 'unknown' && hooks.why === 'it is set for the whole process') doubts.push('no extension acts on single rows')

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

  const rowDoubt = lengthDoubt(facts, item, place.value, reached)
  if (rowDoubt) doubts.push(rowDoubt)
  const word = singular((reached.call.subject ?? tableWord(reached)) || 'row')
  return {
    item, shape, outer, value: place.value, isList: isListOf(place.value), needsRows: facts.empty === 'throws', word, doubts,
    title: `Insert all ${spoken(plural(word))} with one query`,
    ...(place.objectId !== undefined && { holder: place.objectId }),
    join(list) {
      const inside: TextEdit[] = [place.shorthand ? { ...place.shorthand, text: `${facts.property}: ${list}` } : replaceNode(source, place.value, list)]
      if (method !== undefined && method !== place.method.name) inside.push({ start: place.method.nameStart, end: place.method.end, text: method })
      return { inside, elsewhere: [] }
    },
  }
}

interface RowPlace {
  value: NodeId
  /** The call that takes it, and its method's name. */
  call: NodeId
  method: NodeOf<'member'>
  gives: 'nothing' | 'row' | 'rows'
  object?: NodeOf<'object'>
  objectId?: NodeId
  /** `{ data }`, where name and value are one text. */
  shorthand?: { start: number; end: number }
}

function placeInCall({ source, query }: PerItem, facts: ManyRows, node: NodeId): RowPlace | undefined {
  const call = source.as(query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!call || query !== node || !method || method.optional || call.optional || call.types || !stepsOf(source, call.callee)) return undefined
  if (call.arguments.length !== facts.argument + 1) return undefined
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

function placeInChain(item: PerItem, facts: ManyRows): RowPlace | undefined {
  const { source, query } = item
  const links = linksOf(source, query)
  const taking = facts.link === undefined ? links[0] : links.find(({ name }) => name === facts.link)
  const call = taking && source.as(taking.call, 'call')
  const value = call?.arguments[facts.argument]
  if (!taking || !call || value === undefined || call.arguments.length !== facts.argument + 1 || source.node(value).kind === 'spread') return undefined
  const isKept = links.every((link) => link.call === taking.call
    || (facts.keeps.includes(link.name) && source.as(link.call, 'call')!.arguments.every((each) => isSteady(item, each))))
  if (!isKept) return undefined
  const gives = facts.rowsBy && !links.some(({ name }) => facts.rowsBy!.includes(name)) ? 'nothing' : facts.gives
  return { value, call: taking.call, method: source.as(call.callee, 'member')!, gives }
}

/** `prisma` of `prisma.tag.create`, `db` of `db.insert(tags)`. */
function clientOf(source: Source, reached: Reached, facts: ManyRows): NodeId {
  const callee = source.as(source.as(reached.call.node, 'call')!.callee, 'member')
  const receiver = callee?.object ?? source.as(reached.call.node, 'call')!.callee
  const model = source.as(receiver, 'member')
  return facts.property !== undefined && model && model.name === reached.call.subject ? model.object : receiver
}

function tableWord(reached: Reached): string {
  const named = targetOf(reached.call) ?? ''
  const word = named.split('.').at(-1)!.replaceAll(/\W/g, '')
  return /^[a-z]\w*$/i.test(word) ? word.slice(0, 1).toLowerCase() + word.slice(1) : ''
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
      doubts.push('')
      continue
    }
    if (model) {
      const field = fieldOf(model, key)
      if (!field || field.relation || modelOf(schema, field.type)) return 'no'
    } else if (source.node(given)?.kind === 'object') return 'no'
  }
  return doubts
}

function lengthDoubt(facts: ManyRows, item: PerItem, value: NodeId, reached: Reached): string | undefined {
  const { source } = item
  const columns = source.as(value, 'object')?.properties.length ?? 20
  const most = facts.mostRows ?? (facts.mostParameters === undefined ? undefined : Math.floor(facts.mostParameters / Math.max(columns, 1)))
  const bound = reached.repeatedBy?.bound
  if (most === undefined || (bound !== undefined && bound <= most)) return undefined
  return `${nameOfList(item)} has at most ${most.toLocaleString('en')} elements`
}
