/** All keys at once for queries that take an object of conditions: `findUnique({ where: { id } })`. */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { SchemaModel } from '../schema.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { isPlainObject, propertyOf, within } from '../code/code.ts'
import { addProperty, breakUp, insert, keyText, replaceNode } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { declares, fieldOf, isUnique, lengthDoubt } from '../relations/models.ts'
import { small } from '../edits/names.ts'
import { keysOf } from './object-keys.ts'
import { knownLength, objectQuery, subjectOf, writesModel, type ObjectQuery } from './object-query.ts'
import { nameOfList } from './per-item.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'

export function batchByObject(reached: Reached, about: About): Batch | undefined {
  const query = objectQuery(reached)
  // A row that is missing must throw the library's own error.
  if (!query || query.many.missing === 'throws') return undefined
  const { item, many, condition, wishes, key, list } = query
  const { source } = item
  const { call } = reached
  const keys = keysOf(reached, about, query)
  if (!keys || wishes.some(({ key: name }) => !many.keeps.includes(name!))) return undefined
  const { property, model, provider, skipsMissing, asText } = keys
  const doubts = [...keys.doubts]

  const grouped = many.missing === 'rows'
  if (!grouped && condition && model && !isUnique(model, property)) return undefined
  if (!grouped && condition && !model) doubts.push(`\`${property}\` is unique`)

  const isCut = many.cuts === true && wishes.every(({ key: name }) => [many.select, call.facts.include?.property].includes(name))
  const tooLong = isCut ? undefined : lengthDoubt(provider, many, nameOfList(item), knownLength(reached, query))
  if (tooLong) doubts.push(tooLong)

  const meanwhile = disturbances(source, within(source, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop' || writesModel(reached, query)) return undefined
  const holders = holdersOf(source, item.lookup)
  if (holders.some(holder => isChanged(source, holder))) return undefined
  if (!isUnseen(source, item.lookup) && !leavesRowsAlone(source, item.turn, item.elements)) return undefined
  const handed = holders.flatMap(holder => handedTo(source, holder))
  doubts.push(...meanwhile, ...handed.map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')))

  const selection = selectKey(query, property)
  if (selection === undefined) return undefined
  if (many.dropsEmpty && !grouped && selection().length > 0 && !holdsValue(query, model)) doubts.push('not all columns are empty')
  const { reader } = many
  const isRead = reader && model && !wishes.some(wish => wish.key === reader.unless) && !declares(about, model, property)
  return {
    item, key, list, word: small(call.subject ?? 'row'), property, grouped, asText, skipsMissing, doubts,
    ...isRead && { keyIn: (row: string) => `${row}.${reader.method}(${quoted(styleOf(source), property)})` },
    join: each => joined(query, property, each, selection()),
    breaks: outer => broken(query, outer),
    use: inPlace(item, grouped ? '[]' : String(many.missing)),
  }
}

/** The object of a long query gets several lines. */
function broken({ wishesId, whereId, item: { source } }: ObjectQuery, outer: string): TextEdit[] {
  const object = wishesId >= 0 ? wishesId : whereId
  return object < 0 ? [] : breakUp(source, object, outer)
}

/** Whether one of the columns that are selected always has a value. */
function holdsValue({ item: { source }, wishes, many }: ObjectQuery, model: SchemaModel | undefined): boolean {
  const columns = source.as(wishes.find(({ key }) => key === many.select)?.value ?? -1, 'object')
  return columns?.properties.some(({ key }) => fieldOf(model, key)?.optional === false) ?? false
}

/** The edits that turn the query into one for all keys. */
export function joined({ item, many, method, condition, wishes, wishesId }: ObjectQuery, property: string, keys: string, selection: TextEdit[]) {
  const { source } = item
  const style = styleOf(source)
  const added = many.inCall && addImport(source, many.inCall.package, many.inCall.name)
  const asked = added ? `${added.local}(${keys})` : many.in ? braced(style, `${many.in}: ${keys}`) : keys
  const inside: TextEdit[] = [{ start: method.nameStart, end: method.end, text: many.call }, ...selection]
  const pair = `${keyText(source, property)}: ${asked}`
  if (condition) {
    inside.push({ start: condition.start, end: condition.end, text: pair })
  } else {
    const argument = source.as(item.query, 'call')!.arguments[many.argument]!
    const { start } = source.node(argument)
    // `findByPk(id, { attributes })` has one object for conditions and wishes in its sibling.
    if (many.where === undefined) inside.push(replaceNode(source, argument, braced(style, pair)))
    else if (wishesId < 0) inside.push(replaceNode(source, argument, braced(style, `${many.where}: ${braced(style, pair)}`)))
    else if (wishes.length === 0) inside.push({ start, end: source.node(wishesId).end, text: braced(style, `${many.where}: ${braced(style, pair)}`) })
    else inside.push({ start, end: source.node(wishesId).start, text: '' }, insert(wishes[0]!.start, `${many.where}: ${braced(style, pair)}, `))
  }
  return { inside, elsewhere: added?.edits ?? [] }
}

/**
 * The rows must hold their key: the edits that add it to the columns which are selected, if any. Undefined where
 * somebody would see it, or where it is taken away.
 */
function selectKey({ item, many, wishes }: ObjectQuery, property: string): (() => TextEdit[]) | undefined {
  const { source, lookup } = item
  // Whatever else names the key with `true` takes it away, as `omit` does.
  const isOmitted = wishes.some(({ key, value }) => {
    const other = key === many.select ? undefined : source.as(value, 'object')
    return other && source.as(propertyOf(other, property)?.value ?? -1, 'literal')?.value === true
  })
  if (isOmitted) return undefined
  const select = many.givesKey ? undefined : wishes.find(({ key }) => key === many.select)
  if (!select) return () => []
  const names = source.as(select.value, 'array')
  if (names) {
    const texts = names.elements.map(each => source.as(each, 'text'))
    if (texts.some(text => text?.value === property)) return () => []
    const last = texts.at(-1)
    if (!last || texts.includes(undefined) || !isUnseen(source, lookup)) return undefined
    return () => [insert(last.end, `, ${quoted(styleOf(source), property)}`)]
  }
  const columns = source.as(select.value, 'object')
  if (!isPlainObject(columns)) return undefined
  const own = propertyOf(columns, property)
  if (own) return source.as(own.value, 'literal')?.value === true ? () => [] : undefined
  return isUnseen(source, lookup) ? () => addProperty(source, select.value, property, 'true', 'stays') : undefined
}
