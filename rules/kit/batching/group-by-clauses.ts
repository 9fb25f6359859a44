/** Numbers of all keys by groups, where a chain's conditions are texts: `createQueryBuilder('line').where('line.orderId = :id', { id }).getCount()`. */
import type { NodeId } from '../facts.ts'
import type { About, Reached } from '../rule.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { clauseKeys } from './by-clauses.ts'
import { clauseEdits, clauseQuery, endEdits, textsOf, type ClauseQuery } from './clause-query.ts'
import { declines } from './declines.ts'
import { holdersOf, isUnseen } from '../code/results.ts'
import { usesOf } from '../code/code.ts'
import { memberType } from '../code/types.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { rowWord } from '../edits/names.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'
import { keyOf } from '../relations/models.ts'
import { columnsIn } from '../sql/clauses.ts'
import { nothingOf } from '../sql/numbers.ts'
import type { Source } from '../source.ts'

export function groupsByClauses(reached: Reached, about: About): Batch | undefined {
  const query = clauseQuery(reached)
  if (!query || ['rows', 'first', 'present'].includes(query.gives.gives)) return undefined
  const { item, many, alias, links, first, others, list, gives } = query
  const { source, lookup } = item
  const sorted = links.find(link => [...many.sorts, ...many.one].includes(link.name))
  if (sorted) return declines(reached, `\`${sorted.name}\` means something else for groups`)
  const keys = clauseKeys(reached, about, query)
  if (!keys) return undefined
  const isJoined = links.some(link => many.joins.includes(link.name))
  const own = keyOf(keys.model)
  if (gives.gives === 'count' && isJoined && own === undefined) return declines(reached, 'what counts as one row is not known')
  const numbers = gives.gives === 'numbers' ? numbersOf(query, keys.provider) : undefined
  if (gives.gives === 'numbers' && !numbers) return declines(reached, 'what the columns of no row are is not known')
  const columns = [first, ...others].map(each => each.condition.key)
  if (numbers && (!isUnseen(source, lookup) || columns.some(column => numbers.names.includes(column)))) return declines(reached, 'somebody would see the key beside the numbers')

  const style = styleOf(source)
  const text = (each: string) => quoted(style, each)
  const word = `${rowWord(reached.call.subject)}${gives.gives === 'count' ? 'Count' : numbers ? 'Total' : ''}`
  const shown = columns.map((column, index) => `${index === 0 && !numbers ? 'select' : 'addSelect'}(${text(`${alias}.${column}`)}, ${text(column)})`)
  const counted = `addSelect(${text(isJoined ? `COUNT(DISTINCT ${alias}.${own})` : 'COUNT(*)')}, ${text('count')})`
  const grouped = columns.map((column, index) => `${index === 0 ? 'groupBy' : 'addGroupBy'}(${text(`${alias}.${column}`)})`)
  const types = numbers?.types?.(columns) ?? ''
  return {
    item, key: first.key, list, word, property: columns[0]!, grouped: false, asText: true, skipsMissing: keys.skipsMissing, failsOnEmpty: true, doubts: [...keys.doubts, ...numbers?.doubts ?? []],
    ...others.length > 0 && { also: others.map((each, index) => ({ key: each.key, property: each.condition.key, skipsMissing: keys.also[index]!.skipsMissing })) },
    ...!numbers && { valueIn: (row: string) => (gives.gives === 'count' ? `Number(${row}.count)` : 'true') },
    join: (keys, all) => ({ inside: [...clauseEdits(query, keys, all?.each), ...endEdits(query, gives.call, [...shown, ...gives.gives === 'count' ? [counted] : [], ...grouped], types)], elsewhere: [] }),
    use(found) {
      if (gives.gives === 'presence') return [{ ...outOfParentheses(source, lookup), text: found.replace('.get(', '.has(') }]
      return inPlace(item, numbers ? numbers.nothing : '0')(found)
    },
  }
}

interface Numbers { names: string[]; nothing: string; doubts: string[]; types?: ((columns: readonly string[]) => string) | undefined }

/** The columns, where each is worked out over all rows: their names, and what they are of no row at all. */
function numbersOf(query: ClauseQuery, provider: string | undefined): Numbers | undefined {
  const { item: { source, lookup }, many, links, last } = query
  const dialect = provider === 'postgresql' || provider === 'mysql' || provider === 'sqlite' ? provider : undefined
  const found = links.filter(link => many.selects.includes(link.name)).flatMap(link => {
    const [one, name, ...further] = link.given
    const alias = name === undefined ? undefined : source.as(name, 'text')?.value
    if (further.length > 0 || (name !== undefined && alias === undefined)) return [undefined]
    return textsOf(source, { ...link, given: [one!] }).flatMap(id => {
      const value = source.as(id, 'text')?.value
      const columns = value === undefined ? undefined : columnsIn(value)
      return columns?.map(column => ({ expression: column.expression, name: column.alias ?? alias })) ?? [undefined]
    })
  })
  const [type, ...more] = source.as(last.call, 'call')!.types ?? []
  const isText = (name: string) => type !== undefined && source.textOf(memberType(source, type, name)?.type ?? type).startsWith('string')
  const doubts: string[] = []
  const parts = found.map(each => {
    const nothing = each?.name === undefined ? undefined : nothingOf(each.expression, dialect ?? 'postgresql')
    if (nothing === undefined || typeof nothing === 'object' || (dialect === undefined && nothing !== 'null')) return undefined
    // The declared type tells how the driver gives such a number.
    if (nothing === '0?' && isText(each!.name!)) return { name: each!.name!, value: '\'0\'' }
    if (nothing === '0?') doubts.push(`\`${each!.name}\` of nothing may be a text`)
    return { name: each!.name!, value: nothing === '0?' ? '0' : nothing }
  })
  if (parts.length === 0 || parts.includes(undefined)) return undefined
  const all = parts as { name: string; value: string }[]
  const style = styleOf(source)
  const nothing = braced(style, all.map(({ name, value }) => `${name}: ${value.replaceAll('\'', style.quote)}`).join(', '))
  const names = all.map(({ name }) => name)
  if (type === undefined) return { names, nothing, doubts }
  // A type that knows no null is at odds with a sum of nothing, unless whoever reads it says what that is.
  const isTold = all.every(({ name, value }) => value !== 'null' || source.textOf(memberType(source, type, name)?.type ?? type).includes('null'))
  if (more.length > 0 || !(isTold || isReadLoosely(source, lookup))) return undefined
  const added = (columns: readonly string[]) => columns.map(column => `${column}: unknown`).join('; ')
  return { names, nothing, doubts, types: columns => `<${source.as(type, 'type-object') ? source.textOf(type).replace('{', () => `{ ${added(columns)};`) : `${source.textOf(type)} & ${braced(style, added(columns))}`}>` }
}

/** Each member that is read goes to `Number` or has something behind `??` or `||`. */
function isReadLoosely(source: Source, lookup: NodeId): boolean {
  const holders = holdersOf(source, lookup)
  return holders.length > 0 && holders.flatMap(holder => usesOf(source, holder)).every(use => {
    const member = source.node(use).parent
    const outer = source.node(source.node(member).parent)
    if (source.as(member, 'member')?.object !== use) return false
    if (outer.kind === 'binary') return ['??', '||'].includes(outer.operator) && outer.left === member
    return outer.kind === 'call' && source.as(outer.callee, 'name')?.name === 'Number'
  })
}
