import { runTogether } from '../fixes/run-together.ts'
import { independentIn, type Independent } from '../kit/code/independence.ts'
import { rule, type Draft, type Routine } from '../kit/rule.ts'

export default rule({
  id: 'serial-queries',
  title: 'Queries that wait for each other for nothing',
  killer: 'queries',
  level: 'information',
  since: '0.1.0',
  on: 'function',

  check(routine: Routine) {
    if (routine.reach !== 'request' || routine.source.facts.directives.includes('use client')) return undefined
    return independentIn(routine).map((group) => draft(routine, group))
  },
})

function draft(routine: Routine, group: Independent): Draft {
  const [first, second] = group.readings
  const count = group.readings.length
  return {
    at: second!.step.at,
    says: count === 2
      ? `\`${second!.step.name}\` waits for \`${first!.step.name}\` and needs nothing of it: 2 round trips in a row.`
      : `\`${second!.step.name}\` and ${count - 2} more wait for \`${first!.step.name}\` and need nothing of it: ${count} round trips in a row.`,
    see: [first!, ...group.readings.slice(2)].map(({ step }, index) => ({ at: step.at, says: index === 0 ? 'It begins only after this.' : 'This could begin along with it.' })),
    fixes: [runTogether(routine.source, group)],
  }
}
