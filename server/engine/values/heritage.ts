/** Which classes and objects stand behind an interface or an abstract class: where a call on the type may end up. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { classify } from '../entries/classify.ts'
import type { Evaluator } from './evaluate.ts'
import { providedIn } from './services.ts'
import { typeValue } from './type-values.ts'
import { optionsOf, type Value } from './values.ts'

interface ClassKey { path: string; node: NodeId }
type Implementation = Extract<Value, { kind: 'instance' | 'object' }>

/** An interface with more implementations than this says nothing about which one is meant. */
const mostImplementations = 4

/** The production classes and objects that stand behind an interface or an abstract class. */
export function implementationsOf(evaluator: Evaluator, type: ClassKey): readonly Implementation[] {
  const found = allHeritage(evaluator).get(`${type.node} ${type.path}`) ?? []
  return found.length <= mostImplementations ? found : []
}

function allHeritage(evaluator: Evaluator): ReadonlyMap<string, Implementation[]> {
  const { world } = evaluator
  return world.memo.ask<ReadonlyMap<string, Implementation[]>>(world.heritage, () => {
    world.readFiles()
    const all = new Map<string, Implementation[]>()
    for (const path of world.paths()) {
      for (const { type, ...found } of heritageOf(evaluator, path)) {
        const list = all.get(type)
        if (list) list.push(found)
        else all.set(type, [found])
      }
    }
    return all
  }, new Map(), (before, after) => JSON.stringify([...before]) === JSON.stringify([...after]))
}

interface Found { type: string; kind: Implementation['kind']; path: string; node: NodeId }

/** The types that the classes and objects of one file stand behind. Test doubles do not count. */
function heritageOf(evaluator: Evaluator, path: string): readonly Found[] {
  const { world } = evaluator
  return world.memo.ask<readonly Found[]>(world.slots(path).heritage, () => {
    const source = world.source(path)
    if (!source || classify(path, source.facts) !== 'production') return []
    const found = (kind: Found['kind'], node: NodeId, types: readonly Value[]): Found[] => types.flatMap((type) =>
      (type.kind === 'shape' || type.kind === 'class' || type.kind === 'instance' ? [{ type: `${type.node} ${type.path}`, kind, path, node }] : []))
    return [
      ...source.ofKind('class').flatMap((id) => {
        const node = source.as(id, 'class')!
        const types = node.implements.flatMap((type) => optionsOf(typeValue(evaluator, source, type)))
        if (node.extends >= 0) types.push(...optionsOf(evaluator.value(source, node.extends)))
        return found('instance', id, types)
      }),
      ...source.ofKind('object').flatMap((id) => {
        const type = hasMethods(source, id) ? declaredFor(source, id) : -1
        return type < 0 ? [] : found('object', id, optionsOf(typeValue(evaluator, source, type)))
      }),
      ...providedIn(evaluator, source).map(({ type, object }): Found => ({ type: `${type.node} ${type.path}`, ...object })),
    ]
  }, [], (before, after) => JSON.stringify(before) === JSON.stringify(after))
}

/** `{ find, add: async () => … }`: something that does things, rather than data. */
function hasMethods(source: Source, id: NodeId): boolean {
  return source.as(id, 'object')!.properties.some(({ spread, value }) => {
    const name = spread || value < 0 ? undefined : source.as(value, 'name')
    const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
    const made = binding ? binding.value : spread ? -1 : value
    return made >= 0 && source.node(made).kind === 'function'
  })
}

/** `const posts: Posts = { … }`, `(): Posts => ({ … })`, `{ … } satisfies Posts`: the type that an object is written for. */
function declaredFor(source: Source, id: NodeId): NodeId {
  const { parent } = source.node(id)
  const holder = source.node(parent)
  if (holder.kind === 'declare') return holder.pattern ? -1 : holder.type
  if (holder.kind === 'cast') return holder.type
  if (holder.kind === 'function') return holder.body === id ? holder.returns : -1
  return holder.kind === 'return' ? source.as(source.functionOf(parent), 'function')?.returns ?? -1 : -1
}
