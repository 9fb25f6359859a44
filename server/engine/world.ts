/**
 * Everything that linking reads: the files' facts, how specifiers resolve, what is known of libraries. Each reading
 * is noted in the memo, so that the questions that depend on it are asked again when it changes.
 */
import type { FileFacts, NodeId } from '../../rules/kit/facts.ts'
import { Source } from '../../rules/kit/source.ts'
import type { Knowledge } from './knowledge.ts'
import { Memo } from './memo.ts'
import { Resolver, type Resolution } from './resolve.ts'
import type { Surroundings } from './surroundings.ts'

export class World {
  readonly memo = new Memo()
  readonly knowledge: Knowledge
  readonly #sources = new Map<string, Source>()
  readonly #textOf: (path: string) => string | undefined
  #resolver: Resolver
  #surroundings: Surroundings
  #files = 0
  #paths: readonly string[] | undefined

  constructor(knowledge: Knowledge, surroundings: Surroundings, textOf: (path: string) => string | undefined) {
    this.knowledge = knowledge
    this.#textOf = textOf
    this.#surroundings = surroundings
    this.#resolver = new Resolver(surroundings, (path) => this.#sources.has(path))
  }

  get surroundings(): Surroundings {
    return this.#surroundings
  }

  put(path: string, facts: FileFacts | undefined): void {
    const known = this.#sources.has(path)
    if (facts) this.#sources.set(path, new Source(path, facts, () => this.#textOf(path) ?? ''))
    else this.#sources.delete(path)
    this.memo.set(`facts ${path}`, facts)
    if (known === Boolean(facts)) return
    this.#paths = undefined
    this.#resolver.forget()
    this.memo.set('files', ++this.#files)
  }

  surround(surroundings: Surroundings): void {
    this.#surroundings = surroundings
    this.#resolver = new Resolver(surroundings, (path) => this.#sources.has(path))
    this.memo.set('files', ++this.#files)
  }

  /** Every file, sorted. */
  paths(): readonly string[] {
    return (this.#paths ??= [...this.#sources.keys()].sort())
  }

  /** The file, noted as read by whatever question is being answered. */
  source(path: string): Source | undefined {
    this.memo.input(`facts ${path}`)
    return this.#sources.get(path)
  }

  /** The file, for uses that no kept answer depends on. */
  peek(path: string): Source | undefined {
    return this.#sources.get(path)
  }

  resolve(from: string, specifier: string): Resolution {
    return this.memo.ask(
      `resolve ${from} ${specifier}`,
      () => {
        this.memo.input('files')
        return this.#resolver.resolve(from, specifier)
      },
      { kind: 'unresolved', tried: specifier },
      (resolution) => JSON.stringify(resolution),
    )
  }

  get resolver(): Resolver {
    return this.#resolver
  }
}

/** The end of a node's subtree: parents come before children, so a subtree is a run of ids. */
export function subtreeEnd(source: Source, id: NodeId): NodeId {
  const nodes = source.facts.nodes
  let at = id + 1
  while (at < nodes.length && nodes[at]!.parent >= id) at++
  return at
}
