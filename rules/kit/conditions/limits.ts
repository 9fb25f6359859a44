/** Whether anything keeps a query from giving all rows that there will ever be. */
import type { Reached } from '../rule.ts'
import { askingOf, isBounded, type Asking, type Condition } from './conditions.ts'
import { areWritten, isForAll } from './for-all.ts'
import { staysSmall } from './small-tables.ts'
import { fieldOf, isOfFewValues } from '../relations/models.ts'

export interface Unbounded {
  /** No condition at all; conditions that hold for a part of the rows that grows with them; a search. */
  kind: 'whole' | 'part' | 'narrowed'
  asking: Asking
}

/** Undefined where something bounds it, or where it cannot be told. */
export function unboundedRows(reached: Reached): Unbounded | undefined {
  const { call, path, reach, guards } = reached
  if (path.length > 0 || call.facts.rows !== 'many' || call.facts.sendsTogether || call.facts.ofRelation || call.streams) return undefined
  if (reach !== 'request' && reach !== 'unknown') return undefined
  if (guards.includes('cursor') || guards.includes('stream')) return undefined
  if (call.facts.options?.limit && call.option('limit').state !== 'absent') return undefined
  const asking = askingOf(call)
  if (!asking || !asking.complete || asking.gives !== 'many') return undefined
  const isCommon = (column: string) => {
    const field = fieldOf(call.model?.model, column)
    return field !== undefined && isOfFewValues(field)
  }
  if (isBounded(asking.conditions, isCommon)) return undefined
  const table = call.model?.model.name ?? call.subject ?? asking.table ?? tableGiven(reached)
  if (staysSmall(table, call.model?.model)) return undefined
  if (isForAll(reached) || areWritten(reached)) return undefined
  return { kind: kindOf(asking.conditions), asking }
}

/** `db('posts')`, `.from('posts')`, `collection('posts')`. */
function tableGiven({ call: { source, node } }: Reached): string | undefined {
  for (let at = node; ;) {
    const call = source.as(at, 'call')
    if (!call) return undefined
    const text = source.as(call.arguments[0] ?? -1, 'text')
    if (text) return text.value.split(/\s/)[0]
    const member = source.as(call.callee, 'member')
    if (!member) return undefined
    at = member.object
  }
}

function kindOf(conditions: readonly Condition[]): Unbounded['kind'] {
  const narrowing = conditions.filter(({ how, fixed, common }) => !fixed && !common && how !== 'other')
  return conditions.length === 0 ? 'whole' : narrowing.length > 0 ? 'narrowed' : 'part'
}
