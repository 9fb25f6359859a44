/** One query for all counts, where an object of conditions asks for the count of each item. */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { joined } from './by-object.ts'
import { isPlainObject, within } from '../code/code.ts'
import { declines } from './declines.ts'
import { breakUp, insert } from '../edits/edit.ts'
import { lengthDoubt } from '../relations/models.ts'
import { plural, rowWord } from '../edits/names.ts'
import { keysOf } from './object-keys.ts'
import { objectQuery, subjectOf, writesModel, type ObjectQuery } from './object-query.ts'
import { ownRows } from './own-rows.ts'
import { indentOf, nameOfList } from './per-item.ts'
import { disturbances, isUnseen } from '../code/results.ts'
import { braced, indentAt, quoted, styleOf } from '../edits/style-of.ts'

export function groupsByObject(reached: Reached, about: About): Batch | undefined {
  const query = objectQuery(reached, 'number', about)
  const groups = query?.many.groups
  if (!query || !groups || query.wishesId < 0 || query.others.length > 0 || query.compound) return undefined
  const { item, many, key, list, wishes } = query
  const { source } = item
  const keys = keysOf(reached, about, query)
  if (!keys || wishes.some(wish => !many.keeps.includes(wish.key!))) return undefined
  const { property, skipsMissing, asText } = keys
  const doubts = [...keys.doubts, ...query.callDoubts()]
  const tooLong = lengthDoubt(keys.provider, many, nameOfList(item), undefined)
  if (tooLong) doubts.push(tooLong)
  const own = ownRows(item, [{ key, column: property }])
  const meanwhile = disturbances(source, within(source, item.turn), item.query, subjectOf(reached, query, own))
  if (meanwhile === 'stop' || writesModel(reached, query, own)) return declines(reached, 'the loop writes to what it reads')
  doubts.unshift(...own.doubts())
  doubts.push(...meanwhile)
  const nothing = query.many.numbers && nothingOf(query)
  if (query.many.numbers && (nothing === undefined || !isUnseen(source, item.lookup))) return declines(reached, 'somebody would see the key beside the numbers')
  const word = `${rowWord(reached.call.subject)}${nothing === undefined ? 'Count' : 'Total'}`
  return {
    item, key, list, word, property, grouped: false, asText, skipsMissing, doubts,
    join: each => joined(query, property, each, additions(query, property, each, word)),
    use: found => (nothing === undefined ? inPlace(item, '0')(`${found}?.${groups.value}`) : inPlace(item, nothing)(found)),
  }
}

/** What the numbers of no row at all are: `{ _sum: { total: null }, _count: 0 }`. */
function nothingOf({ item: { source }, wishes, many }: ObjectQuery): string | undefined {
  const style = styleOf(source)
  const parts = wishes.map(({ key, value }) => {
    const one = key === many.numbers!.count ? '0' : 'null'
    if (source.as(value, 'literal')?.value === true) return key === many.numbers!.count ? `${key}: ${one}` : undefined
    const columns = source.as(value, 'object')
    if (!isPlainObject(columns) || columns.properties.length === 0 || columns.properties.some(each => source.as(each.value, 'literal')?.value !== true)) return undefined
    return `${key}: ${braced(style, columns.properties.map(each => `${each.key}: ${one}`).join(', '))}`
  })
  return parts.length === 0 || parts.includes(undefined) ? undefined : braced(style, parts.join(', '))
}

/** `by: ['postId']`, `_count: true`: on lines of their own where the query would be too long with them. */
function additions({ many, wishesId, item }: ObjectQuery, property: string, keys: string, word: string): TextEdit[] {
  const { source, query } = item
  const style = styleOf(source)
  const { by, count } = many.groups!
  const { properties } = source.as(wishesId, 'object')!
  const [head, last] = [properties[0]!, properties.at(-1)!]
  const list = `${by}: [${quoted(style, property)}],`
  const number = count === undefined ? '' : `, ${count}: true`
  const { start, end } = source.node(query)
  // The lines move with the query.
  const outer = indentAt(source.text, start)
  const length = indentOf(item).length + `const ${plural(word)} = await `.length + (end - start) + keys.length + list.length + number.length
  const breaks = length > style.width ? breakUp(source, wishesId, outer) : []
  const isBroken = source.text.slice(source.node(wishesId).start, head.start).includes('\n')
  const gap = isBroken ? style.newline + indentAt(source.text, head.start) : breaks.length > 0 ? style.newline + outer + style.indent : ' '
  return [insert(head.start, list + gap), ...number ? [insert(last.end, number.replace(' ', gap))] : [], ...breaks]
}
