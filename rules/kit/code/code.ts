/**
 * Questions that recipes ask of a file's code: who uses a name, what does a node stand in, is a value the same on
 * every turn. All answers come from the facts; none needs the file's text.
 */
import type { Binding, BindingId, NodeId, NodeOf } from '../facts.ts'
import type { Source } from '../source.ts'

const usesBySource = new WeakMap<Source, Map<BindingId, NodeId[]>>()

/** Every place where the name is used as a value; the declaration itself is not one. */
export function usesOf(source: Source, binding: BindingId): readonly NodeId[] {
  let uses = usesBySource.get(source)
  if (!uses) {
    uses = new Map()
    source.facts.nodes.forEach((node, id) => {
      if (node.kind !== 'name' || node.binding < 0) return
      const list = uses!.get(node.binding)
      if (list) list.push(id)
      else uses!.set(node.binding, [id])
    })
    usesBySource.set(source, uses)
  }
  return uses.get(binding) ?? []
}

/** Everything inside of a node, in the order of the text; the node itself is not part of it. */
export function* within(source: Source, outer: NodeId): Generator<NodeId> {
  const { nodes } = source.facts
  for (let id = outer + 1; id < nodes.length && nodes[id]!.parent >= outer; id++) yield id
}

export function bindingOf(source: Source, id: NodeId): Binding | undefined {
  const name = source.as(id, 'name')
  return name && source.facts.bindings[name.binding]
}

/** `prisma.user.findMany` as its steps; undefined where something else than plain members is on the way. */
export function stepsOf(source: Source, id: NodeId): string[] | undefined {
  if (id < 0) return undefined
  const node = source.node(id)
  if (node.kind === 'name') return [node.name]
  if (node.kind === 'this') return ['this']
  if (node.kind === 'cast' && node.how === 'non-null') return stepsOf(source, node.value)
  if (node.kind !== 'member') return undefined
  const steps = stepsOf(source, node.object)
  steps?.push(node.name)
  return steps
}

/** The leftmost part of a chain of members and calls: `db` of `db.select().from(users)`. */
export function rootOf(source: Source, id: NodeId): NodeId {
  for (;;) {
    const node = source.node(id)
    if (node.kind === 'member' || node.kind === 'index') id = node.object
    else if (node.kind === 'call') id = node.callee
    else if (node.kind === 'tagged') id = node.tag
    else if (node.kind === 'cast' || node.kind === 'await') id = node.value
    else return id
  }
}

/** Two expressions that name the same thing: same first name, same members. */
export function isSamePlace(source: Source, one: NodeId, other: NodeId): boolean {
  const steps = stepsOf(source, one)
  if (!steps || steps.join('.') !== stepsOf(source, other)?.join('.')) return false
  return bindingOf(source, rootOf(source, one)) === bindingOf(source, rootOf(source, other))
}

/** The call that `id` is, or whose callee holds it. */
export function callAt(source: Source, id: NodeId): NodeId | undefined {
  for (const at of source.outwards(id)) {
    const { kind } = source.node(at)
    if (kind === 'call' || kind === 'new' || kind === 'tagged') return at
    if (kind !== 'member' && kind !== 'name' && kind !== 'this') return undefined
  }
  return undefined
}

/** The whole chain that a call begins or is part of: `db.select().from(users).where(…)` from its `select`. */
export function chainOf(source: Source, call: NodeId): NodeId {
  let at = call
  for (;;) {
    const member = source.node(at).parent
    if (source.as(member, 'member')?.object !== at) return at
    const outer = source.node(member).parent
    if (source.as(outer, 'call')?.callee !== member) return at
    at = outer
  }
}

/** The calls of a chain with their method names, first one first. */
export function linksOf(source: Source, chain: NodeId): { name: string; call: NodeId; receiver: NodeId }[] {
  const links: { name: string; call: NodeId; receiver: NodeId }[] = []
  for (let at = chain; ;) {
    const call = source.as(at, 'call')
    const callee = call && source.as(call.callee, 'member')
    if (!callee) return links
    links.unshift({ name: callee.name, call: at, receiver: callee.object })
    at = callee.object
  }
}

/** The property of an object literal; undefined as well where a spread may hide it. */
export function propertyOf(object: NodeOf<'object'>, key: string): NodeOf<'object'>['properties'][number] | undefined {
  return object.properties.find(property => property.key === key)
}

