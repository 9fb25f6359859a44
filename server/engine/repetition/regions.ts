/**
 * Which code runs as part of which function, and how often. A callback that is run on the spot (an array method's, a
 * transaction's, an awaited wrapper's) belongs to the function around it; loops and per-element callbacks on the way
 * out are its *turns*.
 */
import type { BindingId, FunctionNode, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { boundOf } from './bounds.ts'
import { elementPosition, runsArgument } from '../values/contexts.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { elementName, listName } from '../names.ts'
import { callsOfParameter } from '../values/parameters.ts'
import { rootsOf } from './dependence.ts'
import { limitsConcurrency, pipedList } from './piped.ts'
import { resolverTurn } from './resolver-turns.ts'
import { countsUp, isMap, isQueried, loopHolds, loopTurn, type Turn } from './turns.ts'
import { optionsOf, type Value } from '../values/values.ts'

export type { Turn } from './turns.ts'

export interface Around {
  /** The function (or module, 0) as part of which the node runs. */
  owner: NodeId
  /** Outermost first. */
  turns: Turn[]
  /** False where a callback was handed to code that we cannot see, and is only taken to run. */
  proven: boolean
}

type Run = { how: 'once' | 'per-element' | 'separate'; proven: boolean; turn?: Turn; limited?: boolean }

const separate: Run = { how: 'separate', proven: true }
const once: Run = { how: 'once', proven: true }

export class Regions {
  readonly #evaluator: Evaluator
  readonly #source: Source
  readonly #runs = new Map<NodeId, Run>()
  /** Of blocks, which many calls share. */
  readonly #blocks = new Map<NodeId, Around>()
  readonly #loops = new Map<NodeId, Turn>()
  readonly #resolvers = new Map<NodeId, Turn[]>()
  #classifying = 0

  constructor(evaluator: Evaluator, source: Source) {
    this.#evaluator = evaluator
    this.#source = source
  }

  around(id: NodeId): Around {
    const source = this.#source
    const turns: Turn[] = []
    let proven = true
    let limited = false
    let child = id
    for (let at = source.node(id).parent; at >= 0; child = at, at = source.node(at).parent) {
      const node = source.node(at)
      if (node.kind === 'function') {
        const run = node.parameters.includes(child) ? separate : this.run(at)
        if (run.how === 'separate') return { owner: at, turns: [...this.#asked(at), ...turns.reverse()], proven }
        proven &&= run.proven
        limited ||= run.limited ?? false
        if (run.turn) turns.push(limited ? { ...run.turn, limited } : run.turn)
        continue
      }
      if (node.kind === 'block') return within(this.#aroundBlock(at), turns, proven, limited)
      // The initialiser of a field runs with each `new`.
      if (node.kind === 'class' && node.members.some((member) => member.kind === 'field' && !member.static && member.value === child)) return { owner: at, turns: turns.reverse(), proven }
      const turn = this.#loop(at, child)
      if (turn) turns.push(limited ? { ...turn, limited } : turn)
    }
    return { owner: 0, turns: turns.reverse(), proven }
  }

  #aroundBlock(id: NodeId): Around {
    const known = this.#blocks.get(id)
    if (known) return known
    const around = this.around(id)
    // What is found while a function around it is being classified may lean on the answer that is still missing.
    if (this.#classifying === 0) this.#blocks.set(id, around)
    return around
  }

  #loop(id: NodeId, child: NodeId): Turn | undefined {
    if (!loopHolds(this.#source, id, child)) return undefined
    let turn = this.#loops.get(id)
    if (!turn) this.#loops.set(id, (turn = loopTurn(this.#evaluator, this.#source, id)))
    return turn
  }

  /** A field resolver is called for each object that has the field. */
  #asked(id: NodeId): Turn[] {
    const known = this.#resolvers.get(id)
    if (known) return known
    const found = resolverTurn(this.#evaluator, this.#source, id)
    const turns = found ? [found] : []
    this.#resolvers.set(id, turns)
    return turns
  }

  /** How a function that stands in an expression is run. */
  run(id: NodeId): Run {
    let run = this.#runs.get(id)
    if (!run) {
      this.#runs.set(id, separate)
      this.#classifying++
      this.#runs.set(id, (run = this.#classify(id)))
      this.#classifying--
    }
    return run
  }

  #classify(id: NodeId): Run {
    const source = this.#source
    const node = source.as(id, 'function')!
    if (node.how !== 'arrow' && node.how !== 'expression') return separate
    const parent = source.node(node.parent)
    if (parent.kind === 'new') {
      const callee = source.as(parent.callee, 'name')
      return callee?.name === 'Promise' && callee.binding < 0 ? once : separate
    }
    if (parent.kind === 'object') return this.#inOptions(id, node)
    if (parent.kind !== 'call') return separate
    if (parent.callee === id) return once
    const position = parent.arguments.indexOf(id)
    return position < 0 ? separate : this.handed(node.parent, position, node)
  }

  /** `tryPromise({ try: () => … })`. */
  #inOptions(id: NodeId, node: FunctionNode): Run {
    const object = this.#source.as(node.parent, 'object')!
    const call = this.#source.as(object.parent, 'call')
    const property = object.properties.find((it) => it.value === id)?.key
    if (!call || property === undefined || !this.#evaluator.callbackNames.has(property)) return separate
    for (const value of optionsOf(this.#evaluator.value(this.#source, call.callee))) {
      const run = value.kind === 'function' ? undefined : this.#byCallee(value, object.parent, call.arguments.indexOf(node.parent), node, property)
      if (run) return run
    }
    return separate
  }

  /** How often a function runs that is handed to a call at a position. `node` is given where it is written there. */
  handed(callId: NodeId, position: number, node: FunctionNode | undefined): Run {
    const source = this.#source
    const call = source.as(callId, 'call')!
    const callee = source.as(call.callee, 'member')
    const global = callee && source.as(callee.object, 'name')
    if (global && global.binding < 0 && global.name === 'Array' && callee.name === 'from' && position === 1) {
      return { how: 'per-element', proven: true, turn: this.#callbackTurn(callId, call.arguments[0]!, node, 0) }
    }
    const values = optionsOf(this.#evaluator.value(source, call.callee))
    if (callee) {
      if (callee.name === 'then' || callee.name === 'catch' || callee.name === 'finally') return once
      if (callee.name in elementPosition && position === 0 && values.every(isOpaque) && this.#mayBeList(callee.object)) {
        return { how: 'per-element', proven: true, turn: this.#callbackTurn(callId, callee.object, node, elementPosition[callee.name]!) }
      }
    }
    for (const value of values) {
      const run = this.#byCallee(value, callId, position, node)
      if (run) return run
    }
    return this.#waitedFor(callId) ? { how: 'once', proven: false } : separate
  }

  /** A receiver that is proven to be something else has no elements. */
  #mayBeList(object: NodeId): boolean {
    return optionsOf(this.#evaluator.value(this.#source, object)).every((value) =>
      value.kind === 'array' || isOpaque(value) || value.kind === 'parameter' || value.kind === 'shape'
      || (value.kind === 'object' && this.#evaluator.world.source(value.path)?.node(value.node).kind === 'array'))
  }

  #byCallee(value: Value, callId: NodeId, position: number, node: FunctionNode | undefined, property?: string): Run | undefined {
    const call = this.#source.as(callId, 'call')!
    if (value.kind === 'library-function' || value.kind === 'library') {
      const fact = value.kind === 'library' ? this.#evaluator.world.knowledge.type(value.library, value.type)?.called : value.fact
      const callback = fact?.runs?.find((it) => runsArgument(it, position, call.arguments.length) && it.property === property)
      if (!fact || !callback) return undefined
      if (callback.times === 'later') return separate
      const limited = limitsConcurrency(this.#evaluator, this.#source, callId, value, fact)
      if (callback.times === 'once') return limited ? { ...once, limited } : once
      const list = callback.of === 'piped' ? pipedList(this.#evaluator, this.#source, callId) : call.arguments[callback.of ?? 0]
      if (list === undefined) return separate
      const turn = this.#callbackTurn(callId, list, node, 0)
      const concurrent = !limited && fact.options?.concurrency?.default?.value === 'none'
      return { how: 'per-element', proven: true, limited, turn: concurrent ? { ...turn, repetition: { ...turn.repetition, concurrent } } : turn }
    }
    if (value.kind !== 'function') return undefined
    const owner = this.#evaluator.world.source(value.path)
    const calls = owner ? callsOfParameter(owner, value.node, position) : []
    if (!owner || calls.length === 0) return undefined
    const regions = value.path === this.#source.path ? this : new Regions(this.#evaluator, owner)
    // Called inside a function that it gives back: `withAuth(handler)` runs nothing yet.
    const here = calls.flatMap((id) => { const around = regions.around(id); return around.owner === value.node ? [{ id, around }] : [] })
    if (here.length === 0) return separate
    const turned = here.flatMap(({ id, around }) => handedElement(owner, id, around) ?? [])[0]
    if (!turned) return once
    const list = listParameter(owner, value.node, turned.turn)
    return { how: 'per-element', proven: true, turn: this.#callbackTurn(callId, call.arguments[list < 0 ? 0 : list]!, node, turned.position) }
  }

  #callbackTurn(callId: NodeId, list: NodeId, node: FunctionNode | undefined, position: number): Turn {
    const source = this.#source
    const call = source.as(callId, 'call')!
    const callee = source.as(call.callee, 'member')
    const named = (at: number): BindingId[] => {
      const parameter = node?.parameters[at]
      return parameter === undefined ? [] : source.facts.bindings.flatMap((it, id) => (it.value === parameter ? [id] : []))
    }
    const keys = callee?.name === 'forEach' && isMap(source, list) ? named(position + 1) : []
    // `Array.from(list, work)` and its kin are told by the whole call.
    const whole = callee && source.as(callee.object, 'name')?.name === 'Array' ? callId : list
    const numbers = countsUp(source, whole)
    const elements = [...named(position), ...keys]
    const [index] = keys.length ? [] : named(position + 1)
    const start = callee ? callee.nameStart : source.node(call.callee).start
    return {
      repetition: {
        kind: this.#fansOut(callId) ? 'fan-out' : 'callback', node: callId, path: source.path,
        at: { path: source.path, start, end: source.node(call.callee).end },
        element: elementName(source, numbers && index !== undefined ? [index] : keys.length ? keys : elements),
        list: numbers ? undefined : listName(source, list), bound: boundOf(this.#evaluator, source, whole),
        queried: isQueried(this.#evaluator, source, list),
        concurrent: this.#fansOut(callId) || (callee?.name === 'forEach' && whole === callee.object),
      },
      elements: numbers && index === undefined ? [] : elements, index: numbers ? index ?? elements[0] : index, ...(numbers && { counts: elementName(source, index === undefined ? elements : [index]) ?? 'index' }), list, node: callId,
    }
  }

  /** Handed whole to `Promise.all` and its kin, on the spot or through a name. */
  #fansOut(callId: NodeId): boolean {
    const source = this.#source
    const parent = source.node(source.node(callId).parent)
    if (parent.kind === 'call') return this.#gathers(parent.callee)
    if (parent.kind === 'spread' || parent.kind === 'array') return true
    if (parent.kind !== 'declare') return false
    const binding = parent.bindings[0]
    return source.ofKind('call').some((id) => {
      const node = source.as(id, 'call')!
      return this.#gathers(node.callee) && node.arguments.some((argument) => source.as(argument, 'name')?.binding === binding)
    })
  }

  #gathers(callee: NodeId): boolean {
    const member = this.#source.as(callee, 'member')
    const object = member && this.#source.as(member.object, 'name')
    return object?.name === 'Promise' && object.binding < 0
  }

  /** Awaited, returned or yielded: whoever wrote it waits for the callback's work. */
  #waitedFor(callId: NodeId): boolean {
    const source = this.#source
    const parent = source.node(source.node(callId).parent)
    return parent.kind === 'await' || parent.kind === 'return' || parent.kind === 'yield'
      || (parent.kind === 'function' && parent.body === callId)
  }
}

/** Of a package that nobody describes; what it gives may be a list. */
const isOpaque = (value: Value): boolean => value.kind === 'unknown' || (value.kind === 'package' && value.path.includes('()'))

/** The innermost turn around a call whose element it is handed, and at which position. */
function handedElement(source: Source, id: NodeId, around: Around): { turn: Turn; position: number } | undefined {
  const given = source.as(id, 'call')!.arguments.map((argument) => [...rootsOf(source, around, [argument]).turns])
  // A counter alone counts attempts, pages or workers.
  const turn = Math.max(-1, ...given.flat().filter((it) => around.turns[it]!.counts === undefined))
  return turn < 0 ? undefined : { turn: around.turns[turn]!, position: given.findIndex((turns) => turns.includes(turn)) }
}

/** The position of the parameter whose elements a turn goes through; -1 where it is none. */
function listParameter(source: Source, functionId: NodeId, turn: Turn): number {
  const { parameters } = source.as(functionId, 'function')!
  const named = [turn.list, ...turn.index === undefined ? [] : source.usesOf(turn.index).flatMap((use) => source.as(source.node(use).parent, 'index')?.object ?? [])]
  return Math.max(-1, ...named.map((id) => {
    const name = id < 0 ? undefined : source.as(id, 'name')
    return name && name.binding >= 0 ? parameters.indexOf(source.facts.bindings[name.binding]!.value) : -1
  }))
}

/** `turns` innermost first. */
function within(outer: Around, turns: Turn[], proven: boolean, limited: boolean): Around {
  if (turns.length === 0 && proven && !limited) return outer
  const around = limited ? outer.turns.map((turn) => ({ ...turn, limited })) : outer.turns
  return { owner: outer.owner, turns: [...around, ...turns.reverse()], proven: outer.proven && proven }
}
