/** Whether items may share the rows of one query that runs before them all: the conditions common to every style of query. */
import type { BindingId } from '../facts.ts'
import type { Call } from '../rule.ts'
import { nameOfList, type Key, type PerItem } from './per-item.ts'
import { handedTo, isChanged, leavesRowsAlone } from '../code/results.ts'
import { kindOfKey, type ListFacts } from '../code/types.ts'

/** Doubts about the list and its keys; undefined where they cannot be keys of a map. */
export function keyDoubts(item: PerItem, key: Key, list: ListFacts, column: string, isRows: boolean): string[] | undefined {
  const kind = kindOfKey(item, key, list)
  if (kind.is === 'object' || list.array === 'no') return undefined
  const isArray = list.array === 'yes' || item.map !== undefined || isRows
  // No schema tells the column's type, and a map knows 1.0 from 1.
  return [`\`${column}\` is a number or a text`, ...isArray ? [] : [`${nameOfList(item)} is an array`]]
}

/** Doubts about what becomes of the rows; undefined where they are changed. `isRead`: only their members are looked at. */
export function sharingDoubts({ source, turn, elements }: PerItem, holders: readonly BindingId[], isRead: boolean): string[] | undefined {
  if (holders.some(holder => isChanged(source, holder))) return undefined
  if (!isRead && !leavesRowsAlone(source, turn, elements)) return undefined
  return holders.flatMap(holder => handedTo(source, holder)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))
}

/** By custom a table's own key, so that no two rows share a value. */
export const isOwnKey = (column: string): boolean => column === 'id'

/** Somewhere the client is told to do more with what is read or written: with `findUnique`, say, but not with `findMany`. */
export function extensionDoubts(call: Call): string[] {
  const hooks = call.option('hooks')
  return hooks.state === 'unknown' && hooks.why === 'it is set for the whole process' ? ['no extension acts on single rows'] : []
}
