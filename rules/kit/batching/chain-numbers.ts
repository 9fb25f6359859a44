/** Numbers over rows as query builders write them: `.count('* as posts')`, `.select((eb) => eb.fn.countAll().as('posts'))`. */
import type { NodeId } from '../facts.ts'
import type { ManyByChain } from '../library.ts'
import type { ChainNumbers, NumberFunctions } from '../many.ts'
import type { Source } from '../source.ts'
import type { Numbers } from './builder-chain.ts'
import type { Link } from './chain-query.ts'
import { bindingOf, isPlainObject, linksOf, propertyOf, stepsOf } from '../code/code.ts'
import { columnOf } from './chain-columns.ts'
import { isSteady, type PerItem } from './per-item.ts'
import { numberInTag, numberNamed, type NumberOfNone } from '../sql/numbers.ts'

type Functions = ChainNumbers & NumberFunctions

/** Undefined where the link asks for anything else. */
export function numbersOfLink(item: PerItem, many: ManyByChain, link: Link, provider: string | undefined): Numbers | undefined {
  const facts = many.numbers
  const { arguments: given } = item.source.as(link.call, 'call')!
  if (!facts || given.some(each => item.source.node(each).kind === 'spread')) return undefined
  const found = facts.as === 'links' ? ofLink(item, given, link, facts.of[link.name]!, provider) : ofFunctions(item.source, given).map(id => ofFunction(item, id, facts, provider))
  return found.length === 0 || found.includes(undefined) ? undefined : found as Numbers
}

/** `count('* as posts')`, `sum({ total: 'amount' })`, `count('id', { as: 'posts' })`; PostgreSQL names what has no name. */
function ofLink(item: PerItem, given: readonly NodeId[], link: Link, nothing: string, provider: string | undefined): (Numbers[number] | undefined)[] {
  const { source } = item
  if (given.some(each => !isSteady(item, each))) return []
  const [first, options] = given
  const number = numberNamed(nothing, provider, undefined)
  const object = source.as(first ?? -1, 'object')
  const isText = (id: NodeId | undefined) => source.as(id ?? -1, 'text') !== undefined
  if (object) return given.length === 1 && isPlainObject(object) ? object.properties.map(({ key, value }) => (isText(value) ? { name: key!, ...number } : undefined)) : []
  if (first !== undefined && !isText(first)) return []
  const named = source.as(options ?? -1, 'object')
  const as = named && isPlainObject(named) && named.properties.length === 1 ? source.as(propertyOf(named, 'as')?.value ?? -1, 'text')?.value : undefined
  if (given.length > 1) return given.length === 2 && as !== undefined ? [{ name: as, ...number }] : []
  const text = first === undefined ? '*' : source.as(first, 'text')!.value
  const { base, property } = columnOf(text)
  if (base !== text.trim()) return [{ name: property, ...number }]
  return provider === 'postgresql' ? [{ name: link.name, ...number }] : []
}

/** The expressions of `select(a, b)`, `select([a, b])`, `select((eb) => a)` and `select((eb) => [a, b])`. */
function ofFunctions(source: Source, given: readonly NodeId[]): NodeId[] {
  return given.flatMap(id => {
    const callback = source.as(id, 'function')
    const value = callback && callback.how === 'arrow' && !callback.async ? callback.body : id
    return source.as(value, 'array')?.elements ?? [value]
  })
}

/** `eb.fn.count('id').as('posts')`, `fn.coalesce(fn.sum('amount'), sql`0`).as('total')`, `sql<number>`count(*)`.as('posts')`. */
function ofFunction(item: PerItem, id: NodeId, facts: Functions, provider: string | undefined): Numbers[number] | undefined {
  const { source } = item
  const named = source.as(id, 'call')
  const member = named && source.as(named.callee, 'member')
  const name = source.as(named?.arguments[0] ?? -1, 'text')?.value
  if (member?.name !== facts.named || name === undefined || named!.arguments.length !== 1) return undefined
  const number = numberAt(item, member.object, facts, provider)
  return number && { name, ...number }
}

function numberAt(item: PerItem, id: NodeId, facts: Functions, provider: string | undefined): NumberOfNone | undefined {
  const { source } = item
  const tagged = source.as(id, 'tagged')
  if (tagged) return isTag(source, tagged.tag, facts) && tagged.values.every(each => isSteady(item, each)) ? numberInTag(source, id, provider) : undefined
  const [link, ...others] = linksOf(source, id)
  const call = link && source.as(link.call, 'call')
  if (!call || stepsOf(source, link.receiver)?.at(-1) !== facts.functions || others.some(each => !facts.keeps.includes(each.name))) return undefined
  const [type] = call.types ?? []
  const declared = type === undefined ? undefined : source.textOf(type)
  const [first, second] = call.arguments
  if (link.name === facts.either) {
    const inner = call.arguments.length === 2 && others.length === 0 ? numberAt(item, first!, facts, provider) : undefined
    return inner?.nothing === 'null' && isZero(source, second!, facts) ? { ...numberNamed('0', provider, declared), isCount: false, isOdd: true } : undefined
  }
  const nothing = facts.of[link.name]
  const isPlain = [link, ...others].every(each => source.as(each.call, 'call')!.arguments.every(argument => isSteady(item, argument)))
  return nothing === undefined || !isPlain ? undefined : numberNamed(nothing, provider, declared)
}

/** sql`0`, `eb.val(0)`, `eb.lit(0)`. */
function isZero(source: Source, id: NodeId, facts: Functions): boolean {
  const tagged = source.as(id, 'tagged')
  if (tagged) return isTag(source, tagged.tag, facts) && tagged.texts.join('').trim() === '0'
  const call = source.as(id, 'call')
  const name = call && source.as(call.callee, 'member')?.name
  return name !== undefined && facts.values.includes(name) && source.as(call!.arguments[0] ?? -1, 'number')?.value === 0
}

function isTag(source: Source, tag: NodeId, { tag: { name, package: from } }: Functions): boolean {
  const fact = source.facts.imports[bindingOf(source, tag)?.import ?? -1]
  return fact?.from === from && fact.name === name
}
