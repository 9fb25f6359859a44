/**
 * A session whose findings are easy to foretell: `slow()` is a finding with a safe fix, `slower()` one with a fix to
 * review that creates a file, and a file that imports `./X` also has the findings count of `X` in its message, and has
 * `X` changed by the latter fix. It can be told to fail, or to take its time.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Finding, OfferedFix } from '../../../server/engine/finding.ts'
import type { Scan, Session, SessionOptions } from '../../../server/workspace/session.ts'

export interface StandInControl {
  /** Names of methods that throw. */
  broken: Set<string>
  /** How long each file of a scan takes, in milliseconds. */
  pace: number
  /** Calls that arrived, by method and path. */
  calls: string[]
  settings: SessionOptions['settings'][]
  problems: Scan['problems']
}

export const control = (): StandInControl => ({ broken: new Set(), pace: 0, calls: [], settings: [], problems: [] })

export const standIn = (state: StandInControl) => (options: SessionOptions): Session => new StandIn(options, state)

class StandIn implements Session {
  readonly root: string
  readonly #state: StandInControl
  readonly #open = new Map<string, string>()
  #settings: SessionOptions['settings']

  constructor({ root, settings }: SessionOptions, state: StandInControl) {
    this.root = root
    this.#state = state
    this.#note('new', root)
    this.#settings = settings
    state.settings.push(settings)
  }

  async scan({ progress, signal }: Parameters<Session['scan']>[0] = {}): Promise<Scan> {
    this.#note('scan')
    const files = this.files()
    for (const [done] of files.entries()) {
      progress?.({ done, total: files.length, phase: 'reading' })
      await new Promise((resolve) => setTimeout(resolve, this.#state.pace))
      signal?.throwIfAborted()
    }
    return {
      findings: files.flatMap((file) => this.#find(file)),
      checked: { files: files.length, skipped: [], unresolved: 0 },
      scale: { users: 100, rows: 100 },
      problems: this.#state.problems,
    }
  }

  open(file: string, text: string): void {
    this.#note('open', file)
    this.#open.set(file, text)
  }

  change(file: string, text: string): void {
    this.#note('change', file)
    this.#open.set(file, text)
  }

  close(file: string): void {
    this.#note('close', file)
    this.#open.delete(file)
  }

  files(): string[] {
    return fs.readdirSync(this.root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file)).sort()
  }

  text(file: string): string | undefined {
    const open = this.#open.get(file)
    if (open !== undefined) return open
    try {
      return fs.readFileSync(path.join(this.root, file), 'utf8')
    } catch {
      return undefined
    }
  }

  async changed(paths: string[]): Promise<void> {
    this.#note('changed', paths.join(' '))
  }

  findings(file: string): Finding[] {
    this.#note('findings', file)
    return this.#find(file)
  }

  fixes(file: string, start: number, end: number): { finding: Finding; fix: OfferedFix }[] {
    this.#note('fixes', file)
    return this.#find(file)
      .filter(({ at }) => at.start <= end && at.end >= start)
      .flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })))
  }

  edits(fix: OfferedFix): ReturnType<Session['edits']> {
    this.#note('edits')
    const edits = fix.edits()
    return edits ? { edits } : { reason: 'the text has changed.' }
  }

  hover(file: string, offset: number): ReturnType<Session['hover']> {
    this.#note('hover', file)
    const found = this.#find(file).find(({ at }) => at.start <= offset && offset <= at.end)
    return found && { markdown: `**${found.rule}**`, start: found.at.start, end: found.at.end }
  }

  explain(): string {
    return ''
  }

  settings(settings: SessionOptions['settings']): void {
    this.#note('settings')
    this.#settings = settings
    this.#state.settings.push(settings)
  }

  async dispose(): Promise<void> {
    this.#note('dispose', this.root)
  }

  #note(method: string, about = ''): void {
    this.#state.calls.push(`${method} ${about}`.trim())
    if (this.#state.broken.has(method)) throw new Error(`${method} is broken`)
  }

  #find(file: string): Finding[] {
    const text = this.text(file) ?? ''
    const neighbour = /from '\.\/(\w+)'/.exec(text)?.[1]
    const there = neighbour ? (this.text(`${neighbour}.ts`) ?? '').split('slow()').length - 1 : 0
    const matches = [...text.matchAll(/\b(slower|slow)\(\)/g)]
    const rows = this.#settings?.scale?.rows ?? 100
    return matches.map((match, ordinal): Finding => {
      const rule = match[1] === 'slow' ? 'missing-timeout' : 'mail-in-request'
      const at = { path: file, start: match.index, end: match.index + match[1]!.length }
      return {
        rule, at,
        level: this.#settings?.levels?.[rule] === 'hint' ? 'hint' : 'warning',
        confidence: 'high',
        message: `${match[1]} at ${rows} rows${neighbour ? `, ${there} in ${neighbour}` : ''}`,
        related: neighbour ? [{ at: { path: `${neighbour}.ts`, start: 0, end: 1 }, message: 'it comes from here' }] : [],
        trips: undefined, cost: undefined, entry: undefined,
        fingerprint: `${rule}:${file}:${ordinal}`,
        fixes: rule === 'missing-timeout'
          ? [{ recipe: 'add-timeout', title: 'Be fast', trust: 'safe', edits: () => [{ path: file, edits: [{ ...at, text: 'fast' }] }] }]
          : [{
              recipe: 'enqueue', title: 'Do it later', trust: 'review',
              edits: () => [
                { path: 'queue.ts', create: 'export {}\n' }, { path: file, edits: [{ ...at, text: 'later' }] },
                ...neighbour ? [{ path: `${neighbour}.ts`, edits: [{ start: 0, end: 0, text: '// asked later\n' }] }] : [],
              ],
            }],
      }
    })
  }
}
