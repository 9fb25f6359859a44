/** A chain whose conditions are texts with parameters by name, taken apart: `createQueryBuilder('user').where('user.id = :id', { id })`. */
import type { NodeId, NodeOf, Property } from '../facts.ts'
import type { ManyByClauses } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isPlainObject, linksOf } from '../code/code.ts'
import { walkedFacts, type ListFacts } from '../code/types.ts'
import { declines } from './declines.ts'
import { indentInside } from './batch.ts'
import { breakChain, keyText } from '../edits/edit.ts'
import { fresh, plural } from '../edits/names.ts'
import { styleOf } from '../edits/style-of.ts'
import { isSteady, keyAt, perItem, type Key, type PerItem } from './per-item.ts'
import { clauseWith, parametersIn, type Clause } from '../sql/clauses.ts'

export interface ClauseQuery {
  item: PerItem
  many: ManyByClauses
  list: ListFacts
  client: NodeId
  method: NodeOf<'member'>
  /** What a row is called in the texts. */
  alias: string
  links: Link[]
  last: Link
  gives: ManyByClauses['ends'][string]
  /** The keys, which the query compares columns of the row with. */
  first: ClauseKey
  others: ClauseKey[]
}

export interface Link { name: string; call: NodeId; receiver: NodeId; given: readonly NodeId[] }

export interface ClauseKey {
  /** The column, without the row's name. */
  condition: { key: string }
  key: Key
  clause: Clause
  /** The offset at which the clause's text begins. */
  start: number
  parameter: string
  property: Property
}

/** Undefined for any link whose meaning for many rows is not known. */
export function clauseQuery(reached: Reached): ClauseQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'clauses') return undefined
  const item = perItem(reached, 'reads')
  if (!item) return undefined
  const { source, query } = item
  const links = linksOf(source, query).map(link => ({ ...link, given: source.as(link.call, 'call')!.arguments }))
  const own = links.slice(links.findIndex(link => link.call === reached.call.node))
  const [head, last] = [own[0], own.at(-1)]
  const gives = last && many.ends[last.name]
  const method = head && source.as(source.as(head.call, 'call')!.callee, 'member')
  const alias = head && source.as(head.given[many.alias] ?? -1, 'text')?.value
  if (!head || !last || !gives || !method || alias === undefined || head.given.length !== many.alias + 1 || last.given.length > 0) return declines(reached, 'the chain does not end where it begins')
  const inner = own.slice(1, -1)
  const known = new Set([...many.where, ...many.parameters, ...many.keeps, ...many.selects, ...many.joins, ...many.sorts, ...many.one])
  const odd = inner.find(link => !known.has(link.name) || (many.one.includes(link.name) && source.as(link.given[0]!, 'number')?.value !== 1))
  if (odd) return declines(reached, `\`${odd.name}\` means something else for many rows`)

  const keys = keysIn(item, many, inner, alias)
  const [first, ...others] = keys ?? []
  if (!first) return declines(reached, 'no condition compares a column with a key of the element')
  if (others.length > 0 && [first, ...others].some(each => each.key.steps.length > 0)) return declines(reached, 'one of its several keys takes steps to work out')
  return { item, many, list: walkedFacts(source, item.list), client: method.object, method, alias, links: own, last, gives, first, others }
}

function keysIn(item: PerItem, many: ManyByClauses, links: readonly Link[], alias: string): ClauseKey[] | undefined {
  const { source } = item
  const conditions = links.filter(link => many.where.includes(link.name))
  const keys: ClauseKey[] = []
  for (const link of links) {
    const at = many.where.includes(link.name) ? 1 : many.parameters.includes(link.name) ? 0 : -1
    for (const [index, argument] of link.given.entries()) {
      if (isSteady(item, argument)) continue
      const object = index === at ? source.as(argument, 'object') : undefined
      if (!isPlainObject(object)) return undefined
      for (const property of object.properties) {
        if (isSteady(item, property.value)) continue
        const key = keyAt(item, property.value)
        const found = conditions.flatMap(each => clauseAt(source, each, property.key!) ?? [])
        const [only] = found
        const [row, column, ...further] = only?.clause.column.split('.') ?? []
        if (!key || !only || mentions(source, links, property.key!) !== 1 || row !== alias || column === undefined || further.length > 0) return undefined
        keys.push({ ...only, condition: { key: column }, key, parameter: property.key!, property })
      }
    }
  }
  return keys
}

/** The texts of a link: its own, or those of a list. */
export const textsOf = (source: Source, { given }: Link): NodeId[] => given.flatMap(each => source.as(each, 'array')?.elements ?? [each])

function clauseAt(source: Source, { given }: Link, parameter: string): Pick<ClauseKey, 'clause' | 'start'> | undefined {
  const text = plainText(source, given[0]!)
  const clause = text === undefined ? undefined : clauseWith(text, parameter)
  return clause && { clause, start: source.node(given[0]!).start + 1 }
}

/** How often the chain's texts mention a parameter; what cannot be read may do so too. */
function mentions(source: Source, links: readonly Link[], parameter: string): number {
  return links.flatMap(link => textsOf(source, link)).reduce((sum, id) => {
    const kind = source.node(id).kind
    const text = plainText(source, id)
    return sum + (text !== undefined ? parametersIn(text).filter(name => name === parameter).length : kind === 'text' || kind === 'template' || kind === 'function' ? 2 : 0)
  }, 0)
}

/** A text as it is written, so that offsets in it are those of the file. */
function plainText(source: Source, id: NodeId): string | undefined {
  const node = source.node(id)
  if (node.kind !== 'text' && !(node.kind === 'template' && node.values.length === 0)) return undefined
  const text = source.text.slice(node.start + 1, node.end - 1)
  return text.includes('\\') ? undefined : text
}

/** `user.id = :id` with `{ id }` as `user.id IN (:...ids)` with `{ ids: keys }`. */
export function clauseEdits({ item: { source }, links, first, others }: ClauseQuery, keys: string, each?: readonly string[]): TextEdit[] {
  const all = [first, ...others]
  const taken = new Set(links.flatMap(link => textsOf(source, link)).flatMap(id => parametersIn(plainText(source, id) ?? '')))
  return all.flatMap(({ clause, start, parameter, property }, index) => {
    const name = fresh(taken, plural(parameter) === parameter ? `all${parameter[0]!.toUpperCase()}${parameter.slice(1)}` : plural(parameter))
    const list = index === 0 ? keys : each![index]!
    return [
      { start: start + clause.columnEnd, end: start + clause.end, text: ` IN (:...${name})` },
      { start: property.start, end: property.end, text: list === name ? name : `${keyText(source, name)}: ${list}` },
    ]
  })
}

/** Further links before the last one, which gets another name: as far in as that is, and each link on a line of its own. */
export function endEdits({ item: { source, query }, last }: ClauseQuery, name: string, added: readonly string[], types = ''): TextEdit[] {
  const call = source.as(last.call, 'call')!
  const callee = source.as(call.callee, 'member')!
  const type = call.types?.at(-1)
  const end = type === undefined || types === '' ? callee.end : source.text.indexOf('>', source.node(type).end) + 1
  const whole = source.node(query)
  const outer = indentInside(source, whole.start, whole.end)
  const isOneLine = !source.textOf(query).includes('\n')
  const gap = isOneLine ? `${styleOf(source).newline}${outer}${styleOf(source).indent}.` : source.text.slice(source.node(last.receiver).end, callee.nameStart)
  return [
    ...added.length > 0 && isOneLine ? breakChain(source, query, outer) : [],
    { start: callee.nameStart, end, text: [...added, name + types].join(gap) },
  ]
}
