/** Which fields a query for documents gives: the key must be among them, and must still be the key. */
import type { NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { FilterQuery } from './by-filter.ts'
import type { Source } from '../source.ts'
import { isPlainObject, propertyOf } from '../code/code.ts'
import { addProperty, replaceNode } from '../edits/edit.ts'
import { quoted, styleOf } from '../edits/style-of.ts'

/** Edits that put the key among the fields, where nobody sees it; none where it is there. Undefined where it cannot be told. */
export function fieldsKey(query: FilterQuery, isUnseen: boolean): TextEdit[] | undefined {
  const chosen = choices(query)
  if (!chosen || chosen.length > 1) return undefined
  return chosen[0] === undefined ? [] : withKey(query, chosen[0], isUnseen)
}

/** Where fields are chosen: links, the projection, a property of the options. */
function choices({ item: { source }, many, head, links }: FilterQuery): NodeId[] | undefined {
  const chosen: NodeId[] = []
  for (const link of links) {
    if (!many.selects.includes(link.name)) continue
    const given = source.as(link.call, 'call')!.arguments
    if (given.length !== 1) return undefined
    chosen.push(given[0]!)
  }
  const projection = many.projection === undefined ? undefined : source.as(head, 'call')!.arguments[many.projection]
  if (projection === undefined || source.as(projection, 'literal')?.value === null) return chosen
  if (many.projectionIn === undefined) return [...chosen, projection]
  const options = source.as(projection, 'object')
  if (!isPlainObject(options) || options.properties.some(({ key }) => !many.keeps.includes(key!))) return undefined
  const inner = propertyOf(options, many.projectionIn)
  return inner ? [...chosen, inner.value] : chosen
}

function withKey({ item: { source }, field, others, many }: FilterQuery, id: NodeId, isUnseen: boolean): TextEdit[] | undefined {
  const fields = [field, ...others.map(each => each.field)].filter(each => each !== many.id)
  const text = source.as(id, 'text')
  if (text) {
    const words = text.value.split(' ').filter(word => word !== '')
    if (words.some(word => word.startsWith('-') && [field, ...fields].includes(word.slice(1)))) return undefined
    const isList = words.some(word => !'-+'.includes(word[0]!))
    const added = isList ? fields.filter(each => !words.includes(each)) : []
    if (added.length === 0) return []
    return isUnseen ? [replaceNode(source, id, quoted(styleOf(source), [text.value, ...added].join(' ')))] : undefined
  }
  const object = source.as(id, 'object')
  if (!isPlainObject(object)) return undefined
  const values = object.properties.map(({ key, value }) => ({ key, says: source.as(value, 'number')?.value ?? source.as(value, 'literal')?.value }))
  // `$slice`, `$elemMatch` and renamed fields are none of our business.
  if (values.some(({ says }) => ![0, 1, true, false].includes(says as number))) return undefined
  const isOwn = (name: string) => values.find(({ key }) => key === name)
  if ([field, ...fields].some(each => [0, false].includes(isOwn(each)?.says as number))) return undefined
  const isList = values.some(({ key, says }) => key !== many.id && (says === 1 || says === true))
  const added = isList ? fields.filter(each => !isOwn(each)) : []
  if (added.length === 0) return []
  return isUnseen ? added.flatMap(each => addProperty(source, id, each, '1', 'stays')) : undefined
}

/** Whether a link may put a document in the place of the key, or gives as many for all items as it did for one. */
export const populatesKey = ({ item: { source }, many, field, others, links }: FilterQuery): boolean =>
  [field, ...others.map(each => each.field)].some(each => populatesField(source, links, many.populates, each))

export function populatesField(source: Source, links: readonly { name: string; call: NodeId }[], populates: readonly string[] | undefined, field: string): boolean {
  return links.some(link => {
    if (!populates?.includes(link.name)) return false
    const [first, ...rest] = source.as(link.call, 'call')!.arguments
    const text = source.as(first ?? -1, 'text')
    if (text) return rest.length > 1 || text.value.split(' ').includes(field)
    const object = source.as(first ?? -1, 'object')
    if (!isPlainObject(object) || rest.length > 0) return true
    const path = source.as(propertyOf(object, 'path')?.value ?? -1, 'text')?.value
    // A limit counts over the documents of all items.
    const isLimited = object.properties.some(({ key }) => key === 'options' || key === 'perDocumentLimit' || key === 'transform')
    return path === undefined || isLimited || path.split(' ').includes(field)
  })
}
