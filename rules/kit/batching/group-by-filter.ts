/** One query for all counts, where a filter asks for the number of documents of each item: `Comment.countDocuments({ post: post._id })`. */
import type { NodeId } from '../facts.ts'
import type { About, Reached } from '../rule.ts'
import type { SchemaModel } from '../schema.ts'
import type { Batch } from './batch.ts'
import { filterQuery, knownOf, listConditions, type FilterQuery } from './by-filter.ts'
import { hooksDoubt } from './documents.ts'
import { declines } from './declines.ts'
import { indentInside, inPlace } from './batch.ts'
import { insert, moveLines, rewrite } from '../edits/edit.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'
import { fieldOf } from '../relations/models.ts'
import { bindingOf } from '../code/code.ts'
import { kindOfKey, kindOfType } from '../code/types.ts'

export function groupsByFilter(reached: Reached, about: About): Batch | undefined {
  const query = filterQuery(reached, 'number')
  const groups = query?.many.groups
  if (!query || !groups) return undefined
  const { item, many, head, field, key, others, list } = query
  const { source } = item
  if (others.length > 0) return declines(reached, 'its numbers are told by several keys')
  const known = knownOf(query, reached, about)
  const casts = known && (many.casts ? castDoubts(query, known.model) : [])
  if (!known) return undefined
  if (!casts) return declines(reached, 'its values are cast to the types in the schema, which an aggregation does not do')
  const call = source.as(head, 'call')!
  const callee = source.as(call.callee, 'member')!
  const style = styleOf(source)
  return {
    item, key, list, word: `${known.word}Count`, property: many.id, grouped: false, skipsMissing: false,
    asText: many.casts === true || kindOfKey(item, key, list).is !== 'primitive',
    doubts: [...known.doubts, ...casts, ...many.casts ? hooksDoubt(known.model, about, 'countDocuments') : []],
    join(keys) {
      const types = source.facts.language.startsWith('ts') ? `<${braced(style, `${many.id}: unknown; count: number`)}>` : ''
      const { start, end } = source.node(call.arguments[many.argument]!)
      const from = indentInside(source, source.node(item.query).start, source.node(item.query).end)
      const isLong = source.text.slice(start, end).includes('\n')
      const inner = from + style.indent
      const filter = rewrite(source, start, end, [...listConditions(query, keys), ...moveLines(source, start, end, from, isLong ? inner + style.indent : inner)])
      const group = braced(style, `$group: ${braced(style, `${many.id}: ${quoted(style, `$${field}`)}, count: ${braced(style, '$sum: 1')}`)}`)
      // One stage on each line, as it is mostly written.
      const match = isLong ? `{${style.newline}${inner}${style.indent}$match: ${filter}${style.trailingComma}${style.newline}${inner}}` : braced(style, `$match: ${filter}`)
      const stages = [match, group].map(stage => `${inner}${stage}`)
      return {
        inside: [
          { start: callee.nameStart, end: callee.end, text: `${groups.call}${types}` },
          { start, end, text: ['[', stages.join(`,${style.newline}`) + style.trailingComma, `${from}]`].join(style.newline) },
          ...groups.end === undefined ? [] : [insert(source.node(head).end, `.${groups.end}()`)],
        ],
        elsewhere: [],
      }
    },
    use: found => inPlace(item, '0')(`${found}?.count`),
  }
}

/** Only what is written as it is has the type that it has in the database, where nothing is cast any more. Undefined for what has another one. */
function castDoubts({ item, head, many, field, key, list }: FilterQuery, model: SchemaModel | undefined): string[] | undefined {
  const { source } = item
  const conditions = source.as(source.as(head, 'call')!.arguments[many.argument]!, 'object')!.properties
  const isText = (value: NodeId) => {
    const { type = -1, path = [] } = bindingOf(source, value) ?? {}
    return source.node(value).kind === 'text' || source.node(value).kind === 'template' || (path.length === 0 && kindOfType(source, type).word === 'string')
  }
  const isOdd = (name: string | undefined, isOfTexts: boolean) => isOfTexts && ![undefined, 'String', 'Enum'].includes(fieldOf(model, name)?.type)
  // Keys that are texts are mostly those of documents.
  const isOddKey = kindOfKey(item, key, list).word === 'string' && !['String', 'Enum'].includes(fieldOf(model, field)?.type ?? '')
  if (isOddKey || conditions.some(each => each.key !== field && isOdd(each.key, isText(each.value)))) return undefined
  const isPlain = conditions.every(each => each.key === field || ['text', 'number', 'literal'].includes(source.node(each.value).kind))
  return isPlain && list.query !== undefined ? [] : ['its values are of the types in the schema']
}
