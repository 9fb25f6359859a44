/** Documents that are asked for with a filter: `User.findById(id)`, `users.findOne({ _id: id })`, `Comment.find({ post: post._id })`. */
import type { NodeId } from '../facts.ts'
import type { ManyByFilter } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { SchemaFacts } from '../schema.ts'
import { inPlace } from './batch.ts'
import { isPlainObject, isSamePlace, linksOf, stepsOf } from '../code/code.ts'
import { insert, keyText } from '../edits/edit.ts'
import { fieldsKey, populatesField, populatesKey } from './document-fields.ts'
import { hooksDoubt, isFilled, isMethodCalled, meanwhile } from './documents.ts'
import { fieldOf, isUnique, modelOf } from '../relations/models.ts'
import { singular, small } from '../edits/names.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { braced, styleOf } from '../edits/style-of.ts'
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
  list: ListFacts
  /** The links behind the head. */
  links: { name: string; call: NodeId }[]
}

export function filterQuery(reached: Reached): FilterQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'filter') return undefined
  const item = perItem(reached, 'reads')
  if (!item) return undefined
  const { source, query } = item
  const head = reached.call.node
  const call = source.as(head, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!call || !callee || call.types || call.optional || callee.optional) return undefined
  const all = linksOf(source, query)
  const links = all.slice(all.findIndex(link => link.call === head) + 1)
  const steady = (id: NodeId) => isSteady(item, id, at => isMade(source, at))
  if (links.some(link => !many.keeps.includes(link.name) || !source.as(link.call, 'call')!.arguments.every(steady))) return undefined
  if (many.end !== undefined && many.missing === 'rows' && links.at(-1)?.name !== many.end) return undefined
  if (call.arguments.some((id, index) => index > (many.projection ?? many.argument) || (index !== many.argument && !steady(id)))) return undefined

  const argument = call.arguments[many.argument]
  if (argument === undefined) return undefined
  const base = { item, many, head, model: callee.object, links, list: walkedFacts(source, item.list) }
  if (many.key !== undefined) {
    const key = steady(argument) ? undefined : keyAt(item, argument, at => isMade(source, at))
    return key && { ...base, field: many.key, condition: undefined, key }
  }
  const filter = source.as(argument, 'object')
  if (!isPlainObject(filter)) return undefined
  const varying = filter.properties.filter(({ value }) => !steady(value))
  const [condition] = varying
  if (varying.length !== 1 || condition!.key!.startsWith('$')) return undefined
  const key = keyAt(item, condition!.value, at => isMade(source, at))
  return key && { ...base, field: condition!.key!, condition, key }
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
  const { item, many, head, field, key, list } = query
  const { source } = item
  const schema = about.schema(source.path, reached.call.library.name)
  const doubts = keyDoubts(query, schema, reached.call.subject)
  const sharing = doubts && sharingDoubts(query, reached)
  if (!sharing) return undefined
  const fields = fieldsKey(query, isUnseen(source, item.lookup))
  if (!fields || populatesKey(query)) return undefined
  const kind = kindOfKey(item, key, list)
  const grouped = many.missing === 'rows'
  return {
    item, key, list, word: wordFor(query, reached.call.subject), property: field, grouped, skipsMissing: false,
    asText: many.casts === true || kind.is !== 'primitive',
    doubts: [...doubts, ...sharing, ...many.casts && !grouped ? hooksDoubt(modelOf(schema, reached.call.subject), about) : []],
    join(keys) {
      const style = styleOf(source)
      const callee = source.as(source.as(head, 'call')!.callee, 'member')!
      const text = `${keyText(source, field)}: ${braced(style, `${many.in}: ${keys}`)}`
      const argument = source.node(source.as(head, 'call')!.arguments[many.argument]!)
      const inside: TextEdit[] = [
        { start: callee.nameStart, end: callee.end, text: many.call },
        query.condition ? { start: query.condition.start, end: query.condition.end, text } : { start: argument.start, end: argument.end, text: braced(style, text) },
        ...fields,
        ...many.end !== undefined && !grouped ? [insert(source.node(item.query).end, `.${many.end}()`)] : [],
      ]
      return { inside, elsewhere: [] }
    },
    use: inPlace(item, grouped ? '[]' : 'null'),
  }
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
function keyDoubts({ item, many, field, key, list }: FilterQuery, schema: SchemaFacts | undefined, subject: string | undefined): string[] | undefined {
  const { source } = item
  const model = modelOf(schema, subject)
  const column = fieldOf(model, field)
  const kind = kindOfKey(item, key, list)
  if (kind.is === 'object' || list.array === 'no' || column?.list || column?.type === 'DateTime') return undefined
  // The list's own query may have put a document in the place of the key.
  const own = source.as(key.origin, 'member')
  if (own && list.query !== undefined && populatesField(source, linksOf(source, list.query), many.populates, own.name)) return undefined
  const doubts: string[] = []
  const isRows = list.query !== undefined && linksOf(source, list.query).some(link => link.name === many.call)
  if (list.array !== 'yes' && !isRows && !item.map) doubts.push(`${nameOfList(item)} is an array`)
  const isId = field === many.id
  // A text is cast to a key, which may be written in another way; what comes from the database is written in one.
  if (many.casts && !isRows) doubts.push(`${nameOfList(item)} has keys as the database writes them`)
  if (isId) return doubts
  if (kind.missing === true) return undefined
  if (kind.missing === undefined) doubts.push('no key is missing')
  if (!column) doubts.push(`\`${field}\` is no list`)
  if (many.missing === 'null' && !(model && isUnique(model, field))) doubts.push(`\`${field}\` is unique`)
  return doubts
}

/** What must hold of the documents, which equal keys then share; undefined where the code changes them. */
function sharingDoubts({ item, model, many, links }: FilterQuery, reached: Reached): string[] | undefined {
  const { source, lookup, turn, elements } = item
  const others = meanwhile(reached, item, (write, call) => {
    const callee = source.as(source.as(write, 'call')?.callee ?? -1, 'member')
    if (callee && isSamePlace(source, callee.object, model)) return 'yes'
    const [subject, own] = [call.subject, reached.call.subject]
    return subject !== undefined && own !== undefined && subject !== own ? 'no' : 'perhaps'
  })
  if (others === 'stop') return undefined
  const holders = holdersOf(source, lookup)
  if (holders.some(holder => isChanged(source, holder))) return undefined
  // `post.populate('author')` puts a document in the place of a key.
  if (elements.some(element => isFilled(source, element))) return undefined
  const isPlain = many.plain === undefined || links.some(link => link.name === many.plain)
  if (!isPlain && holders.some(holder => isMethodCalled(source, holder))) return undefined
  if (!isUnseen(source, lookup) && !leavesRowsAlone(source, turn, elements)) return undefined
  const handed = holders.flatMap(holder => handedTo(source, holder)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))
  return [...others, ...handed]
}
