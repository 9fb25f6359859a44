/**
 * One workspace folder under analysis: the only door through which the language server, the command line and the
 * agent server reach the engine. Paths are relative to `root`, with `/`.
 */
import type { Checked, Finding, OfferedFix } from '../engine/finding.ts'
import type { FileEdit } from '../../rules/kit/rule.ts'

export interface SessionOptions {
  /** Absolute. */
  root: string
  /** Where the persistent cache lies; false: none. Default: node_modules/.cache/crowdproof or the user's cache folder. */
  cache?: string | false
  /** Editor settings that come on top of `crowdproof.json` (they only soften levels). */
  settings?: { scale?: { users?: number; rows?: number }; levels?: Record<string, string> }
  /**
   * Only findings are wanted, no edits, hovers or explanations: a workspace in which nothing has changed is then
   * answered from the cache, without loading the engine.
   */
  answersOnly?: boolean
  /** Words for the log. */
  log?: (line: string) => void
}

export interface Progress { done: number; total: number; phase: 'reading' | 'linking' | 'checking' }

export interface Scan {
  findings: Finding[]
  checked: Checked
  scale: { users: number; rows: number }
  /** Wrong settings, damaged schemas, unreadable folders: one message each, naming the file. */
  problems: { path: string; message: string; line?: number }[]
  /** How many files were read and parsed anew, and how many answers came out of the cache; for `--stats`. */
  work?: { read: number; cached: number }
}

export interface Session {
  readonly root: string
  /** Reads (or re-reads) what has changed on disk and gives every finding. Yields to the event loop every 10 ms. */
  scan(options?: { progress?: (progress: Progress) => void; signal?: AbortSignal }): Promise<Scan>
  /** An open document: its text wins over the disk until it is closed. */
  open(path: string, text: string): void
  change(path: string, text: string): void
  close(path: string): void
  /** Every file that was analysed, sorted: so that a report on a part can say how much it looked at. */
  files(): string[]
  /** The text of a file that offsets count in: the open document's, else as it was read. */
  text(path: string): string | undefined
  /** Files that changed on disk; the session works out what that touches. */
  changed(paths: string[]): Promise<void>
  /** Findings of one file, from the whole index. */
  findings(path: string): Finding[]
  /** Fixes for the findings that touch the range, with the finding each belongs to. */
  fixes(path: string, start: number, end: number): { finding: Finding; fix: OfferedFix }[]
  /** The edits of a fix, validated: the result parses and no comment is lost; undefined with a reason otherwise. */
  edits(fix: OfferedFix): { edits: FileEdit[] } | { reason: string }
  /** Markdown for a hover at an offset: the cost worked out, the path as links; undefined where there is nothing. */
  hover(path: string, offset: number): { markdown: string; start: number; end: number } | undefined
  /** What was understood of the calls on a line (from 1), and why rules spoke or stayed silent. */
  explain(path: string, line: number): string
  settings(settings: SessionOptions['settings']): void
  /** Writes the cache. */
  dispose(): Promise<void>
}
