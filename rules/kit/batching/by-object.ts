/** All keys at once for queries that take an object of conditions: `findUnique({ where: { id } })`. */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { SchemaModel } from '../schema.ts'
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import type { Batch, KeyTexts } from './batch.ts'
import { declines } from './declines.ts'
import { askedAgain, broken, inPlace } from './batch.ts'
import { isPlainObject, propertyOf, within } from '../code/code.ts'
import { addProperties, addProperty, breakUp, insert, keyText, memberText, replaceNode, rewrite } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { declares, fieldOf, keyOf, lengthDoubt } from '../relations/models.ts'
import { capital, plural, rowWord } from '../edits/names.ts'
import { keysOf } from './object-keys.ts'
import { knownLength, objectQuery, subjectOf, writesModel, type ObjectQuery } from './object-query.ts'
import { ownRows } from './own-rows.ts'
import { nameOfList } from './per-item.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { arrow, braced, indentAt, quoted, styleOf } from '../edits/style-of.ts'

export function batchByObject(reached: Reached, about: About): Batch | undefined {
  const query = objectQuery(reached, 'rows', about)
  if (!query) return undefined
  const { item, many, condition, wishes, key, list, others } = query
  const { source } = item
  const { call } = reached
  const keys = keysOf(reached, about, query)
  if (!keys) return undefined
  const { inner } = keys
  if (inner !== undefined && (others.length > 0 || wishes.some(({ key: name }) => name === many.select))) return declines(reached, 'the rows may not hold the key')
  const isOne = many.missing !== 'rows'
  const wish = wishes.find(({ key: name }) => !many.keeps.includes(name!) && !(isOne && name === many.sorts))
  if (wish) return declines(reached, `\`${wish.key}\` means something else for many rows`)
  const { property, model, provider, skipsMissing, asText } = keys
  const doubts = [...keys.doubts, ...query.callDoubts()]
  const columns = [property, ...others.map(each => each.condition.key)]

  const isSorted = wishes.some(({ key: name }) => name === many.sorts)
  const isFirst = isOne && condition !== undefined && (model ? !isOnlyRow(query, model) : isSorted)
  const distinct = isFirst ? many.distinct : undefined
  if (isFirst) doubts.push(`few \`${plural(rowWord(call.subject))}\` share their ${spokenList(columns)}`)
  else if (isOne && condition && !model) doubts.push(`\`${columns.join('`, `')}\` is unique`)
  const grouped = many.missing === 'rows' || (isFirst && !distinct)

  const isCut = many.cuts === true && others.length === 0 && wishes.every(({ key: name }) => [many.select, call.facts.include?.property].includes(name))
  const tooLong = isCut ? undefined : lengthDoubt(provider, others.length > 0 && many.any !== undefined ? { cuts: true } : others.length > 0 ? {} : many, nameOfList(item), knownLength(reached, query))
  if (tooLong) doubts.push(tooLong)
  if (others.length > 0 && many.any === undefined && !item.crossed) doubts.push(`few other pairs of ${spokenList(columns)} have rows`)

  const holders = holdersOf(source, item.lookup)
  const own = ownRows(item, [{ key, column: property }, ...others.map(each => ({ key: each.key, column: each.condition.key }))])
  const meanwhile = disturbances(source, within(source, item.turn), item.query, subjectOf(reached, query, own))
  if (meanwhile === 'stop' || writesModel(reached, query, own)) return declines(reached, 'the loop writes to what it reads')
  if (holders.some(holder => isChanged(source, holder)) && !(isOne && own.mayChange())) return declines(reached, 'the row is changed')
  if (!isUnseen(source, item.lookup) && !leavesRowsAlone(source, item.turn, item.elements) && !(isOne && own.mayChange())) return declines(reached, 'rows that items may share are changed')
  const handed = holders.flatMap(holder => handedTo(source, holder))
  doubts.unshift(...own.doubts())
  doubts.push(...meanwhile, ...handed.map(name => (name ? `\`${name}\` leaves what it gets as it is` : '')))

  const selection = selectKeys(query, columns, keyOf(model) ?? 'id')
  if (selection === undefined) return declines(reached, 'somebody would see the key among the columns')
  if (many.dropsEmpty && isOne && selection.edits().length > 0 && !holdsValue(query, model)) doubts.push('not all columns are empty')
  const { reader } = many
  const isRead = reader && model && !wishes.some(wish => wish.key === reader.unless) && columns.some(each => !declares(about, model, each))
  if (isRead && others.length > 0) return declines(reached, 'the model does not declare the keys')
  return {
    item, key, list, word: rowWord(call.subject), property: property + capital(inner ?? ''), grouped, asText, skipsMissing, doubts,
    ...others.length > 0 && { also: others.map((each, index) => ({ key: each.key, property: each.condition.key, skipsMissing: keys.also[index]!.skipsMissing })) },
    ...keys.mayBeNull && { mayBeNull: many.plain ? '!== null' as const : '!= null' as const },
    ...selection.strips.length > 0 && { strips: selection.strips }, ...isFirst && { firstOfSeveral: true },
    ...inner !== undefined && { keyIn: (row: string) => `${row}${memberText(source, property)}${keys.mayBeNull ? '?' : ''}.${inner}` },
    ...isRead && { keyIn: (row: string) => `${row}.${reader.method}(${quoted(styleOf(source), property)})` },
    join: (each, all) => joined(query, property, each, [...selection.edits(), ...distinct ? addProperty(source, query.wishesId, distinct, `[${columns.map(column => quoted(styleOf(source), column)).join(', ')}]`, 'stays') : []], all),
    breaks: outer => lineBreaks(query, outer),
    ...many.missing === 'throws' && { asksAgain: true }, ...many.failure && { failure: (each: string) => failureOf(query, each) },
    use(found) {
      const row = grouped && isFirst ? `${found}?.[0]` : found
      return many.missing === 'throws' ? [askedAgain(item, row)] : inPlace(item, grouped && !isFirst ? '[]' : String(many.missing))(row)
    },
  }
}

