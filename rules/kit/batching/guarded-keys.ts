/**
 * Keys behind conditions. All items are asked for at once, also those that the turn would have passed over: what it has
 * ruled out for the others, as that an author is missing, must neither fail there nor be no key.
 */
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import type { TextEdit } from '../rule.ts'
import { plainCall } from './plain-calls.ts'
import { outsideText } from './indexed-elements.ts'
import type { Key, PerItem } from './per-item.ts'
import { bindingOf, isSamePlace, stepsOf, within } from '../code/code.ts'
import { kindOfKey, listFacts, type ListFacts } from '../code/types.ts'
import { rewrite } from '../edits/edit.ts'

/** The key as it reads for any item; undefined where it cannot be told for the items that are passed over. */
export interface AnyKey {
  text: string
  /** It was written anew, so that it may be undefined. */
  isPartial: boolean
}

/** `list`: what is known of the items. What their type says to be there need not be asked for. */
export function anyKey(item: PerItem, key: Key, list: ListFacts): AnyKey | undefined {
  const { source, turn } = item
  const plain: AnyKey = { text: outsideText(item, key.origin), isPartial: false }
  if (!item.conditional) return plain
  const tests = testsBefore(source, turn, source.node(key.node).start)
  const parts = [key.origin, ...key.steps].flatMap(each => [each, ...within(source, each)])
  if (parts.some(at => isNarrowed(source, tests, at) || mayFail(source, at))) return undefined
  // Of rows all have it, and of a declared type it is known.
  const isToldByKind = list.query === undefined && source.facts.language.startsWith('ts') && kindOfKey(item, key, list).is === 'unknown'
  if (isToldByKind && parts.some(at => isOfOneKind(source, tests, at))) return undefined
  if (kindOfKey(item, key, list).missing === false && source.as(key.origin, 'member')) return plain
  if (key.steps.some(step => isDeep(item, step, tests))) return undefined
  const edits = [key.origin, ...within(source, key.origin)].flatMap(at => optional(item, tests, at))
  if (edits.length === 0) return plain
  if (item.indexed) return undefined
  // What is missing must leave the key missing: in a sum or a text it would be another key.
  if (edits.length > wayTo(source, key.origin).flatMap(at => optional(item, tests, at)).length) return undefined
  const { start, end } = source.node(key.origin)
  return { text: rewrite(source, start, end, edits), isPartial: true }
}

/** What the turn tests before it gets there, in whatever form: also what a part of another expression depends on. */
function testsBefore(source: Source, turn: NodeId, end: number): NodeId[] {
  return [...within(source, turn)].flatMap(at => {
    const node = source.node(at)
    const test = node.kind === 'if' || node.kind === 'conditional' ? node.test
      : node.kind === 'switch' ? node.subject
      : node.kind === 'binary' && ['&&', '||', '??'].includes(node.operator) ? node.left : -1
    return test >= 0 && source.node(test).start < end ? [test, ...within(source, test)] : []
  })
}

/** `case 'page': … ref.pageId`: what has been told apart by its `kind` may have that member for this one only. */
function isOfOneKind(source: Source, tests: readonly NodeId[], place: NodeId): boolean {
  const own = source.as(place, 'member')
  return own !== undefined && tests.some(at => {
    const member = source.as(at, 'member')
    if (!member || member.name === own.name || !isSamePlace(source, member.object, own.object)) return false
    const outer = source.node(member.parent)
    if (outer.kind === 'switch') return outer.subject === at
    return outer.kind === 'binary' && ['===', '!==', '==', '!='].includes(outer.operator) && source.as(outer.left === at ? outer.right : outer.left, 'text') !== undefined
  })
}

/** Whether the turn asks if the key is there before it asks for it. */
export function isKnownToBe({ source, turn }: PerItem, { node, origin }: Key): boolean {
  return testsBefore(source, turn, source.node(node).start).some(at => isSamePlace(source, at, origin) && asksWhether(source, at))
}

/** Whether the turn, or who calls its function, may keep an empty text from being asked with, which some libraries refuse. */
export const mayBeEmpty = (item: PerItem, key: Key): boolean =>
  item.conditional || isKnownToBe(item, key) || ['parameter', 'function'].includes(item.source.node(item.list).kind)

/**
 * Whether what is asked with holds a name of steady value that the turn asks about before: where nothing has asked yet, it
 * may be missing.
 */
export function asksOfSteady(item: PerItem, id: NodeId): boolean {
  const { source, elements } = item
  return item.conditional && [id, ...within(source, id)].some(at => {
    const name = source.as(at, 'name')
    return name !== undefined && name.binding >= 0 && !elements.includes(name.binding) && isKnownToBe(item, { node: id, origin: at, steps: [] })
  })
}

/** The expression, and what it is read of, step by step: of what is missing, nothing is read any more. */
function wayTo(source: Source, id: NodeId): NodeId[] {
  const node = source.node(id)
  const before = node.kind === 'member' || node.kind === 'index' ? node.object : node.kind === 'call' ? node.callee : node.kind === 'cast' ? node.value : undefined
  return before === undefined ? [id] : [id, ...wayTo(source, before)]
}

