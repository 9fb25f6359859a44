/**
 * What becomes of a result, and what else happens meanwhile: the questions that decide whether a query may run
 * earlier, once, and share its rows among several items.
 */
import type { BindingId, NodeId } from '../facts.ts'
import type { Call, Effect, Library } from '../library.ts'
import type { Source } from '../source.ts'
import { bindingOf, isSamePlace, rootOf, stepsOf, usesOf, within } from './code.ts'
import { isWaitedTogether } from '../batching/turn-shapes.ts'

const mutators = new Set([
  'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'set', 'add', 'delete', 'clear',
])
/** Calls that are known to leave what they are handed as it is. */
const readers = new Set([
  'push', 'unshift', 'set', 'add', 'concat', 'includes', 'indexOf', 'json', 'send', 'stringify', 'isArray', 'keys', 'values',
  'entries', 'log', 'info', 'warn', 'error', 'debug',
])
const walkers = new Set(['map', 'forEach', 'some', 'every', 'flatMap', 'reduce'])

/** The names that hold what `id` gives, or a row out of it. */
export function holdersOf(source: Source, id: NodeId): BindingId[] {
  const { parent } = source.node(id)
  const node = source.node(parent)
  // `isKnown ? (await …)[0] ?? null : null`
  const isPassedOn = (node.kind === 'conditional' && node.test !== id) || (node.kind === 'binary' && ['??', '||', '&&'].includes(node.operator))
    || (node.kind === 'index' && node.object === id) || node.kind === 'cast'
  if (isPassedOn) return holdersOf(source, parent)
  if (node.kind === 'declare' && node.value === id) return node.bindings
  if (node.kind === 'assign' && node.value === id) {
    const target = source.as(node.target, 'name')
    return target && target.binding >= 0 ? [target.binding] : []
  }
  return isWaitedTogether(source, id) ? heldTogether(source, id) : []
}

/** `const [user, posts] = await Promise.all([…])`: the name at its place in the pattern. */
function heldTogether(source: Source, id: NodeId): BindingId[] {
  const array = source.node(id).parent
  const awaited = source.node(source.node(array).parent).parent
  const declared = source.as(source.node(awaited).parent, 'declare')
  const index = source.as(array, 'array')!.elements.indexOf(id)
  return declared?.value === awaited ? declared.bindings.filter(each => source.facts.bindings[each]!.path[0] === index) : []
}

/** From a name's use outwards over members: `row` in `row.address.city = x` ends at the whole target. */
function reachOf(source: Source, use: NodeId): NodeId {
  let at = use
  for (;;) {
    const { parent } = source.node(at)
    const node = source.node(parent)
    const isStep = (node.kind === 'member' && node.object === at) || (node.kind === 'index' && node.object === at)
      || (node.kind === 'cast' && node.value === at)
    if (!isStep) return at
    at = parent
  }
}

/** Whether the code changes what the name holds, or tells it from another one like it: then items must not share it. */
export function isChanged(source: Source, binding: BindingId): boolean {
  return usesOf(source, binding).some(use => {
    if (isToldApart(source, use)) return true
    const end = reachOf(source, use)
    const { parent } = source.node(end)
    const node = source.node(parent)
    if (node.kind === 'assign' && node.target === end) return end !== use
    if (node.kind === 'unary') return end !== use && ['++', '--', 'delete'].includes(node.operator)
    if (node.kind !== 'call') return false
    const callee = source.as(node.callee, 'member')
    if (node.callee === end) return callee !== undefined && mutators.has(callee.name)
    return stepsOf(source, node.callee)?.join('.') === 'Object.assign' && node.arguments[0] === end
  })
}

const identifying = new Set(['add', 'has', 'delete', 'get', 'set', 'includes', 'indexOf', 'lastIndexOf'])

/** Whether it matters there which object it is: it is compared with another one, or is a key of a set or map. */
export function isToldApart(source: Source, id: NodeId): boolean {
  const { parent } = source.node(id)
  const node = source.node(parent)
  if (node.kind === 'binary' && ['===', '!==', '==', '!='].includes(node.operator)) {
    const other = source.node(node.left === id ? node.right : node.left)
    return ['name', 'member', 'index', 'call', 'await'].includes(other.kind) && !(other.kind === 'name' && other.name === 'undefined')
  }
  if (node.kind !== 'call' || node.arguments[0] !== id) return false
  const callee = source.as(node.callee, 'member')
  return callee !== undefined && identifying.has(callee.name)
}

