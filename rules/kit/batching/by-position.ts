/** Values that are asked for by key, and come in the order of the keys when many are: `redis.get(key)` → `redis.mget(keys)`. */
import type { FileEdit, Reached, TextEdit } from '../rule.ts'
import { endDoubts, withoutPromises } from './batch.ts'
import { stepsOf, within } from '../code/code.ts'
import { insertBefore, replaceNode } from '../edits/edit.ts'
import { outOfParentheses, wrapped } from '../edits/parentheses.ts'
import { fresh, plural, takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { elementPattern } from './element-pattern.ts'
import { plainKeyAt, listNamed, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { disturbances } from '../code/results.ts'
import { arrow, styleOf } from '../edits/style-of.ts'
import { kindOfKey, walkedFacts } from '../code/types.ts'

export interface Positioned { word: string; doubts: string[]; edits(): FileEdit[] | undefined }

interface KeyQuery { item: PerItem; key: Key; client: string; /** Type arguments as written. */ types: string; call: string }

export function batchByPosition(reached: Reached): Positioned | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'position' || many.argument !== 0) return undefined
  const item = perItem(reached, 'reads')
  const call = item && item.source.as(item.query, 'call')
  const callee = call && item.source.as(call.callee, 'member')
  if (!item || !call || !callee || call.optional || callee.optional || call.arguments.length !== 1 || !stepsOf(item.source, call.callee)) return undefined
  const { source } = item
  const key = plainKeyAt(item, call.arguments[0]!)
  const list = walkedFacts(source, item.list)
  if (!key || kindOfKey(item, key, list).is === 'object' || list.array === 'no' || list.walked || item.conditional) return undefined
  const meanwhile = disturbances(source, within(source, item.turn), item.query, {
    library: reached.call.library, client: callee.object, writes: (_, effect) => (effect === 'none' ? 'no' : 'yes'),
  })
  if (meanwhile === 'stop') return undefined
  const isArray = list.array === 'yes' || list.query !== undefined || item.map !== undefined
  const query: KeyQuery = {
    item, key, client: source.textOf(callee.object), call: many.call,
    types: call.types?.length === 1 ? `<(${source.textOf(call.types[0]!)} | null)[]>` : '',
  }
  return {
    word: 'value',
    // A key with something else than a text in it is an error for one command and null for the other.
    doubts: [...endDoubts(item), 'every key holds a text', ...isArray ? [] : [`${nameOfList(item)} is an array`], ...meanwhile],
    edits: () => (isWholeAnswer(item) ? inFile(source, [asked(query)]) : inFile(source, lookedUp(query))),
  }
}

/** The callback gives nothing but the value: the answer for all keys is the list already. */
const isWholeAnswer = ({ source, map, turn, lookup }: PerItem): boolean =>
  map?.awaited !== undefined && source.as(turn, 'function')?.body === lookup

function asked({ item, key, client, types, call }: KeyQuery): TextEdit {
  const { source, list, map } = item
  const style = styleOf(source)
  const name = source.textOf(list)
  const element = elementPattern(item, key)!
  const text = source.textOf(key.origin)
  const keys = text === element ? name : `${name}.map(${arrow(style, element, text)})`
  const whole = map!.awaited!
  return { ...outOfParentheses(source, whole), text: wrapped(source, whole, `${name}.length > 0 ? await ${client}.${call}${types}(${keys}) : []`) }
}

function lookedUp({ item, key, client, types, call }: KeyQuery): TextEdit[] {
  const { source, before, lookup } = item
  const style = styleOf(source)
  const taken = takenNames(source, before)
  const { name: list, lines, edits } = listNamed(item, taken)
  const element = elementPattern(item, key)!
  const text = source.textOf(key.origin)
  const isElement = text === element
  const keys = isElement ? list : fresh(taken, 'keys', 'allKeys')
  const values = fresh(taken, 'values', 'found')
  const byKey = fresh(taken, `${plural('value')}ByKey`)
  const end = style.semicolon
  lines.push(
    ...isElement ? [] : [`const ${keys} = ${list}.map(${arrow(style, element, text)})${end}`],
    `const ${values} = ${keys}.length > 0 ? await ${client}.${call}${types}(${keys}) : []${end}`,
    `const ${byKey} = new Map(${keys}.map((key, index) => [key, ${values}[index]]))${end}`,
  )
  const found = replaceNode(source, lookup, wrapped(source, lookup, `${byKey}.get(${source.textOf(key.node)}) ?? null`))
  return [insertBefore(source, before, lines), ...withoutPromises(item, [...edits, found])]
}
