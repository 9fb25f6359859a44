/** What is left open when one write takes the place of many: how the loop fails, and what happens meanwhile. */
import type { NodeId } from './facts.ts'
import type { Reached } from './rule.ts'
import type { PerItem } from './per-item.ts'
import type { TurnShape } from './writes-turn.ts'
import { stepsOf, within } from './code.ts'
import { nameOfList } from './per-item.ts'
import { disturbances } from './results.ts'
import { listFacts } from './types.ts'
import { hasSlowStep } from './writes.ts'

/** Doubts that every such fix has; `'stop'` where something speaks against it. `target` names the table in a call. */
export function writeDoubts(reached: Reached, item: PerItem, shape: TurnShape, client: NodeId, target: (call: NodeId) => string | undefined, isPartial: boolean): 'stop' | string[] {
  const { source, turn, query } = item
  const isCollected = shape.how === 'collect'
  if (isCollected && hasSlowStep(reached)) return 'stop'
  const own = target(reached.call.node)
  const isDelete = isDeleting(reached)
  const meanwhile = disturbances(source, within(source, turn), query, {
    library: reached.call.library,
    client,
    writes(call, effect) {
      if (effect === 'none' || effect === undefined) return effect === undefined ? 'perhaps' : 'no'
      const other = target(call)
      if (other === undefined || other === own) return 'yes'
      if (effect === 'query') return 'no'
      // What is written after it in its turn may need it; what is deleted before it may need to be gone.
      return isDelete || source.node(call).start > source.node(query).start ? 'yes' : 'perhaps'
    },
  })
  if (meanwhile === 'stop') return 'stop'
  const doubts = meanwhile.map((doubt) => doubt.replace('does not change what is read', 'does not need what is written'))
  if (!isPartial && !reached.transaction) doubts.unshift('none should stay when one fails')
  const isArray = listFacts(source, item.list).array === 'yes' || item.map !== undefined || isUsedAsArray(item)
  if (!isArray && !isCollected) doubts.push(`${nameOfList(item)} is an array`)
  return doubts
}

export const isDeleting = ({ call }: Reached): boolean => {
  const name = call.name.split('.').at(-1)!.toLowerCase()
  return name.includes('del') || name.includes('remove') || name.includes('destroy')
}

const arrayWords = new Set(['length', 'map', 'filter', 'slice', 'some', 'every', 'reduce', 'find', 'join', 'push', 'includes', 'flatMap', 'at'])

/** The list's other uses ask for what only an array has. */
function isUsedAsArray({ source, list }: PerItem): boolean {
  const steps = stepsOf(source, list)?.join('.')
  return steps !== undefined && source.ofKind('member').some((id) => {
    const member = source.as(id, 'member')!
    return arrayWords.has(member.name) && stepsOf(source, member.object)?.join('.') === steps && source.functionOf(id) === source.functionOf(list)
  })
}
