import { handToBoth, handToTurns, hoistQuery, reuseAnswer } from '../fixes/hoist-query.ts'
import { memoisePerRequest } from '../fixes/memoise-per-request.ts'
import { rule, type About, type Draft, type Routine } from '../kit/rule.ts'
import { invariantIn, repeatsIn, type Again, type Invariant } from '../kit/code/same-query.ts'
import { tripsOverTurns } from '../kit/trips.ts'

/** Behind so many calls, what is the same here may be meant to be read twice. */
const farAway = 2

export default rule({
  id: 'repeated-query',
  title: 'The same query again',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: 'function',

  check(routine: Routine, about) {
    if (routine.node === 0 || routine.source.facts.directives.includes('use client')) return undefined
    const turns = routine.steps.flatMap((step) => invariantIn(routine, step) ?? [])
    const again = repeatsIn(routine).filter(({ step }) => !turns.some((it) => it.step.node === step.node))
    return [...turns.map((it) => onEachTurn(it, about)), ...again.map((it) => onceMore(it, about))]
  },
})

function onEachTurn(found: Invariant, about: About): Draft {
  const { step, behind, repetitions } = found
  const trips = tripsOverTurns(repetitions, about.scale)
  const inner = repetitions.at(-1)!
  const element = inner.element === undefined ? 'each turn' : `each \`${inner.element}\``
  return {
    at: step.at,
    says: `\`${step.name}\` asks the same for ${element}: ${trips.number} round trips for ${about.scale.rows} rows, where 1 is enough.`,
    see: [{ at: inner.at, says: `This repeats it for ${element}.` }, ...wayTo(found)],
    fixes: [hoistQuery(found, about) ?? handToTurns(found, about), memoisePerRequest([found], about)],
    trips,
    ...(behind.path.length > farAway && { level: 'information' }),
  }
}

function onceMore(found: Again, about: About): Draft {
  const { step, behind, first, routine } = found
  const isElsewhere = first.routine !== routine
  return {
    at: step.at,
    says: isElsewhere
      ? `\`${step.name}\` asks what \`${first.routine.name ?? first.step.name}\` has asked for the same visit.`
      : `\`${step.name}\` asks the same as \`${first.step.name}\` before it: 2 round trips where 1 is enough.`,
    see: [{ at: first.step.at, says: 'It is asked here first.' }, ...wayTo(found), ...wayTo(first)],
    fixes: [isElsewhere ? undefined : reuseAnswer(found) ?? handToBoth(found, about), memoisePerRequest([first, found], about)],
    trips: { formula: '2', number: 2 },
    ...(Math.max(behind.path.length, first.behind.path.length) > farAway && { level: 'information' }),
  }
}

/** The query itself, where calls lie before it. */
function wayTo({ behind }: Again | Again['first']): Draft['see'] {
  return behind.path.length ? [{ at: behind.call.at, says: `The query: \`${behind.call.name}\`.` }] : []
}
