/** Documents that are asked for with a filter: `User.findById(id)`, `users.findOne({ _id: id })`, `Comment.find({ post: post._id })`. */
import type { NodeId } from '../facts.ts'
import type { ManyByFilter } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { KeyTexts } from './batch.ts'
import type { SchemaModel } from '../schema.ts'
import { inPlace } from './batch.ts'
import { declines } from './declines.ts'
import { isPlainObject, isSamePlace, linksOf, propertyOf, stepsOf } from '../code/code.ts'
import { breakUp, insert, keyText } from '../edits/edit.ts'
import { fieldsKey, populatesField, populatesKey } from './document-fields.ts'
import { hooksDoubt, isFilled, isMethodCalled, meanwhile } from './documents.ts'
import { fieldOf, modelOf } from '../relations/models.ts'
import { plural, singular, small } from '../edits/names.ts'
import { plainCalls } from './plain-calls.ts'
import { ownRows } from './own-rows.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'
import { kindOfKey, walkedFacts, type ListFacts } from '../code/types.ts'

/** A per-item query by filter, taken apart. */
export interface FilterQuery {
  item: PerItem
  many: ManyByFilter
  /** The call with the filter, and its receiver: the model or collection. */
  head: NodeId
  model: NodeId
  /** The field that varies, and where it stands: the key of a `findById`, or the condition in the filter. */
  field: string
  condition: { start: number; end: number } | undefined
  key: Key
  /** Further fields that do. */
  others: readonly { field: string; condition: { start: number; end: number }; key: Key }[]
  list: ListFacts
  /** What is open about calls in the filter. */
  callDoubts(): string[]
  /** The links behind the head. */
  links: { name: string; call: NodeId }[]
}

export function filterQuery(reached: Reached, gives: 'documents' | 'number' = 'documents'): FilterQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'filter' || many.stages || (many.missing === 'number') !== (gives === 'number')) return undefined
  const item = perItem(reached, 'reads')
  if (!item) return undefined
  const { source, query } = item
  const head = reached.call.node
  const call = source.as(head, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!call || !callee || call.types || call.optional || callee.optional) return undefined
  const all = linksOf(source, query)
  const links = all.slice(all.findIndex(link => link.call === head) + 1)
  const { isKnown, doubts: callDoubts } = plainCalls(source, at => isMade(source, at))
  const steady = (id: NodeId) => isSteady(item, id, isKnown)
  const link = links.find(each => !many.keeps.includes(each.name) || !source.as(each.call, 'call')!.arguments.every(steady))
  if (link) return declines(reached, `\`${link.name}\` means something else for many documents`)
  if (many.end !== undefined && many.missing === 'rows' && links.at(-1)?.name !== many.end) return undefined
  if (call.arguments.some((id, index) => index > (many.projection ?? many.argument) || (index !== many.argument && !steady(id)))) return undefined

  const argument = call.arguments[many.argument]
  if (argument === undefined) return undefined
  const base = { item, many, head, callDoubts, model: callee.object, links, list: walkedFacts(source, item.list) }
  if (many.key !== undefined) {
    const key = steady(argument) ? undefined : keyAt(item, argument, isKnown)
    return key ? { ...base, field: many.key, condition: undefined, key, others: [] } : declines(reached, 'its key cannot be worked out before the loop')
  }
  const filter = source.as(argument, 'object')
  if (!isPlainObject(filter)) return declines(reached, 'its filter is no plain object')
  const varying = filter.properties.filter(({ value }) => !steady(value))
  const keys = varying.map(condition => ({ field: condition.key!, condition, key: keyAt(item, condition.value, isKnown) }))
  const odd = keys.find(each => !each.key || each.field.startsWith('$'))
  if (odd) return declines(reached, `the condition on \`${odd.field}\` is no comparison with a key of the element`)
  const [first, ...others] = keys as FilterQuery['others'][number][]
  if (!first) return declines(reached, 'none of its conditions is told by the element')
  if (others.length > 0 && keys.some(each => each.key!.steps.length > 0)) return declines(reached, 'one of its several keys takes steps to work out')
  return { ...base, ...first, others }
}

/** `new ObjectId(id)` gives an equal value whenever it is made, and so does the present day's `new Date()`. */
export function isMade(source: FilterQuery['item']['source'], at: NodeId): boolean {
  const made = source.as(at, 'new')
  const name = made && stepsOf(source, made.callee)?.at(-1)
  return name === 'ObjectId' || name === 'Date'
}

