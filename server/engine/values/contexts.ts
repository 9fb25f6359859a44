/** What a function is given where it is handed to somebody: the types of a callback's parameters. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Callback } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { awaitedValue } from './calls.ts'
import { callsOfParameter } from './parameters.ts'
import type { Evaluator } from './evaluate.ts'
import { handingsOf } from './handed-over.ts'
import { resolverContext } from '../entries/resolver-contexts.ts'
import { typeValue } from './type-values.ts'
import { isKnown, optionsOf, union, unknown, type Value } from './values.ts'

/** Array methods that hand each element to their callback, and at which position. */
export const elementPosition: Readonly<Record<string, number>> = {
  map: 0, flatMap: 0, forEach: 0, filter: 0, find: 0, findIndex: 0, some: 0, every: 0, reduce: 1, reduceRight: 1, sort: 0,
}

export function contextOf(evaluator: Evaluator, source: Source, functionId: NodeId, index: number): Value {
  const { parent } = source.node(functionId)
  const annotated = annotatedParameter(evaluator, source, parent, index)
  if (isKnown(annotated)) return annotated
  const framework = frameworkParameter(evaluator, source, functionId, index)
  if (isKnown(framework.value) && !framework.wrapped) return framework.value
  const handed = handedParameter(evaluator, source, functionId, index)
  if (isKnown(handed)) return handed
  if (isKnown(framework.value)) return framework.value
  const elsewhere = handedElsewhere(evaluator, source, functionId, index)
  return isKnown(elsewhere) ? elsewhere : union(annotatedTypes(evaluator, source, parent).map((type) => declaredParameter(evaluator, type, index)))
}

/** `type Command = (context: Context) => void`: what a parameter of a function type is declared to be. */
function declaredParameter(evaluator: Evaluator, type: Value, index: number): Value {
  const place = type.kind === 'shape' ? evaluator.world.source(type.path) : undefined
  const inner = type.kind === 'shape' ? place?.as(type.node, 'type-function')?.parameters[index] : undefined
  return place && inner !== undefined ? typeValue(evaluator, place, place.as(inner, 'parameter')?.type ?? -1) : unknown
}

/** What it is given by a file that imports it and hands it on. */
function handedElsewhere(evaluator: Evaluator, source: Source, functionId: NodeId, index: number): Value {
  const { parent } = source.node(functionId)
  if (source.node(parent).kind === 'call' || source.node(parent).kind === 'new') return unknown
  return union(handingsOf(evaluator, source.path, functionId).map(({ path, call, position }): Value => {
    const place = evaluator.world.source(path)
    if (!place) return unknown
    const asEntry = frameworkParameter(evaluator, place, functionId, index, source.path)
    return isKnown(asEntry.value) ? asEntry.value : givenAt(evaluator, place, call, position, index)
  }))
}

function handedParameter(evaluator: Evaluator, source: Source, functionId: NodeId, index: number): Value {
  const { parent } = source.node(functionId)
  const call = source.as(parent, 'call') ?? source.as(parent, 'new')
  if (!call) return inOptions(evaluator, source, functionId, index)
  const position = call.arguments.indexOf(functionId)
  return position < 0 ? unknown : givenAt(evaluator, source, parent, position, index)
}

/** `builder.objectType('Post', { fields: (t) => … })`: a callback in an options object. */
function inOptions(evaluator: Evaluator, source: Source, functionId: NodeId, index: number): Value {
  const { parent } = source.node(functionId)
  const object = source.as(parent, 'object')
  const call = object && source.as(object.parent, 'call')
  const property = object?.properties.find((it) => it.value === functionId)?.key
  if (!call || property === undefined || !evaluator.callbackNames.has(property)) return unknown
  const position = call.arguments.indexOf(parent)
  return union(optionsOf(evaluator.value(source, call.callee)).map((option) => given(evaluator, option, source, object.parent, position, call.arguments.length, index, property)))
}

/** What a call gives to the function in one of its arguments. */
function givenAt(evaluator: Evaluator, source: Source, id: NodeId, position: number, index: number): Value {
  const call = source.as(id, 'call') ?? source.as(id, 'new')!
  const callee = source.as(call.callee, 'member')
  if (callee) {
    if (callee.name === 'then' && index === 0) return awaitedValue(evaluator, evaluator.value(source, callee.object))
    if (elementPosition[callee.name] === index) {
      const list = evaluator.value(source, callee.object)
      if (optionsOf(list).some((option) => option.kind === 'array' || option.kind === 'object')) return evaluator.element(list)
    }
  }
  return union(optionsOf(evaluator.value(source, call.callee)).map((option) => given(evaluator, option, source, id, position, call.arguments.length, index)))
}

