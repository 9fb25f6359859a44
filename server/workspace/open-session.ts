/** A session on one workspace folder, over the workspace's state and the engine. */
import { resolve } from 'node:path'
import type { Finding, OfferedFix } from '../engine/finding.ts'
import { suppress } from '../engine/suppress.ts'
import { baseNameOf } from '../engine/packages/paths.ts'
import { Breath } from './breathe.ts'
import { codeOf, kindOf, statFile, toWorkspacePath } from './files.ts'
import { loadEngine, type EngineLike, type EngineParts } from './load-engine.ts'
import { readText } from './read-text.ts'
import type { Scan, Session, SessionOptions } from './session.ts'
import { Workspace } from './workspace.ts'

/** `load` stands in for the real engine in tests. */
export const openSession = async (options: SessionOptions, load: () => Promise<EngineParts> = loadEngine): Promise<Session> => {
  const session = new WorkspaceSession({ ...options, root: resolve(options.root) }, load)
  // Documents may be opened at once, so the parser has to be there.
  if (!options.answersOnly) await session.start()
  return session
}

type ScanOptions = NonNullable<Parameters<Session['scan']>[0]>

/** More changes at once than this, as after a checkout, are found quicker by looking at everything. */
const mostSingleChanges = 200
/** While a session lives, its cache is written again only after this time. */
const savingPause = 300_000

class WorkspaceSession implements Session {
  readonly root: string
  readonly #answersOnly: boolean
  readonly #workspace: Workspace
  /** Files on which the analysis failed, with the reason. */
  readonly #failed = new Map<string, string>()
  /** Scans and changes on disk wait for each other. */
  #turn: Promise<unknown> = Promise.resolve()
  #savedAt = -Infinity

  constructor(options: SessionOptions, load: () => Promise<EngineParts>) {
    this.root = options.root
    this.#answersOnly = options.answersOnly ?? false
    this.#workspace = new Workspace(options, load)
  }

  async start(): Promise<void> {
    await this.#workspace.ready()
  }

  scan(options: ScanOptions = {}): Promise<Scan> {
    return this.#inTurn(() => this.#scan(options))
  }

  open(path: string, text: string): void {
    this.#workspace.documents.set(path, text, this.#workspace.parts)
    this.#workspace.sync(path)
  }

  change(path: string, text: string): void {
    this.open(path, text)
  }

  close(path: string): void {
    this.#workspace.documents.delete(path)
    this.#workspace.sync(path)
  }

  files(): string[] {
    return this.#workspace.files()
  }

  text(path: string): string | undefined {
    return this.#workspace.text(path)
  }

  changed(paths: string[]): Promise<void> {
    return this.#inTurn(async () => {
      const inside = paths.flatMap((path) => toWorkspacePath(this.root, path) ?? []).filter((path) => this.#concerns(path))
      if (inside.length === 0 || this.#workspace.listing === undefined) return
      const areSources = inside.every((path) => kindOf(baseNameOf(path)) === 'source')
      if (!areSources || inside.length > mostSingleChanges) await this.#workspace.refresh({})
      else for (const path of inside) await this.#workspace.refreshSource(path)
    })
  }