/** `new EntityNotFoundError(this.users.target, { where: { id } })` */
function failureOf({ item: { source, query }, many, client, condition, key }: ObjectQuery, text: string) {
  const { name, text: error, package: from } = many.failure!
  const given = source.as(query, 'call')!.arguments
  const added = addImport(source, from, name)
  const pair = condition && { start: condition.start, end: condition.end, text: pairText(source, condition.key, text) }
  const argument = source.node(given[many.argument]!)
  const asked = rewrite(source, argument.start, argument.end, [pair ?? replaceNode(source, key.node, text)])
  return { text: error.replace('{name}', added.local).replace('{client}', () => source.textOf(client)).replace('{model}', () => source.textOf(given[0]!)).replace('{given}', () => asked), edits: added.edits }
}

const spokenList = (columns: readonly string[]): string => columns.map(column => `\`${column}\``).join(' and ')

/** Whether the columns that must equal something are a key of the model, or hold one. */
function isOnlyRow({ conditions, item: { source } }: ObjectQuery, model: SchemaModel): boolean {
  const columns = conditions.flatMap(({ key, value }) => (['object', 'array'].includes(source.node(value).kind) ? [] : [key]))
  return model.unique.some(unique => unique.every(column => columns.includes(column)))
}

/** The object of a long query gets several lines. */
function lineBreaks({ wishesId, whereId, item: { source } }: ObjectQuery, outer: string): TextEdit[] {
  const object = wishesId >= 0 ? wishesId : whereId
  return object < 0 ? [] : breakUp(source, object, outer)
}

/** Whether one of the columns that are selected always has a value. */
function holdsValue({ item: { source }, wishes, many }: ObjectQuery, model: SchemaModel | undefined): boolean {
  const columns = source.as(wishes.find(({ key }) => key === many.select)?.value ?? -1, 'object')
  return columns?.properties.some(({ key }) => fieldOf(model, key)?.optional === false) ?? false
}

