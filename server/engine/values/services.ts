/** Services that a generator asks for by their tag: `const posts = yield* Posts`, with `class Posts extends Context.Tag('posts')<Posts, Shape>() {}`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { typeArgumentValue } from './type-arguments.ts'
import { optionsOf, union, unknown, type LibraryValue, type Value } from './values.ts'

/** What is given for a tag; unknown where it is none. */
export function serviceOf(evaluator: Evaluator, value: Value): Value {
  return union(optionsOf(value).flatMap((option) => tagsOf(evaluator, option).map((tag) => givenFor(evaluator, tag))))
}

function tagsOf(evaluator: Evaluator, value: Value): readonly LibraryValue[] {
  if (value.kind === 'library') return [value]
  const source = value.kind === 'class' ? evaluator.world.source(value.path) : undefined
  const base = value.kind === 'class' ? source?.as(value.node, 'class')?.extends ?? -1 : -1
  return source && base >= 0 ? optionsOf(evaluator.value(source, base)).filter((it) => it.kind === 'library') : []
}

function givenFor(evaluator: Evaluator, tag: LibraryValue): Value {
  const service = evaluator.world.knowledge.type(tag.library, tag.type)?.service
  if (!service) return unknown
  if ('typeArgument' in service) {
    const last = Math.min(service.typeArgument, (tag.types?.nodes.length ?? 1) - 1)
    return typeArgumentValue(evaluator, { typeArgument: last }, tag)
  }
  const source = tag.made && evaluator.world.source(tag.made.path)
  const options = source?.as(tag.made!.node, 'call')?.arguments[service.argument]
  if (!source || options === undefined) return unknown
  const found = union(service.properties.map((name) => evaluator.member(evaluator.value(source, options), name)))
  return union(optionsOf(found).map((option) => (option.kind === 'function' ? evaluator.returned(option) : option)))
}

/** The objects that a file provides for services, each with the shape that it stands for: `Layer.effect(Posts, make)`. */
export function providedIn(evaluator: Evaluator, source: Source): { type: Extract<Value, { kind: 'shape' }>; object: Extract<Value, { kind: 'object' }> }[] {
  const names = evaluator.providingNames
  return source.ofKind('call').flatMap((id) => {
    const call = source.as(id, 'call')!
    const callee = source.as(call.callee, 'member')
    return callee && names.has(callee.name) && call.arguments.length > 1 ? providedAt(evaluator, source, id) : []
  })
}

function providedAt(evaluator: Evaluator, source: Source, id: NodeId): ReturnType<typeof providedIn> {
  const call = source.as(id, 'call')!
  return optionsOf(evaluator.value(source, call.callee)).flatMap((callee) => {
    const provides = callee.kind === 'library-function' ? callee.fact.provides : undefined
    const [tag, given] = provides ? [call.arguments[provides.service], call.arguments[provides.by]] : []
    if (tag === undefined || given === undefined) return []
    const types = optionsOf(serviceOf(evaluator, evaluator.value(source, tag))).filter((it) => it.kind === 'shape')
    const made = evaluator.value(source, given)
    const objects = optionsOf(made).flatMap((it) => optionsOf(it.kind === 'function' ? evaluator.returned(it) : it)).filter((it) => it.kind === 'object')
    return types.flatMap((type) => objects.map((object) => ({ type, object })))
  })
}