/** Whether the items that are passed over have a list as well: `order.lines`, whatever is told of the order. */
export function isListOfAny(item: PerItem, list: NodeId): boolean {
  const { source, turn } = item
  const tests = testsBefore(source, turn, source.node(list).start)
  const isTested = [list, ...within(source, list)].some(part => stepsOf(source, part) !== undefined && tests.some(at =>
    isSamePlace(source, at, part) && (part === list || source.node(part).kind !== 'name' || asksWhether(source, at))))
  return !isTested && (listFacts(source, list).array === 'yes' || listFacts(source, item.list).query !== undefined) && optional(item, tests, list).length === 0
}

/** A test tells which type it is of, so that it is of another one for other items. */
function isNarrowed(source: Source, tests: readonly NodeId[], place: NodeId): boolean {
  if (stepsOf(source, place) === undefined) return false
  return tests.some(at => {
    const node = source.node(at)
    if (node.kind === 'unary') return node.operator === 'typeof' && isSamePlace(source, node.value, place)
    if (node.kind === 'binary' && node.operator === 'instanceof') return isSamePlace(source, node.left, place)
    if (node.kind === 'binary' && node.operator === 'in') return isSamePlace(source, node.right, place)
    return node.kind === 'call' && stepsOf(source, node.callee)?.join('.') === 'Array.isArray' && isSamePlace(source, node.arguments[0] ?? -1, place)
  })
}

/** Conversions that refuse what is no number, or no identifier, and functions of which nothing is known. */
function mayFail(source: Source, at: NodeId): boolean {
  const node = source.node(at)
  return node.kind === 'new' || (node.kind === 'call' && (source.as(node.callee, 'name')?.name === 'BigInt' || (plainCall(source, at) ?? '') !== ''))
}

/** The statement takes apart what may be missing. */
function isDeep(item: PerItem, step: NodeId, tests: readonly NodeId[]): boolean {
  const { source } = item
  const declared = source.as(step, 'declare')
  const isBehindTest = tests.some(at => source.node(at).start < source.node(step).start)
  if (!declared || !isBehindTest) return false
  const isTakenApart = declared.bindings.some(id => source.facts.bindings[id]!.path.length > 0)
  return (isTakenApart && mayBeMissing(item, tests, declared.value)) || [declared.value, ...within(source, declared.value)].some(at => optional(item, tests, at).length > 0)
}

/** Anything but the whole element may be; that one where a test asks. */
function mayBeMissing({ source, elements }: PerItem, tests: readonly NodeId[], id: NodeId): boolean {
  if (source.node(id).kind === 'index') return true
  if (stepsOf(source, id) === undefined) return false
  const binding = bindingOf(source, id)
  const isElement = binding !== undefined && elements.includes(source.as(id, 'name')!.binding) && binding.path.length === 0
  if (!isElement) return source.node(id).kind !== 'this' && (binding === undefined || binding.kind !== 'import')
  return tests.some(at => isSamePlace(source, at, id) && asksWhether(source, at))
}

/** `!post`, `post && …`, `post === null`, `post?.author`. */
function asksWhether(source: Source, id: NodeId): boolean {
  const { parent } = source.node(id)
  const node = source.node(parent)
  if (node.kind === 'cast') return asksWhether(source, parent)
  if (node.kind === 'member' || node.kind === 'index') return node.optional === true
  if (node.kind === 'call' || node.kind === 'object' || node.kind === 'array' || node.kind === 'template') return false
  if (node.kind !== 'binary' || ['&&', '||', '??'].includes(node.operator)) return true
  const other = node.left === id ? node.right : node.left
  return source.as(other, 'literal') !== undefined || source.as(other, 'name')?.name === 'undefined'
}

/** `post.author.id` asks for the `id` of what may be missing: `post.author?.id`. */
function optional(item: PerItem, tests: readonly NodeId[], id: NodeId): TextEdit[] {
  const { source } = item
  const node = source.node(id)
  if ((node.kind !== 'member' && node.kind !== 'index') || node.optional) return []
  const asserted = source.as(node.object, 'cast')
  const of = asserted?.how === 'non-null' ? asserted.value : node.object
  if (!isOfItem(item, of) || !mayBeMissing(item, tests, of)) return []
  const start = source.node(of).end
  return [{ start, end: source.node(node.object).end, text: node.kind === 'index' ? '?.' : '?' }]
}

/** It is a part of the element, or a constant that the turn has made of it. */
function isOfItem({ source, turn, elements }: PerItem, id: NodeId): boolean {
  for (let at = id; ;) {
    const node = source.node(at)
    if (node.kind === 'member' || node.kind === 'index') at = node.object
    else if (node.kind === 'cast') at = node.value
    else {
      const binding = bindingOf(source, at)
      return binding !== undefined && (elements.includes(source.as(at, 'name')!.binding) || (binding.value >= 0 && source.contains(turn, binding.value)))
    }
  }
}
