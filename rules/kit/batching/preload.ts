/**
 * Where queries hide in a function that does more than one lookup, or at some depth, it gets a sibling that asks for all
 * items at once. Each turn then calls what the sibling has given, in the place where it called the function.
 */
import type { About, FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Sibling } from './plural-sibling.ts'
import { endDoubts, withoutPromises } from './batch.ts'
import { declines } from './declines.ts'
import { holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { insertBefore } from '../edits/edit.ts'
import { takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { listNamed, perItemBehind } from './per-item.ts'
import { preloadOf, type Preload } from './preload-sibling.ts'
import { styleOf } from '../edits/style-of.ts'
import { walkedFacts } from '../code/types.ts'

export function preload(reached: Reached, about: About): Omit<Sibling, 'word'> | undefined {
  const item = perItemBehind(reached)
  const step = reached.routine.steps.find(({ node }) => node === reached.node)
  const [target] = step?.targets ?? []
  if (!item || !target || step!.targets.length > 1) return undefined
  const { source, before, list, lookup, turn, elements } = item
  const made = preloadOf(item, target, { reached, about, way: [] })
  const isAsked = made?.calls.some(call => call.source.path === reached.call.source.path && call.node === reached.call.node)
  if (!made || !isAsked) return undefined
  if (writesMeanwhile(reached, made, source, turn)) return declines(reached, 'the loop writes to what it reads')
  if (holdersOf(source, lookup).some(each => isChanged(source, each))) return declines(reached, 'what it gives is changed')
  if (!isUnseen(source, lookup) && !leavesRowsAlone(source, turn, elements)) return declines(reached, 'what the loop makes is changed')
  const facts = walkedFacts(source, list)
  if (facts.array === 'no' || (styleOf(source).semicolon === '' && '([`+-/'.includes(source.text[source.node(before).start] ?? ''))) return undefined
  return { name: made.name, doubts: [...made.doubts, ...endDoubts(item), ''], edits: () => editsOf() }

  function editsOf(): FileEdit[] | undefined {
    const taken = takenNames(source, before)
    const { name, lines, edits } = listNamed(item!, taken, facts.walked)
    const written = made!.write(name, taken)
    if (!written) return undefined
    const turns = [...edits, ...written.turns]
    return inFiles([
      { source, edits: [insertBefore(source, before, [...lines, ...written.lines]), ...made!.settled ? withoutPromises(item!, turns) : turns, ...written.elsewhere] },
      ...made!.siblings,
    ])
  }
}

/** Something in the turn writes to what is asked for before. */
function writesMeanwhile(reached: Reached, { calls }: Preload, source: Source, turn: number): boolean {
  return reached.routine.steps.some(step => source.contains(turn, step.node) && step.behind.some(({ call }) =>
    call.effect === 'write' && calls.some(asked => call.subject === undefined || call.subject === asked.subject)))
}

/** Edits of several files, each once. */
function inFiles(all: readonly { source: Source; edits: TextEdit[] }[]): FileEdit[] | undefined {
  const byPath = new Map<string, { source: Source; edits: TextEdit[] }>()
  for (const { source, edits } of all) {
    const known = byPath.get(source.path)
    byPath.set(source.path, { source, edits: [...known?.edits ?? [], ...edits] })
  }
  const files = [...byPath.values()].map(({ source, edits }) => inFile(source, edits))
  return files.includes(undefined) ? undefined : files.flatMap(file => file!)
}
