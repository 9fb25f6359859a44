/**
 * What an expression depends on: the elements of the turns around it, the parameters of the function that owns it,
 * `this` or, the same to whoever calls it, what the functions around it were given. Follows local names through their initialisers and assignments; order of statements is not considered.
 */
import type { Binding, BindingId, Node, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { turnsPages } from './paging.ts'
import type { Around } from './regions.ts'

export interface Roots {
  /** Positions in `around.turns`. */
  readonly turns: ReadonlySet<number>
  readonly parameters: ReadonlySet<number>
  /** Of parameters of which it uses no more than some properties (`{ teamId }`, `input.teamId`): those. */
  readonly parts: ReadonlyMap<number, ReadonlySet<string>>
  readonly self: boolean
  /** Local names passed on the way, for guards that ask what a key was derived from. */
  readonly names: ReadonlySet<BindingId>
}

const none: ReadonlySet<number> = new Set()
export const noParts: ReadonlyMap<number, ReadonlySet<string>> = new Map()

/** Depends on nothing but the elements of some turns. */
export const rootedInTurns = (...turns: number[]): Roots => ({ turns: new Set(turns), parameters: none, parts: noParts, self: false, names: none })

export function rootsOf(source: Source, around: Around, ids: readonly NodeId[]): Roots {
  const finder = new Finder(source, around)
  for (const id of ids) finder.visit(id)
  return {
    turns: finder.turns ?? none, parameters: finder.parameters ?? none, parts: finder.parts?.some() ?? noParts, self: finder.self, names: finder.names ?? none,
  }
}

/** Which properties of which parameters are used; a parameter of which the whole is used drops out. */
export class Parts {
  readonly #parts = new Map<number, Set<string> | undefined>()

  /** `property` is undefined for the whole. */
  add(position: number, property: string | undefined): void {
    if (property === undefined) this.#parts.set(position, undefined)
    else if (!this.#parts.has(position)) this.#parts.set(position, new Set([property]))
    else this.#parts.get(position)?.add(property)
  }

  /** Takes what another expression uses of a parameter. */
  join(position: number, properties: ReadonlySet<string> | undefined): void {
    for (const property of properties ?? [undefined]) this.add(position, property)
  }

  some(): ReadonlyMap<number, ReadonlySet<string>> {
    return new Map([...this.#parts].flatMap(([position, properties]) => (properties ? [[position, properties] as const] : [])))
  }
}

/** Its sets are made when something is found: most arguments depend on nothing. */
class Finder {
  readonly #source: Source
  readonly #around: Around
  turns: Set<number> | undefined
  parameters: Set<number> | undefined
  parts: Parts | undefined
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
    const binding = source.facts.bindings[id]!
    const value = binding.value >= 0 ? source.node(binding.value) : undefined
    // Each use of a parameter counts, since each may use another property of it.
    const position = value?.kind === 'parameter' && value.parent === owner ? source.as(owner, 'function')?.parameters.indexOf(binding.value) : undefined
    if (position !== undefined) (this.parts ??= new Parts()).add(position, propertyUsed(source, binding, at))
    const seen = this.#paging ? this.#paged : this.names
    if (seen?.has(id)) return
    if (this.#paging) this.#paged = added(this.#paged, id)
    this.names = added(this.names, id)
    if (value?.kind === 'parameter') {
      if (position !== undefined) this.parameters = added(this.parameters, position)
      else if (value.parent !== owner && source.contains(value.parent, owner)) this.self = true
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

/** `teamId` of `({ teamId }) => …`, of `input.teamId`, and of `const { teamId } = input`; undefined where more is used. */
function propertyUsed(source: Source, { path }: Binding, at: NodeId): string | undefined {
  if (path.length > 0) return typeof path[0] === 'string' && path[0] !== '...' ? path[0] : undefined
  const parent = source.node(source.node(at).parent)
  if (parent.kind === 'member' && parent.object === at) return parent.name
  if (parent.kind !== 'declare' || parent.value !== at || !parent.pattern) return undefined
  const first = parent.bindings.map((id) => source.facts.bindings[id]!.path[0])
  return first.length === 1 && typeof first[0] === 'string' && first[0] !== '...' ? first[0] : undefined
}

const added = (set: Set<number> | undefined, it: number): Set<number> => (set ?? new Set<number>()).add(it)

/** `load().then((user) => …)`: the parameter comes from what `then` was called on. */
function thenReceiver(source: Source, functionId: NodeId): NodeId {
  const call = source.as(source.node(functionId).parent, 'call')
  const member = call && source.as(call.callee, 'member')
  return member?.name === 'then' ? member.object : -1
}
