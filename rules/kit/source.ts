/**
 * One file as recipes and the engine see it: its text, its facts, and the questions one asks of them.
 */
import type { FileFacts, Node, NodeId, NodeKind, NodeOf } from './facts.ts'

export class Source {
  readonly path: string
  readonly facts: FileFacts
  readonly #text: () => string
  #loaded: string | undefined

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
    return this.enclosing(id, 'function') ?? 0
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
