import { limitEdits, limiterFor } from '../kit/code/fan-out-limit.ts'
import { fanOutOf } from '../kit/code/fan-out.ts'
import { offer } from '../kit/edits/offer.ts'
import type { About, Fix, Reached } from '../kit/rule.ts'

/** Begins with the next element only when one before it is done: at most so many at the same time. */
export function limitConcurrency(reached: Reached, about: About): Fix | undefined {
  const turn = fanOutOf(reached)
  if (!turn || turn.path !== reached.source.path) return undefined
  const limiter = limiterFor(reached.source, turn.node, about)
  if (!limiter || !limitEdits(reached.source, turn.node, limiter)) return undefined
  return offer({
    recipe: 'limit-concurrency',
    title: `Run at most ${limiter.most} at the same time`,
    doubts: limiter.doubts,
    edits: () => limitEdits(reached.source, turn.node, limiter),
  })
}