/** Only plain `key: value` pairs: no spreads, computed keys or methods. */
export function isPlainObject(object: NodeOf<'object'> | undefined): object is NodeOf<'object'> {
  return object !== undefined
    && object.properties.every(({ key, spread, method }) => key !== undefined && !spread && !method)
}

/** The statement that holds `id`, if a list of statements holds that one: there a line can be put before it. */
export function statementOf(source: Source, id: NodeId): NodeId | undefined {
  for (const at of source.outwards(id)) {
    const { parent } = source.node(at)
    if (parent < 0) return undefined
    const holder = source.node(parent)
    if (holder.kind === 'block' || holder.kind === 'module') return at
    if (holder.kind === 'function' || holder.kind === 'class' || holder.kind === 'switch') return undefined
  }
  return undefined
}

const statementKinds = new Set(['expression', 'return', 'throw', 'declare'])

/** The simple statement that `id` is a part of, if lines can be put before it without changing when they run. */
export function ownStatement(source: Source, id: NodeId): NodeId | undefined {
  for (const at of source.outwards(id)) {
    const { kind, parent } = source.node(at)
    if (kind === 'function' || kind === 'conditional' || kind === 'class') return undefined
    if (kind === 'binary' && ['&&', '||', '??'].includes(source.as(at, 'binary')!.operator)) return undefined
    if (!statementKinds.has(kind)) continue
    const holder = source.node(parent).kind
    return holder === 'block' || holder === 'module' ? at : undefined
  }
  return undefined
}

/** Where the statement's text begins and ends; `const a = 1, b = 2` is one statement of two nodes. */
export function spanOf(source: Source, statement: NodeId): { start: number; end: number } {
  const node = source.node(statement)
  return node.kind === 'declare' ? { start: node.statementStart, end: node.statementEnd } : node
}

/** Whether the binding always holds what it was given first. */
export const isConstant = ({ assignments }: Binding): boolean => assignments.length === 0

/** Whether a name inside `id` is bound inside of `region` or gets a new value there. */
export function varies(source: Source, id: NodeId, region: NodeId): boolean {
  const { start, end } = source.node(region)
  const isInside = (node: NodeId) => source.node(node).start >= start && source.node(node).end <= end
  for (const at of [id, ...within(source, id)]) {
    const node = source.node(at)
    if (node.kind === 'this' && source.node(region).kind === 'function' && source.as(region, 'function')!.how !== 'arrow') return true
    const binding = bindingOf(source, at)
    if (!binding) continue
    if (binding.start >= start && binding.end <= end) return true
    if (binding.assignments.some(isInside)) return true
  }
  return false
}

/** `new Date()`, `new Date(text)`: of several moments of a loop, one is as good as another. */
export function isDate(source: Source, at: NodeId): boolean {
  const made = source.as(at, 'new')
  return made !== undefined && bindingOf(source, made.callee) === undefined && stepsOf(source, made.callee)?.join('.') === 'Date'
}

const pureKinds = new Set([
  'name', 'this', 'member', 'index', 'cast', 'text', 'number', 'literal', 'template', 'object', 'array', 'spread',
  'conditional', 'binary', 'unary',
])
const conversions = new Set(['String', 'Number', 'BigInt', 'Boolean'])
const pureMethods = new Set(['toString', 'toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd'])
/** With texts and numbers as they stand there. */
const cuttingMethods = new Set(['split', 'slice', 'substring', 'padStart', 'padEnd'])

/**
 * Whether evaluating `id` twice, or earlier, changes nothing but the time: no calls except of the conversions that
 * the language has, and of functions that `isPure` knows.
 */
export function isPure(source: Source, id: NodeId, isKnown: (call: NodeId) => boolean = () => false): boolean {
  const isPureCall = (at: NodeId) => {
    const call = source.as(at, 'call')
    if (!call) return false
    const callee = source.node(call.callee)
    if (callee.kind === 'name') return callee.binding < 0 && conversions.has(callee.name)
    if (callee.kind !== 'member') return false
    return call.arguments.length === 0 ? pureMethods.has(callee.name) : cuttingMethods.has(callee.name) && call.arguments.every((each) => ['text', 'number'].includes(source.node(each).kind))
  }
  const isFine = (at: NodeId) => {
    const node = source.node(at)
    if (node.kind === 'unary') return node.operator !== '++' && node.operator !== '--' && node.operator !== 'delete'
    return pureKinds.has(node.kind) || node.kind.startsWith('type-') || isPureCall(at) || isKnown(at)
  }
  if (!isFine(id)) return false
  for (const at of within(source, id)) if (!isFine(at)) return false
  return true
}
