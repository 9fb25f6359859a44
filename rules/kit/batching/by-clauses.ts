/** The rows of all keys, where a chain's conditions are texts: `createQueryBuilder('user').where('user.id = :id', { id }).getOne()`. */
import type { NodeId } from '../facts.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { askedAgain, inPlace } from './batch.ts'
import { dropped } from './by-builder.ts'
import { clauseEdits, clauseQuery, endEdits, textsOf, type ClauseQuery } from './clause-query.ts'
import { declines } from './declines.ts'
import { keysOf } from './object-keys.ts'
import { subjectOf, writesModel } from './object-query.ts'
import { nameOfList } from './per-item.ts'
import { within } from '../code/code.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { breakChain, insert } from '../edits/edit.ts'
import { plural, rowWord } from '../edits/names.ts'
import { quoted, styleOf } from '../edits/style-of.ts'
import { fieldOf, lengthDoubt } from '../relations/models.ts'

export function batchByClauses(reached: Reached, about: About): Batch | undefined {
  const query = clauseQuery(reached)
  if (!query || !['rows', 'first', 'present'].includes(query.gives.gives)) return undefined
  const { item, many, links, first, others, list, gives } = query
  const { source, lookup } = item
  const keys = clauseKeys(reached, about, query)
  if (!keys) return undefined
  const { property, model, skipsMissing, asText, mayBeNull } = keys
  const columns = [first, ...others].map(each => each.condition.key)
  // A row has what its class declares, and that may be under another name.
  if (!model || columns.some(column => !fieldOf(model, column))) return declines(reached, 'nobody says that the rows hold the key')
  const isOne = gives.gives !== 'rows'
  const isFirst = isOne && !model.unique.some(unique => unique.every(column => columns.includes(column)))
  if (!isOne && links.some(link => many.one.includes(link.name))) return declines(reached, 'one of several rows is asked for')
  const selection = selectKeys(query, columns)
  if (!selection) return declines(reached, 'somebody would see the key among the columns')

  const holders = holdersOf(source, lookup)
  if (holders.some(holder => isChanged(source, holder))) return declines(reached, 'the row is changed')
  if (!isUnseen(source, lookup) && !leavesRowsAlone(source, item.turn, item.elements)) return declines(reached, 'rows that items may share are changed')
  const word = rowWord(reached.call.subject)
  const spoken = columns.map(column => `\`${column}\``).join(' and ')
  return {
    item, key: first.key, list, word, property, grouped: !isOne || isFirst, asText, skipsMissing, failsOnEmpty: true,
    doubts: [
      ...keys.doubts, ...isFirst ? [`few \`${plural(word)}\` share their ${spoken}`] : [], ...others.length > 0 && !item.crossed ? [`few other pairs of ${spoken} have rows`] : [],
      ...holders.flatMap(holder => handedTo(source, holder)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')),
    ],
    ...others.length > 0 && { also: others.map((each, index) => ({ key: each.key, property: each.condition.key, skipsMissing: keys.also[index]!.skipsMissing })) },
    ...mayBeNull && { mayBeNull: '!= null' as const }, ...isFirst && { firstOfSeveral: true as const }, ...gives.gives === 'present' && { asksAgain: true as const },
    join: (keys, all) => ({
      inside: [...clauseEdits(query, keys, all?.each), ...selection, ...links.filter(link => many.one.includes(link.name)).map(link => dropped(source, link.call)), ...endEdits(query, gives.call, [])],
      elsewhere: [],
    }),
    breaks: outer => breakChain(source, item.query, outer),
    use(found) {
      const row = isFirst ? `${found}?.[0]` : found
      return gives.gives === 'present' ? [askedAgain(item, row)] : inPlace(item, isOne ? 'null' : '[]')(row)
    },
  }
}

/** What is known of the keys, and of what else the turns do. */
export function clauseKeys(reached: Reached, about: About, query: ClauseQuery) {
  const { item, first, others } = query
  const keys = keysOf(reached, about, { ...query, many: { looseKeys: true, emptyKey: 'finds-nothing' }, condition: first.condition, key: first.key, others })
  if (!keys) return undefined
  const { source } = item
  const meanwhile = disturbances(source, within(source, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop' || writesModel(reached, query)) return declines(reached, 'the loop writes to what it reads')
  const tooLong = lengthDoubt(keys.provider, {}, nameOfList(item), undefined)
  return { ...keys, doubts: [...keys.doubts, ...meanwhile, ...tooLong ? [tooLong] : []] }
}

/** The rows must hold their keys: edits that add them to the columns which are listed; undefined where somebody would see one. */
function selectKeys({ item: { source, lookup }, many, alias, links }: ClauseQuery, columns: readonly string[]): TextEdit[] | undefined {
  const selects = links.filter(link => many.selects.includes(link.name))
  if (selects.length === 0) return []
  const texts: NodeId[] = selects.flatMap(link => textsOf(source, link))
  const listed = texts.map(id => source.as(id, 'text')?.value)
  if (listed.includes(undefined)) return undefined
  if (listed.includes(alias)) return []
  // What is worked out, or called by another name, is in no row.
  if (listed.some(text => text!.split('.').length !== 2 || text!.includes(' ') || text!.includes('('))) return undefined
  const missing = columns.map(column => `${alias}.${column}`).filter(text => !listed.includes(text))
  if (missing.length === 0) return []
  const last = texts.at(-1)!
  const isList = source.node(source.node(last).parent).kind === 'array'
  return isList && isUnseen(source, lookup) ? [insert(source.node(last).end, missing.map(text => `, ${quoted(styleOf(source), text)}`).join(''))] : undefined
}
