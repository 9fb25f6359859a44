/** Calls that stand in a loop and yet do not run in each turn. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Effect } from '../../../rules/kit/library.ts'
import type { Guard } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Turn } from './turns.ts'

/** `guarded-once`: the loop is left behind the call. `on-failure`: it runs where something else failed. */
export function rareTurns(source: Source, id: NodeId, turn: Turn, effect: Effect | undefined): Guard[] {
  if (endsTheTurns(source, id, turn)) return ['guarded-once']
  return afterFailure(source, id, turn.node, effect) ? ['on-failure'] : []
}

/** It stands in a `catch`, or asks for what a map of rows that were loaded before does not hold, as seen from a loop or function around it. */
export function afterFailure(source: Source, id: NodeId, outer: NodeId, effect: Effect | undefined): boolean {
  let child = id
  for (const at of source.outwards(id)) {
    if (at === outer) return false
    if (source.as(at, 'try')?.catch === child) return true
    const either = source.as(at, 'binary')
    if (effect === 'query' && either?.operator === '??' && either.right === child && looksIntoLoaded(source, either.left, outer)) return true
    child = at
  }
  return false
}

/** `usersById.get(id)`, where `const usersById = new Map(users.map(…))` stands outside: what is missing there is asked for alone. */
function looksIntoLoaded(source: Source, id: NodeId, outer: NodeId): boolean {
  const call = source.as(id, 'call') ?? source.as(source.as(id, 'index')?.object ?? -1, 'call')
  const callee = call && source.as(call.callee, 'member')
  const binding = callee?.name === 'get' ? source.facts.bindings[source.as(callee.object, 'name')?.binding ?? -1] : undefined
  const made = binding && source.as(binding.value, 'new')
  const isMap = made !== undefined && source.as(made.callee, 'name')?.name === 'Map' && made.arguments.length === 1
  return isMap && binding!.kind === 'const' && binding!.path.length === 0 && !source.contains(outer, binding!.value)
}

/** After it the loop is left, whatever it gave: it runs once at most. */
function endsTheTurns(source: Source, id: NodeId, turn: Turn): boolean {
  if (turn.repetition.kind !== 'loop') return false
  let child = id
  for (const at of source.outwards(id)) {
    if (at === turn.node) return false
    const node = source.node(at)
    // What a callback gives back leaves the callback, not the loop.
    const leavesCallback = source.contains(turn.node, source.functionOf(at))
    if (node.kind === 'throw' || (node.kind === 'return' && !leavesCallback)) return true
    if (node.kind === 'block' && node.parent !== turn.node && !leavesCallback) {
      const leaves = node.body.slice(node.body.indexOf(child) + 1).some((statement) => isExit(source, statement, turn))
      if (leaves) return true
    }
    child = at
  }
  return false
}

function isExit(source: Source, statement: NodeId, turn: Turn): boolean {
  const { kind } = source.node(statement)
  if (kind === 'return') return true
  return kind === 'break' && source.enclosing(statement, 'for-of', 'for-in', 'for', 'while', 'do', 'switch') === turn.node
}
