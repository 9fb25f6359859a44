import type { About, Fix } from '../kit/rule.ts'
import type { Again, Invariant } from '../kit/code/same-query.ts'
import { byFile, askedIn, handing, takerOf, takingEdits } from '../kit/code/handing-on.ts'
import { isConditional, lookupOf, moveEdits, namedInstead, nameFor, placeBefore, sharingDoubts } from '../kit/code/hoisting.ts'
import { wholeOf } from '../kit/code/same-query.ts'
import { insertBefore } from '../kit/edits/edit.ts'
import { fresh, takenNames } from '../kit/edits/names.ts'
import { styleOf } from '../kit/edits/style-of.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { statementOf } from '../kit/code/code.ts'
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
  const [first, again, name] = [lookupOf(found.first), lookupOf(found), heldBy(found.first)]
  if (first === undefined || again === undefined || name === undefined) return undefined
  const sharing = [sharingDoubts(source, first), sharingDoubts(source, again)]
  if (sharing.includes(undefined)) return undefined
  const [start, end] = [source.node(first).end, source.node(again).start]
  const between = awaitedUnknown(source, found.routine.node, start, end, steps)
  return offer({
    recipe: 'hoist-query',
    title: `Use \`${name}\`, which has been read before`,
    doubts: [
      ...sharing.flatMap((it) => it ?? []),
      ...between.map((name) => `\`${name}\` does not change what was read`),
      ...found.step.reads && found.first.step.reads ? [] : [`\`${found.step.name}\` only reads`],
    ],
    edits: () => inFile(source, [namedInstead(source, again, name)]),
  })
}

/** Asks once before a repetition, and hands the answer to the helper that asks on each of its turns. */
export function handToTurns(found: Invariant, about: About): Fix | undefined {
  const { source, steps } = found.routine
  const taker = takerOf(found, about)
  const lookup = wholeOf(source, found.step.node)
  const before = taker && placeBefore(found, lookup, taker.names)
  const asked = taker && askedIn(source, taker, found, about)
  if (!taker || before === undefined || !asked) return undefined
  const { start, end } = source.node(found.repetitions[0]!.node)
  const name = fresh(takenNames(source, lookup), nameFor(taker.asks, undefined, undefined))
  return offer({
    recipe: 'hoist-query',
    title: `Ask once, before the loop, and hand it to \`${taker.name}\``,
    doubts: [...taker.doubts, ...awaitedUnknown(source, found.repetitions[0]!.node, start, end, steps).map((it) => `\`${it}\` does not change what is read`), 'it fails for all as for one'],
    edits: () => byFile([
      [source, [...asked.edits, insertBefore(source, before, [`const ${name} = await ${asked.local}(${taker.given})${styleOf(source).semicolon}`]), handing(source, found.step.node, name)]],
      [taker.source, takingEdits(taker)],
    ], inFile),
  })
}

/** Asks before the first of two helpers that both ask the same, or once for both, and hands the answer on. */
export function handToBoth(found: Again, about: About): Fix | undefined {
  const { source, node, steps } = found.routine
  const [first, again] = [takerOf(found.first, about), takerOf(found, about)]
  const held = heldBy(found.first)
  const before = statementOf(source, found.first.step.node)
  const asked = first && askedIn(source, first, found.first, about)
  if (!again || source.functionOf(found.first.step.node) !== node || source.functionOf(found.step.node) !== node) return undefined
  if (held === undefined && (!first || before === undefined || !asked || first.asks !== again.asks)) return undefined
  const between = awaitedUnknown(source, node, source.node(found.first.step.node).end, source.node(found.step.node).start, steps)
  const name = held ?? fresh(takenNames(source, found.step.node), nameFor(again.asks, undefined, undefined))
  const doubts = [...again.doubts, ...between.map((it) => `\`${it}\` does not change what is read`)]
  const handed = handing(source, found.step.node, name)
  return offer({
    recipe: 'hoist-query',
    title: held === undefined ? 'Ask once, and hand it to both' : `Hand \`${held}\` to \`${again.name}\``,
    doubts: held === undefined ? [...first!.doubts, ...doubts, 'nothing fails before it is asked'] : [...doubts, ''],
    edits: () => byFile(held !== undefined ? [[source, [handed]], [again.source, takingEdits(again)]] : [
      [source, [
        ...asked!.edits, insertBefore(source, before!, [`const ${name} = await ${asked!.local}(${first!.given})${styleOf(source).semicolon}`]),
        handing(source, found.first.step.node, name), handed,
      ]],
      [first!.source, takingEdits(first!)], [again.source, takingEdits(again)],
    ], inFile),
  })
}

/** The name that holds what a step as a whole has read. */
function heldBy(asking: Again['first']): string | undefined {
  const { source } = asking.routine
  const lookup = lookupOf(asking)
  const [holder] = lookup === undefined ? [] : holdersOf(source, lookup)
  const binding = holder === undefined ? undefined : source.facts.bindings[holder]!
  const isAlone = binding?.kind === 'const' && binding.path.length === 0 && source.as(source.node(lookup!).parent, 'declare')?.value === lookup
  return isAlone && sharingDoubts(source, lookup!) ? binding.name : undefined
}
