/** Conditions that are objects, or calls of helpers: `{ authorId: id }`, `{ id: In(ids) }`, `and(eq(posts.authorId, id))`. */
import type { NodeId, NodeOf, Property } from '../facts.ts'
import type { QueryWords } from '../query-words.ts'
import type { Call } from '../rule.ts'
import type { Source } from '../source.ts'
import { methodOf, type Asking, type Condition } from './conditions.ts'
import { bindingOf, isConstant, stepsOf } from '../code/code.ts'

/** What could be read of some conditions; `complete` is false where some could not. */
export interface Read { conditions: Condition[]; complete: boolean }

const none: Read = { conditions: [], complete: true }
const unread: Read = { conditions: [], complete: false }

/** Reads the options of a call; false for a call that takes none that are known. */
export function readObjects(call: Call, words: QueryWords, asking: Asking): boolean {
  const { source, node, facts } = call
  const method = methodOf(source, node)
  const form = words.objects?.find(({ calls }) => !calls || (method !== undefined && calls.includes(method)))
  const given = source.as(node, 'call')?.arguments ?? []
  if (!form) return false
  const behind = facts.model === 0 ? 1 : 0
  const at = given[form.argument + behind]
  if (form.isKey) {
    asking.conditions.push({ column: undefined, how: 'equals', fixed: false })
    return true
  }
  if (given.some(each => source.node(each).kind === 'spread')) asking.complete = false
  const options = at === undefined ? undefined : objectOf(source, at)
  if (at !== undefined && form.property !== undefined) {
    if (!options) asking.complete = isNothing(source, at)
    else {
      const where = lastNamed(options, form.property)
      if (options.properties.some(({ spread, computed }) => spread || computed !== undefined) && !where) asking.complete = false
      if (where) add(asking, conditionsAt(source, where.value, words))
    }
  } else if (at !== undefined) add(asking, conditionsAt(source, at, words))
  if (options?.properties.some(({ key }) => key !== undefined && form.few?.includes(key))) asking.gives = 'few'
  const limiting = form.limit && given[form.limit.argument + behind]
  if (form.limit && limiting !== undefined) {
    const limited = objectOf(source, limiting)
    if (!limited) asking.complete &&= isNothing(source, limiting)
    else if (lastNamed(limited, form.limit.property) || limited.properties.some(({ spread }) => spread)) asking.gives = 'limited'
  }
  const sorted = form.sortsAt === undefined ? options : objectOf(source, given[form.sortsAt + behind] ?? -1)
  const order = form.sorts === undefined || !sorted ? undefined : lastNamed(sorted, form.sorts)
  if (order) asking.sorts.push(...sortsAt(source, order.value))
  return true
}

export function add(asking: Asking, { conditions, complete }: Read): void {
  asking.conditions.push(...conditions)
  asking.complete &&= complete
}

const lastNamed = (object: NodeOf<'object'>, key: string): Property | undefined => object.properties.findLast(property => property.key === key)

const isNothing = (source: Source, id: NodeId): boolean => source.as(id, 'name')?.name === 'undefined'

/** An object literal, also behind a cast or a name that is given it once. */
export function objectOf(source: Source, id: NodeId): NodeOf<'object'> | undefined {
  const at = valueOf(source, id)
  return at === undefined ? undefined : source.as(at, 'object')
}

/** What a name stands for in this file, as long as nothing is put into it later. */
function valueOf(source: Source, id: NodeId, depth = 0): NodeId | undefined {
  if (id < 0 || depth > 4) return undefined
  const node = source.node(id)
  if (node.kind === 'cast') return valueOf(source, node.value, depth + 1)
  if (node.kind !== 'name') return id
  const binding = bindingOf(source, id)
  if (!binding || binding.value < 0 || binding.path.length > 0 || !isConstant(binding)) return undefined
  if (!['object', 'array', 'call', 'conditional'].includes(source.node(binding.value).kind)) return undefined
  // `where.published = true` further down.
  const isChanged = source.usesOf(node.binding).some(use => {
    const { parent } = source.node(use)
    const holder = source.node(parent)
    return (holder.kind === 'member' || holder.kind === 'index') && holder.object === use
  })
  return isChanged ? undefined : binding.value
}

/** The conditions that an expression is. */
export function conditionsAt(source: Source, id: NodeId, words: QueryWords, depth = 0): Read {
  if (depth > 8) return unread
  if (isNothing(source, id)) return none
  const at = valueOf(source, id)
  const node = at === undefined ? undefined : source.node(at)
  if (at === undefined || !node) return unread
  switch (node.kind) {
    case 'object': return inObject(source, node, words, depth)
    case 'call': return inCall(source, at, node, words, depth)
    case 'array': return anyOf(node.elements.map(each => conditionsAt(source, each, words, depth + 1)))
    case 'function': {
      const body = source.as(node.body, 'block')
      const result = body ? body.body.map(each => source.as(each, 'return')?.value).find(value => value !== undefined) : node.body
      return result === undefined || result < 0 ? unread : conditionsAt(source, result, words, depth + 1)
    }
    case 'conditional': {
      const parts = [node.then, node.otherwise].map(each => conditionsAt(source, each, words, depth + 1))
      return anyOf(parts)
    }
    case 'literal': return node.value === null || node.value === false ? none : unread
    default: return unread
  }
}

