/** What the workspace hands to all of its resolvers: `createYoga({ context: () => ({ db }) })`. */
import type { Source } from '../../../rules/kit/source.ts'
import { calledName, calledWith } from '../values/called.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { isPackageUsed } from '../packages/packages.ts'
import { optionsOf, printOf, sameValue, union, unknown, type Value } from '../values/values.ts'

export function resolverContext(evaluator: Evaluator): Value {
  const { world } = evaluator
  return world.memo.ask<Value>(world.contexts, () => {
    world.readFiles()
    return union(world.paths().map((path) => contextIn(evaluator, path)))
  }, unknown, sameValue)
}

function contextIn(evaluator: Evaluator, path: string): Value {
  const { world } = evaluator
  return world.memo.ask<Value>(world.slots(path).contexts, () => {
    const source = world.source(path)
    return source ? union(givenIn(evaluator, source)) : unknown
  }, unknown, (before, after) => printOf(before) === printOf(after))
}

function givenIn(evaluator: Evaluator, source: Source): Value[] {
  const { knowledge, surroundings } = evaluator.world
  const found: Value[] = []
  for (const framework of knowledge.frameworks) {
    const { contexts } = framework
    if (!contexts || !isPackageUsed(surroundings, framework.packages)) continue
    for (const id of source.calls) {
      const node = (source.as(id, 'call') ?? source.as(id, 'new'))!
      const place = Object.hasOwn(contexts, calledName(source, node.callee)) ? contexts[calledName(source, node.callee)] : undefined
      const argument = place && node.arguments[place.argument]
      if (argument === undefined || calledWith(evaluator, source, id, framework) === undefined) continue
      for (const value of optionsOf(evaluator.member(evaluator.value(source, argument), place!.property))) {
        found.push(value.kind === 'function' ? evaluator.returned(value) : value)
      }
    }
  }
  return found
}
