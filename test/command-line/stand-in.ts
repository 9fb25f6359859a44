/**
 * What the tests of the command line run on: folders made for the test, a shell that remembers, and a session whose
 * findings are known. Its one rule: every `slow(` is a finding, repaired by writing `quick(`.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { FileEdit, Rule } from '../../rules/kit/rule.ts'
import { runCommandLine } from '../../server/commands/run.ts'
import type { Io, Parts } from '../../server/commands/shell.ts'
import type { Finding, OfferedFix } from '../../server/engine/finding.ts'
import { verifyEdits } from '../../server/engine/verify-edits.ts'
import type { Scan, Session, SessionOptions } from '../../server/workspace/session.ts'

export function folderWith(files: Record<string, string | Buffer>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'crowdproof-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** A project with one slow and one grave call, and whatever the test adds. */
export const project = (files: Record<string, string> = {}): string =>
  folderWith({ 'package.json': '{}', 'src/a.ts': 'slow()\n', 'src/b/c.ts': 'grave()\nquick()\n', ...files })

/** `PATH:LINE RULE` of each finding of a JSON report. */
export const found = (output: string): string[] =>
  JSON.parse(output).findings.map((finding: { path: string; start: { line: number }; rule: string }) => `${finding.path}:${finding.start.line} ${finding.rule}`)

export interface Ran {
  code: number
  output: string
  errors: string
}

export interface RunOptions {
  io?: Partial<Omit<Io, 'output' | 'errors'>> & { output?: Partial<Io['output']>; errors?: Partial<Io['errors']> }
  parts?: Partial<Parts>
}

export async function run(cwd: string, words: string[], { io = {}, parts = {} }: RunOptions = {}): Promise<Ran> {
  let output = ''
  let errors = ''
  const shell: Io = {
    cwd,
    environment: {},
    agent: false,
    now: () => 0,
    ...io,
    output: { write: text => void (output += text), terminal: false, columns: undefined, ...io.output },
    errors: { write: text => void (errors += text), terminal: false, columns: undefined, ...io.errors },
  }
  const code = await runCommandLine(words, shell, { ...standInParts, ...parts })
  return { code, output, errors }
}

export const standInRules = [
  { id: 'slow-call', title: 'A call that takes its time', killer: 'queries', level: 'warning' },
  { id: 'grave-call', title: 'A call that takes all time', killer: 'resilience', level: 'error' },
] as unknown as Rule[]

const standInParts: Parts = {
  version: '1.2.3',
  openSession: options => new StandInSession(options),
  rules: async () => standInRules,
  page: ({ id }) => (id === 'slow-call' ? '# slow-call\n\nWhat it costs.\n' : undefined),
  serveEditor: async () => {},
}

export type Shape = Partial<Omit<Finding, 'at' | 'fixes'>>

export class StandInSession implements Session {
  readonly root: string
  readonly options: SessionOptions
  readonly #disk = new Map<string, string>()
  readonly #open = new Map<string, string>()
  skipped: Scan['checked']['skipped'] = []
  problems: Scan['problems'] = []
  unresolved = 0
  disposed = false
  /** Changes a finding before it is given out. */
  shape: (finding: Finding) => Finding = finding => finding
  /** The edits of the fix of a finding. */
  repair: (finding: Finding, text: string) => FileEdit[] = ({ at }) => [{ path: at.path, edits: [{ start: at.start, end: at.end, text: 'quick' }] }]
  trust: OfferedFix['trust'] = 'safe'
  order: <T>(list: T[]) => T[] = list => list

  constructor(options: SessionOptions, changes: Partial<StandInSession> = {}) {
    this.options = options
    this.root = options.root
    Object.assign(this, changes)
  }

  async scan({ progress }: Parameters<Session['scan']>[0] = {}): Promise<Scan> {
    this.#disk.clear()
    this.#read('')
    const total = this.files().length
    this.files().forEach((_, done) => progress?.({ done: done + 1, total, phase: 'checking' }))
    return {
      findings: this.order(this.files().flatMap(path => this.findings(path))),
      checked: { files: total, skipped: this.skipped, unresolved: this.unresolved },
      scale: { users: 100, rows: 100 },
      problems: this.problems,
      work: { read: total, cached: 0 },
    }
  }

  files(): string[] {
    return [...new Set([...this.#disk.keys(), ...this.#open.keys()])].sort()
  }

  text(path: string): string | undefined {
    return this.#open.get(path) ?? this.#disk.get(path)
  }

  findings(path: string): Finding[] {
    const text = this.text(path) ?? ''
    return [...text.matchAll(/\b(slow|grave)(?=\()/g)].map((match, ordinal) => this.#finding(path, match[1]!, match.index, ordinal))
  }

  open(path: string, text: string): void {
    this.#open.set(path, text)
  }

  change(path: string, text: string): void {
    this.#open.set(path, text)
  }

  close(path: string): void {
    this.#open.delete(path)
  }

  async changed(): Promise<void> {}

  fixes(): { finding: Finding; fix: OfferedFix }[] {
    return []
  }

  edits(fix: OfferedFix): { edits: FileEdit[] } | { reason: string } {
    const edits = fix.edits()
    if (!edits) return { reason: 'The text no longer allows it.' }
    const exists = (path: string) => this.text(path) !== undefined || existsSync(join(this.root, path))
    const reason = verifyEdits(edits, { textOf: path => this.text(path), exists })
    return reason === undefined ? { edits } : { reason }
  }

  hover(): undefined {}

  explain(path: string, line: number): string {
    return `${path}, line ${line}: nothing is hidden here.`
  }

  settings(): void {}

  async dispose(): Promise<void> {
    this.disposed = true
  }

  #finding(path: string, word: string, start: number, ordinal: number): Finding {
    const at = { path, start, end: start + word.length }
    const finding: Finding = {
      rule: `${word}-call`,
      level: word === 'slow' ? 'warning' : 'error',
      confidence: 'high',
      message: `\`${word}\` takes its time.`,
      at,
      related: [],
      trips: undefined,
      cost: undefined,
      entry: undefined,
      fixes: [{ recipe: 'be-quick', title: 'Be quick', trust: this.trust, edits: () => this.repair(finding, this.text(path) ?? '') }],
      fingerprint: `${word}#${ordinal}`,
    }
    return this.shape(finding)
  }

  #read(folder: string): void {
    for (const entry of readdirSync(join(this.root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !entry.name.startsWith('.')) this.#read(path)
      if (entry.isFile() && entry.name.endsWith('.ts')) this.#disk.set(path, readFileSync(join(this.root, path), 'utf8').replace(/^\ufeff/, ''))
    }
  }
}

/** Parts with a session that was changed for the test. */
export const withSession = (changes: Partial<StandInSession>): Pick<Parts, 'openSession'> => ({
  openSession: options => new StandInSession(options, changes),
})
