/** Which classes implement an interface or extend an abstract class: where a call on the type may end up. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import { classify } from '../entries/classify.ts'
import type { Evaluator } from './evaluate.ts'
import { typeValue } from './type-values.ts'
import { optionsOf } from './values.ts'

interface ClassKey { path: string; node: NodeId }

/** An interface with more implementations than this says nothing about which one is meant. */
const mostImplementations = 4

/** The production classes that stand behind an interface or an abstract class. */
export function implementationsOf(evaluator: Evaluator, type: ClassKey): readonly ClassKey[] {
  const found = allHeritage(evaluator).get(`${type.node} ${type.path}`) ?? []
  return found.length <= mostImplementations ? found : []
}

function allHeritage(evaluator: Evaluator): ReadonlyMap<string, ClassKey[]> {
  const { world } = evaluator
  return world.memo.ask<ReadonlyMap<string, ClassKey[]>>(world.heritage, () => {
    world.readFiles()
    const all = new Map<string, ClassKey[]>()
    for (const path of world.paths()) {
      for (const { type, node } of heritageOf(evaluator, path)) {
        const list = all.get(type)
        if (list) list.push({ path, node })
        else all.set(type, [{ path, node }])
      }
    }
    return all
  }, new Map(), (before, after) => JSON.stringify([...before]) === JSON.stringify([...after]))
}

/** The types that the classes of one file stand behind. Test doubles do not count. */
function heritageOf(evaluator: Evaluator, path: string): readonly { type: string; node: NodeId }[] {
  const { world } = evaluator
  return world.memo.ask<readonly { type: string; node: NodeId }[]>(world.slots(path).heritage, () => {
    const source = world.source(path)
    if (!source || classify(path, source.facts) !== 'production') return []
    return source.ofKind('class').flatMap((id) => {
      const node = source.as(id, 'class')!
      const types = node.implements.flatMap((type) => optionsOf(typeValue(evaluator, source, type)))
      if (node.extends >= 0) types.push(...optionsOf(evaluator.value(source, node.extends)))
      return types.flatMap((type) => (type.kind === 'shape' || type.kind === 'class' || type.kind === 'instance' ? [{ type: `${type.node} ${type.path}`, node: id }] : []))
    })
  }, [], (before, after) => JSON.stringify(before) === JSON.stringify(after))
}
