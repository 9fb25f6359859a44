/**
 * What an expression depends on: the elements of the turns around it, the parameters of the function that owns it,
 * `this`. Follows local names through their initialisers and assignments; order of statements is not considered.
 */
import type { Binding, BindingId, Node, NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'
import { turnsPages } from './paging.ts'
import type { Around } from './regions.ts'

export interface Roots {
  /** Positions in `around.turns`. */
  readonly turns: ReadonlySet<number>
  readonly parameters: ReadonlySet<number>
  readonly self: boolean
  /** Local names passed on the way, for guards that ask what a key was derived from. */
  readonly names: ReadonlySet<BindingId>
}

const none: ReadonlySet<number> = new Set()

/** Depends on nothing but the elements of some turns. */
export const rootedInTurns = (...turns: number[]): Roots => ({ turns: new Set(turns), parameters: none, self: false, names: none })

export function rootsOf(source: Source, around: Around, ids: readonly NodeId[]): Roots {
  const finder = new Finder(source, around)
  for (const id of ids) finder.visit(id)
  return { turns: finder.turns ?? none, parameters: finder.parameters ?? none, self: finder.self, names: finder.names ?? none }
}

/** Its sets are made when something is found: most arguments depend on nothing. */
class Finder {
  readonly #source: Source
  readonly #around: Around
  turns: Set<number> | undefined
  parameters: Set<number> | undefined
  names: Set<BindingId> | undefined
  self = false
  /** What is visited says which page is wanted, so that a counter in it is no element. */
  #paging = false
  #paged: Set<BindingId> | undefined

  constructor(source: Source, around: Around) {
    this.#source = source
    this.#around = around
  }

  visit(id: NodeId): void {
    if (id < 0) return
    const { nodes } = this.#source.facts
    for (let at = id, end = this.#source.endOf(id); at < end; at++) {
      const node = nodes[at]!
      if (node.kind === 'this') this.#this()
      else if (node.kind === 'name' && node.binding >= 0) this.#name(node.binding, at)
      else if (node.kind === 'call') this.#taken(at)
    }
  }

  #this(): void {
    this.self = true
    const turn = this.#around.turns.findIndex((it) => it.self)
    if (turn >= 0) this.turns = added(this.turns, turn)
  }

  /** `queue.shift()` on the spot. */
  #taken(id: NodeId): void {
    const turn = this.#around.turns.findIndex((it) => it.takes?.includes(id))
    if (turn >= 0) this.turns = added(this.turns, turn)
  }

  #name(id: BindingId, at: NodeId): void {
    const source = this.#source
    const { turns, owner } = this.#around
    const turn = turns.findIndex((it) => it.elements.includes(id))
    if (turn >= 0) {
      this.turns = added(this.turns, turn)
      this.names = added(this.names, id)
      return
    }
    const counted = turns.findIndex((it) => it.index === id)
    if (counted >= 0) {
      // `list[index]` is an element; `index * pageSize` is a walk over pages.
      const parent = source.node(source.node(at).parent)
      const isElement = parent.kind === 'index' && parent.index === at
      if (isElement || (turns[counted]!.counts !== undefined && !this.#paging && !turnsPages(source, at))) this.turns = added(this.turns, counted)
      return
    }
    const seen = this.#paging ? this.#paged : this.names
    if (seen?.has(id)) return
    if (this.#paging) this.#paged = added(this.#paged, id)
    this.names = added(this.names, id)
    const binding = source.facts.bindings[id]!
    const value = binding.value >= 0 ? source.node(binding.value) : undefined
    if (value?.kind === 'parameter') {
      const position = value.parent === owner ? source.as(owner, 'function')?.parameters.indexOf(binding.value) : undefined
      if (position !== undefined) this.parameters = added(this.parameters, position)
      else this.visit(thenReceiver(source, value.parent))
      return
    }
    if (binding.kind !== 'const' && binding.kind !== 'let' && binding.kind !== 'var') return
    const before = this.#paging
    this.#paging ||= turnsPages(source, at)
    this.#follow(binding, value)
    this.#paging = before
  }

  #follow(binding: Binding, value: Node | undefined): void {
    const source = this.#source
    const { owner } = this.#around
    // Names of outer functions and of the module are the same in every turn.
    if (!source.contains(owner, binding.function)) return
    if (value?.kind === 'for-of' || value?.kind === 'for-in') this.visit(value.list)
    else this.visit(binding.value)
    for (const assignment of binding.assignments) this.visit(source.as(assignment, 'assign')?.value ?? -1)
  }
}

const added = (set: Set<number> | undefined, it: number): Set<number> => (set ?? new Set<number>()).add(it)

/** `load().then((user) => …)`: the parameter comes from what `then` was called on. */
function thenReceiver(source: Source, functionId: NodeId): NodeId {
  const call = source.as(source.node(functionId).parent, 'call')
  const member = call && source.as(call.callee, 'member')
  return member?.name === 'then' ? member.object : -1
}
