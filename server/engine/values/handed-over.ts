/** Functions that one file hands to somebody in another file: `router.get('/posts', posts.list)`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { classify } from '../entries/classify.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf } from './values.ts'

/** The argument of a call. */
export interface Handing { path: string; call: NodeId; position: number }

/** More places than this tell nothing more about what a function is handed. */
const mostPlaces = 4

export function handingsOf(evaluator: Evaluator, path: string, functionId: NodeId): readonly Handing[] {
  return allHandings(evaluator).get(keyOf(path, functionId)) ?? []
}

function allHandings(evaluator: Evaluator): ReadonlyMap<string, Handing[]> {
  const { world } = evaluator
  return world.memo.ask<ReadonlyMap<string, Handing[]>>(world.handings, () => {
    world.readFiles()
    const all = new Map<string, Handing[]>()
    for (const path of world.paths()) {
      for (const { to, handing } of handingsIn(evaluator, path)) {
        const list = all.get(to)
        if (!list) all.set(to, [handing])
        else if (list.length < mostPlaces) list.push(handing)
      }
    }
    return all
  }, new Map(), (before, after) => print([...before]) === print([...after]))
}

interface Found { to: string; handing: Handing }

function handingsIn(evaluator: Evaluator, path: string): readonly Found[] {
  const { world } = evaluator
  return world.memo.ask<readonly Found[]>(world.slots(path).handings, () => {
    const source = world.source(path)
    if (!source || classify(path, source.facts) === 'test') return []
    const found: Found[] = []
    for (const call of source.calls) {
      const node = source.as(call, 'call') ?? source.as(call, 'new')!
      node.arguments.forEach((argument, position) => {
        for (const to of functionsFromElsewhere(evaluator, source, argument)) found.push({ to, handing: { path, call, position } })
      })
    }
    return found
  }, [], (before, after) => print(before) === print(after))
}

function functionsFromElsewhere(evaluator: Evaluator, source: Source, argument: NodeId): string[] {
  if (!isImported(source, argument)) return []
  return optionsOf(evaluator.value(source, argument)).flatMap((value) => (value.kind === 'function' && value.path !== source.path ? [keyOf(value.path, value.node)] : []))
}

/** `list`, `posts.list` where the first name is imported; `require('./posts')`. */
function isImported(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'member') return isImported(source, node.object)
  if (node.kind === 'name') return node.binding >= 0 && source.facts.bindings[node.binding]!.import >= 0
  return node.kind === 'call' && source.as(node.callee, 'name')?.name === 'require'
}

const keyOf = (path: string, node: NodeId): string => `${node} ${path}`
const print = (value: unknown): string => JSON.stringify(value)