export function batchByFilter(reached: Reached, about: About): Batch | undefined {
  const query = filterQuery(reached)
  if (!query) return undefined
  const { item, many, head, field, key, others, list } = query
  const { source } = item
  const known = knownOf(query, reached, about)
  if (!known) return undefined
  const { doubts, model } = known
  const isSeen = !isUnseen(source, item.lookup)
  const fields = many.keyOnly !== undefined ? [] : fieldsKey(query, !isSeen)
  if (!fields || populatesKey(query)) return declines(reached, 'somebody would see the key among the fields')
  const grouped = many.missing === 'rows'
  const isFirst = !grouped && (isSorted(query) || (many.keyOnly !== undefined && !isOnlyOne(query, model)))
  if (isFirst) doubts.push(fewShare(query, known.word))
  else if (!grouped && !isOnlyOne(query, model)) doubts.push(`${spokenFields(query)} is unique`)
  if (many.keyOnly !== undefined && isSeen) doubts.push('')
  const keyOnly = many.keyOnly?.replace('{field}', () => quoted(styleOf(source), [field, ...others.map(each => each.field)].join(' ')))
  return {
    item, key, list, word: known.word, property: field, grouped: grouped || (isFirst && isSorted(query)), skipsMissing: false,
    ...others.length > 0 && { also: others.map(each => ({ key: each.key, property: each.field })) },
    ...isFirst && isSorted(query) && { firstOfSeveral: true as const },
    asText: many.casts === true || [query, ...others].some(each => kindOfKey(item, each.key, list).is !== 'primitive'),
    doubts: [...doubts, ...many.casts && !grouped ? hooksDoubt(model, about, many.keyOnly === undefined ? 'findOne' : 'exists') : []],
    join(keys, all) {
      const callee = source.as(source.as(head, 'call')!.callee, 'member')!
      const end = `${keyOnly ?? ''}${many.end !== undefined && !grouped ? `.${many.end}()` : ''}`
      return { inside: [{ start: callee.nameStart, end: callee.end, text: many.call }, ...listConditions(query, keys, all), ...fields, ...end === '' ? [] : [insert(source.node(head).end, end)]], elsewhere: [] }
    },
    breaks: outer => breakLinks(query, outer),
    use: found => inPlace(item, grouped ? '[]' : 'null')(isFirst && isSorted(query) ? `${found}?.[0]` : found),
  }
}

/** Each link behind the head on a line of its own; without any, or with several conditions on keys, each condition. */
function breakLinks({ item: { source }, many, head, links, others }: FilterQuery, outer: string): TextEdit[] {
  const gap = styleOf(source).newline + outer + styleOf(source).indent
  const argument = source.as(head, 'call')!.arguments[many.argument]!
  const conditions = (links.length === 0 || others.length > 0) && source.as(argument, 'object') ? breakUp(source, argument, outer) : []
  return [...conditions, ...links.length === 0 ? [] : [head, ...links.slice(0, -1).map(link => link.call)].map(at => insert(source.node(at).end, gap))]
}

/** `{ post: id }` as `{ post: { $in: ids } }`. */
export function listConditions({ item: { source }, many, head, field, condition, others }: FilterQuery, keys: string, all?: KeyTexts): TextEdit[] {
  const style = styleOf(source)
  const text = (name: string, list: string) => `${keyText(source, name)}: ${braced(style, `${many.in}: ${list}`)}`
  const argument = source.node(source.as(head, 'call')!.arguments[many.argument]!)
  const first = condition ? { start: condition.start, end: condition.end, text: text(field, keys) } : { start: argument.start, end: argument.end, text: braced(style, text(field, keys)) }
  return [first, ...others.map((each, index) => ({ start: each.condition.start, end: each.condition.end, text: text(each.field, all!.each[index + 1]!) }))]
}

/** What is known of the documents, their keys and their uses, whatever is asked of them; undefined where items cannot share one query. */
export function knownOf(query: FilterQuery, reached: Reached, about: About): { model: SchemaModel | undefined; word: string; doubts: string[] } | undefined {
  const { item, others } = query
  const model = modelOf(about.schema(item.source.path, reached.call.library.name), reached.call.subject)
  const doubts = [query, ...others].map(each => keyDoubts(query, each, model))
  if (doubts.includes(undefined)) return declines(reached, 'a map may not find its keys, or one of them may be missing')
  const sharing = sharingDoubts(query, reached)
  if (!sharing) return declines(reached, 'documents that items may share are changed, or the loop writes to what it reads')
  const pairs = others.length > 0 && !item.crossed ? [`few other pairs of ${spokenFields(query)} have documents`] : []
  return { model, word: wordFor(query, reached.call.subject), doubts: [...new Set([...doubts.flatMap(each => each!), ...sharing, ...pairs, ...query.callDoubts()])] }
}

const spokenFields = ({ field, others }: FilterQuery): string => [field, ...others.map(each => each.field)].map(each => `\`${each}\``).join(' and ')

const fewShare = (query: FilterQuery, word: string): string => `few \`${plural(word)}\` share their ${spokenFields(query)}`

