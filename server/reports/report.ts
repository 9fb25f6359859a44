/** What every format is written from: findings with lines and columns, in one fixed order. */
import type { Checked, Finding, OfferedFix } from '../engine/finding.ts'
import type { Place } from '../../rules/kit/rule.ts'
import type { Scan } from '../workspace/session.ts'
import { positionsIn } from './positions.ts'
import type { Position } from './positions.ts'
import { byCodeUnits } from './words.ts'
import type { FindingLevel } from './words.ts'

export interface Stretch {
  path: string
  start: Position
  end: Position
}

export interface ReportedFinding extends Stretch {
  rule: string
  level: FindingLevel
  confidence: Finding['confidence']
  message: string
  related: (Stretch & { message: string })[]
  trips: string | undefined
  cost: number | undefined
  entry: string | undefined
  fixes: OfferedFix[]
  fingerprint: string
  /** Where it is in the words of the session, for whoever needs the text around it. */
  at: Place
}

export interface Report {
  version: string
  scale: Scan['scale']
  checked: Checked
  problems: Scan['problems']
  findings: ReportedFinding[]
  /** What a baseline did: findings it hides, and entries that no longer occur. */
  baseline?: { path: string; hidden: number; gone: number }
}

/** What a report says of a rule. */
export interface RuleFacts {
  id: string
  title: string
  killer: string
  level: string
  /** Its page as Markdown; undefined where the page was not delivered. */
  page: string | undefined
}

/** The analysed texts and the paths that a reader of the report knows them by. */
export interface Texts {
  text(path: string): string | undefined
  shown(path: string): string
}

/** Gives findings their lines and columns, sorted by path, then position, then rule. */
export function describeFindings(findings: readonly Finding[], texts: Texts): ReportedFinding[] {
  const stretch = stretchesIn(texts)
  return findings
    .map(finding => ({ finding, path: texts.shown(finding.at.path) }))
    .sort((left, right) => inOrder(left, right))
    .map(({ finding }) => {
      const { rule, level, confidence, message, trips, cost, entry, fixes, fingerprint, at } = finding
      const related = finding.related.map(step => ({ ...stretch(step.at), message: step.message }))
      return { ...stretch(at), rule, level, confidence, message, related, trips, cost, entry, fixes, fingerprint, at }
    })
}

/** Turns places into lines and columns; each text's lines are counted once. */
export function stretchesIn(texts: Texts): (place: Place) => Stretch {
  const known = new Map<string, (offset: number) => Position>()
  const positions = (path: string) => {
    const found = known.get(path) ?? positionsIn(texts.text(path) ?? '')
    known.set(path, found)
    return found
  }
  return ({ path, start, end }) => {
    const position = positions(path)
    return { path: texts.shown(path), start: position(start), end: position(end) }
  }
}

interface Sortable {
  finding: Finding
  path: string
}

function inOrder(left: Sortable, right: Sortable): number {
  const [a, b] = [left.finding, right.finding]
  return (
    byCodeUnits(left.path, right.path) ||
    a.at.start - b.at.start ||
    byCodeUnits(a.rule, b.rule) ||
    a.at.end - b.at.end ||
    byCodeUnits(a.message, b.message) ||
    byCodeUnits(a.fingerprint, b.fingerprint)
  )
}
