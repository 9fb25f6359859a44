/**
 * One file as recipes and the engine see it: its text, its facts, and the questions one asks of them.
 */
import type { BindingId, ExportFact, FileFacts, Node, NodeId, NodeKind, NodeOf } from './facts.ts'

export class Source {
  readonly path: string
  readonly facts: FileFacts
  readonly #text: () => string
  #loaded: string | undefined
  // Worked out at the first need, each in one pass over the nodes.
  #ends: Int32Array | undefined
  #kinds: Map<NodeKind, NodeId[]> | undefined
  #uses: Map<BindingId, NodeId[]> | undefined
  #exports: Map<string, ExportFact[]> | undefined
  #calls: NodeId[] | undefined

  /** `text` is asked for at the first need, since most files are never edited. */
  constructor(path: string, facts: FileFacts, text: () => string) {
    this.path = path
    this.facts = facts
    this.#text = text
  }

  get text(): string {
    return (this.#loaded ??= this.#text())
  }

  node(id: NodeId): Node {
    return this.facts.nodes[id]!
  }

  /** The node if it is of that kind. */
  as<K extends NodeKind>(id: NodeId, kind: K): NodeOf<K> | undefined {
    const node = this.facts.nodes[id]
    return node?.kind === kind ? (node as NodeOf<K>) : undefined
  }

  textOf(id: NodeId): string {
    const node = this.node(id)
    return this.text.slice(node.start, node.end)
  }

  /** The nearest node of one of the kinds that holds `id` (not `id` itself). */
  enclosing<K extends NodeKind>(id: NodeId, ...kinds: K[]): NodeId | undefined {
    for (let at = this.node(id).parent; at >= 0; at = this.node(at).parent) {
      if ((kinds as NodeKind[]).includes(this.node(at).kind)) return at
    }
    return undefined
  }

  /** The function (or module, 0) whose body holds `id`. */
  functionOf(id: NodeId): NodeId {
    const { nodes } = this.facts
    for (let at = nodes[id]!.parent; at > 0; at = nodes[at]!.parent) if (nodes[at]!.kind === 'function') return at
    return 0
  }

  /** The end of a node's subtree: parents come before children, so a subtree is a run of ids. */
  endOf(id: NodeId): NodeId {
    this.#ends ??= endsOf(this.facts.nodes)
    return this.#ends[id]!
  }

  /** All nodes of a kind, in order. */
  ofKind(kind: NodeKind): readonly NodeId[] {
    this.#kinds ??= grouped(this.facts.nodes, (node) => node.kind)
    return this.#kinds.get(kind) ?? []
  }

  /** Calls and constructions, in order. */
  get calls(): readonly NodeId[] {
    return (this.#calls ??= [...this.ofKind('call'), ...this.ofKind('new')].sort((a, b) => a - b))
  }

  /** Where a name is used, in order; its declaration is no use. */
  usesOf(binding: BindingId): readonly NodeId[] {
    this.#uses ??= grouped(this.facts.nodes, (node) => (node.kind === 'name' && node.binding >= 0 ? node.binding : undefined))
    return this.#uses.get(binding) ?? []
  }

  /** What the file exports under a name; `*` are whole modules that it passes on, and namespaces of that name. */
  exportsNamed(name: string): readonly ExportFact[] {
    if (!this.#exports) {
      this.#exports = new Map()
      for (const fact of this.facts.exports) {
        const same = this.#exports.get(fact.name)
        if (same) same.push(fact)
        else this.#exports.set(fact.name, [fact])
      }
    }
    return this.#exports.get(name) ?? []
  }

  /** From `id` outwards to the module, `id` first. */
  *outwards(id: NodeId): Generator<NodeId> {
    for (let at = id; at >= 0; at = this.node(at).parent) yield at
  }

  contains(outer: NodeId, inner: NodeId): boolean {
    for (const at of this.outwards(inner)) if (at === outer) return true
    return false
  }

  /** Line and column, from 1. */
  position(offset: number): { line: number; column: number } {
    const starts = this.facts.lineStarts
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - starts[low]! + 1 }
  }
}

function endsOf(nodes: readonly Node[]): Int32Array {
  const ends = new Int32Array(nodes.length)
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (ends[id]! === 0) ends[id] = id + 1
    const { parent } = nodes[id]!
    if (parent >= 0 && ends[parent]! < ends[id]!) ends[parent] = ends[id]!
  }
  return ends
}

function grouped<K>(nodes: readonly Node[], keyOf: (node: Node) => K | undefined): Map<K, NodeId[]> {
  const groups = new Map<K, NodeId[]>()
  for (let id = 0; id < nodes.length; id++) {
    const key = keyOf(nodes[id]!)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(id)
    else groups.set(key, [id])
  }
  return groups
}
