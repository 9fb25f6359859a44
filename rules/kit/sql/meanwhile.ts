/** What happens in the turns around a query in SQL that it might have seen. */
import type { NodeId } from '../facts.ts'
import type { ManyBySql } from '../library.ts'
import type { Call, Reached } from '../rule.ts'
import type { Source } from '../source.ts'
import type { PerItem } from '../batching/per-item.ts'
import { isSamePlace, rootOf, within } from '../code/code.ts'
import { disturbances } from '../code/results.ts'
import { sqlOf as textAsked } from '../conditions/in-sql.ts'
import { tableWritten } from './sql.ts'
import { sqlOf } from './text.ts'
import { effectOfSql } from './words.ts'

/** `'stop'` where the turns may write to one of the tables that are read, else doubts for the reader. */
export function meanwhileInSql(reached: Reached, { source, turn, query }: PerItem, many: ManyBySql, client: NodeId, tables: readonly string[]): 'stop' | string[] {
  const writes = (text: string | undefined) => writesTo(text, tables)
  const doubts = disturbances(source, within(source, turn), query, {
    library: reached.call.library, client, writes: (other, effect) => (effect !== 'none' && writes(sqlOf(source, other, many)?.sql) ? 'yes' : 'no'),
  })
  if (doubts === 'stop') return 'stop'
  const name = source.as(rootOf(source, client), 'name')?.name
  const isWriting = [...within(source, turn)].some(at => {
    const node = source.node(at)
    if ((node.kind !== 'call' && node.kind !== 'tagged') || source.contains(query, at)) return false
    if (node.kind === 'tagged') return source.as(rootOf(source, at), 'name')?.name === name && writes(node.texts.join(' ? '))
    // `db.prepare('update …').run(…)`, and a function of the workspace that hands on what it is given.
    if (source.as(node.callee, 'member')?.name === 'run') return writes(textAsked({ source, node: at }, 'made'))
    return isSamePlace(source, node.callee, client) && writes(sqlOf(source, at, many)?.sql)
  })
  return isWriting || writesBehind(reached, source, turn, query, tables) ? 'stop' : doubts
}

/** Behind a call in the turns something writes to them. */
function writesBehind(reached: Reached, source: Source, turn: NodeId, query: NodeId, tables: readonly string[]): boolean {
  return reached.source.path === source.path && reached.routine.steps.some(({ node, behind }) =>
    source.contains(turn, node) && !source.contains(query, node) && behind.some(({ call }) => isWriteTo(call, tables)))
}

/** Whether a call may write to one of the tables. */
export function isWriteTo({ effect, facts, source, node }: Call, tables: readonly string[]): boolean {
  return effect === 'write' && facts.sql !== undefined && writesTo(textAsked({ source, node }, facts.sql), tables)
}

function writesTo(text: string | undefined, tables: readonly string[]): boolean {
  if (text !== undefined && effectOfSql(text) === 'query') return false
  const written = text === undefined ? undefined : tableWritten(numbered(text))
  return written === undefined || tables.includes(written)
}

/** With parameters that the parser knows. */
const numbered = (text: string): string => text.split('?').map((part, index) => (index === 0 ? part : `$${100 + index}${part}`)).join('')
