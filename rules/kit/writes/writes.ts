/** What else a loop that writes does, as far as it decides whether its writes can be one. */
import type { Effect } from '../library.ts'
import type { Reached } from '../rule.ts'
import { bindingOf, within } from '../code/code.ts'
import { holdersOf } from '../code/results.ts'

const slow = new Set<Effect>(['request', 'mail', 'document', 'media', 'model', 'enqueue'])

/** Each turn waits for something slow before it writes down that it is done: the write is its progress. */
export function hasSlowStep(reached: Reached): boolean {
  const repetition = reached.keyedBy ?? reached.repeatedBy
  if (!repetition) return false
  return reached.routine.steps.some((step) =>
    step.waited && step.node !== reached.node
    && step.repetitions.some(({ node, path }) => node === repetition.node && path === repetition.path)
    && step.behind.some(({ call }) => slow.has(call.effect)))
}

/** What it gives decides whether the turn goes on: `if (claimed.count === 0) continue`. */
export function isClaim({ call, path, source, node, repetitions }: Reached): boolean {
  const turn = repetitions.at(-1)
  if (path.length > 0 || !turn || call.result === 'unused') return false
  for (const at of source.outwards(node)) {
    if (at === turn.node) return false
    const holders = holdersOf(source, at)
    if (holders.length === 0) continue
    const names = new Set(holders.map((id) => source.facts.bindings[id]))
    return [...within(source, turn.node)].some((id) => {
      const test = source.as(id, 'if')
      if (!test) return false
      const isAsked = [test.test, ...within(source, test.test)].some((part) => names.has(bindingOf(source, part)!))
      return isAsked && ![test.then, ...within(source, test.then)].some((part) => source.node(part).kind === 'throw')
    })
  }
  return false
}
