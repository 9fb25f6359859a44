/** Deletes and equal changes by the key of an item, in libraries whose conditions are links or plain objects: `.whereIn('id', ids)`. */
import type { NodeId, Property } from '../facts.ts'
import type { ManyKeys } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isMade } from '../batching/by-filter.ts'
import { isSteady, plainKeyAt, nameOfList, perItem, type Key, type PerItem } from '../batching/per-item.ts'
import { isDate, isPlainObject, linksOf, propertyOf, stepsOf } from '../code/code.ts'
import { kindOfKey, listFacts } from '../code/types.ts'
import { keyText, replaceNode } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { camel, plural, singular, spoken } from '../edits/names.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'
import { fieldOf, modelOf } from '../relations/models.ts'
import { isDeleting, tableWord, writeDoubts } from './doubts.ts'
import { shapeFor, type ManyWrite } from './many.ts'

interface KeyPlace {
  key: Key
  column: string
  client: NodeId
  join(list: string): { inside: TextEdit[]; elsewhere: TextEdit[] }
}

export function manyByKeyList(reached: Reached, about: About): ManyWrite | undefined {
  const facts = reached.call.facts.manyKeys
  const item = facts && perItem(reached)
  if (!facts || !item) return undefined
  const { source } = item
  const place = facts.where ? inLinks(item, facts) : inCall(item, facts, reached)
  if (!place || (facts.id !== undefined && place.column !== facts.id)) return undefined
  const kind = kindOfKey(item, place.key, listFacts(source, item.list))
  const field = fieldOf(modelOf(about.schema(source.path, reached.call.library.name), reached.call.subject), place.column)
  if (field?.relation || kind.missing === true || kind.is === 'object') return undefined
  const shape = shapeFor(item, 'nothing', [], reached.call.library)
  const doubts = shape && writeDoubts(reached, item, shape, [], place.client, facts.partial === true)
  if (!shape || !doubts || doubts === 'stop') return undefined
  if (facts.skips) doubts.push(`no ${facts.skips}`)
  const bound = reached.repeatedBy?.bound
  if (bound === undefined || bound > facts.limit) doubts.push(`${nameOfList(item)} has at most ${facts.limit.toLocaleString('en')} elements`)
  return {
    item, shape, outer: [], value: place.key.node, isList: false, needsRows: facts.empty === 'throws', word: camel(place.column.split('.').at(-1)!), doubts,
    title: `${isDeleting(reached) ? 'Delete' : 'Update'} all ${spoken(plural(singular(reached.call.subject ?? (tableWord(reached) || 'row'))))} with one query`,
    join: (list) => place.join(list),
  }
}

/** `.where('id', id)`, `.where('id', '=', id)`, `.where({ id })`, `.eq('id', id)`. */
function inLinks(item: PerItem, facts: ManyKeys): KeyPlace | undefined {
  const { source, query } = item
  const links = linksOf(source, query)
  const steady = (id: NodeId) => isSteady(item, id, at => isDate(source, at))
  const varying = links.filter(({ call }) => !source.as(call, 'call')!.arguments.every(steady))
  const [link] = varying
  const isKept = links.every(({ name, call }) => [...facts.where!, ...facts.by!, ...facts.keeps].includes(name) && !source.as(call, 'call')!.types)
  if (varying.length !== 1 || !link || !isKept || !facts.where!.includes(link.name) || links.filter(({ name }) => facts.by!.includes(name)).length !== 1) return undefined
  const found = conditionOf(source, source.as(link.call, 'call')!.arguments, facts)
  const key = found && plainKeyAt(item, found.value)
  if (!found || !key) return undefined
  const { link: method, operator } = facts.in
  const start = source.as(source.as(link.call, 'call')!.callee, 'member')!.nameStart
  return {
    key, column: found.column, client: source.as(links[0]!.receiver, 'call')?.callee ?? links[0]!.receiver,
    join: (list) => ({ inside: [{ start, end: source.node(link.call).end, text: `${method ?? link.name}(${[found.text, ...operator === undefined ? [] : [quoted(styleOf(source), operator)], list].join(', ')})` }], elsewhere: [] }),
  }
}

