import type { Fix } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import type { Independent } from '../kit/code/independence.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { togetherEdits } from '../kit/code/together.ts'

/** Begins independent reads at once, and waits for all of them. */
export function runTogether(source: Source, group: Independent): Fix | undefined {
  const { readings } = group
  const [first] = readings
  if (readings.some(({ declare }) => declare.type >= 0 || declare.how !== first!.declare.how || declare.exported)) return undefined
  if (!['const', 'let'].includes(first!.declare.how)) return undefined
  const helpers = readings.filter(({ step }) => !step.call)
  return offer({
    recipe: 'run-together',
    title: 'Begin them at once',
    doubts: helpers.length > 0 ? [`${helpers.map(({ step }) => `\`${step.name}\``).join(' and ')} may run beside the rest`] : [],
    edits: () => {
      const edits = togetherEdits(source, group)
      return edits && inFile(source, edits)
    },
  })
}
