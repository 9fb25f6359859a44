/**
 * Where queries hide in a function that does more than one lookup, or at some depth, it gets a sibling that asks for all
 * items at once. Each turn then calls what the sibling has given, in the place where it called the function.
 */
import type { About, FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Sibling } from './plural-sibling.ts'
import { endDoubts } from './batch.ts'
import { declines } from './declines.ts'
import { holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { insertBefore, replaceNode } from '../edits/edit.ts'
import { isPure, ownStatement, stepsOf } from '../code/code.ts'
import { takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { ownRows, type OwnRows } from './own-rows.ts'
import { listNamed, perItemBehind } from './per-item.ts'
import { wholeElement } from './preload-asking.ts'
import { preloadOf, siblingOf, type ManySibling } from './preload-sibling.ts'
import { styleOf } from '../edits/style-of.ts'
import { walkedFacts } from '../code/types.ts'
import { withoutPromises } from './without-promises.ts'

type Preloading = Omit<Sibling, 'word'>

export function preload(reached: Reached, about: About): Preloading | undefined {
  return reached.source.as(reached.node, 'call') ? byCall(reached, about) : byReference(reached, about)
}

function byCall(reached: Reached, about: About): Preloading | undefined {
  const item = perItemBehind(reached)
  const step = reached.routine.steps.find(({ node }) => node === reached.node)
  const [target] = step?.targets ?? []
  if (!item || !target || step!.targets.length > 1) return undefined
  const { source, before, list, lookup, turn, elements } = item
  const made = preloadOf(item, target, { reached, about, way: [] })
  if (!made || !isAsked(reached, made)) return undefined
  const own = ownRows(item, made.given.map(({ key }) => ({ key })))
  if (writesMeanwhile(reached, made, source, turn, own)) return declines(reached, 'the loop writes to what it reads')
  if (holdersOf(source, lookup).some(each => isChanged(source, each)) && !own.mayChange()) return declines(reached, 'what it gives is changed')
  if (!isUnseen(source, lookup) && !leavesRowsAlone(source, turn, elements) && !own.mayChange()) return declines(reached, 'what the loop makes is changed')
  const facts = walkedFacts(source, list)
  if (facts.array === 'no' || (styleOf(source).semicolon === '' && '([`+-/'.includes(source.text[source.node(before).start] ?? ''))) return undefined
  return { name: made.name, doubts: [...own.doubts(), ...made.doubts, ...endDoubts(item), ''], edits: () => editsOf() }

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

/** `Promise.all(posts.map(describe))`: the function is handed each element. */
function byReference(reached: Reached, about: About): Preloading | undefined {
  const { source, node } = reached
  const map = source.as(source.node(node).parent, 'call')
  const method = map && source.as(map.callee, 'member')
  const all = map && source.as(map.parent, 'call')
  const step = reached.routine.steps.find(each => each.node === node)
  const [target] = step?.targets ?? []
  if (!map || method?.name !== 'map' || method.optional || map.arguments.length !== 1 || !all || stepsOf(source, all.callee)?.join('.') !== 'Promise.all') return undefined
  if (reached.repetitions.length !== 1 || reached.inner.length > 0 || reached.guards.length > 0 || !target || step!.targets.length > 1) return undefined
  const made = siblingOf({ source, callee: node }, target, wholeElement, { reached, about, way: [] })
  const whole = source.node(all.parent).kind === 'await' ? all.parent : map.parent
  const before = ownStatement(source, whole)
  const holder = before === undefined ? undefined : source.as(source.functionOf(before), 'function')
  if (!made || !isAsked(reached, made) || before === undefined || (whole === map.parent && source.as(before, 'return')?.value !== whole)) return undefined
  if ((holder && !holder.async) || writesMeanwhile(reached, made, source, whole)) return undefined
  return {
    name: made.name, doubts: [...made.doubts, ...walkedFacts(source, method.object).array === 'yes' ? [] : ['what it walks is an array'], ''],
    edits() {
      const taken = takenNames(source, before)
      const local = made.local(taken)
      const list = isPure(source, method.object) ? source.textOf(method.object) : undefined
      if (list === undefined) return undefined
      const line = `const ${local} = ${made.sync ? '' : 'await '}${made.callee.text}(${list})${styleOf(source).semicolon}`
      const { start, end } = source.node(whole)
      const turns = made.settled ? [{ start, end, text: `${source.textOf(map.callee)}(${local})` }] : [replaceNode(source, node, local)]
      return inFiles([{ source, edits: [insertBefore(source, before, [line]), ...turns, ...made.callee.edits] }, ...made.siblings])
    },
  }
}

const isAsked = ({ call: wanted }: Reached, { calls }: ManySibling): boolean =>
  calls.some(call => call.source.path === wanted.source.path && call.node === wanted.node)

/** Something in the turn writes to what is asked for before. */
function writesMeanwhile(reached: Reached, { calls }: ManySibling, source: Source, turn: number, own?: OwnRows): boolean {
  return reached.routine.steps.some(step => source.contains(turn, step.node) && step.behind.some(({ call }) =>
    call.effect === 'write' && calls.some(asked => call.subject === undefined || call.subject === asked.subject) && !(step.call && own?.isOwn(step.node))))
}

/** Two queries may both want one import: what is added once serves both. */
const isFirst = (edit: TextEdit, index: number, all: readonly TextEdit[]): boolean =>
  all.findIndex(each => each.start === edit.start && each.end === edit.end && each.text === edit.text) === index

/** Edits of several files, each once. */
function inFiles(all: readonly { source: Source; edits: TextEdit[] }[]): FileEdit[] | undefined {
  const byPath = new Map<string, { source: Source; edits: TextEdit[] }>()
  for (const { source, edits } of all) {
    const known = byPath.get(source.path)
    byPath.set(source.path, { source, edits: [...known?.edits ?? [], ...edits].filter(isFirst) })
  }
  const files = [...byPath.values()].map(({ source, edits }) => inFile(source, edits))
  return files.includes(undefined) ? undefined : files.flatMap(file => file!)
}
