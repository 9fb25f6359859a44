/** What a command needs from the world around it; tests hand in their own. */
import type { Rule } from '../../rules/kit/rule.ts'
import { gravity } from '../reports/words.ts'
import type { FindingLevel } from '../reports/words.ts'
import type { Session, SessionOptions } from '../workspace/session.ts'

/** Where text goes. */
export interface Stream {
  write(text: string): void
  terminal: boolean
  /** Width of the terminal; undefined elsewhere. */
  columns: number | undefined
}

export interface Io {
  /** Absolute. */
  cwd: string
  environment: Record<string, string | undefined>
  output: Stream
  errors: Stream
  /** Whether a coding agent runs us. */
  agent: boolean
  /** Milliseconds of a clock that never goes back. */
  now(): number
}

/** The parts of the product behind the commands; loaded late, so that `--help` costs nothing. */
export interface Parts {
  version: string
  openSession(options: SessionOptions): Promise<Session> | Session
  rules(): Promise<readonly Rule[]>
  /** The page of a rule, as Markdown. */
  page(rule: Pick<Rule, 'id' | 'killer'>): string | undefined
  /** Speaks LSP over standard input and output until the client ends it. */
  serveEditor(): Promise<void>
}

/** How findings can be reported. */
export const formats = ['terminal', 'json', 'sarif', 'github', 'agent'] as const
export type Format = (typeof formats)[number]

/** The exit codes; a contract. */
export const exit = { clean: 0, findings: 1, failure: 2 } as const

/** The level from which on findings fail; `off`: none does. */
export type Threshold = FindingLevel | 'off'

export const fails = (level: FindingLevel, threshold: Threshold): boolean =>
  threshold !== 'off' && gravity(level) >= gravity(threshold)

/** Wrong use: told in one sentence, without a stack. */
export class WrongUse extends Error {}

/** Colours on terminals, unless the reader or the terminal says otherwise. */
export function wantsColour(stream: Stream, environment: Io['environment']): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return stream.terminal && TERM !== 'dumb'
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