/** The column as it is written, and the value that it shall have. */
function conditionOf(source: Source, given: readonly NodeId[], { forms = [] }: ManyKeys): { column: string; text: string; value: NodeId } | undefined {
  const [first, second, third] = given
  const object = source.as(first ?? -1, 'object')
  if (object) {
    const [property] = object.properties
    if (!forms.includes('object') || given.length !== 1 || !isPlainObject(object) || object.properties.length !== 1) return undefined
    return { column: property!.key!, text: quoted(styleOf(source), property!.key!), value: property!.value }
  }
  const column = source.as(first ?? -1, 'text')?.value
  if (column === undefined) return undefined
  const text = source.textOf(first!)
  if (given.length === 2 && forms.includes('pair')) return { column, text, value: second! }
  const isEqual = given.length === 3 && forms.includes('operator') && source.as(second!, 'text')?.value === '='
  return isEqual ? { column, text, value: third! } : undefined
}

/** `destroy({ where: { id } })`, `deleteOne({ _id: id })`, `delete(id)`. */
function inCall(item: PerItem, facts: ManyKeys, reached: Reached): KeyPlace | undefined {
  const { source, query } = item
  const call = source.as(query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!call || query !== reached.call.node || !method || call.types || call.optional || method.optional || !stepsOf(source, call.callee)) return undefined
  const steady = (id: NodeId) => isSteady(item, id, at => isDate(source, at))
  const given = call.arguments[facts.argument!]
  if (given === undefined || !call.arguments.every((id, index) => index === facts.argument || (steady(id) && isKeptArgument(source, id, index, facts)))) return undefined
  const options = facts.property === undefined ? undefined : source.as(given, 'object')
  if (options && (!isPlainObject(options) || options.properties.some(({ key, value }) => key !== facts.property && !(facts.keeps.includes(key!) && steady(value))))) return undefined
  const whereId = facts.property === undefined ? given : options ? propertyOf(options, facts.property)?.value ?? -1 : -1
  const where = source.as(whereId, 'object')
  const asCall = facts.call === undefined || facts.call === method.name ? [] : [{ start: method.nameStart, end: method.end, text: facts.call }]
  if (!where) {
    const key = facts.key && whereId >= 0 ? plainKeyAt(item, whereId) : undefined
    return key && { key, column: 'id', client: method.object, join: (list) => ({ inside: [...asCall, replaceNode(source, whereId, list)], elsewhere: [] }) }
  }
  const varying = isPlainObject(where) ? where.properties.filter(({ value }) => !steady(value)) : []
  const [condition] = varying
  const key = condition && plainKeyAt(item, condition.value, (at) => isMade(source, at))
  if (varying.length !== 1 || !condition || !key || condition.key!.startsWith('$')) return undefined
  return { key, column: condition.key!, client: method.object, join: (list) => inObject(source, condition, list, facts, asCall) }
}

function inObject(source: Source, condition: Property, list: string, facts: ManyKeys, asCall: TextEdit[]): ReturnType<KeyPlace['join']> {
  const { property, function: name, package: from } = facts.in
  const added = name === undefined ? undefined : addImport(source, from!, name)
  const value = property !== undefined ? braced(styleOf(source), `${property}: ${list}`) : added ? `${added.local}(${list})` : list
  return { inside: [...asCall, { start: condition.start, end: condition.end, text: `${keyText(source, condition.key!)}: ${value}` }], elsewhere: added?.edits ?? [] }
}

/** The change does the same done once or twice, and options say nothing of single rows. */
function isKeptArgument(source: Source, id: NodeId, index: number, facts: ManyKeys): boolean {
  const object = source.as(id, 'object')
  if (index < facts.argument! && index !== facts.change) return true
  if (!isPlainObject(object)) return false
  if (index !== facts.change) return object.properties.every(({ key }) => facts.keeps.includes(key!))
  const operators = object.properties.filter(({ key }) => key!.startsWith('$'))
  return operators.every(({ key }) => facts.operators?.includes(key!))
}
