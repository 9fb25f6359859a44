/** Transactions that a place runs in: those whose callback holds it, and those that earlier statements began. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Callback } from '../../../rules/kit/library.ts'
import type { Transaction } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { runsArgument } from '../values/contexts.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { calleePlace } from '../graph.ts'
import { begunAround } from './begun.ts'
import { optionsOf, type Value } from '../values/values.ts'

/** A transaction with what tells its client. */
export interface Opened extends Transaction {
  /** The library's call that begins it, which may stand in a wrapper elsewhere. */
  begin: { source: Source; call: NodeId }
  /** Others' calls belong to it too. */
  ambient: boolean
}

/** The innermost transaction around a node, from the node's function outwards through callbacks that run on the spot. */
export function transactionAround(evaluator: Evaluator, source: Source, id: NodeId): Transaction | undefined {
  return openedAround(evaluator, source, id)
}

/** The same, up to the function that owns the node. */
export function openedAround(evaluator: Evaluator, source: Source, id: NodeId, owner = 0): Opened | undefined {
  const begun = begunAround(evaluator, source, id, owner)
  for (const at of source.outwards(id)) {
    if (at === owner && owner > 0) return begun
    const { kind } = source.node(at)
    // A function that is handed over by its name has only its name here.
    if (kind !== 'function' && (at !== id || (kind !== 'name' && kind !== 'member'))) continue
    const opened = openedBy(evaluator, source, at)
    if (opened) return begun && begun.node > opened.node ? begun : opened
  }
  return begun
}

/** The transaction in which a function runs that is handed to a call. */
export function openedBy(evaluator: Evaluator, source: Source, callback: NodeId): Opened | undefined {
  const { parent } = source.node(callback)
  const call = source.as(parent, 'call')
  const position = call ? call.arguments.indexOf(callback) : -1
  if (!call || position < 0) return undefined
  for (const value of optionsOf(evaluator.value(source, call.callee))) {
    const wrapping = wrappingOf(evaluator, value, { source, call: parent }, position)
    if (!wrapping) continue
    const handle = handleOf(source, callback, wrapping)
    const library = evaluator.world.knowledge.library(wrapping.library)
    if (!library) continue
    return {
      at: calleePlace(source, parent), node: parent, library, callback: source.as(callback, 'function') ? callback : undefined,
      handle: handle === undefined ? undefined : source.facts.bindings[handle]!.name, binding: handle,
      own: wrapping.begin.call === parent && wrapping.begin.source === source, begin: wrapping.begin, ambient: wrapping.ambient,
    }
  }
  return undefined
}

interface Wrapping {
  library: string
  begin: Opened['begin']
  ambient: boolean
  /** Which of the callback's parameters is the handle. */
  index: number
  callback: Callback
}

/** How a callee runs a function that it is handed at a position in a transaction. */
function wrappingOf(evaluator: Evaluator, callee: Value, begin: Opened['begin'], position: number, depth = 0): Wrapping | undefined {
  if (callee.kind === 'library-function') {
    const count = begin.source.as(begin.call, 'call')!.arguments.length
    const callback = callee.fact.runs?.find((it) => runsArgument(it, position, count))
    return callback?.transaction ? { library: callee.library, begin, ambient: callback.ambient === true, index: 0, callback } : undefined
  }
  if (callee.kind !== 'function' || depth > 3) return undefined
  const owner = evaluator.world.source(callee.path)
  const parameter = owner?.as(owner.as(callee.node, 'function')?.parameters[position] ?? -1, 'parameter')
  if (!owner || !parameter || parameter.binding < 0) return undefined
  for (const use of owner.usesOf(parameter.binding)) {
    const { parent } = owner.node(use)
    const call = owner.as(parent, 'call')
    if (!call) continue
    if (call.callee === use) {
      const around = openedAround(evaluator, owner, parent)
      if (!around) continue
      const index = call.arguments.findIndex((it) => around.binding !== undefined && owner.as(it, 'name')?.binding === around.binding)
      return { library: around.library.name, begin: around.begin, ambient: around.ambient, index, callback: { argument: position, times: 'once' } }
    }
    // `withTransaction = (work) => prisma.$transaction(work)`.
    for (const value of optionsOf(evaluator.value(owner, call.callee))) {
      const wrapping = wrappingOf(evaluator, value, { source: owner, call: parent }, call.arguments.indexOf(use), depth + 1)
      if (wrapping) return wrapping
    }
  }
  return undefined
}

function handleOf(source: Source, callback: NodeId, { index, callback: fact, begin }: Wrapping): BindingId | undefined {
  const parameter = source.as(callback, 'function')?.parameters[index]
  const given = parameter === undefined ? undefined : source.as(parameter, 'parameter')?.binding
  if (given !== undefined && given >= 0) return given
  if (fact.handle !== 'receiver' || begin.source !== source) return undefined
  const callee = source.as(source.as(begin.call, 'call')!.callee, 'member')
  return callee && nameOf(source, callee.object)
}

/** The name that an expression is. */
export function nameOf(source: Source, id: NodeId): BindingId | undefined {
  const node = source.node(id)
  if (node.kind === 'cast') return nameOf(source, node.value)
  return node.kind === 'name' && node.binding >= 0 ? node.binding : undefined
}
