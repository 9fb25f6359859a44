/** What comes out of the engine: plain data with offsets, no editor's or format's words. */
import type { Confidence, FileEdit, Level, Place, Repetition } from '../../rules/kit/rule.ts'

export interface Finding {
  rule: string
  level: Exclude<Level, 'off'>
  confidence: Confidence
  message: string
  at: Place
  /** The path to the effect, in order, then whatever else explains it. */
  related: { at: Place; message: string }[]
  /** Round trips as a formula over the reader's names, and as a number at the scale: `1 + posts`, 101. */
  trips: string | undefined
  cost: number | undefined
  /** `GET /posts` … of the entry that reaches it. */
  entry: string | undefined
  /** The call it is about, where it is about one: for tables of what is found. */
  subject?: { library: string; repetition: Repetition['kind'] | 'component' | undefined; hops: number }
  fixes: OfferedFix[]
  /** Stable under moved lines: rule, enclosing function, the call's own text, its ordinal. */
  fingerprint: string
}

export interface OfferedFix {
  recipe: string
  title: string
  trust: 'safe' | 'review'
  /** Undefined when the text no longer allows it. */
  edits(): FileEdit[] | undefined
}

/** What was and was not looked at, so that silence can be told from blindness. */
export interface Checked {
  files: number
  /** Files left out, with the reason in words for a person. */
  skipped: { path: string; reason: string }[]
  /** Calls on clients that we know by name but whose origin could not be proven. */
  unresolved: number
}
