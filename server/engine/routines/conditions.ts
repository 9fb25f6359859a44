/**
 * Under which arguments a function gets to one of its calls at all: `if (!partnerId) return` before it, `if (notify)`
 * around it. Where a caller hands over constants for which it does not, the call is none of that caller's. Nothing but
 * the texts of caller and callee is looked at, so that an answer depends on no third file.
 */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'

/** Something that must hold for a parameter, or for what lies under it, so that a call runs. */
export interface Condition {
  parameter: number
  path: readonly string[]
  is: 'something' | 'nothing' | { equal: Plain } | { unequal: Plain }
}

/** A plain value, or a member of an enum by its name: `Kind.Mail`. */
type Plain = string | number | boolean | null | undefined | { of: string; member: string }
/** What is known of an argument: a plain value, that it is some object, or which parameter of the caller it is. */
type Known = { plain: Plain } | { some: true } | { parameter: number; path: readonly string[] } | undefined

/** A text by which two conditions are told apart. */
export const printCondition = ({ parameter, path, is }: Condition): string => `${parameter}.${path.join('.')} ${JSON.stringify(is)}`

/** All that must hold for a call in the body of a function, as far as it can be said of the function's parameters. */
export function conditionsOf(source: Source, id: NodeId, owner: NodeId): Condition[] {
  if (source.node(owner)?.kind !== 'function') return []
  const found: Condition[] = []
  const add = (at: NodeId, is: Condition['is']): void => {
    const place = parameterAt(source, at, owner)
    if (place) found.push({ ...place, is })
  }
  for (const { test, wanted } of decisionsAround(source, id, owner)) {
    if (typeof wanted === 'boolean') addTest(source, test, wanted, add)
    else add(test, { equal: wanted.equal })
  }
  return found
}

/** A test that decides whether something runs, and how it must come out. */
interface Decision { test: NodeId; wanted: boolean | { equal: Plain } }

/** Everything between a node and what is around it that decides whether the node runs. */
export function decisionsAround(source: Source, id: NodeId, outer: NodeId): Decision[] {
  const found: Decision[] = []
  let child = id
  for (const at of source.outwards(source.node(id).parent)) {
    if (at === outer) break
    found.push(...decisionsAt(source, at, child))
    child = at
  }
  return found
}

/** What a node asks before it runs one of its parts. */
function decisionsAt(source: Source, at: NodeId, child: NodeId): Decision[] {
  const node = source.node(at)
  if (node.kind === 'if' || node.kind === 'conditional') {
    return child === node.test ? [] : [{ test: node.test, wanted: child === node.then }]
  }
  if (node.kind === 'binary' && child === node.right) {
    if (node.operator === '&&') return [{ test: node.left, wanted: true }]
    return node.operator === '||' || node.operator === '??' ? [{ test: node.left, wanted: false }] : []
  }
  if (node.kind === 'block') {
    return node.body.slice(0, Math.max(0, node.body.indexOf(child))).flatMap((statement) => {
      const test = source.as(statement, 'if')
      return test && test.otherwise < 0 && leaves(source, test.then) ? [{ test: test.test, wanted: false }] : []
    })
  }
  if (node.kind !== 'switch') return []
  const index = node.cases.findIndex((it) => it.body.includes(child))
  const [own, before] = [node.cases[index], node.cases[index - 1]]
  const isAlone = own && own.test >= 0 && (!before || (before.body.length > 0 && leaves(source, before.body.at(-1)!)))
  const value = isAlone ? plainAt(source, own.test) : undefined
  return value ? [{ test: node.subject, wanted: { equal: value.plain } }] : []
}

function leaves(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'block') return node.body.length > 0 && leaves(source, node.body.at(-1)!)
  return node.kind === 'return' || node.kind === 'throw' || node.kind === 'break' || node.kind === 'continue'
}

function addTest(source: Source, id: NodeId, wanted: boolean, add: (at: NodeId, is: Condition['is']) => void): void {
  const node = source.node(id)
  if (node.kind === 'unary' && node.operator === '!') return addTest(source, node.value, !wanted, add)
  if (node.kind !== 'binary') return add(id, wanted ? 'something' : 'nothing')
  if (node.operator === (wanted ? '&&' : '||')) {
    addTest(source, node.left, wanted, add)
    addTest(source, node.right, wanted, add)
  }
  const isEqual = node.operator === '===' || node.operator === '=='
  const value = isEqual || node.operator === '!==' || node.operator === '!=' ? plainAt(source, node.right) : undefined
  // `== null` is true for both kinds of nothing.
  if (value && (value.plain != null || node.operator.length === 3)) add(node.left, isEqual === wanted ? { equal: value.plain } : { unequal: value.plain })
}

/** The parameter, and the way below it, that an expression is; undefined where it may be something else. */
export function parameterAt(source: Source, id: NodeId, owner: NodeId, depth = 0): { parameter: number; path: readonly string[] } | undefined {
  const node = source.node(id)
  if (depth > 6) return undefined
  if (node?.kind === 'cast') return parameterAt(source, node.value, owner, depth + 1)
  if (node?.kind === 'member') {
    const object = parameterAt(source, node.object, owner, depth + 1)
    return object && { parameter: object.parameter, path: [...object.path, node.name] }
  }
  if (node?.kind !== 'name' || node.binding < 0) return undefined
  const binding = source.facts.bindings[node.binding]!
  // With a default, leaving it out does not leave it empty.
  if (binding.value < 0 || binding.assignments.length > 0 || binding.fallback >= 0 || !isNamed(binding.path)) return undefined
  const value = source.node(binding.value)
  if (value.kind === 'parameter') {
    const parameter = value.parent === owner ? source.as(owner, 'function')!.parameters.indexOf(binding.value) : -1
    return parameter < 0 || value.fallback >= 0 || value.rest ? undefined : { parameter, path: binding.path }
  }
  if (binding.kind !== 'const') return undefined
  const from = parameterAt(source, binding.value, owner, depth + 1)
  return from && { parameter: from.parameter, path: [...from.path, ...binding.path] }
}

