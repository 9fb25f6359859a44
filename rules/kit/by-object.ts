/** All keys at once for queries that take an object of conditions: `findUnique({ where: { id } })`. */
import type { About, Reached, TextEdit } from './rule.ts'
import type { SchemaField, SchemaModel } from './schema.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { isPlainObject, propertyOf, within } from './code.ts'
import { addProperty, breakUp, insert, keyText, replaceNode } from './edit.ts'
import { addImport } from './imports.ts'
import { askedBy, fieldOf, isMapKey, isUnique, keyOf, lengthDoubt, mayFoldCase, providerOf } from './models.ts'
import { small } from './names.ts'
import { knownLength, objectQuery, sourceModel, subjectOf, writesModel, type ObjectQuery } from './object-query.ts'
import { nameOfList } from './per-item.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from './results.ts'
import { braced, quoted, styleOf } from './style-of.ts'
import { kindOfKey, type Kind } from './types.ts'

export function batchByObject(reached: Reached, about: About): Batch | undefined {
  const query = objectQuery(reached)
  // A row that is missing must throw the library's own error.
  if (!query || query.many.missing === 'throws') return undefined
  const { item, many, condition, wishes, key, list } = query
  const { source } = item
  const { call } = reached
  if (wishes.some(({ key: name }) => !many.keeps.includes(name!))) return undefined

  const { schema, model } = askedBy(call, about)
  const provider = providerOf(schema, call.library, about.dependencies(source.path))
  const property = condition?.key ?? keyOf(model) ?? 'id'
  const column = fieldOf(model, property)
  const kind = kindOfKey(item, key, list)
  const from = sourceModel(reached, query)
  const fromModel = from && reached.listed ? askedBy(reached.listed, about).model : undefined
  const field = fieldOf(fromModel, kind.field)
  if (many.notFor?.includes(provider ?? '') || (many.namesRelations && condition && !column)) return undefined
  const doubts: string[] = []

  if (kind.is === 'object' || (column && !isMapKey(column)) || list.array === 'no') return undefined
  if (!column && kind.is === 'unknown') doubts.push('')
  const isArray = list.array === 'yes' || from !== undefined || item.map !== undefined
  if (!isArray) doubts.push(`${nameOfList(item)} is an array`)

  const missing = kind.missing ?? field?.optional
  const skipsMissing = many.emptyKey ? missing === true : item.conditional && missing !== false
  if (many.emptyKey === undefined) {
    if (missing === true && !item.conditional) return undefined
    // There null finds the rows without a value, which a list of keys cannot say.
    if (missing !== false && column?.optional) return undefined
    if (missing === undefined && !skipsMissing) doubts.push('no key is missing')
  }

  const grouped = many.missing === 'rows'
  if (!grouped && condition && model && !isUnique(model, property)) return undefined
  if (!grouped && condition && !model) doubts.push(`\`${property}\` is unique`)
  if (!condition && !column) doubts.push(`\`${property}\` is the primary key`)
  const isReference = field !== undefined && fromModel!.fields.some(({ relation }) =>
    relation?.fields.length === 1 && relation.fields[0] === field.name && relation.references[0] === property)
  const comparesTexts = column?.type === 'String' || (!column && kind.word !== 'number')
  if (comparesTexts && !isReference && property !== 'id' && mayFoldCase(provider, call.library)) doubts.push('')
  const isUntyped = skipsMissing && !item.conditional
  const asText = isUntyped || (many.looseKeys === true && !isReference && !isSameType(kind, field, column))

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
  return {
    item, key, list, word: small(call.subject ?? 'row'), property, grouped, asText, skipsMissing, doubts,
    join: keys => joined(query, property, keys, selection()),
    breaks: outer => {
      const object = query.wishesId >= 0 ? query.wishesId : query.whereId
      return object < 0 ? [] : breakUp(source, object, outer)
    },
    use: inPlace(item, grouped ? '[]' : String(many.missing)),
  }
}

/** Whether the key is told to be of the column's type, so that a map finds it. */
function isSameType(kind: Kind, field: SchemaField | undefined, column: SchemaField | undefined): boolean {
  if (!column) return kind.word !== undefined
  if (field) return field.type === column.type
  return (kind.word === 'number' && ['Int', 'Float'].includes(column.type)) || (kind.word === 'string' && ['String', 'Enum'].includes(column.type))
}

/** Whether one of the columns that are selected always has a value. */
function holdsValue({ item: { source }, wishes, many }: ObjectQuery, model: SchemaModel | undefined): boolean {
  const columns = source.as(wishes.find(({ key }) => key === many.select)?.value ?? -1, 'object')
  return columns?.properties.some(({ key }) => fieldOf(model, key)?.optional === false) ?? false
}

/** The edits that turn the query into one for all keys. */
function joined({ item, many, method, condition, wishes, wishesId }: ObjectQuery, property: string, keys: string, selection: TextEdit[]) {
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
