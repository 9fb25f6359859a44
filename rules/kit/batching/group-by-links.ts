/**
 * One query for the numbers of all items, where a method asks for that of each and numbers by groups take a query builder:
 * `repository.count({ where: { postId } })`.
 */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { inPlace, indentInside } from './batch.ts'
import { declines } from './declines.ts'
import { keysOf } from './object-keys.ts'
import { objectQuery, subjectOf, writesModel } from './object-query.ts'
import { nameOfList } from './per-item.ts'
import { within } from '../code/code.ts'
import { disturbances } from '../code/results.ts'
import { breakUp, keyText, moveLines, rewrite } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { addImport } from '../edits/imports.ts'
import { singular, rowWord } from '../edits/names.ts'
import { quoted, styleOf } from '../edits/style-of.ts'
import { fieldOf, lengthDoubt } from '../relations/models.ts'

export function groupsByLinks(reached: Reached, about: About): Batch | undefined {
  const query = objectQuery(reached, 'number', about)
  const chain = query?.many.chain
  if (!query || !chain || !query.condition || query.compound) return undefined
  const { item, many, key, list, method, condition, wishes, whereId, conditions } = query
  const { source } = item
  if (query.others.length > 0) return declines(reached, 'its numbers are told by several keys')
  const keys = keysOf(reached, about, query)
  if (!keys || wishes.some(wish => !many.keeps.includes(wish.key!))) return undefined
  const { property, model, provider, skipsMissing } = keys
  const given = source.as(item.query, 'call')!.arguments
  const column = chain.of === undefined ? undefined : source.as(given[chain.of]!, 'text')?.value
  const field = fieldOf(model, property)
  // A number that stands for a truth is no text of it.
  if (field?.type === 'Boolean' || (chain.of !== undefined && column === undefined)) return declines(reached, 'a map may not find its keys')
  if (conditions.some(each => ['object', 'array'].includes(source.node(each.value).kind))) return declines(reached, 'its conditions reach into other tables')
  const meanwhile = disturbances(source, within(source, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop' || writesModel(reached, query)) return declines(reached, 'the loop writes to what it reads')
  const tooLong = lengthDoubt(provider, many, nameOfList(item), undefined)
  // The builder takes what is not there for a value, the method for no condition.
  const steady = conditions.filter(each => each !== condition && !['text', 'number', 'literal', 'call'].includes(source.node(each.value).kind))

  const style = styleOf(source)
  const row = singular(rowWord(reached.call.subject))
  const word = `${row}${chain.tells ? '' : chain.of === undefined ? 'Count' : 'Total'}`
  const added = addImport(source, many.inCall!.package, many.inCall!.name)
  const entity = given.slice(0, chain.of ?? many.argument).map(each => `${source.textOf(each)}, `).join('')
  return {
    item, key, list, word, property, grouped: false, asText: true, skipsMissing,
    doubts: [...keys.doubts, ...query.callDoubts(), ...meanwhile, ...tooLong ? [tooLong] : [], ...steady.length > 0 ? [''] : []],
    valueIn: each => chain.value.replaceAll('{row}', each),
    join(list) {
      const { start, end } = source.node(whereId)
      const from = indentInside(source, source.node(item.query).start, source.node(item.query).end)
      const inner = from + style.indent
      const edits = [{ start: condition.start, end: condition.end, text: `${keyText(source, property)}: ${added.local}(${list})` }, ...moveLines(source, start, end, from, inner)]
      const short = rewrite(source, start, end, edits)
      const where = inner.length + '.where()'.length + short.length <= style.width ? short : rewrite(source, start, end, [...edits, ...breakUp(source, whereId, inner)])
      const filled = (link: string) => link.replaceAll('\'', style.quote).replaceAll('{entity}', entity).replaceAll('{alias.column}', quoted(style, `${row}.${property}`)).replaceAll('{alias}', quoted(style, row))
        .replaceAll('{column}', quoted(style, property)).replaceAll('{of}', `${row}.${column}`).replaceAll('{where}', () => where)
      const links = chain.links.map(link => `${style.newline}${inner}.${filled(link)}`).join('')
      const inside: TextEdit[] = [{ start: source.node(method.object).end, end: source.node(item.query).end, text: links }]
      return { inside, elsewhere: added.edits }
    },
    use: found => (chain.tells === 'presence' ? [{ ...outOfParentheses(source, item.lookup), text: found.replace('.get(', '.has(') }] : inPlace(item, chain.nothing)(found)),
  }
}