const isNamed = (path: readonly (string | number)[]): path is string[] => path.every((step) => typeof step === 'string' && step !== '...' && step !== '[]')

function plainAt(source: Source, id: NodeId): { plain: Plain } | undefined {
  const node = source.node(id)
  if (node?.kind === 'text' || node?.kind === 'number') return { plain: node.value }
  if (node?.kind === 'literal' && typeof node.value !== 'string') return { plain: node.value }
  if (node?.kind === 'name') return node.name === 'undefined' && node.binding < 0 ? { plain: undefined } : undefined
  const object = node?.kind === 'member' ? source.as(node.object, 'name') : undefined
  const kind = object && object.binding >= 0 ? source.facts.bindings[object.binding]!.kind : undefined
  // By the way that enums are written; what else begins with a capital letter has no members of its own to compare.
  return node?.kind === 'member' && object && /^[A-Z]/.test(object.name) && (kind === 'import' || kind === 'enum') ? { plain: { of: object.name, member: node.name } } : undefined
}

/**
 * What is left of conditions at a call that hands over arguments: those that the caller's own parameters decide.
 * Undefined where an argument makes one of them fail.
 */
export function conditionsAt(source: Source, callId: NodeId, owner: NodeId, conditions: readonly Condition[]): Condition[] | undefined {
  const call = source.as(callId, 'call') ?? source.as(callId, 'new')
  if (!call || call.arguments.some((it) => source.node(it).kind === 'spread')) return []
  const left: Condition[] = []
  for (const condition of conditions) {
    const argument = call.arguments[condition.parameter]
    const known = argument === undefined ? { plain: undefined } : knownAt(source, argument, condition.path, owner)
    if (known === undefined) continue
    if ('parameter' in known) left.push({ ...condition, parameter: known.parameter, path: known.path })
    else if (!agrees(known, condition.is)) return undefined
  }
  return left
}

function agrees(known: { plain: Plain } | { some: true }, is: Condition['is']): boolean {
  if (is === 'something') return 'some' in known || Boolean(known.plain)
  // A member of an enum may well be zero.
  if (is === 'nothing') return !('some' in known) && (!known.plain || typeof known.plain === 'object')
  const same = 'some' in known ? false : sameness(known.plain, 'equal' in is ? is.equal : is.unequal)
  return same === undefined || same === 'equal' in is
}

/** Undefined where a member of an enum is compared with something else. */
function sameness(a: Plain, b: Plain): boolean | undefined {
  if (a == null || b == null || (typeof a !== 'object' && typeof b !== 'object')) return a === b
  return typeof a === 'object' && typeof b === 'object' && a.of === b.of ? a.member === b.member : undefined
}

function knownAt(source: Source, id: NodeId, path: readonly string[], owner: NodeId, depth = 0): Known {
  const node = source.node(id)
  if (depth > 6) return undefined
  const plain = plainAt(source, id)
  if (plain) return path.length === 0 || plain.plain == null ? { plain: path.length === 0 ? plain.plain : undefined } : undefined
  const [first, ...rest] = path
  switch (node.kind) {
    case 'cast': return knownAt(source, node.value, path, owner, depth + 1)
    case 'array': case 'function': case 'class': case 'new': return first === undefined ? { some: true } : undefined
    case 'object': {
      if (first === undefined) return { some: true }
      for (const property of node.properties.toReversed()) {
        if (property.key === first) return property.method || property.value < 0 ? undefined : knownAt(source, property.value, rest, owner, depth + 1)
        if (property.computed !== undefined) return undefined
        if (!property.spread) continue
        // Left out of what is spread, or unknown whether it is there.
        const inner = knownAt(source, property.value, path, owner, depth + 1)
        if (!inner || !('plain' in inner) || inner.plain !== undefined) return inner
      }
      return { plain: undefined }
    }
    case 'name': case 'member': {
      const given = parameterAt(source, id, owner)
      if (given) return { parameter: given.parameter, path: [...given.path, ...path] }
      const name = source.as(id, 'name')
      const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
      const holds = binding?.kind === 'const' && binding.value >= 0 && binding.path.length === 0 ? source.node(binding.value).kind : 'parameter'
      if (holds === 'parameter' || (holds === 'object' && isChanged(source, name!.binding))) return undefined
      return knownAt(source, binding!.value, path, owner, depth + 1)
    }
    default: return undefined
  }
}

/** `options.notify = true` */
function isChanged(source: Source, binding: BindingId): boolean {
  return source.usesOf(binding).some((use) => {
    let at = use
    for (let { parent } = source.node(at); source.as(parent, 'member')?.object === at || source.as(parent, 'index')?.object === at; { parent } = source.node(at)) at = parent
    return at !== use && source.as(source.node(at).parent, 'assign')?.target === at
  })
}
