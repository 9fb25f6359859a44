/** What is written about columns and models in code, read alike from chains, options and decorators. */
import type { Node, NodeId, Property } from '../../../rules/kit/facts.ts'
import { scalarOf, type SchemaWords } from '../../../rules/kit/definitions.ts'
import type { SchemaField, SchemaPlace } from '../../../rules/kit/schema.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionsOf, type Value } from '../values/values.ts'

/** One word with what is given to it: `references` and its callback, `unique` and `true`. */
export interface Word { source: Source; given: readonly NodeId[] }
export type Words = Map<string, Word>

/** What is written where a column is defined. */
export interface Column { words: Words; /** Its type in the text's own word. */ type: string | undefined; list: boolean; /** A document of its own. */ nested?: true }

/** A node, in whichever file it stands. */
export interface Spot { source: Source; id: NodeId }

const deepest = 12

/** The object literal that an expression is, through names, spreads, casts and callbacks that give one. */
export function objectAt(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): Spot | undefined {
  if (id < 0 || depth > deepest) return undefined
  const node = source.node(id)
  if (node.kind === 'object' || node.kind === 'array') return { source, id }
  if (node.kind === 'cast') return objectAt(evaluator, source, node.value, depth + 1)
  if (node.kind === 'function') return objectAt(evaluator, source, resultOf(source, id), depth + 1)
  for (const value of optionsOf(evaluator.value(source, id))) {
    const other = value.kind === 'object' || value.kind === 'function' ? evaluator.world.source(value.path) : undefined
    if (other && (value.kind === 'object' || value.kind === 'function') && (other !== source || value.node !== id)) return objectAt(evaluator, other, value.node, depth + 1)
  }
  return undefined
}

/** What a short function gives: its body, or what its only `return` says. */
export function resultOf(source: Source, id: NodeId): NodeId {
  const body = source.as(id, 'function')?.body ?? -1
  const block = body < 0 ? undefined : source.as(body, 'block')
  if (!block) return body
  for (const statement of block.body) {
    const result = source.as(statement, 'return')
    if (result) return result.value
  }
  return -1
}

export interface Entry { key: string; source: Source; property: Property }

/** The properties of an object with those that are spread into it; `complete` is false where some cannot be read. */
export function entriesAt(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): { entries: Entry[]; complete: boolean } {
  const spot = objectAt(evaluator, source, id)
  const object = spot?.source.as(spot.id, 'object')
  if (!spot || !object || depth > deepest) return { entries: [], complete: false }
  const entries: Entry[] = []
  let complete = true
  for (const property of object.properties) {
    if (property.spread) {
      const inner = entriesAt(evaluator, spot.source, property.value, depth + 1)
      entries.push(...inner.entries)
      complete &&= inner.complete
    } else if (property.key === undefined) complete = false
    else entries.push({ key: property.key, source: spot.source, property })
  }
  return { entries, complete }
}

/** The first of the named properties that an options object has. */
export function optionIn(evaluator: Evaluator, spot: Spot | undefined, names: readonly string[] | undefined): Spot | undefined {
  if (!spot || !names) return undefined
  const found = entriesAt(evaluator, spot.source, spot.id).entries.findLast(({ key }) => names.includes(key))
  return found && { source: found.source, id: found.property.value }
}

export function textAt(evaluator: Evaluator, spot: Spot | undefined): string | undefined {
  if (!spot) return undefined
  const value = evaluator.value(spot.source, spot.id)
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
}

/** The names in a list of texts, or of members: `['a', 'b']`, `[table.a, table.b]`, `{ a: 1, b: -1 }`, `o => [o.a]`, `[{ name: 'a' }]`. */
export function namesAt(evaluator: Evaluator, source: Source, id: NodeId): string[] | undefined {
  const one = nameAt(evaluator, source, id)
  if (one !== undefined) return [one]
  const spot = objectAt(evaluator, source, id)
  if (!spot) return undefined
  const node = spot.source.node(spot.id)
  if (node.kind === 'object') {
    const { entries, complete } = entriesAt(evaluator, spot.source, spot.id)
    return complete ? entries.map(({ key }) => key) : undefined
  }
  if (node.kind !== 'array') return undefined
  const names = node.elements.map((each) => nameAt(evaluator, spot.source, each))
  return names.every((name) => name !== undefined) ? names : undefined
}