/** One of these holds. */
const anyOf = (parts: readonly Read[]): Read => {
  if (parts.length === 1) return parts[0]!
  return { conditions: [{ column: undefined, how: 'any', fixed: false, parts: parts.map(({ conditions }) => conditions) }], complete: parts.every(({ complete }) => complete) }
}

const allOf = (parts: readonly Read[]): Read => ({ conditions: parts.flatMap(({ conditions }) => conditions), complete: parts.every(({ complete }) => complete) })

const kindOf = (words: QueryWords, name: string): Condition['how'] | 'all' | undefined => {
  for (const how of ['equals', 'in', 'range', 'both', 'text', 'all', 'any', 'other'] as const) if (words[how]?.includes(name)) return how
  return undefined
}

function inObject(source: Source, object: NodeOf<'object'>, words: QueryWords, depth: number): Read {
  return allOf(object.properties.map((property): Read => {
    if (property.spread) return conditionsAt(source, property.value, words, depth + 1).complete && objectOf(source, property.value) ? conditionsAt(source, property.value, words, depth + 1) : unread
    const key = property.key ?? operatorIn(source, property.computed)
    if (key === undefined) return unread
    const kind = kindOf(words, key)
    const lists = source.as(property.value, 'array')?.elements
    if (kind === 'all') return lists ? allOf(lists.map(each => conditionsAt(source, each, words, depth + 1))) : conditionsAt(source, property.value, words, depth + 1)
    if (kind === 'any') return lists ? anyOf(lists.map(each => conditionsAt(source, each, words, depth + 1))) : { conditions: [{ column: undefined, how: 'other', fixed: false }], complete: false }
    if (kind === 'other' && property.computed === undefined) return { conditions: [{ column: undefined, how: 'other', fixed: true }], complete: true }
    return onColumn(source, key, property.value, words, depth)
  }))
}

/** `[Op.and]`. */
const operatorIn = (source: Source, id: NodeId | undefined): string | undefined => (id === undefined ? undefined : source.as(id, 'member')?.name)

function onColumn(source: Source, column: string, id: NodeId, words: QueryWords, depth: number): Read {
  if (isNothing(source, id)) return none
  const node = source.node(id)
  const one = (how: Condition['how'], fixed: boolean, common?: boolean): Read => ({ conditions: [{ column, how, fixed, ...(common && { common: true }) }], complete: true })
  if (node.kind === 'cast') return onColumn(source, column, node.value, words, depth)
  if (node.kind === 'object') {
    const operators = node.properties.map(property => ({ property, kind: kindOf(words, property.key ?? operatorIn(source, property.computed) ?? '') }))
    const compared = operators.filter(({ kind }) => kind !== undefined)
    if (compared.length > 0 && compared.length === operators.length) {
      const ranges = compared.filter(({ kind }) => kind === 'range')
      if (ranges.length === 2) return one('both', ranges.every(({ property }) => isFixed(source, property.value)))
      const [{ property, kind }] = compared as [(typeof compared)[number]]
      if (kind === 'all' || kind === 'any') return unread
      return one(kind!, isFixed(source, property.value), isCommon(source, property.value))
    }
    if (node.properties.some(({ spread }) => spread)) return unread
    // Conditions on the rows of a relation, perhaps below `some`.
    const inner = inObject(source, node, words, depth + 1)
    return { conditions: [{ column, how: 'other', fixed: false, relation: true, parts: [inner.conditions] }], complete: inner.complete || inner.conditions.length > 0 }
  }
  if (node.kind === 'call') {
    const name = methodOf(source, id)
    const kind = name === undefined || (words.objects === undefined) ? undefined : kindOf(words, name)
    if (kind && kind !== 'all' && kind !== 'any') return one(kind, node.arguments.every(each => isFixed(source, each)), node.arguments[0] !== undefined && isCommon(source, node.arguments[0]))
  }
  if (node.kind === 'array') return one('in', isFixed(source, id))
  if (node.kind === 'literal' && node.value === 'regular-expression') return one('text', true)
  if (node.kind === 'new' && source.as(node.callee, 'name')?.name === 'RegExp') return one('text', false)
  if (node.kind === 'conditional') return anyOf([onColumn(source, column, node.then, words, depth + 1), onColumn(source, column, node.otherwise, words, depth + 1)])
  // `q ?? undefined` asks for everything where there is nothing.
  if (node.kind === 'binary' && ['??', '||'].includes(node.operator) && isNothing(source, node.right)) return unread
  return one('equals', isFixed(source, id), isCommon(source, id))
}