function given(evaluator: Evaluator, callee: Value, source: Source, call: NodeId, position: number, count: number, index: number, property?: string): Value {
  if (callee.kind === 'library-function' || callee.kind === 'library' || callee.kind === 'library-class') {
    const type = callee.kind === 'library-function' ? undefined : evaluator.world.knowledge.type(callee.library, callee.type)
    const fact = callee.kind === 'library-function' ? callee.fact : callee.kind === 'library' ? type?.called : callee.making ?? type?.new
    const callback = fact?.runs?.find((it) => runsArgument(it, position, count) && it.property === property)
    const taken = callback?.with?.[index]
    if (!taken) return unknown
    const receiver = callee.kind === 'library' ? callee : callee.kind === 'library-function' ? callee.receiver : undefined
    if (taken === 'self') return receiver ?? unknown
    const library = evaluator.world.knowledge.library(callee.library)!
    return {
      kind: 'library', ...evaluator.world.knowledge.typeReference(library, taken),
      ...(receiver?.types && { types: receiver.types }), ...(receiver?.made && { made: receiver.made }),
    }
  }
  if (callee.kind !== 'function') return unknown
  return handedOn(evaluator, callee, position, index)
}

export const runsArgument = (callback: Callback, position: number, count: number): boolean =>
  callback.argument === 'last' ? position === count - 1 : callback.argument === position

/** A workspace function's own callback: by its declared type, else by what the function calls it with. */
function handedOn(evaluator: Evaluator, callee: { path: string; node: NodeId }, position: number, index: number): Value {
  const owner = evaluator.world.source(callee.path)
  const parameterId = owner?.as(callee.node, 'function')?.parameters[position]
  const parameter = parameterId === undefined ? undefined : owner?.as(parameterId, 'parameter')
  if (!owner || !parameter) return unknown
  if (parameter.type >= 0) {
    const value = declaredParameter(evaluator, typeValue(evaluator, owner, parameter.type), index)
    if (isKnown(value)) return value
  }
  return union(callsOfParameter(owner, callee.node, position).map((id) => {
    const argument = owner.as(id, 'call')?.arguments[index]
    return argument === undefined ? unknown : evaluator.value(owner, argument)
  }))
}

/** The types that the declaration or cast around a function names. */
function annotatedTypes(evaluator: Evaluator, source: Source, parent: NodeId): readonly Value[] {
  const holder = source.as(parent, 'declare') ?? source.as(parent, 'cast')
  return holder && holder.type >= 0 ? optionsOf(typeValue(evaluator, source, holder.type)) : []
}

/** `const list: RequestHandler = (req, res) => …`, `satisfies RequestHandler`. */
function annotatedParameter(evaluator: Evaluator, source: Source, parent: NodeId, index: number): Value {
  const { knowledge } = evaluator.world
  return union(annotatedTypes(evaluator, source, parent).map((type): Value => {
    const taken = type.kind === 'library' ? knowledge.type(type.library, type.type)?.takes?.[index] : undefined
    const library = type.kind === 'library' ? knowledge.library(type.library) : undefined
    return taken && library && type.kind === 'library'
      ? { kind: 'library', ...knowledge.typeReference(library, taken), declared: true, ...(type.types && { types: type.types }) }
      : unknown
  }))
}

/** Handlers handed to a framework (`app.get('/', handler)`) and exported by convention (`export async function GET`). */
function frameworkParameter(evaluator: Evaluator, source: Source, functionId: NodeId, index: number, path = source.path): { value: Value; wrapped: boolean } {
  const form = evaluator.entryForm?.(source, functionId, path)
  const type = form?.parameters[index]
  if (!form || !type) return { value: unknown, wrapped: false }
  if (form.framework.types?.[type]?.context) return { value: resolverContext(evaluator), wrapped: form.wrapped }
  return { value: { kind: 'library', ...evaluator.world.knowledge.typeReference(form.framework, type), ...(form.types && { types: form.types }) }, wrapped: form.wrapped }
}
