/** Conditions that are links of a chain: `.where('author_id', id)`, `.eq('author_id', id)`, `.where(eq(posts.authorId, id))`. */
import type { NodeId } from '../facts.ts'
import type { QueryWords } from '../query-words.ts'
import type { Call } from '../rule.ts'
import type { Source } from '../source.ts'
import { chainOf } from '../code/code.ts'
import { add, conditionsAt, isCommon, isFixed, sortsAt } from './by-object.ts'
import { methodOf, type Asking, type Condition } from './conditions.ts'
import { conditionsInText } from './in-sql.ts'

/** Of every promise. */
const promises = ['then', 'catch', 'finally']

export interface AskingLink { name: string; call: NodeId; /** It may be left out: it stands in a branch. */ maybe: boolean }

/** The links behind a call, with those that a name gets later: `query = query.limit(10)`; undefined where somebody else may add some. */
export function linksBehind(source: Source, node: NodeId): { links: AskingLink[]; complete: boolean } {
  const links = linksFrom(source, node, false)
  const end = chainOf(source, node)
  const { parent } = source.node(end)
  const declare = source.as(parent, 'declare')
  const assign = source.as(parent, 'assign')
  const target = assign && source.as(assign.target, 'name')?.binding
  const [binding] = declare && declare.value === end && !declare.pattern ? declare.bindings : target !== undefined && target >= 0 ? [target] : []
  if (binding === undefined) {
    const call = source.as(parent, 'call')
    // Handed to a function of the workspace, which may add what it likes.
    const isHanded = call !== undefined && call.callee !== end && !isPromiseCall(source, call.callee)
    return { links, complete: !isHanded }
  }
  let complete = true
  const own = source.functionOf(node)
  for (const use of source.usesOf(binding)) {
    const member = source.as(source.node(use).parent, 'member')
    const call = member?.object === use ? source.as(member.parent, 'call') : undefined
    if (member && call && call.callee === source.node(use).parent) {
      links.push(...linksFrom(source, member.parent, isBranch(source, use, node), true))
      if (source.functionOf(use) !== own) complete = false
    } else if (!isSpent(source, use)) complete = false
  }
  return { links, complete }
}

function linksFrom(source: Source, node: NodeId, maybe: boolean, own = false): AskingLink[] {
  const links: AskingLink[] = []
  const end = chainOf(source, node)
  for (let at = end; at !== node;) {
    links.unshift({ name: methodOf(source, at) ?? '', call: at, maybe })
    const callee = source.as(source.as(at, 'call')!.callee, 'member')
    if (!callee) break
    at = callee.object
  }
  if (own) links.unshift({ name: methodOf(source, node) ?? '', call: node, maybe })
  return links
}

/** Only run, or given back: `await query`, `return query`, `query = …`, `Promise.all([query])`. */
function isSpent(source: Source, use: NodeId): boolean {
  const { parent } = source.node(use)
  const node = source.node(parent)
  return ['await', 'assign', 'array', 'return', 'for-of'].includes(node.kind)
}

const isPromiseCall = (source: Source, callee: NodeId): boolean => {
  const member = source.as(callee, 'member')
  return member !== undefined && source.as(member.object, 'name')?.name === 'Promise'
}

/** Stands in a branch that the declaration does not stand in. */
function isBranch(source: Source, use: NodeId, node: NodeId): boolean {
  for (const at of source.outwards(use)) {
    if (source.contains(at, node)) return false
    if (['if', 'conditional', 'switch', 'for', 'for-of', 'while', 'function', 'try'].includes(source.node(at).kind)) return true
  }
  return false
}

/** A part of the query that is built elsewhere: `selectFrom(newest.as('newest'))`. */
function isBuilt(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'call' || node.kind === 'function' || node.kind === 'array') return true
  const binding = node.kind === 'name' ? source.facts.bindings[node.binding] : undefined
  return binding !== undefined && binding.function !== 0 && binding.kind !== 'import'
}