/** `'a'`, `table.a`, `table.a.desc()`, `{ name: 'a' }`; of an expression over a column, the column. */
function nameAt(evaluator: Evaluator, source: Source, id: NodeId): string | undefined {
  const node = source.node(id)
  if (node.kind === 'text') return node.value
  if (node.kind === 'member') return node.name
  if (node.kind === 'call') {
    const callee = source.as(node.callee, 'member')
    if (callee && source.node(callee.object).kind === 'member') return nameAt(evaluator, source, callee.object)
    return node.arguments[0] === undefined ? undefined : nameAt(evaluator, source, node.arguments[0])
  }
  if (node.kind === 'tagged') return node.values.map((value) => nameAt(evaluator, source, value)).find((name) => name !== undefined)
  if (node.kind === 'object') return textAt(evaluator, optionIn(evaluator, { source, id }, ['name', 'field', 'attribute']))
  return undefined
}

/** Whether a word is there and does not say no. */
export function says(words: Words, names: readonly string[] | undefined): boolean | undefined {
  for (const name of names ?? []) {
    const word = words.get(name)
    if (!word) continue
    const [first] = word.given
    const literal = first === undefined ? undefined : word.source.as(first, 'literal')
    // `required: [true, 'A title is needed']`.
    const head = first === undefined ? undefined : word.source.as(first, 'array')?.elements[0]
    if (head !== undefined && word.source.as(head, 'literal')?.value === false) return false
    if (literal?.value === false || literal?.value === null) return false
    // Whatever is worked out elsewhere may be false.
    const sure = first === undefined || literal !== undefined || head !== undefined || ['text', 'object', 'array', 'number', 'function'].includes(word.source.node(first).kind)
    return sure ? true : undefined
  }
  return false
}

/** What is written where a column is defined: a chain, an object of options, a bare type, a list. */
export function columnAt(evaluator: Evaluator, source: Source, id: NodeId, schema: SchemaWords, depth = 0): Column {
  const column: Column = { words: new Map(), type: undefined, list: false }
  if (id < 0 || depth > deepest) return column
  const node = source.node(id)
  switch (node.kind) {
    case 'cast': return columnAt(evaluator, source, node.value, schema, depth + 1)
    case 'function': return columnAt(evaluator, source, resultOf(source, id), schema, depth + 1)
    case 'array': {
      const inner = node.elements[0] === undefined ? column : columnAt(evaluator, source, node.elements[0], schema, depth + 1)
      return { ...inner, list: true }
    }
    case 'object': return fromOptions(evaluator, source, id, schema, depth)
    case 'call': return fromChain(evaluator, source, id, schema)
    case 'new': case 'text': case 'member': case 'name': {
      const value = node.kind === 'name' ? evaluator.value(source, id) : undefined
      const place = value?.kind === 'object' ? evaluator.world.source(value.path) : undefined
      if (place && value?.kind === 'object') return columnAt(evaluator, place, value.node, schema, depth + 1)
      if (node.kind === 'name' && node.binding >= 0) {
        const made = source.facts.bindings[node.binding]!
        if (made.value >= 0 && made.path.length === 0 && made.import < 0 && source.node(made.value).kind !== 'class') return columnAt(evaluator, source, made.value, schema, depth + 1)
      }
      return { ...column, type: node.kind === 'text' ? node.value : node.kind === 'new' ? 'object' : node.name }
    }
    default: return column
  }
}

function fromOptions(evaluator: Evaluator, source: Source, id: NodeId, schema: SchemaWords, depth: number): Column {
  const words: Words = new Map()
  for (const entry of entriesAt(evaluator, source, id).entries) words.set(entry.key, { source: entry.source, given: [entry.property.value] })
  const type = schema.column.type?.map((name) => words.get(name)).find((word) => word !== undefined)
  // A document may have a field of the name `type`: then that one is an object of options itself.
  if (schema.documents && !type) return { words: new Map(), type: 'object', list: false, nested: true }
  const inner = type ? columnAt(evaluator, type.source, type.given[0]!, schema, depth + 1) : undefined
  return { words, type: inner?.type, list: inner?.list ?? false }
}

