/** Columns as query builders write them: `'users.id as author'`, in arguments or in a list. */
import type { NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { insert, replaceNode } from '../edits/edit.ts'
import { quoted, styleOf } from '../edits/style-of.ts'

export interface Column {
  /** As the database knows it: `users.id`. */
  base: string
  /** The property of a row. */
  property: string
}

export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

export function columnOf(text: string): Column {
  const [base = '', as, alias] = text.trim().split(/\s+/)
  return { base, property: as?.toLowerCase() === 'as' && alias !== undefined ? alias : lastPart(base) }
}

/** The columns that arguments name; undefined where one of them is more than a text. */
export function columnsIn(source: Source, given: readonly NodeId[]): Column[] | undefined {
  const ids = given.flatMap(id => source.as(id, 'array')?.elements ?? [id])
  const texts = ids.map(id => source.as(id, 'text')?.value)
  return texts.some(text => text === undefined) ? undefined : texts.map(text => columnOf(text!))
}

/** Adds columns behind those that the arguments name. `asList`: the call takes one argument. */
export function addColumns(source: Source, given: readonly NodeId[], columns: readonly string[], asList: boolean): TextEdit | undefined {
  const text = columns.map(column => quoted(styleOf(source), column)).join(', ')
  const last = given.at(-1)
  if (last === undefined) return undefined
  const list = source.as(last, 'array')
  const end = list?.elements.at(-1)
  if (list) return end === undefined ? undefined : insert(source.node(end).end, `, ${text}`)
  return asList ? replaceNode(source, last, `[${source.textOf(last)}, ${text}]`) : insert(source.node(last).end, `, ${text}`)
}
