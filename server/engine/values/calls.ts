/** What calls, constructions and tagged templates give. */
import type { FunctionNode, NodeId } from '../../../rules/kit/facts.ts'
import type { Call as CallFact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { extendedBy } from './extended.ts'
import { entityGiven, modelGiven } from './models.ts'
import { requiredValue } from './exports.ts'
import { indexedReturn, pickedValue } from './type-arguments.ts'
import { genericReturn, typeValue } from './type-values.ts'
import { isKnown, optionsOf, sameValue, union, unknown, type LibraryValue, type Origin, type Value } from './values.ts'
import { wrappedValue } from './wrapped.ts'
import { subtreeEnd } from '../world.ts'

/** Methods that give back (part of) the array that they are called on. */
const sameArray = new Set(['filter', 'slice', 'sort', 'reverse', 'concat', 'toSorted', 'toReversed', 'splice', 'values', 'with'])
const oneElement = new Set(['find', 'findLast', 'at', 'pop', 'shift'])

/** What a call gives. */
export function callValue(evaluator: Evaluator, source: Source, id: NodeId): Value {
  const node = source.as(id, 'call')
  if (!node) return unknown
  const callee = source.node(node.callee)
  if (callee.kind === 'name' && callee.name === 'require' && callee.binding < 0) {
    const from = source.as(node.arguments[0] ?? -1, 'text')
    return from ? requiredValue(evaluator, source.path, from.value) : unknown
  }
  if (callee.kind === 'member') {
    const passed = builtIn(evaluator, source, callee.name, callee.object, node.arguments)
    if (passed) return passed
  }
  const result = union(optionsOf(evaluator.value(source, node.callee)).map((option) => resultOf(evaluator, option, source, id)))
  return isKnown(result) ? result : calledParameter(source, node.callee)
}

/** `make()` where `make` is a parameter: what it gives is known at the calls of its function. */
function calledParameter(source: Source, callee: NodeId): Value {
  const name = source.as(callee, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  if (binding?.kind !== 'parameter' || binding.path.length) return unknown
  const owner = source.as(binding.function, 'function')
  const index = owner ? owner.parameters.indexOf(binding.value) : -1
  return index < 0 ? unknown : { kind: 'parameter', path: source.path, function: binding.function, index, called: true }
}

/** Methods of promises, functions and arrays, whatever the receiver is. */
function builtIn(evaluator: Evaluator, source: Source, name: string, object: NodeId, given: readonly NodeId[]): Value | undefined {
  if (name === 'catch' || name === 'finally' || name === 'bind') return evaluator.value(source, object)
  if (name === 'then') {
    const callback = given[0] === undefined ? unknown : evaluator.value(source, given[0])
    return callback.kind === 'function' ? returnedValue(evaluator, callback) : evaluator.value(source, object)
  }
  const receiver = source.node(object)
  if (receiver.kind === 'name' && receiver.binding < 0) {
    if (receiver.name === 'Promise' && given[0] !== undefined) return evaluator.value(source, given[0])
    if (receiver.name === 'Array' && given[0] !== undefined) return evaluator.value(source, given[0])
    if (receiver.name === 'Object' && (name === 'freeze' || name === 'assign')) return union(given.map((it) => evaluator.value(source, it)))
  }
  if (!sameArray.has(name) && !oneElement.has(name) && name !== 'map' && name !== 'flatMap') return undefined
  const whole = evaluator.value(source, object)
  const lists = optionsOf(whole).filter((option) => option.kind === 'array')
  if (lists.length === 0) return undefined
  if (sameArray.has(name)) return union(lists)
  if (oneElement.has(name)) return union(lists.map((list) => list.element))
  const callback = given[0] === undefined ? unknown : evaluator.value(source, given[0])
  return { kind: 'array', element: callback.kind === 'function' ? returnedValue(evaluator, callback) : unknown }
}

/** What calling `callee` at a call, `new` or tagged node gives. */
function resultOf(evaluator: Evaluator, callee: Value, source: Source, id: NodeId): Value {
  switch (callee.kind) {
    case 'function': {
      const indexed = indexedReturn(evaluator, callee, (position) => {
        const given = source.as(id, 'call')?.arguments[position]
        return given === undefined ? unknown : evaluator.value(source, given)
      })
      if (isKnown(indexed)) return indexed
      const returned = substitute(evaluator, returnedValue(evaluator, callee), callee, source, id)
      return returned.kind === 'function' ? union([returned, wrappedValue(evaluator, callee, returned, source, id)]) : returned
    }
    case 'library-function': return libraryResult(evaluator, callee.fact, callee.library, callee.receiver, callee.subject, source, id, callee.entity)
    case 'library': {
      const called = evaluator.world.knowledge.type(callee.library, callee.type)?.called
      return called ? libraryResult(evaluator, called, callee.library, callee, callee.subject, source, id) : unknown
    }
    case 'package': {
      const known = evaluator.world.knowledge.exportOf(callee.name, callee.subpath, callee.path)
      if (!known) return { ...callee, path: [...callee.path, '()'] }
      const value = evaluator.fromFact(known.library, known.fact, callee.path.at(-1) ?? 'default')
      return value.kind === 'package' ? unknown : resultOf(evaluator, value, source, id)
    }
    case 'shape': return shapeResult(evaluator, callee)
    default: return unknown
  }
}

/** A declared function type. */
function shapeResult(evaluator: Evaluator, callee: { path: string; node: NodeId }): Value {
  const source = evaluator.world.source(callee.path)
  const type = source?.as(callee.node, 'type-function')
  return source && type ? typeValue(evaluator, source, type.returns) : unknown
}

function libraryResult(evaluator: Evaluator, fact: CallFact, library: string, receiver: LibraryValue | undefined, named: string | undefined, source: Source, id: NodeId, through?: Origin): Value {
  const node = source.node(id)
  const given = node.kind === 'call' || node.kind === 'new' ? node.arguments : []
  const subject = modelGiven(evaluator, fact, source, given) ?? named
  if (fact.wraps !== undefined) {
    const wrapped = given[fact.wraps] === undefined ? unknown : evaluator.value(source, given[fact.wraps]!)
    // `Effect.fn('load')` is told its name first.
    if (wrapped.kind !== 'literal' || !fact.returns) return wrapped
  }
  if (fact.makesOf !== undefined) return instanceOf(evaluator, source, id, given[fact.makesOf])
  if (fact.picks) return pickedValue(evaluator, fact.picks, receiver, source, given)
  if (fact.runsChain && receiver) {
    const rows = awaitedValue(evaluator, receiver)
    return fact.rows === 'one' ? evaluator.element(rows) : rows
  }
  const own = node.kind === 'call' && node.types?.length && !fact.keepsTypes ? { path: source.path, nodes: node.types } : undefined
  const types = own ?? receiver?.types
  const entity = entityGiven(evaluator, fact, receiver, source, given) ?? through
  if (fact.returns === 'self' && receiver && !fact.makes) return { ...receiver, ...(types && { types }), ...extendedBy(evaluator, fact, source, given) }
  for (const giving of fact.runs ?? []) {
    const callback = giving.gives ? given[giving.argument === 'last' ? given.length - 1 : giving.argument] : undefined
    const whole = callback === undefined ? unknown : evaluator.value(source, callback)
    const value = giving.property === undefined ? whole : evaluator.member(whole, giving.property)
    if (value.kind === 'function') return returnedValue(evaluator, value)
  }
  if (fact.returns) {
    const owner = evaluator.world.knowledge.library(library)!
    const type = fact.returns === 'self' && receiver ? receiver : evaluator.world.knowledge.typeReference(owner, fact.returns)
    return {
      kind: 'library', library: type.library, type: type.type,
      ...(subject !== undefined && { subject }),
      ...(fact.builds && fact.rows === 'many' && { rows: true as const }),
      ...(fact.builds && fact.row !== undefined && { row: fact.row }),
      ...(fact.builds && fact.rowsIn !== undefined && { under: fact.rowsIn }),
      ...(fact.defines ? { defined: { path: source.path, node: id } } : receiver?.defined && { defined: receiver.defined }),
      made: fact.makes || fact.does === 'connect' || fact.builds || !receiver?.made ? { path: source.path, node: id } : receiver.made,
      ...(types && { types }), ...(entity && { entity }),
    }
  }
  const made: Origin = { path: source.path, node: id }
  const row = entity && (fact.rows === 'one' || fact.rows === 'many') ? { kind: 'instance' as const, ...entity } : fact.row === undefined ? unknown : rowValue(evaluator, { library, made, subject, types, defined: receiver?.defined }, fact.row)
  if (fact.rows !== 'many') return row
  const under = fact.rowsIn ?? (fact.many?.style === 'sql' ? fact.many.rows || undefined : undefined)
  return { kind: 'array', element: row, ...(fact.does && { origin: made }), ...(under !== undefined && { under }) }
}

export function taggedValue(evaluator: Evaluator, source: Source, tag: NodeId, id: NodeId): Value {
  const value = evaluator.value(source, tag)
  if (value.kind === 'library') {
    const fact = evaluator.world.knowledge.type(value.library, value.type)?.tagged
    if (fact) return libraryResult(evaluator, fact, value.library, value, value.subject, source, id)
  }
  return resultOf(evaluator, value, source, id)
}

export function constructedValue(evaluator: Evaluator, source: Source, id: NodeId): Value {
  const node = source.as(id, 'new')
  if (!node) return unknown
  return union(optionsOf(evaluator.value(source, node.callee)).map((callee): Value => {
    if (callee.kind === 'class') return { kind: 'instance', path: callee.path, node: callee.node }
    const made = { made: { path: source.path, node: id }, ...(node.types?.length && { types: { path: source.path, nodes: node.types } }) }
    if (callee.kind === 'library-class') return { kind: 'library', library: callee.library, type: callee.type, ...made, ...(callee.making?.defines && { defined: made.made }) }
    if (callee.kind === 'library') return instance(evaluator, callee, made)
    return callee.kind === 'package' ? { ...callee, path: [...callee.path, 'new'] } : unknown
  }))
}

/** `new Post()` where `Post` is a class that a library made: a Mongoose model. */
function instance(evaluator: Evaluator, callee: LibraryValue, made: Pick<LibraryValue, 'made' | 'types'>): Value {
  const returns = evaluator.world.knowledge.type(callee.library, callee.type)?.new?.returns
  const owner = evaluator.world.knowledge.library(callee.library)
  return returns && owner ? { kind: 'library', ...evaluator.world.knowledge.typeReference(owner, returns), ...made, ...(callee.defined && { defined: callee.defined }) } : unknown
}

/** `container.get(Posts)`, `container.get<Posts>('posts')`. */
function instanceOf(evaluator: Evaluator, source: Source, id: NodeId, given: NodeId | undefined): Value {
  const declared = typeValue(evaluator, source, source.as(id, 'call')?.types?.[0] ?? -1)
  if (isKnown(declared) || given === undefined) return declared
  return union(optionsOf(evaluator.value(source, given)).map((option) => (option.kind === 'class' ? { ...option, kind: 'instance' as const } : unknown)))
}

/** What a function of the workspace gives, before its parameters are known. */
export function returnedValue(evaluator: Evaluator, callee: { path: string; node: NodeId }): Value {
  return evaluator.world.askAt<NodeId, Value>(
    evaluator.world.slots(callee.path).returns, callee.node,
    () => {
      const source = evaluator.world.source(callee.path)
      const node = source?.as(callee.node, 'function')
      return source && node ? fromBody(evaluator, source, node, callee.node) : unknown
    },
    unknown,
    sameValue,
  )
}

function fromBody(evaluator: Evaluator, source: Source, node: FunctionNode, id: NodeId): Value {
  const generic = genericReturn(source, node, id)
  if (generic) return generic
  const declared = node.returns >= 0 ? typeValue(evaluator, source, node.returns) : unknown
  if (isKnown(declared) && declared.kind !== 'shape') return declared
  if (node.body < 0) return declared
  if (source.node(node.body).kind !== 'block') return or(evaluator.value(source, node.body), declared)
  const values: Value[] = []
  for (let at = node.body, end = subtreeEnd(source, node.body); at < end; at++) {
    const inner = source.node(at)
    if (inner.kind === 'function' || inner.kind === 'class') at = subtreeEnd(source, at) - 1
    else if (inner.kind === 'return' && inner.value >= 0) values.push(evaluator.value(source, inner.value))
  }
  return or(union(values), declared)
}

function or(first: Value, second: Value): Value {
  return isKnown(first) ? first : second
}

/** Puts what was given at a call in the place of the callee's parameters. */
function substitute(evaluator: Evaluator, value: Value, callee: { path: string; node: NodeId }, source: Source, id: NodeId): Value {
  if (value.kind === 'union') return union(value.options.map((option) => substitute(evaluator, option, callee, source, id)))
  if (value.kind !== 'parameter' || value.path !== callee.path || value.function !== callee.node) return value
  const node = source.node(id)
  const given = node.kind === 'call' ? node.arguments[value.index] : undefined
  if (given === undefined) return unknown
  const found = evaluator.value(source, given)
  return value.called ? union(optionsOf(found).map((option) => (option.kind === 'function' ? returnedValue(evaluator, option) : unknown))) : found
}

/** One row of a query, where rows have methods. */
function rowValue(evaluator: Evaluator, { library, made, subject, types, defined }: Pick<LibraryValue, 'library' | 'made' | 'subject' | 'types' | 'defined'>, row: string): Value {
  const reference = evaluator.world.knowledge.typeReference(evaluator.world.knowledge.library(library)!, row)
  return { kind: 'library', ...reference, ...(subject !== undefined && { subject }), ...(made && { made }), ...(types && { types }), ...(defined && { defined }) }
}

/** Waiting for a query that was built in steps gives its rows; waiting changes nothing else. */
export function awaitedValue(evaluator: Evaluator, value: Value): Value {
  if (value.kind === 'union') return union(value.options.map((option) => awaitedValue(evaluator, option)))
  if (value.kind !== 'library' || !(value.rows || value.row !== undefined)) return value
  const row = value.row === undefined ? unknown : rowValue(evaluator, value, value.row)
  if (!value.rows) return row
  return { kind: 'array', element: row, ...(value.made && { origin: value.made }), ...(value.under !== undefined && { under: value.under }) }
}
