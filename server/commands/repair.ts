/** Applies fixes round after round in memory, until nothing is left to do; the disk is not touched. */
import type { FileEdit } from '../../rules/kit/rule.ts'
import type { Finding, OfferedFix } from '../engine/finding.ts'
import { applyEdits, verifyEdits } from '../engine/verify-edits.ts'
import { mergeFixes } from '../workspace/merge-fixes.ts'
import type { Scan, Session } from '../workspace/session.ts'

/** Fixes that set each other off would never end. */
export const mostRounds = 10

export interface Applied {
  finding: Finding
  fix: OfferedFix
  paths: string[]
}

export interface Repair {
  applied: Applied[]
  /** Fixes that were offered but could not be made, with the reason. */
  refused: { finding: Finding; fix: OfferedFix; reason: string }[]
  /** Texts by path: before (undefined for a created file) and after. */
  texts: Map<string, { before: string | undefined; after: string }>
  /** What is found afterwards. */
  scan: Scan
  /** False when the rounds ran out first. */
  settled: boolean
}

export interface RepairOptions {
  session: Session
  scan: Scan
  again(): Promise<Scan>
  /** Which of the fixes of a finding to apply, if any. */
  choose(finding: Finding): OfferedFix | undefined
  /** Whether something else already lies at that path. */
  exists(path: string): boolean
}

export async function repair({ session, scan: first, again, choose, exists }: RepairOptions): Promise<Repair> {
  const texts: Repair['texts'] = new Map()
  const applied: Applied[] = []
  let scan = first
  for (let round = 0; round < mostRounds; round++) {
    const { offers, refused } = offersIn(scan, session, choose)
    if (offers.length === 0) return { applied, refused, texts, scan, settled: true }
    const { edits, taken } = combine(offers, session, exists)
    for (const edit of edits) take(edit, session, texts)
    applied.push(...taken)
    scan = await again()
  }
  const { offers, refused } = offersIn(scan, session, choose)
  return { applied, refused, texts, scan, settled: offers.length === 0 }
}

interface Offer {
  finding: Finding
  fix: OfferedFix
  edits: FileEdit[]
}

function offersIn(scan: Scan, session: Session, choose: RepairOptions['choose']): { offers: Offer[]; refused: Repair['refused'] } {
  const offers: Offer[] = []
  const refused: Repair['refused'] = []
  for (const finding of scan.findings) {
    const fix = choose(finding)
    if (!fix) continue
    const result = session.edits(fix)
    if ('reason' in result) refused.push({ finding, fix, reason: result.reason })
    else offers.push({ finding, fix, edits: inStyleOf(result.edits, finding, session) })
  }
  return { offers, refused }
}

/** As many as go together. Each was verified alone; where they break something together, only the first is made. */
function combine(offers: readonly Offer[], session: Session, exists: RepairOptions['exists']): { edits: FileEdit[]; taken: Applied[] } {
  const merged = mergeFixes(offers.map(({ edits }) => edits), path => session.text(path))
  const broken = verifyEdits(merged.edits, { textOf: path => session.text(path), exists })
  const { edits, taken } = broken === undefined ? merged : mergeFixes([offers[0]!.edits])
  return {
    edits,
    taken: taken.map(position => {
      const { finding, fix, edits } = offers[position]!
      return { finding, fix, paths: edits.map(({ path }) => path) }
    }),
  }
}

/** Makes an edit in the session, as an editor would. */
function take(edit: FileEdit, session: Session, texts: Repair['texts']): void {
  const known = texts.get(edit.path)
  const present = known?.after ?? session.text(edit.path)
  const after = 'create' in edit ? edit.create : applyEdits(present ?? '', edit.edits)
  if (after === undefined) throw new Error(`A fix no longer fits the text of ${edit.path}.`)
  texts.set(edit.path, { before: known ? known.before : present, after })
  if (known) session.change(edit.path, after)
  else session.open(edit.path, after)
}

/** New lines end as the file's own do. */
function inStyleOf(edits: readonly FileEdit[], finding: Finding, session: Session): FileEdit[] {
  return edits.map(edit => {
    const model = session.text('create' in edit ? finding.at.path : edit.path) ?? ''
    if (!endsWithReturns(model)) return edit
    if ('create' in edit) return { ...edit, create: withReturns(edit.create) }
    return { ...edit, edits: edit.edits.map(one => ({ ...one, text: withReturns(one.text) })) }
  })
}

const endsWithReturns = (text: string): boolean => {
  const returns = text.split('\r\n').length - 1
  return returns > 0 && returns * 2 > text.split('\n').length - 1
}

const withReturns = (text: string): string => text.replace(/\r?\n/g, '\r\n')