/** `text('title').notNull()`, `t.text().unique()`, `DataTypes.STRING(255)`: methods are words, the head is the type. */
function fromChain(evaluator: Evaluator, source: Source, id: NodeId, schema: SchemaWords): Column {
  const words: Words = new Map()
  let list = false
  for (let at = id; ;) {
    const call = source.as(at, 'call')
    if (!call) break
    const callee = source.node(call.callee)
    const name = callee.kind === 'member' ? callee.name : callee.kind === 'name' ? callee.name : ''
    const inner = callee.kind === 'member' ? source.node(callee.object) : undefined
    const isHead = inner?.kind !== 'call'
    if (!isHead && callee.kind === 'member') {
      if (!words.has(name)) words.set(name, { source, given: call.arguments })
      if (schema.column.list?.includes(name)) list = true
      at = callee.object
      continue
    }
    for (const given of call.arguments) {
      const node = source.node(given)
      if (node.kind === 'text' && schema.column.named) words.set(schema.column.named[0]!, { source, given: [given] })
      else if (node.kind === 'object') for (const { key, property, source: where } of entriesAt(evaluator, source, given).entries) words.set(key, { source: where, given: [property.value] })
      else if (node.kind === 'function' || node.kind === 'name') words.set('()', { source, given: [given] })
    }
    return { words, type: modeOf(evaluator, words) ?? headType(evaluator, source, call.callee, name), list }
  }
  return { words, type: undefined, list }
}

/** `integer({ mode: 'boolean' })` gives another type than its name says. */
function modeOf(evaluator: Evaluator, words: Words): string | undefined {
  const mode = words.get('mode')
  const text = mode && textAt(evaluator, { source: mode.source, id: mode.given[0]! })
  if (text === undefined) return undefined
  return text === 'timestamp_ms' ? 'timestamp' : scalarOf(text) === undefined ? undefined : text
}

/** `status('status')` where `status` was made by `pgEnum`. */
function headType(evaluator: Evaluator, source: Source, callee: NodeId, name: string): string {
  if (scalarOf(name) !== undefined || source.node(callee).kind !== 'name') return name
  const value: Value = evaluator.value(source, callee)
  if (value.kind === 'package') return value.path.find((step) => scalarOf(step) !== undefined) ?? name
  const binding = source.facts.bindings[source.as(callee, 'name')!.binding]
  const made = binding && source.as(binding.value, 'call')
  const maker = made && source.as(made.callee, 'name')
  return maker && scalarOf(maker.name) !== undefined ? maker.name : name
}

export const placeOf = (source: Source, node: Pick<Node, 'start' | 'end'>, id?: NodeId): SchemaPlace =>
  ({ path: source.path, start: node.start, end: node.end, ...(id !== undefined && { node: id }) })

/** `allowNull: false`. */
const isDenied = (words: Words, names: readonly string[] | undefined): boolean =>
  names?.some((name) => words.has(name)) === true && says(words, names) === false

/** A column as a field of a schema. */
export function fieldOf(evaluator: Evaluator, name: string, column: Column, schema: SchemaWords, at: SchemaPlace): SchemaField {
  const { words } = column
  const own = schema.column.named?.map((word) => words.get(word)).find((word) => word !== undefined)
  const named = own && textAt(evaluator, { source: own.source, id: own.given[0]! })
  const optional = schema.optional
    ? says(words, schema.column.required) !== true && says(words, schema.column.primary) !== true && !isDenied(words, schema.column.optional)
    : says(words, schema.column.optional) !== false
  return {
    name, type: words.has('enum') ? 'Enum' : column.type === undefined ? 'unknown' : scalarOf(column.type) ?? column.type, list: column.list || says(words, schema.column.list) === true, optional,
    ...(named !== undefined && named !== name && { column: named }), at,
  }
}
