/**
 * Everything that linking reads: the files' facts, how specifiers resolve, what is known of libraries. Each reading
 * is noted in the memo, so that the questions that depend on it are asked again when it changes.
 */
import type { FileFacts, NodeId } from '../../rules/kit/facts.ts'
import { Source } from '../../rules/kit/source.ts'
import type { Knowledge } from './knowledge.ts'
import { withAliases } from './packages/framework-aliases.ts'
import { Memo, Slot } from './memo.ts'
import { Resolver, type Resolution } from './values/resolve.ts'
import type { Surroundings } from './surroundings.ts'

/** The questions that are asked about one file. */
class FileSlots {
  readonly facts = new Slot()
  readonly links = new Slot()
  readonly entries = new Slot()
  readonly heritage = new Slot()
  readonly handings = new Slot()
  readonly resolvers = new Slot()
  readonly contexts = new Slot()
  readonly accessors = new Slot()
  readonly callers = new Slot()
  readonly untyped = new Slot()
  readonly puts = new Slot()
  readonly schema = new Slot()
  readonly migrated = new Slot()
  readonly names: Slot[] = []
  readonly returns = new Map<NodeId, Slot>()
  readonly passings = new Map<NodeId, Slot>()
  readonly exports = new Map<string, Slot>()
  readonly resolutions = new Map<string, Slot>()
  /** Members of its interfaces and abstract classes, by node and name. */
  readonly implemented = new Map<string, Slot>()

  /** The slot for a key in one of the tables, made at the first need. */
  static at<K>(table: Map<K, Slot>, key: K): Slot {
    let slot = table.get(key)
    if (!slot) table.set(key, (slot = new Slot()))
    return slot
  }

  name(binding: number): Slot {
    return (this.names[binding] ??= new Slot())
  }
}

export class World {
  readonly memo: Memo
  /** The answer to who implements what, over all files. */
  readonly heritage = new Slot()
  /** The answer to who hands which function to whom, over all files. */
  readonly handings = new Slot()
  /** The answer to who calls what in plain JavaScript, over all files. */
  readonly callers = new Slot()
  /** The answer to which names belong to functions with untyped parameters, over all files. */
  readonly untyped = new Slot()
  /** The answer to which properties do something when they are read, over all files. */
  readonly accessors = new Slot()
  /** The answers to which functions are asked for a field, and what they are handed as context, over all files. */
  readonly resolvers = new Slot()
  readonly contexts = new Slot()
  /** The answer to what is put on the objects of frameworks, over all files. */
  readonly puts = new Slot()
  /** The answer to which data schemas the code defines, over all files. */
  readonly schemas = new Slot()
  /** The answer to which indexes migrations in code create, over all files. */
  readonly migrated = new Slot()
  readonly #files = new Slot()
  readonly #slots = new Map<string, FileSlots>()
  readonly knowledge: Knowledge
  readonly #sources = new Map<string, Source>()
  readonly #textOf: (path: string) => string | undefined
  #resolver: Resolver
  #surroundings: Surroundings
  #paths: readonly string[] | undefined

  constructor(knowledge: Knowledge, surroundings: Surroundings, textOf: (path: string) => string | undefined, tracking: boolean) {
    this.memo = new Memo(tracking)
    this.knowledge = knowledge
    this.#textOf = textOf
    this.#surroundings = surroundings
    this.#resolver = new Resolver(withAliases(surroundings, this.knowledge.frameworks), (path) => this.#sources.has(path))
  }

  get surroundings(): Surroundings {
    return this.#surroundings
  }

  put(path: string, facts: FileFacts | undefined): void {
    const known = this.#sources.has(path)
    if (facts) this.#sources.set(path, new Source(path, facts, () => this.#textOf(path) ?? ''))
    else this.#sources.delete(path)
    this.memo.set(this.slots(path).facts, undefined)
    if (known === Boolean(facts)) return
    this.#paths = undefined
    this.#resolver.forget()
    this.memo.set(this.#files, undefined)
  }

  surround(surroundings: Surroundings): void {
    this.#surroundings = surroundings
    this.#resolver = new Resolver(withAliases(surroundings, this.knowledge.frameworks), (path) => this.#sources.has(path))
    this.memo.set(this.#files, undefined)
  }

  /** Every file, sorted. */
  paths(): readonly string[] {
    return (this.#paths ??= [...this.#sources.keys()].sort())
  }

  /** Notes that the question being answered leans on which files there are. */
  readFiles(): void {
    this.memo.read(this.#files)
  }

  /** The file, noted as read by whatever question is being answered. */
  source(path: string): Source | undefined {
    this.memo.read(this.slots(path).facts)
    return this.#sources.get(path)
  }

  /** The text of any file of the workspace. */
  text(path: string): string | undefined {
    return this.#textOf(path)
  }

  /** The file, for uses that no kept answer depends on. */
  peek(path: string): Source | undefined {
    return this.#sources.get(path)
  }

  slots(path: string): FileSlots {
    let slots = this.#slots.get(path)
    if (!slots) this.#slots.set(path, (slots = new FileSlots()))
    return slots
  }

  /** Asks about an export, a function's result … of a file. */
  askAt<K, T>(table: Map<K, Slot>, key: K, compute: () => T, onCycle: T, same?: (before: T, after: T) => boolean): T {
    return this.memo.ask(FileSlots.at(table, key), compute, onCycle, same)
  }

  resolve(from: string, specifier: string): Resolution {
    if (!this.memo.tracking) return this.#resolver.resolve(from, specifier)
    return this.askAt<string, Resolution>(
      this.slots(from).resolutions, specifier,
      () => {
        this.memo.read(this.#files)
        return this.#resolver.resolve(from, specifier)
      },
      { kind: 'unresolved', tried: specifier },
      (before, after) => JSON.stringify(before) === JSON.stringify(after),
    )
  }

  get resolver(): Resolver {
    return this.#resolver
  }
}

/** The end of a node's subtree: parents come before children, so a subtree is a run of ids. */
export function subtreeEnd(source: Source, id: NodeId): NodeId {
  return source.endOf(id)
}
