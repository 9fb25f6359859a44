/** Two loops over lists of their own, one in the other: keys of each element of the one meet keys of each of the other. */
import type { BindingId, NodeId } from '../facts.ts'
import type { Key, PerItem } from './per-item.ts'
import type { ListFacts } from '../code/types.ts'
import { stepsOf, within } from '../code/code.ts'
import { arrow, styleOf } from '../edits/style-of.ts'
import { changesList, endOf } from './turn-effects.ts'

export interface Crossed { list: NodeId; elements: readonly BindingId[]; walked: boolean }

/** The item as seen from the outer loop; undefined where that cannot be asked for in advance. */
export function crossedBy(item: PerItem, outer: PerItem, { array, walked }: ListFacts): PerItem | undefined {
  const { source, list, elements } = outer
  const isOnce = array === 'no' && !walked
  if (item.indexed || outer.indexed || !stepsOf(source, list) || isOnce || changesList(outer) || endOf(outer) === 'search') return undefined
  return {
    ...item, turn: outer.turn, before: outer.before, ...outer.map && { map: outer.map }, elements: [...item.elements, ...elements],
    crossed: { list, elements, walked: walked === true }, ...(item.endsEarly || endOf(outer)) && { endsEarly: true as const },
  }
}

/** Whether a key is one of the outer loop's elements. */
export function isCrossing({ source, crossed }: PerItem, { origin, steps }: Key): boolean {
  return crossed !== undefined && [origin, ...steps].some(each => [each, ...within(source, each)].some(at => crossed.elements.includes(source.as(at, 'name')?.binding ?? -1)))
}

/** The outer list, to be walked before its loop. */
export const crossedList = ({ source, crossed }: PerItem): string => (crossed!.walked ? `[...${source.textOf(crossed!.list)}]` : source.textOf(crossed!.list))

/** What is made of each element, or of each pair: `students.flatMap(student => exams.map(exam => …))`. */
export function walkAll(item: PerItem, list: string, keys: readonly Key[], pattern: (item: PerItem, ...keys: Key[]) => string | undefined, text: string): string {
  const style = styleOf(item.source)
  const [outer, inner] = [keys.filter(key => isCrossing(item, key)), keys.filter(key => !isCrossing(item, key))]
  const walk = (name: string, of: readonly Key[], method: 'map' | 'flatMap', below: string) => `${name}.${method}(${arrow(style, pattern(item, ...of)!, below)})`
  if (outer.length === 0) return walk(list, inner, 'map', text)
  if (inner.length === 0) return walk(crossedList(item), outer, 'map', text)
  return walk(crossedList(item), outer, 'flatMap', walk(list, inner, 'map', text))
}