  /** Whether a change at a path can change an answer; a folder's can. */
  #concerns(path: string): boolean {
    const name = baseNameOf(path)
    if (kindOf(name) !== undefined || name === '.gitignore') return true
    const isFile = statFile(this.root, path) !== undefined
    return !isFile && (!/\.\w+$/.test(name) || [...this.#workspace.index.files.keys()].some((known) => known.startsWith(`${path}/`)))
  }

  findings(path: string): Finding[] {
    const { engine, answer, settings, listing, parts } = this.#workspace
    if (engine === undefined) return answer?.findings.filter(({ at }) => at.path === path) ?? []
    const facts = this.#workspace.facts(path)
    if (facts === undefined) return []
    const isSilent = engine.isSilent(path)
    const found = isSilent ? [] : this.#guarded(path, () => engine.findings(path)) ?? []
    return suppress({
      path, facts, findings: found, levels: settings.levels, rules: parts!.rules,
      // A comment is unused for certain only where the whole workspace was seen and the file is complete.
      reportUnused: !isSilent && facts.syntaxErrors.length === 0 && listing !== undefined && !this.#failed.has(path),
      text: () => this.text(path),
    }).sort((a, b) => a.at.start - b.at.start)
  }

  fixes(path: string, start: number, end: number): { finding: Finding; fix: OfferedFix }[] {
    const touched = this.findings(path).filter(({ at }) => at.start <= end && at.end >= start)
    return touched.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })))
  }

  edits(fix: OfferedFix): ReturnType<Session['edits']> {
    const { parts } = this.#workspace
    if (parts === undefined) return { reason: 'This answer comes from an earlier run; a fix needs the analysis itself.' }
    try {
      const edits = fix.edits()
      if (edits === undefined || edits.length === 0) return { reason: 'The code no longer allows this change.' }
      const unwritable = edits.find((edit) => !('create' in edit) && !this.#isWritable(edit.path))
      if (unwritable !== undefined) return { reason: `${unwritable.path} is not UTF-8; writing it would change more than the edit.` }
      const reason = parts.verifyEdits(edits, { textOf: (path) => this.text(path), exists: (path) => this.#workspace.exists(path) })
      return reason === undefined ? { edits } : { reason }
    } catch (error) {
      this.#log(`The fix ${fix.recipe} failed`, error)
      return { reason: `The change could not be worked out: ${codeOf(error)}.` }
    }
  }

  hover(path: string, offset: number): ReturnType<Session['hover']> {
    const { engine } = this.#workspace
    return engine === undefined || this.#workspace.facts(path) === undefined ? undefined : this.#guarded(path, () => engine.hover(path, offset))
  }

  explain(path: string, line: number): string {
    const { engine, listing, index } = this.#workspace
    if (engine !== undefined && this.#workspace.facts(path) !== undefined) {
      return this.#guarded(path, () => engine.explain(path, line)) ?? `${path}: ${this.#failed.get(path)}`
    }
    const reason = listing?.skipped.find((skipped) => skipped.path === path)?.reason ?? index.files.get(path)?.reason
    return `${path} is not analysed: ${reason || 'there is no such source file, or it is ignored.'}`
  }

  settings(settings: SessionOptions['settings']): void {
    this.#workspace.configure(settings)
  }

  dispose(): Promise<void> {
    return this.#inTurn(() => this.#workspace.save())
  }

  async #scan({ progress, signal }: ScanOptions): Promise<Scan> {
    signal?.throwIfAborted()
    const workspace = this.#workspace
    const breath = new Breath(signal)
    workspace.index.resetCounts()
    const digest = await workspace.refresh({ breath, progress, mayAnswer: this.#answersOnly })
    const { index: { read, cached }, answer } = workspace
    const facts = { scale: workspace.settings.scale, work: { read, cached } }
    if (workspace.engine === undefined && answer !== undefined) {
      return { findings: answer.findings, checked: answer.checked, problems: answer.problems, ...facts }
    }
    const engine = await workspace.ready()
    const paths = workspace.files()
    for (let slices = 0; !this.#worked(engine); slices++) {
      progress?.({ phase: 'linking', done: Math.min(slices, paths.length), total: paths.length })
      await breath.pause()
    }
    const findings: Finding[] = []
    for (const [done, path] of paths.entries()) {
      findings.push(...this.findings(path))
      if (!breath.due()) continue
      progress?.({ phase: 'checking', done, total: paths.length })
      await breath.pause()
    }
    progress?.({ phase: 'checking', done: paths.length, total: paths.length })
    const scan: Scan = { findings, checked: this.#checked(engine, paths), problems: workspace.problems(), ...facts }
    // Only what the disk alone led to holds for the next run as well.
    if (workspace.documents.size === 0 && this.#failed.size === 0) workspace.answer = { digest, ...scan }
    this.#saveSoon()
    return scan
  }

  #saveSoon(): void {
    if (performance.now() - this.#savedAt < savingPause) return
    this.#savedAt = performance.now()
    void this.#inTurn(() => this.#workspace.save())
  }

  #checked(engine: EngineLike, paths: readonly string[]): Scan['checked'] {
    const { index, documents, listing } = this.#workspace
    const unread = [...index.files.values()].filter(({ reason, path }) => reason !== '' && !documents.has(path))
    const failed = [...this.#failed].filter(([path]) => this.#workspace.facts(path) !== undefined)
    const skipped = [...listing?.skipped ?? [], ...unread, ...failed.map(([path, reason]) => ({ path, reason }))]
      .map(({ path, reason }) => ({ path, reason }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
    return { files: paths.length - failed.length, skipped, unresolved: this.#guarded('', () => engine.unresolved()) ?? 0 }
  }

  #worked(engine: EngineLike): boolean {
    try {
      return engine.work(10)
    } catch (error) {
      // Each file's findings are still asked for on their own.
      this.#log('Linking failed', error)
      return true
    }
  }

  /** What fails on one file is told for that file, and the rest goes on. */
  #guarded<T>(path: string, work: () => T): T | undefined {
    try {
      const result = work()
      this.#failed.delete(path)
      return result
    } catch (error) {
      this.#failed.set(path, `The analysis of this file failed: ${codeOf(error)}.`)
      this.#log(`The analysis of ${path} failed`, error)
      return undefined
    }
  }

  #log(what: string, error: unknown): void {
    this.#workspace.log(`${what}: ${error instanceof Error ? error.stack : String(error)}`)
  }

  #isWritable(path: string): boolean {
    if (this.#workspace.documents.has(path)) return true
    const read = readText(`${this.root}/${path}`)
    return 'text' in read && read.writable
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => {})
    return result
  }
}