/** The edits that turn the query into one for all keys. */
export function joined(query: ObjectQuery, property: string, keys: string, selection: TextEdit[], all?: KeyTexts) {
  const { item, many, method, condition, others, compound, whereId, wishes, wishesId } = query
  const { source } = item
  const style = styleOf(source)
  const added = many.inCall && addImport(source, many.inCall.package, many.inCall.name)
  const askedFor = (list: string) => (added ? `${added.local}(${list})` : many.in ? braced(style, `${many.in}: ${list}`) : list)
  const inside: TextEdit[] = [{ start: method.nameStart, end: method.end, text: many.call }, ...selection]
  const pair = `${keyText(source, property)}: ${askedFor(keys)}`
  if (condition && (compound || others.length > 0)) {
    const asked = others.length === 0 || !all ? [pair]
      : many.any && !item.crossed ? [`${many.any}: ${pairsText(source, all, [condition, ...others.map(each => each.condition)])}`]
      : [{ condition }, ...others].map((each, index) => `${keyText(source, each.condition.key)}: ${askedFor(all.each[index]!)}`)
    const steady = query.conditions.filter(each => each !== condition && others.every(other => other.condition !== each)).map(each => source.text.slice(each.start, each.end))
    const hasOthers = wishes.length + selection.length > 0
    const text = objectText(source, whereId, [...asked, ...steady], hasOthers ? wishesId : -1)
    inside.push(replaceNode(source, whereId, text))
    if (text.includes('\n') && hasOthers && !source.textOf(wishesId).includes('\n')) return { inside: broken(inside, breakUp(source, wishesId, indentAt(source.text, source.node(item.query).start))), elsewhere: added?.edits ?? [] }
  } else if (condition) {
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

/** A set of conditions for each item that has all of its keys. */
function pairsText(source: Source, { list, element, one, missing }: KeyTexts, conditions: readonly { key: string }[]): string {
  const style = styleOf(source)
  const pair = braced(style, conditions.map(({ key }, index) => pairText(source, key, one[index]!)).join(', '))
  const tests = one.filter((_, index) => missing[index]).map(text => `${text} != null`)
  return tests.length === 0 ? `${list}.map(${arrow(style, element, `(${pair})`)})`
    : `${list}.flatMap(${arrow(style, element, `(${tests.join(' && ')} ? [${pair}] : [])`)})`
}

const pairText = (source: Source, key: string, value: string): string => (key === value ? key : `${keyText(source, key)}: ${value}`)

/**
 * An object of these entries in the place of another: on lines of their own where that had them, or where one line is too
 * short. One line of `whole`, which holds it, can be broken up first.
 */
function objectText(source: Source, id: NodeId, entries: readonly string[], whole: NodeId): string {
  const style = styleOf(source)
  const { newline, indent, trailingComma } = style
  const short = braced(style, entries.join(', '))
  const { start, end } = source.node(id)
  const isOneLine = (at: NodeId) => !source.textOf(at).includes('\n')
  const isBroken = whole >= 0 && isOneLine(whole)
  const outer = indentAt(source.text, start) + (isBroken ? indent : '')
  // A tab is one letter and more than one column.
  const column = (outer.length / indent.length) * 2
  if (!source.text.slice(start, end).includes('\n') && column + short.length < style.width - (isBroken ? 10 : 30)) return short
  return `{${newline}${entries.map((entry, index) => `${outer}${indent}${entry}${index < entries.length - 1 ? ',' : trailingComma}${newline}`).join('')}${outer}}`
}

interface Selection { edits(): TextEdit[]; strips: readonly string[] }

/**
 * The rows must hold their keys: the edits that add them to the columns which are selected, if any. Undefined where
 * somebody would see one that cannot be taken out again, or where it is taken away.
 */
function selectKeys({ item, many, wishes }: ObjectQuery, asked: readonly string[], primary: string): Selection | undefined {
  const { source, lookup } = item
  // Whatever else names a key with `true` takes it away, as `omit` does.
  const isOmitted = wishes.some(({ key, value }) => {
    const other = key === many.select ? undefined : source.as(value, 'object')
    return other && asked.some(column => source.as(propertyOf(other, column)?.value ?? -1, 'literal')?.value === true)
  })
  if (isOmitted) return undefined
  const columns = many.givesKey ? asked.filter(column => column !== primary) : asked
  const select = columns.length === 0 ? undefined : wishes.find(({ key }) => key === many.select)
  if (!select) return { edits: () => [], strips: [] }
  const isSeen = !isUnseen(source, lookup)
  const names = source.as(select.value, 'array')
  if (names) {
    const texts = names.elements.map(each => source.as(each, 'text'))
    const missing = columns.filter(column => texts.every(text => text?.value !== column))
    if (missing.length === 0) return { edits: () => [], strips: [] }
    const last = texts.at(-1)
    if (!last || texts.includes(undefined) || isSeen) return undefined
    return { edits: () => [insert(last.end, missing.map(column => `, ${quoted(styleOf(source), column)}`).join(''))], strips: [] }
  }
  const object = source.as(select.value, 'object')
  if (!isPlainObject(object)) return undefined
  const missing = columns.filter(column => !propertyOf(object, column))
  if (columns.some(column => !missing.includes(column) && source.as(propertyOf(object, column)!.value, 'literal')?.value !== true)) return undefined
  if (missing.length > 0 && isSeen && !many.plain) return undefined
  return { edits: () => addProperties(source, select.value, missing.map(key => ({ key, value: 'true' })), 'stays'), strips: isSeen ? missing : [] }
}
