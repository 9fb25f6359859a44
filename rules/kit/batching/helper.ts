/** A function of the workspace that is nothing but one lookup by key: `getUser(id)`. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Reached } from '../rule.ts'
import type { Source } from '../source.ts'
import { chainOf, usesOf } from '../code/code.ts'
import { keyAt, type PerItem } from './per-item.ts'

export interface Helper {
  source: Source
  /** Its name, and where that stands. */
  name: string
  nameStart: number
  nameEnd: number
  function: NodeOf<'function'>
  id: NodeId
  /** The declaration as a whole: the statement, or the class member. */
  start: number
  end: number
  /** The class that it is a method of. */
  ofClass: NodeOf<'class'> | undefined
  isExported: boolean
  /** The parameter with the key, and its place among the parameters. */
  parameter: NodeOf<'parameter'>
  position: number
  /** The lookup inside, as recipes see it. */
  item: PerItem
  /** It gives the first of the rows: `const [user] = …; return user`. */
  givesFirst: boolean
  /** `?? null` at its end. */
  orNull: boolean
}

/** Undefined for a function that does more than its one lookup. */
export function helperOf(reached: Reached): Helper | undefined {
  const { source, node, facts } = reached.call
  if (reached.path.length !== 1) return undefined
  const query = facts.builds ? chainOf(source, node) : node
  const id = source.functionOf(query)
  const own = source.as(id, 'function')
  if (!own || own.generator || own.body < 0 || own.decorators?.length || own.typeParameters?.length) return undefined
  if (['get', 'set', 'constructor'].includes(own.how)) return undefined
  const { parent } = source.node(query)
  const lookup = source.node(parent).kind === 'await' ? parent : query
  const result = resultOf(source, own, lookup, facts.many?.style === 'sql' ? facts.many.rows : '')
  const named = result && namedAs(source, own, id)
  if (!result || !named) return undefined
  const position = own.parameters.findIndex(each => usesOf(source, source.as(each, 'parameter')?.binding ?? -1).some(use => source.contains(query, use) && isKey(source, id, query, use, own)))
  const parameter = source.as(own.parameters[position] ?? -1, 'parameter')
  if (!parameter || parameter.binding < 0 || parameter.rest || parameter.optional || parameter.fallback >= 0 || parameter.property) return undefined
  if (source.facts.language.startsWith('ts') && parameter.type < 0) return undefined
  if (source.facts.bindings[parameter.binding]!.assignments.length > 0) return undefined
  const item: PerItem = { source, query, lookup, turn: own.body, list: own.parameters[position]!, elements: [parameter.binding], before: own.body, conditional: false }
  return { source, ...named, function: own, id, parameter, position, item, ...result }
}

/** Of several parameters the key is the one that stands for itself: `db` of `getUser(db, id)` is a receiver. */
function isKey(source: Source, id: NodeId, query: NodeId, use: NodeId, own: NodeOf<'function'>): boolean {
  const member = source.as(source.node(use).parent, 'member')
  if (member?.object === use) return false
  const call = source.as(source.node(use).parent, 'call')
  if (call?.callee === use) return false
  const tagged = source.as(source.node(use).parent, 'tagged')
  if (tagged?.tag === use) return false
  const elements = [source.as(use, 'name')!.binding]
  return keyAt({ source, query, lookup: query, turn: own.body, list: -1, elements, before: id, conditional: false }, use) !== undefined
}

/** How the function gives what it looked up: as it is, or the first row of it. `rows`: the member of the result that holds them. */
function resultOf(source: Source, own: NodeOf<'function'>, lookup: NodeId, rows: string): Pick<Helper, 'givesFirst' | 'orNull'> | undefined {
  const body = source.as(own.body, 'block')
  if (!body) return own.body === lookup && rows === '' ? { givesFirst: false, orNull: false } : undefined
  const [first, second] = body.body
  const last = source.as(second ?? first ?? -1, 'return')
  if (!last || body.body.length > 2) return undefined
  const nothing = source.as(last.value, 'binary')
  const orNull = nothing?.operator === '??' && source.as(nothing.right, 'literal')?.value === null
  const value = orNull ? nothing!.left : last.value
  if (body.body.length === 1) {
    const isAll = value === lookup && rows === '' && (!orNull || source.node(lookup).kind === 'await' || !own.async)
    return isAll ? { givesFirst: false, orNull } : undefined
  }
  const declared = source.as(first!, 'declare')
  const way = wayTo(source, value)
  if (!way || declared?.value !== lookup || declared.bindings.length !== 1 || declared.type >= 0 || declared.bindings[0] !== way.binding) return undefined
  const steps = [...source.facts.bindings[way.binding]!.path, ...way.steps].map(String)
  const rest = rows === '' ? steps : steps[0] === rows ? steps.slice(1) : undefined
  if (!rest || rest.length > 1 || (rest.length === 1 && rest[0] !== '0')) return undefined
  return { givesFirst: rest.length === 1, orNull }
}

/** `rows[0]`, `result.rows`: the name, and the steps from it. */
function wayTo(source: Source, id: NodeId): { binding: number; steps: (string | number)[] } | undefined {
  const node = source.node(id)
  if (!node) return undefined
  if (node.kind === 'name') return node.binding < 0 ? undefined : { binding: node.binding, steps: [] }
  const inner = node.kind === 'member' || node.kind === 'index' ? wayTo(source, node.object) : undefined
  if (!inner) return undefined
  const step = node.kind === 'member' ? node.name : source.as((node as NodeOf<'index'>).index, 'number')?.value
  return step === undefined ? undefined : { binding: inner.binding, steps: [...inner.steps, step] }
}

/** Its name and its whole declaration. */
export function namedAs(source: Source, own: NodeOf<'function'>, id: NodeId): Pick<Helper, 'name' | 'nameStart' | 'nameEnd' | 'start' | 'end' | 'ofClass' | 'isExported'> | undefined {
  if (own.how === 'declaration') {
    const text = source.text.slice(0, own.start).trimEnd()
    const isExported = source.facts.exports.some(each => each.name === own.name && each.from === undefined)
    if (text.endsWith('default') || source.node(own.parent).kind !== 'module') return undefined
    return { name: own.name, nameStart: own.nameStart, nameEnd: own.nameEnd, start: own.start, end: own.end, ofClass: undefined, isExported }
  }
  if (own.how === 'method') {
    const holder = source.as(own.parent, 'class')
    const member = holder?.members.find(each => each.value === id)
    if (!holder || !member || member.decorators?.length || member.static || holder.implements.length > 0 || holder.extends >= 0) return undefined
    return { name: member.name, nameStart: own.nameStart, nameEnd: own.nameEnd, start: member.start, end: member.end, ofClass: holder, isExported: false }
  }
  const declared = source.as(own.parent, 'declare')
  const [binding] = declared?.bindings ?? []
  if (!declared || declared.value !== id || declared.type >= 0 || declared.pattern || binding === undefined || source.node(declared.parent).kind !== 'module') return undefined
  const { name, start, end } = source.facts.bindings[binding]!
  const isExported = source.facts.exports.some(each => each.name === name && each.from === undefined)
  return { name, nameStart: start, nameEnd: end, start: declared.statementStart, end: declared.statementEnd, ofClass: undefined, isExported }
}