export function conditionsInChain(call: Call, words: QueryWords, asking: Asking): void {
  const { source } = call
  const { links, complete } = linksBehind(source, call.node)
  const own = methodOf(source, call.node)
  const all = own === undefined ? links : [{ name: own, call: call.node, maybe: false }, ...links]
  asking.complete &&= complete
  for (const { name, call: at } of all) {
    const [table] = source.as(at, 'call')!.arguments
    if ((at === call.node || name === 'from') && table !== undefined && isBuilt(source, table)) asking.complete = false
  }
  for (const link of all) readLink(source, link, words, asking, link.call === call.node)
}

function readLink(source: Source, link: AskingLink, words: QueryWords, asking: Asking, isFirst: boolean): void {
  const chain = words.links!
  const { name } = link
  const given = source.as(link.call, 'call')?.arguments ?? []
  const is = (list: readonly string[] | undefined): boolean => list?.includes(name) === true
  if (is(chain.limits)) asking.gives = link.maybe ? 'unknown' : 'limited'
  else if (is(chain.one)) asking.gives = 'one'
  else if (is(chain.few)) asking.gives = 'few'
  else if (is(chain.streams)) asking.gives = 'stream'
  else if (is(chain.sorts)) asking.sorts.push(...given.slice(0, 2).flatMap((each, index) => (index === 0 || source.node(each).kind === 'member' || source.node(each).kind === 'call' ? sortsAt(source, each) : [])))
  else if (is(chain.joins?.names)) {
    asking.joined = true
    const condition = given[chain.joins!.on]
    if (condition !== undefined || given.some(each => source.node(each).kind === 'function')) add(asking, condition === undefined ? { conditions: [], complete: false } : whereIn(source, [condition], words))
  } else if (is(chain.where)) {
    if (link.maybe) asking.complete = false
    else add(asking, whereIn(source, given, words))
  } else {
    const how = (['equals', 'in', 'range', 'both', 'text', 'any', 'other'] as const).find(kind => chain[kind]?.includes(name))
    if (how === 'any' || (how && link.maybe)) asking.complete = false
    else if (how) asking.conditions.push(comparison(source, how, given))
    else if (!isFirst && !chain.neutral?.includes(name) && !promises.includes(name)) asking.complete = false
  }
}

const comparison = (source: Source, how: Condition['how'], given: readonly NodeId[]): Condition => ({
  column: columnIn(source, given[0]), how, fixed: given.slice(1).every(each => isFixed(source, each)),
  ...(given[1] !== undefined && isCommon(source, given[1]) && { common: true }),
})

/** `posts.author_id` is the column `author_id`. */
const columnIn = (source: Source, id: NodeId | undefined): string | undefined =>
  (id === undefined ? undefined : (source.as(id, 'text')?.value ?? source.as(id, 'member')?.name)?.split('.').at(-1))

function whereIn(source: Source, given: readonly NodeId[], words: QueryWords): { conditions: Condition[]; complete: boolean } {
  const [first, second, third] = given
  if (first === undefined) return { conditions: [], complete: true }
  if (words.sqlLinks) {
    const text = source.as(first, 'text')?.value ?? templateText(source, first)
    return text === undefined ? conditionsAt(source, first, words) : conditionsInText(text)
  }
  const isColumn = source.node(first).kind === 'text'
  if (!isColumn || second === undefined) return conditionsAt(source, first, words)
  if (third === undefined) return { conditions: [comparison(source, 'equals', given)], complete: true }
  const sign = source.as(second, 'text')?.value.toLowerCase()
  const how = (['equals', 'in', 'range', 'both', 'text', 'other'] as const).find(kind => sign !== undefined && words[kind]?.includes(sign))
  return how ? { conditions: [comparison(source, how, [first, third])], complete: true } : { conditions: [], complete: false }
}

const templateText = (source: Source, id: NodeId): string | undefined => {
  const template = source.as(id, 'template')
  return template?.texts.join(' $1 ')
}