/** What is changed at a node: the target of an assignment, or what a mutating method is called on. */
function changedAt(source: Source, id: NodeId): NodeId | undefined {
  const node = source.node(id)
  if (node.kind === 'assign') return ['member', 'index'].includes(source.node(node.target).kind) ? objectOf(source, node.target) : undefined
  if (node.kind === 'unary') return ['++', '--', 'delete'].includes(node.operator) ? objectOf(source, node.value) : undefined
  if (node.kind !== 'call') return undefined
  if (stepsOf(source, node.callee)?.join('.') === 'Object.assign') return node.arguments[0]
  const callee = source.as(node.callee, 'member')
  // A query is told by an object, or a text, how to sort what it gives.
  if (callee?.name === 'sort' && ['object', 'text'].includes(source.node(node.arguments[0] ?? -1)?.kind ?? '')) return undefined
  return callee && mutators.has(callee.name) ? callee.object : undefined
}

function objectOf(source: Source, id: NodeId): NodeId | undefined {
  const node = source.node(id)
  return node.kind === 'member' || node.kind === 'index' ? node.object : undefined
}

/**
 * Whether nothing in the function changes an object that may come out of the turns. Then items may share what they are
 * given, which they do when their keys are equal. `elements` are the loop's own.
 */
export function leavesRowsAlone(source: Source, turn: NodeId, elements: readonly BindingId[]): boolean {
  const { start } = source.node(turn)
  const fresh = ['object', 'array', 'new']
  return [...within(source, source.functionOf(turn))].every(at => {
    const object = changedAt(source, at)
    if (object === undefined) return true
    const root = rootOf(source, object)
    const binding = bindingOf(source, root)
    // `this.count++`, `req.user = …`, and names of other functions and modules hold nothing of this loop's.
    if (!binding || binding.import >= 0 || (binding.kind === 'parameter' && binding.function === source.functionOf(turn))) return true
    if (root !== object) return false
    const isNew = binding.value >= 0 && fresh.includes(source.node(binding.value).kind)
    return isNew || binding.start < start || elements.includes(source.as(root, 'name')!.binding)
  })
}

/** Functions that get the whole value, at those of its uses, and might change it: their names, for a doubt. */
export function handedTo(source: Source, binding: BindingId, at: (use: NodeId) => boolean = () => true): string[] {
  return usesOf(source, binding).filter(at).flatMap(use => {
    const call = source.as(source.node(use).parent, 'call')
    if (!call || call.callee === use) return []
    const steps = stepsOf(source, call.callee)
    const last = steps?.at(-1)
    if (last !== undefined && readers.has(last)) return []
    if (last === 'all' || last === 'Boolean' || last === 'String') return []
    return [last ?? '']
  })
}

/** Whether nobody could see that what `id` gives has one member more. */
export function isUnseen(source: Source, id: NodeId): boolean {
  if (isReadOf(source, id)) return true
  const isHeld = source.as(source.node(id).parent, 'assign') !== undefined || isWaitedTogether(source, id)
  const holders = isHeld ? holdersOf(source, id) : []
  return holders.length > 0 && holders.every(each => isOnlyRead(source, each))
}

/** Whether only members of the value are read, so that nobody sees one that it has more. */
export function isOnlyRead(source: Source, binding: BindingId): boolean {
  const { path } = source.facts.bindings[binding]!
  return path.at(-1) !== '...' && usesOf(source, binding).every(use => isReadOf(source, use))
}

/** The same for one expression: its members are read, it is walked by a function that reads, or asked for its truth. */
export function isReadOf(source: Source, id: NodeId): boolean {
  const { parent } = source.node(id)
  const node = source.node(parent)
  switch (node.kind) {
    case 'cast':
      return node.type < 0 && isReadOf(source, parent)
    case 'member': {
      const outer = source.as(node.parent, 'call')
      if (outer?.callee !== parent) return node.object === id && !isWrittenTo(source, parent)
      return walkers.has(node.name) && walksReading(source, outer.arguments, node.name === 'reduce' ? 1 : 0)
    }
    case 'index':
      return node.object === id && isReadOf(source, parent)
    case 'declare':
      return node.value === id && node.bindings.length > 0 && node.bindings.every(each => {
        const { path } = source.facts.bindings[each]!
        // `{ name } = row` and `[{ name }] = rows` are only its member, `[row] = rows` the row itself.
        const isMember = typeof path.at(-1) === 'string'
        return path.at(-1) !== '...' && (isMember || isOnlyRead(source, each))
      })
    case 'unary':
      return node.operator === '!' || node.operator === 'typeof'
    case 'if': case 'while':
      return node.test === id
    case 'conditional':
      return node.test === id
    case 'binary':
      if (['??', '||'].includes(node.operator) && node.left === id) return isReadOf(source, parent)
      return ['===', '!==', '==', '!='].includes(node.operator) || (node.operator === '&&' && node.left === id)
    case 'for-of':
      return node.list === id && node.bindings.every(each => isReadElement(source, each))
    default:
      return false
  }
}

