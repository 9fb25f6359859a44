/** One workspace folder at work: its session, its running scan, what the last scan found. */
import type { Finding } from '../engine/finding.ts'
import type { Progress, Scan, Session, SessionOptions } from '../workspace/session.ts'

/** The seam to the engine: how a session is opened. Tests put a stand-in here. */
export type OpenSession = (options: SessionOptions) => Session | Promise<Session>

/** A folder of generated files would fill the log. */
const mostNamed = 100

export interface FolderEvents {
  log(line: string): void
  warn(line: string): void
  /** Something that the status shows has changed. */
  changed(): void
  /** Texts of the documents that are open in this folder, by path. */
  open(folder: Folder): Iterable<readonly [path: string, text: string]>
}

export class Folder {
  readonly root: string
  /** Undefined while it is being opened, and when that failed. */
  session: Session | undefined
  /** Why there is no session, or why the last scan failed. */
  trouble: string | undefined
  latest: Scan | undefined
  /** Where the running scan is. */
  progress: Progress | undefined
  readonly #events: FolderEvents
  readonly #opening: Promise<void>
  readonly #watchers = new Set<() => void>()
  #current: Promise<void> | undefined
  #next: Promise<void> | undefined
  #stop = new AbortController()
  #disposed = false

  constructor(options: SessionOptions, openSession: OpenSession, events: FolderEvents) {
    this.root = options.root
    this.#events = events
    this.#opening = this.#open(options, openSession)
  }

  /** Resolves when the folder has been read once (or could not be). */
  async indexed(): Promise<void> {
    if (!this.latest && !this.trouble) await (this.#current ?? this.scan())
  }

  /** Reads what has changed on disk and finds everything anew. A call during a scan waits for one that starts later. */
  scan(): Promise<void> {
    if (!this.#current) return (this.#current = this.#scan().finally(() => (this.#current = undefined)))
    return (this.#next ??= this.#current.then(() => {
      this.#next = undefined
      return this.scan()
    }))
  }

  /** Ends the running scan early; what was found before stays. */
  stopScan(): void {
    this.#stop.abort()
  }

  /** Calls back on each step of a scan, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  findings(path: string): Finding[] {
    return this.session?.findings(path) ?? []
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    this.#stop.abort()
    await this.#opening
    await this.session?.dispose()
  }

  async #open(options: SessionOptions, openSession: OpenSession): Promise<void> {
    try {
      const session = await openSession(options)
      for (const [path, text] of this.#events.open(this)) session.open(path, text)
      this.session = session
    } catch (error) {
      this.#fail('could not be opened', error)
    }
  }

  async #scan(): Promise<void> {
    await this.#opening
    if (!this.session || this.#disposed) return
    this.#stop = new AbortController()
    const { signal } = this.#stop
    try {
      const scan = await this.session.scan({ signal, progress: (progress) => this.#step(progress) })
      if (!signal.aborted) this.#take(scan)
      this.trouble = undefined
    } catch (error) {
      if (!signal.aborted) this.#fail('could not be scanned', error)
    }
    this.#step(undefined)
  }

  #take(scan: Scan): void {
    const told = new Set(this.latest?.checked.skipped.map(({ path, reason }) => `${path}: ${reason}`))
    const skipped = scan.checked.skipped.map(({ path, reason }) => `${path}: ${reason}`).filter((line) => !told.has(line))
    if (skipped.length) this.#events.log(['Not checked:', ...skipped.slice(0, mostNamed)].join('\n  '))
    this.latest = scan
  }

  #step(progress: Progress | undefined): void {
    this.progress = progress
    for (const listener of this.#watchers) listener()
    this.#events.changed()
  }

  #fail(what: string, error: unknown): void {
    this.trouble = `${this.root} ${what}: ${error instanceof Error ? error.message : String(error)}`
    this.#events.warn(error instanceof Error ? `${this.trouble}\n${error.stack}` : this.trouble)
    this.#events.changed()
  }
}
