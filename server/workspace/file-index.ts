/** The sources of a workspace as they are on disk, with their facts: read anew only where the bytes have changed. */
import { createHash } from 'node:crypto'
import { factsVersion, type FileFacts } from '../engine/facts.ts'
import type { Breath } from './breathe.ts'
import type { Cache, CachedFile } from './cache.ts'
import type { FoundFile } from './files.ts'
import type { EngineParts } from './load-engine.ts'
import { reasonAgainstText, readText } from './read-text.ts'

export interface IndexedFile extends FoundFile {
  /** Of the bytes; `''` for a file that could not be read. */
  hash: string
  /** Why it is not analysed; `''` when it is. */
  reason: string
  facts: FileFacts | undefined
  /** Where the cache has its facts. */
  cached: CachedFile | undefined
}

export interface FileIndexOptions {
  /** Absolute. */
  root: string
  cache: Cache | undefined
  /** The parser, loaded at the first file that has to be read anew. */
  parts: () => Promise<EngineParts>
  log: (line: string) => void
}

export class FileIndex {
  readonly files = new Map<string, IndexedFile>()
  /** How many files were parsed, and how many came out of the cache, since `resetCounts`. */
  read = 0
  cached = 0
  /** Whether something is known that the cache does not hold. */
  dirty = false
  #cache: Cache | undefined
  /** Files whose cached facts turned out to be damaged. */
  readonly #damaged = new Set<string>()
  readonly #options: FileIndexOptions

  constructor(options: FileIndexOptions) {
    this.#options = options
    this.#cache = options.cache
  }

  resetCounts(): void {
    this.read = 0
    this.cached = 0
  }

  /** Brings the index in line with a listing. */
  async refresh(sources: readonly FoundFile[], breath: Breath, step: (done: number) => void): Promise<void> {
    const listed = new Set(sources.map(({ path }) => path))
    for (const path of this.files.keys()) if (!listed.has(path)) this.remove(path)
    let done = 0
    for (const found of sources) {
      if (breath.due()) {
        step(done)
        await breath.pause()
      }
      await this.refreshFile(found)
      done++
    }
  }

  remove(path: string): void {
    this.dirty = this.files.delete(path) || this.dirty
  }

  /** True when the file's bytes are others than before. */
  async refreshFile(found: FoundFile): Promise<boolean> {
    const known = this.files.get(found.path)
    if (known !== undefined && isSame(known, found)) return false
    const cached = this.#damaged.has(found.path) ? undefined : this.#cache?.files.get(found.path)
    if (known === undefined && cached !== undefined && isSame(cached, found) && !this.#isRacy(cached)) {
      this.files.set(found.path, { ...found, hash: cached.hash, reason: cached.reason, facts: undefined, cached })
      this.cached++
      return true
    }
    const read = readText(`${this.#options.root}/${found.path}`)
    this.dirty = true
    const hash = read.bytes === undefined ? '' : hashOf(read.bytes)
    if (!('text' in read)) {
      this.files.set(found.path, { ...found, hash, reason: read.reason, facts: undefined, cached: undefined })
      return true
    }
    if (known?.hash === hash) {
      this.files.set(found.path, { ...known, ...found })
      return false
    }
    if (cached?.hash === hash) {
      this.files.set(found.path, { ...found, hash, reason: cached.reason, facts: undefined, cached })
      this.cached++
      return true
    }
    const against = reasonAgainstText(found.path, read.text)
    const parsed = against === undefined ? this.#parse(found.path, read.text, await this.#options.parts()) : { reason: against }
    this.files.set(found.path, { ...found, hash, reason: parsed.reason ?? '', facts: parsed.facts, cached: undefined })
    return true
  }

  /** Facts for every file that has none yet: out of the cache, else by reading. */
  async fill(breath: Breath): Promise<void> {
    const empty = [...this.files.values()].filter(({ facts, reason }) => facts === undefined && reason === '')
    if (empty.length === 0) return
    const isLoaded = (await this.#cache?.load()) ?? false
    for (const file of empty) {
      if (breath.due()) await breath.pause()
      // Somebody else may have been quicker, or have taken the file away.
      if (this.files.get(file.path) !== file) continue
      const facts = isLoaded && file.cached !== undefined ? this.#cache!.facts(file.cached, factsVersion) : undefined
      if (facts !== undefined) {
        file.facts = facts
        continue
      }
      this.files.delete(file.path)
      if (file.cached !== undefined) this.cached--
      this.#damaged.add(file.path)
      await this.refreshFile(file)
    }
    this.#cache?.unload()
  }

  /** After the cache has been written. */
  rebase(cache: Cache | undefined): void {
    this.#cache = cache
    this.#damaged.clear()
    for (const file of this.files.values()) {
      const cached = cache?.files.get(file.path)
      file.cached = cached?.hash === file.hash ? cached : undefined
    }
    this.dirty = false
  }

  get cache(): Cache | undefined {
    return this.#cache
  }

  /** Written within the time that a clock may not tell apart: such a file can change again unnoticed. */
  #isRacy({ mtimeMs }: CachedFile): boolean {
    return mtimeMs >= this.#cache!.head.writtenAt - 2000
  }

  #parse(path: string, text: string, parts: EngineParts): { facts?: FileFacts; reason?: string } {
    const language = parts.languageOf(path)
    if (language === undefined) return { reason: 'Not a language that is analysed.' }
    this.read++
    try {
      return { facts: parts.readFacts(text, language) }
    } catch (error) {
      this.#options.log(`${path} could not be read: ${error instanceof Error ? error.stack : String(error)}`)
      return { reason: `The file could not be analysed: ${error instanceof Error ? error.message : String(error)}.` }
    }
  }
}

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha1').update(bytes).digest('hex')

const isSame = (a: { size: number; mtimeMs: number }, b: { size: number; mtimeMs: number }): boolean =>
  a.size === b.size && a.mtimeMs === b.mtimeMs