/** A helper's call: `eq(posts.authorId, id)`, `and(…)`. */
function inCall(source: Source, id: NodeId, call: NodeOf<'call'>, words: QueryWords, depth: number): Read {
  const name = methodOf(source, id)
  const kind = name === undefined ? undefined : kindOf(words, name)
  if (!kind) return unread
  if (kind === 'all') return allOf(call.arguments.map(each => conditionsAt(source, each, words, depth + 1)))
  if (kind === 'any') return anyOf(call.arguments.map(each => conditionsAt(source, each, words, depth + 1)))
  const [left, ...rest] = call.arguments
  if (left === undefined) return unread
  const column = source.as(left, 'member')?.name ?? source.as(left, 'text')?.value
  // One column compared with another one, as in a join.
  const isColumn = rest.length === 1 && source.as(rest[0]!, 'member') !== undefined && isSameRoot(source, left, rest[0]!)
  return {
    conditions: [{ column, how: isColumn ? 'other' : kind, fixed: rest.every(each => isFixed(source, each)), ...(rest[0] !== undefined && isCommon(source, rest[0]) && { common: true }) }],
    complete: column !== undefined,
  }
}

/** Both lead to something that is imported or made at the top of the module: two tables. */
function isSameRoot(source: Source, left: NodeId, right: NodeId): boolean {
  const rootOf = (id: NodeId) => bindingOf(source, source.as(id, 'member')?.object ?? -1)
  const [one, other] = [rootOf(left), rootOf(right)]
  return one !== undefined && other !== undefined && one.kind === other.kind && (one.kind === 'import' || (one.kind === 'const' && one.function === 0))
}

/** Written there as it is: a literal, a member of an enumeration, a list of such, or a name for one. */
export function isFixed(source: Source, id: NodeId, depth = 0): boolean {
  if (id < 0 || depth > 5) return false
  const node = source.node(id)
  switch (node.kind) {
    case 'text': case 'number': case 'literal': return true
    case 'template': return node.values.every(value => isFixed(source, value, depth + 1))
    case 'unary': case 'cast': return isFixed(source, node.value, depth + 1)
    // An empty list is there to be filled.
    case 'array': return node.elements.length > 0 && node.elements.every(each => isFixed(source, each, depth + 1))
    case 'new': return source.as(node.callee, 'name')?.name === 'Date' && node.arguments.every(each => isFixed(source, each, depth + 1))
    case 'member': {
      const root = stepsOf(source, id)?.[0]
      const binding = root === undefined ? undefined : bindingOf(source, rootName(source, id))
      const isOuter = binding?.kind === 'enum' || binding?.kind === 'import' || (binding?.kind === 'const' && binding.function === 0)
      return isOuter && /^[A-Z][A-Za-z0-9]*$|^[A-Z][A-Z0-9_]*$/.test(root!) && /^[A-Z]/.test(node.name)
    }
    case 'name': {
      const binding = bindingOf(source, id)
      if (!binding) return node.name === 'undefined'
      if (binding.kind === 'import') return /^[A-Z][A-Z0-9_]+$/.test(node.name)
      return binding.kind === 'const' && binding.path.length === 0 && binding.value >= 0 && isFixed(source, binding.value, depth + 1)
    }
    default: return false
  }
}

function rootName(source: Source, id: NodeId): NodeId {
  let at = id
  for (;;) {
    const member = source.as(at, 'member')
    if (!member) return at
    at = member.object
  }
}

/** `null`, true and false: half of the rows may have it. */
export const isCommon = (source: Source, id: NodeId): boolean => {
  const literal = source.as(id, 'literal')
  return literal !== undefined && (literal.value === null || typeof literal.value === 'boolean')
}

/** `{ createdAt: 'desc' }`, `[{ a: 'asc' }]`, `[['createdAt', 'DESC']]`, `desc(posts.createdAt)`. */
export function sortsAt(source: Source, id: NodeId, depth = 0): string[] {
  if (id < 0 || depth > 4) return []
  const node = source.node(id)
  if (node.kind === 'object') return node.properties.flatMap(({ key, value }) => (key === undefined || objectOf(source, value) ? [] : [key]))
  if (node.kind === 'array') {
    const [first] = node.elements
    if (depth > 0 && first !== undefined && source.node(first).kind === 'text') return [source.as(first, 'text')!.value]
    return node.elements.flatMap(each => sortsAt(source, each, depth + 1))
  }
  if (node.kind === 'call') return node.arguments[0] === undefined ? [] : sortsAt(source, node.arguments[0], depth + 1)
  if (node.kind === 'member') return [node.name]
  if (node.kind === 'function') return sortsAt(source, node.body, depth + 1)
  if (node.kind === 'text') return node.value.trim().split(/\s+/).map(word => word.replace(/^[-+]/, '').split('.').at(-1)!).filter(word => !/^(asc|desc)$/i.test(word))
  return []
}
