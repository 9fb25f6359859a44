import type { About, Fix } from '../kit/rule.ts'
import type { Again, Invariant } from '../kit/code/same-query.ts'
import { isConditional, lookupOf, moveEdits, namedInstead, placeBefore, sharingDoubts } from '../kit/code/hoisting.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { awaitedUnknown } from '../kit/code/order.ts'
import { holdersOf } from '../kit/code/results.ts'

/** Asks once before a repetition what is asked on each of its turns. */
export function hoistQuery(found: Invariant, _: About): Fix | undefined {
  const { source, steps } = found.routine
  const lookup = lookupOf(found)
  const before = lookup === undefined ? undefined : placeBefore(found, lookup)
  const sharing = lookup === undefined ? undefined : sharingDoubts(source, lookup)
  if (lookup === undefined || before === undefined || !sharing) return undefined
  const { node } = found.repetitions[0]!
  const { start, end } = source.node(node)
  const doubts = [
    ...sharing,
    ...awaitedUnknown(source, node, start, end, steps).map((name) => `\`${name}\` does not change what is read`),
    ...found.step.reads ? [] : [`\`${found.step.name}\` only reads`],
    ...isConditional(found, lookup) ? ['some turn needs it'] : [],
  ]
  return offer({
    recipe: 'hoist-query',
    title: 'Ask once, before the loop',
    doubts,
    edits: () => inFile(source, moveEdits(found, lookup, before)),
  })
}

/** Takes what an earlier statement has read already. */
export function reuseAnswer(found: Again): Fix | undefined {
  const { source, steps } = found.routine
  const [first, again] = [lookupOf(found.first), lookupOf(found)]
  if (first === undefined || again === undefined) return undefined
  const [holder] = holdersOf(source, first)
  const binding = holder === undefined ? undefined : source.facts.bindings[holder]!
  if (!binding || binding.kind !== 'const' || binding.path.length > 0 || source.as(source.node(first).parent, 'declare')?.value !== first) return undefined
  const sharing = [sharingDoubts(source, first), sharingDoubts(source, again)]
  if (sharing.includes(undefined)) return undefined
  const [start, end] = [source.node(first).end, source.node(again).start]
  const between = awaitedUnknown(source, found.routine.node, start, end, steps)
  return offer({
    recipe: 'hoist-query',
    title: `Use \`${binding.name}\`, which has been read before`,
    doubts: [
      ...sharing.flatMap((it) => it ?? []),
      ...between.map((name) => `\`${name}\` does not change what was read`),
      ...found.step.reads && found.first.step.reads ? [] : [`\`${found.step.name}\` only reads`],
    ],
    edits: () => inFile(source, [namedInstead(source, again, binding.name)]),
  })
}