/** Whether the member, or something inside of it, gets a new value. */
function isWrittenTo(source: Source, member: NodeId): boolean {
  const end = reachOf(source, member)
  const { parent } = source.node(end)
  const node = source.node(parent)
  if (node.kind === 'assign') return node.target === end
  if (node.kind === 'unary') return ['++', '--', 'delete'].includes(node.operator)
  const callee = source.as(end, 'member')
  return node.kind === 'call' && node.callee === end && callee !== undefined && mutators.has(callee.name)
}

function walksReading(source: Source, given: readonly NodeId[], position: number): boolean {
  const callback = source.as(given[0] ?? -1, 'function')
  if (!callback) return false
  const parameter = callback.parameters[position]
  // The third parameter of a callback is the list itself.
  if (callback.parameters.length > position + 2) return false
  return parameter === undefined || source.facts.bindings.every((binding, id) => binding.value !== parameter || isReadElement(source, id))
}

function isReadElement(source: Source, binding: BindingId): boolean {
  const { path } = source.facts.bindings[binding]!
  return path.at(-1) !== '...' && (path.length > 0 || isOnlyRead(source, binding))
}

/** What the library says of methods of that name, over all of its types. */
export function callsNamed(library: Library, method: string): Call[] {
  return Object.values(library.types ?? {}).flatMap(type => {
    const member = type.members && Object.hasOwn(type.members, method) ? type.members[method] : undefined
    return !member || 'class' in member || 'is' in member || 'typeArgument' in member ? [] : [member]
  })
}

/** The library's methods that only tell what is there. */
export function tellingOf(library: Library): ReadonlySet<string> {
  const all = Object.values(library.types ?? {}).flatMap(({ members = {} }) => Object.entries(members))
  return new Set(all.flatMap(([name, value]) => ('tells' in value && value.tells ? [name] : [])))
}

/** What such methods do; undefined for a name that the library does not list. */
export function effectOf(library: Library, method: string): Effect | 'none' | undefined {
  const effects = callsNamed(library, method).map(({ does }) => does ?? 'none')
  return effects.find(effect => effect === 'write') ?? effects.find(effect => effect !== 'none') ?? effects[0]
}

/** The query whose neighbours are looked at. */
export interface Subject {
  library: Library
  /** `prisma` of `prisma.user.findUnique`, `db` of `db.select()`. */
  client: NodeId
  /** Whether another call on the client, with that effect, writes what the query reads. */
  writes(call: NodeId, effect: Effect | 'none' | undefined): 'no' | 'perhaps' | 'yes'
}

/**
 * What happens among `nodes` that the query might have seen: `'stop'` where it is written to what is read, else
 * doubts for the reader.
 */
export function disturbances(source: Source, nodes: Iterable<NodeId>, query: NodeId, subject: Subject): 'stop' | string[] {
  const doubts: string[] = []
  for (const at of nodes) {
    const node = source.node(at)
    if (node.kind !== 'call' && node.kind !== 'tagged' && node.kind !== 'new') continue
    if (source.contains(query, at)) continue
    const callee = node.kind === 'tagged' ? node.tag : node.callee
    const member = source.as(callee, 'member')
    if (member && stepsOf(source, callee) && startsWith(source, member.object, subject.client)) {
      const writes = subject.writes(at, effectOf(subject.library, member.name))
      if (writes === 'yes') return 'stop'
      if (writes === 'perhaps') doubts.push('')
    } else if (isWaited(source, at) && !startsWith(source, rootOf(source, at), subject.client)) {
      doubts.push(`\`${stepsOf(source, callee)?.join('.') ?? 'what is awaited'}\` does not change what is read`)
    }
  }
  return doubts
}

/** `prisma.user` starts with `prisma`. */
function startsWith(source: Source, whole: NodeId, start: NodeId): boolean {
  for (let at = whole; ;) {
    if (isSamePlace(source, at, start)) return true
    const member = source.as(at, 'member')
    if (!member) return false
    at = member.object
  }
}

const harmless = new Set(['Promise', 'console', 'JSON'])

function isWaited(source: Source, call: NodeId): boolean {
  const node = source.node(source.node(call).parent)
  if (node.kind !== 'await') return false
  const root = rootOf(source, call)
  const name = source.as(root, 'name')
  return !(name && !bindingOf(source, root) && harmless.has(name.name))
}
