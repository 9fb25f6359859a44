/** The state behind a session: what is on disk, what is open, and an engine that has been told both. */
import { existsSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { FileFacts } from '../engine/facts.ts'
import { digestOf, OtherFiles, restored, type KeptAnswer } from './answers.ts'
import { Breath } from './breathe.ts'
import { openCache, writeCache } from './cache.ts'
import { cachePath, cacheVersion } from './cache-place.ts'
import { Documents } from './documents.ts'
import { FileIndex, hashOf, type IndexedFile } from './file-index.ts'
import { codeOf, isListed, listFiles, reasonToSkip, statFile, type Listing } from './files.ts'
import type { EngineLike, EngineParts } from './load-engine.ts'
import type { Problem } from './problem.ts'
import { readSurroundings } from './read-surroundings.ts'
import { readText } from './read-text.ts'
import type { Progress, SessionOptions } from './session.ts'
import { defaultSettings, readSettings, settingsFile, withEditorSettings, type Settings } from './settings.ts'

export interface RefreshOptions {
  breath?: Breath
  progress?: ((progress: Progress) => void) | undefined
  /** Stop short of the engine where an earlier answer still holds. */
  mayAnswer?: boolean
}

interface FileSettings { key: string; settings: Settings; problems: Problem[] }

export class Workspace {
  readonly root: string
  readonly log: (line: string) => void
  readonly index: FileIndex
  readonly documents: Documents
  parts: EngineParts | undefined
  engine: EngineLike | undefined
  settings: Settings
  /** Undefined until the folder has been looked at. */
  listing: Listing | undefined
  /** The last answer that the disk alone led to, of this session or of the cache. */
  answer: KeptAnswer | undefined
  readonly #load: () => Promise<EngineParts>
  readonly #cachePath: string | undefined
  readonly #others: OtherFiles
  #editorSettings: SessionOptions['settings']
  readonly #tracking: boolean
  #fileSettings: FileSettings = { key: '', settings: defaultSettings, problems: [] }
  #surroundings: { digest: string; problems: Problem[] } = { digest: '', problems: [] }
  /** Facts that the engine has, by path. */
  readonly #put = new Map<string, FileFacts>()
  readonly #unlisted = new Map<string, boolean>()
  #seenAt = 0
  #savedDigest: string | undefined
  #loading: Promise<void> | undefined

  constructor(options: SessionOptions, load: () => Promise<EngineParts>) {
    this.root = options.root
    this.log = options.log ?? (() => {})
    this.#load = load
    this.#tracking = !options.answersOnly
    this.#editorSettings = options.settings
    this.settings = withEditorSettings(defaultSettings, options.settings)
    this.#cachePath = options.cache === false ? undefined : cachePath(this.root, options.cache)
    const cache = this.#cachePath === undefined ? undefined : openCache(this.#cachePath, cacheVersion(), this.log)
    this.answer = restored(cache?.head.kept)
    this.#savedDigest = this.answer?.digest
    this.index = new FileIndex({ root: this.root, cache, parts: async () => (await this.ready(), this.parts!), log: this.log })
    this.#others = new OtherFiles(this.root)
    this.documents = new Documents(this.log)
  }

  /** The engine, loaded at the first need. */
  async ready(): Promise<EngineLike> {
    await (this.#loading ??= this.#start())
    return this.engine!
  }

  async #start(): Promise<void> {
    this.parts = await this.#load()
    this.#create(this.parts)
    this.documents.readAll(this.parts)
    for (const path of this.documents.paths()) this.sync(path)
  }

  /** A new engine, to be told everything. */
  #create(parts: EngineParts): void {
    const { scale, levels, fixes, scripts, libraries } = this.settings
    this.engine = parts.createEngine({
      surroundings: { packages: [], paths: [], schemas: [], markers: [] }, scale, levels, fixes, scripts: scripts === 'check', libraries,
      tracking: this.#tracking,
      textOf: (path) => this.text(path), exists: (path) => this.exists(path), now: () => performance.now(),
    })
    this.#put.clear()
    this.#surroundings = { digest: '', problems: [] }
  }

  /** What the engine knows of a file. */
  facts(path: string): FileFacts | undefined {
    return this.#put.get(path)
  }

  /** Every analysed file, sorted. */
  files(): string[] {
    const analysed = new Set(this.#put.keys())
    // Without an engine, what would be put.
    for (const { path, reason } of this.index.files.values()) if (reason === '' && !this.documents.has(path)) analysed.add(path)
    return [...analysed].sort()
  }

  text(path: string): string | undefined {
    const open = this.documents.text(path)
    if (open !== undefined) return open
    const read = readText(`${this.root}/${path}`)
    if (!('text' in read)) return undefined
    const known = this.index.files.get(path)
    // Offsets belong to the text as it was read; in another one they would mark anything.
    return known === undefined || known.hash === hashOf(read.bytes) ? read.text : undefined
  }

  exists(path: string): boolean {
    return this.documents.has(path) || this.index.files.has(path) || existsSync(`${this.root}/${path}`)
  }

  problems(): Problem[] {
    const rootProblem = this.listing?.rootProblem
    const own = rootProblem === undefined ? [] : [{ path: '.', message: rootProblem }]
    return [...own, ...this.#fileSettings.problems, ...this.#surroundings.problems]
  }

  configure(editor: SessionOptions['settings']): void {
    this.#editorSettings = editor
    this.#apply()
  }

  #apply(): void {
    const { libraries } = this.settings
    this.settings = withEditorSettings(this.#fileSettings.settings, this.#editorSettings)
    // Every answer leans on what libraries do.
    if (this.parts !== undefined && !isDeepStrictEqual(libraries, this.settings.libraries)) this.#create(this.parts)
    const { scale, levels, fixes, scripts } = this.settings
    this.engine?.configure({ scale, levels, fixes, scripts: scripts === 'check' })
  }

  /** Tells the engine what a path holds now, on disk or in the editor. */
  sync(path: string): void {
    if (this.engine === undefined) return
    const isOpen = this.documents.has(path)
    const facts = isOpen ? (this.#isOurs(path) ? this.documents.facts(path) : undefined) : this.index.files.get(path)?.facts
    if (facts === this.#put.get(path)) return
    this.engine.put(path, facts)
    if (facts === undefined) this.#put.delete(path)
    else this.#put.set(path, facts)
  }

  /** Whether an open document belongs to what is analysed; it may not be on the disk yet. */
  #isOurs(path: string): boolean {
    if (this.index.files.has(path)) return true
    let known = this.#unlisted.get(path)
    if (known === undefined) this.#unlisted.set(path, (known = isListed(this.root, path, this.settings.exclude)))
    return known
  }

  /** Brings one source in line with the disk. */
  async refreshSource(path: string): Promise<void> {
    const found = statFile(this.root, path)
    const isGone = found === undefined || reasonToSkip(found) !== undefined || !(this.index.files.has(path) || isListed(this.root, path, this.settings.exclude))
    if (isGone) this.index.remove(path)
    else await this.index.refreshFile(found)
    await this.index.fill(new Breath())
    this.sync(path)
  }

  /** Brings everything in line with the disk; gives the digest of what was found. */
  async refresh({ breath = new Breath(), progress, mayAnswer = false }: RefreshOptions): Promise<string> {
    this.#seenAt = Date.now()
    await this.#readSettings()
    const listing = await listFiles(this.root, { exclude: this.settings.exclude, breath })
    const { sources } = listing
    const step = (done: number): void => progress?.({ phase: 'reading', done, total: sources.length })
    await this.index.refresh(sources, breath, step)
    step(sources.length)
    this.listing = listing
    this.#unlisted.clear()
    const others = this.#others.digest(listing)
    const digest = digestOf(this.settings, sources.map(({ path }) => this.index.files.get(path)!), listing, others)
    if (mayAnswer && this.engine === undefined && this.documents.size === 0 && this.answer?.digest === digest) return digest
    await this.ready()
    await this.#readSettings()
    const engine = await this.ready()
    // What is open wins here too: a schema that a fix has just changed is another one.
    const open = listing.others.filter(({ path }) => this.documents.has(path)).map(({ path }) => `${path} ${this.documents.text(path)}`)
    const seen = open.length === 0 ? others : `${others} ${open.join()}`
    if (this.#surroundings.digest !== seen) {
      const paths = listing.others.map(({ path }) => path)
      const openText = (path: string): string | undefined => this.documents.text(path)
      const { surroundings, problems } = await readSurroundings({ root: this.root, paths, wanted: this.parts!.packages, openText })
      engine.surroundings(surroundings)
      this.#surroundings = { digest: seen, problems }
    }
    await this.index.fill(breath)
    for (const path of [...this.#put.keys()]) if (!this.index.files.has(path)) this.sync(path)
    for (const path of [...sources.map((source) => source.path), ...this.documents.paths()]) {
      this.sync(path)
      if (breath.due()) await breath.pause()
    }
    return digest
  }

  async #readSettings(): Promise<void> {
    const read = existsSync(`${this.root}/${settingsFile}`) ? readText(`${this.root}/${settingsFile}`) : undefined
    const text = read !== undefined && 'text' in read ? read.text : undefined
    const reason = read !== undefined && 'reason' in read ? read.reason : undefined
    // Unknown rules can be named only once the rules are there.
    const key = JSON.stringify([text, reason, this.parts !== undefined])
    if (key === this.#fileSettings.key) return
    const { settings, problems } = await readSettings(text, this.parts?.rules)
    if (reason !== undefined) problems.push({ path: settingsFile, message: reason })
    this.#fileSettings = { key, settings, problems }
    this.#apply()
  }

  /** Writes the cache where something in it would be new. Never throws: a cache that cannot be written is done without. */
  async save(): Promise<void> {
    const isNew = this.index.dirty || this.answer?.digest !== this.#savedDigest
    if (this.#cachePath === undefined || !isNew || this.listing === undefined || this.listing.rootProblem !== undefined) return
    const { answer, index } = this
    try {
      const files = [...index.files.values()].filter(({ hash }) => hash !== '').map((file: IndexedFile) => ({ ...file }))
      await writeCache({
        path: this.#cachePath, version: cacheVersion(), old: index.cache, files, kept: answer, seenAt: this.#seenAt, breath: new Breath(),
      })
      index.rebase(openCache(this.#cachePath, cacheVersion(), this.log))
      this.#savedDigest = answer?.digest
    } catch (error) {
      this.log(`The cache ${this.#cachePath} could not be written (${codeOf(error)}).`)
    }
  }
}
