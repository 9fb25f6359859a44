import { limitConcurrency } from '../fixes/limit-concurrency.ts'
import { fanOutOf, isInBrowser, isOfTheVisitor, isSpokenFor } from '../kit/code/fan-out.ts'
import { rule, type Guard } from '../kit/rule.ts'
import { nameOfList, tripsOf } from '../kit/trips.ts'

/** With these, no more than a few run at the same time, or nobody else is troubled. */
const harmless: readonly Guard[] = ['bounded', 'chunk', 'limited', 'client-side', 'paced', 'stream', 'memoised', 'batched-by-library']
const things = { request: 'requests', model: 'model calls', mail: 'mails', media: 'conversions', document: 'documents' } as const

export default rule({
  id: 'unbounded-fan-out',
  title: 'Everything at once',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: ['request', 'model', 'mail', 'media', 'document'],

  check(reached, about) {
    const { call, path } = reached
    const turn = fanOutOf(reached)
    if (!turn || reached.confidence === 'low' || call.address === 'bundled' || harmless.some((guard) => reached.guards.includes(guard))) return
    if (isInBrowser(reached) || isSpokenFor(reached, turn, Object.keys(things))) return
    const trips = tripsOf(reached, about.scale)
    const list = nameOfList(turn)
    const many = `${Math.min(turn.bound ?? about.scale.rows, about.scale.rows)} ${things[call.effect as keyof typeof things]}`
    return {
      at: reached.at,
      says: path.length
        ? `\`${path[0]!.name}\` leads to ${many} at the same time: all of \`${list}\` at once.`
        : `\`${call.name}\` runs for all of \`${list}\` at once: ${many} at the same time.`,
      see: [{ at: turn.at, says: `This begins with all of \`${list}\`.` }],
      fixes: [limitConcurrency(reached, about)],
      trips,
      ...(reached.source.path === turn.path && isOfTheVisitor(reached.source, turn) && { level: 'information' as const }),
    }
  },
})