/** The documents are sorted, and the first of them is meant. */
function isSorted({ item: { source }, many, head, links }: FilterQuery): boolean {
  if (many.sorts === undefined) return false
  if (links.some(link => link.name === many.sorts)) return true
  const options = many.projectionIn === undefined ? undefined : source.as(source.as(head, 'call')!.arguments[many.projection ?? -1] ?? -1, 'object')
  return options !== undefined && propertyOf(options, many.sorts) !== undefined
}

function isOnlyOne({ many, field, others }: FilterQuery, model: SchemaModel | undefined): boolean {
  const fields = [field, ...others.map(each => each.field)]
  return fields.includes(many.id) || (model !== undefined && model.unique.some(unique => unique.every(each => fields.includes(each))))
}

/** `User`, `this.userModel`, `db.collection('users')`: the word for one of its documents. */
function wordFor({ item: { source }, model }: FilterQuery, subject: string | undefined): string {
  if (subject !== undefined) return singular(small(subject))
  const call = source.as(model, 'call')
  const named = call && source.as(call.arguments[0] ?? -1, 'text')?.value
  const name = named ?? stepsOf(source, model)?.at(-1) ?? 'row'
  const bare = ['Model', 'Collection', 'Repository'].reduce((word, end) => (word.length > end.length && word.endsWith(end) ? word.slice(0, -end.length) : word), name)
  return singular(small(bare))
}

/** What must hold of the keys; undefined where they cannot be looked up in a map. */
function keyDoubts({ item, many, list }: FilterQuery, { field, key }: Pick<FilterQuery, 'field' | 'key'>, model: SchemaModel | undefined): string[] | undefined {
  const { source } = item
  const column = fieldOf(model, field)
  const kind = kindOfKey(item, key, list)
  if (kind.is === 'object' || list.array === 'no' || column?.list || column?.type === 'DateTime') return undefined
  // The list's own query may have put a document in the place of the key.
  const own = source.as(key.origin, 'member')
  if (own && list.query !== undefined && populatesField(source, linksOf(source, list.query), many.populates, own.name)) return undefined
  const doubts: string[] = []
  const isRows = list.query !== undefined && linksOf(source, list.query).some(link => link.name === many.call)
  // A document says as well which one is meant, but no map would find it.
  const element = source.as(key.origin, 'name')?.binding ?? -1
  const isWhole = item.elements.includes(element) && source.facts.bindings[element]!.path.length === 0
  if (isRows && isWhole) return undefined
  if (isWhole && kind.is === 'unknown' && column?.relation) doubts.push(`\`${source.textOf(key.origin)}\` is no document`)
  if (list.array !== 'yes' && !isRows && !item.map) doubts.push(`${nameOfList(item)} is an array`)
  const isId = field === many.id
  // A text is cast to a key, which may be written in another way; what comes from the database is written in one.
  if (many.casts && !isRows) doubts.push(`${nameOfList(item)} has keys as the database writes them`)
  if (isId) return doubts
  if (kind.missing === true) return undefined
  if (kind.missing === undefined) doubts.push('no key is missing')
  if (!column) doubts.push(`\`${field}\` is no list`)
  return doubts
}

/** What must hold of the documents, which equal keys then share; undefined where the code changes them. */
function sharingDoubts({ item, model, many, links, field, key, others }: FilterQuery, reached: Reached): string[] | undefined {
  const { source, lookup, turn, elements } = item
  const own = ownRows(item, [{ key, column: field }, ...others.map(each => ({ key: each.key, column: each.field }))])
  const besides = meanwhile(reached, item, (write, call) => {
    const callee = source.as(source.as(write, 'call')?.callee ?? -1, 'member')
    const [subject, asked] = [call.subject, reached.call.subject]
    const isSame = callee !== undefined && isSamePlace(source, callee.object, model)
    if (!isSame && subject !== undefined && asked !== undefined && subject !== asked) return 'no'
    return own.isOwn(write) ? 'no' : isSame ? 'yes' : 'perhaps'
  })
  if (besides === 'stop') return undefined
  // A number is shared by nobody.
  if (many.missing === 'number') return [...own.doubts(), ...besides]
  const holders = holdersOf(source, lookup)
  const isAlone = () => many.missing !== 'rows' && own.mayChange()
  if (holders.some(holder => isChanged(source, holder)) && !isAlone()) return undefined
  // `post.populate('author')` puts a document in the place of a key.
  if (elements.some(element => isFilled(source, element))) return undefined
  const isPlain = many.plain === undefined || links.some(link => link.name === many.plain)
  if (!isPlain && holders.some(holder => isMethodCalled(source, holder)) && !isAlone()) return undefined
  if (!isUnseen(source, lookup) && !leavesRowsAlone(source, turn, elements) && !isAlone()) return undefined
  const handed = holders.flatMap(holder => handedTo(source, holder)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))
  return [...own.doubts(), ...besides, ...handed]
}
