/** A query by several columns that vary together, for a loader: `findFirst({ where: { userId, teamId } })`. */
import type { NodeId, Property } from '../facts.ts'
import type { ManyByObject } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { SchemaModel } from '../schema.ts'
import type { Source } from '../source.ts'
import type { Load } from './load.ts'
import { isPlainObject, propertyOf } from '../code/code.ts'
import { isUnseen } from '../code/results.ts'
import { addProperty, breakUp, replaceNode } from '../edits/edit.ts'
import { capital, rowWord } from '../edits/names.ts'
import { braced, styleOf } from '../edits/style-of.ts'
import { keyTypeOf } from './key-types.ts'
import { isSteady, perItem, type PerItem } from './per-item.ts'
import { askedBy, fieldOf, mayFoldCase, providerOf } from '../relations/models.ts'

/** Conditions that are joined by "or" nest as deep as they are many, which databases bound. */
const mostInOne = 500

export function loadByParts(reached: Reached, about: About): Omit<Load, 'ofClass'> | undefined {
  const { call } = reached
  const { many } = call.facts
  const item = perItem(reached)
  if (!item || many?.style !== 'object' || many.any === undefined || !['null', 'undefined', 'rows'].includes(many.missing)) return undefined
  const { source, query, lookup } = item
  const taken = partsOf(item, many)
  const { model, schema } = askedBy(call, about)
  if (!taken || !model) return undefined
  const { argument, where, method, parts, steady, wishes } = taken
  if (parts.length < 2 || wishes.some(({ key }) => !many.keeps.includes(key!))) return undefined
  const columns = parts.map(part => fieldOf(model, part.key))
  if (columns.some(column => !column || column.list || column.optional || column.relation || notKeys.has(column.type))) return undefined
  const isGrouped = many.missing === 'rows'
  const equal = new Set([...parts, ...steady].map(({ key }) => key!))
  if (!isGrouped && !isOne(model, equal)) return undefined
  const isTyped = source.facts.language.startsWith('ts')
  const types = parts.map((part, index) => keyTypeOf(source, part.value, columns[index]))
  if (isTyped && types.includes(undefined)) return undefined
  const select = wishes.find(({ key }) => key === many.select)
  const hidden = select ? parts.filter(({ key }) => !isChosen(source, select.value, key!)) : []
  if (hidden.length > 0 && (!isUnseen(source, lookup) || !isPlainObject(source.as(select!.value, 'object')))) return undefined
  if (wishes.some(({ key, value }) => key !== many.select && parts.some(part => isChosen(source, value, part.key!)))) return undefined

  const style = styleOf(source)
  const word = rowWord(call.subject)
  const names = parts.map(({ key }) => key!)
  const provider = providerOf(schema, call.library, about.dependencies(source.path))
  const folds = columns.some(column => column!.type === 'String') && mayFoldCase(provider, call.library)
  const text = (of: string) => `JSON.stringify([${names.map(name => `${of}.${name}`).join(', ')}])`
  return {
    source, query, isOfParts: true, keyNode: query, word, by: names.map((name, index) => (index ? capital(name) : name)).join('And'), keys: 'keys', grouped: isGrouped, most: mostInOne,
    key: braced(style, parts.map(part => source.text.slice(part.start, part.end)).join(', ')),
    keyType: isTyped ? braced(style, names.map((name, index) => `${name}: ${types[index]}`).join('; ')) : undefined,
    doubts: folds ? [''] : [],
    join: keys => {
      const any = `${many.any}: [...${keys}]`
      const inside: TextEdit[] = [
        { start: method.nameStart, end: method.end, text: many.call },
        replaceNode(source, where, braced(style, [...steady.map(({ start, end }) => source.text.slice(start, end)), any].join(', '))),
        ...hidden.flatMap(({ key }) => addProperty(source, select!.value, key!, 'true', 'stays')),
      ]
      return { inside, elsewhere: [] }
    },
    breaks: outer => breakUp(source, argument, outer),
    behind: '',
    pattern: rows => rows,
    keyOfRow: text,
    keyOf: text,
    valueIn: row => row,
    value: found => `${found} ?? ${isGrouped ? '[]' : many.missing}`,
    use: asked => [replaceNode(source, query, asked)],
  }
}

const notKeys = new Set(['Decimal', 'Bytes', 'Json', 'BigInt', 'Float'])

const isOne = (model: SchemaModel, equal: ReadonlySet<string>): boolean => model.unique.some(columns => columns.every(column => equal.has(column)))

const isChosen = (source: Source, id: NodeId, key: string): boolean => {
  const object = source.as(id, 'object')
  return object !== undefined && source.as(propertyOf(object, key)?.value ?? -1, 'literal')?.value === true
}

interface Parts { argument: NodeId; where: NodeId; method: { nameStart: number; end: number }; parts: Property[]; steady: Property[]; wishes: Property[] }

/** Which conditions vary: also those of a key of several columns, which stand in an object of its name. */
function partsOf(item: PerItem, many: ManyByObject): Parts | undefined {
  const { source, query } = item
  const call = source.as(query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!call || call.types || call.optional || !method || method.optional || call.arguments.length !== many.argument + 1 || many.where === undefined) return undefined
  const argument = call.arguments[many.argument]!
  const given = source.as(argument, 'object')
  if (!isPlainObject(given)) return undefined
  const where = propertyOf(given, many.where)?.value ?? -1
  const conditions = source.as(where, 'object')
  if (!isPlainObject(conditions)) return undefined
  const wishes = given.properties.filter(({ key }) => key !== many.where)
  if (wishes.some(({ value }) => !isSteady(item, value))) return undefined
  const all = conditions.properties.flatMap(property => {
    const inner = source.as(property.value, 'object')
    return inner && isPlainObject(inner) && property.key === inner.properties.map(({ key }) => key).join('_') ? inner.properties : [property]
  })
  const parts = all.filter(({ value }) => !isSteady(item, value))
  const isFine = ({ key, value }: Property) => key !== undefined && !many.operators.includes(key) && !['object', 'array', 'function'].includes(source.node(value).kind)
  if (!parts.every(isFine) || all.some(({ key }) => key === many.any)) return undefined
  return { argument, where, method, parts, steady: all.filter(each => !parts.includes(each)), wishes }
}
