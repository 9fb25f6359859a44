/** Fixes as a reader applies them: through the same gate, one at a time or all at once. */
import { applyEdits, verifyEdits } from '../../server/engine/verify-edits.ts'
import type { Finding, OfferedFix } from '../../server/engine/finding.ts'
import type { FileEdit } from '../../rules/kit/rule.ts'
import { mergeFixes } from '../../server/workspace/merge-fixes.ts'
import { analyse, type Analysis, type Files } from './workspace.ts'

/** More rounds than this mean that fixes do not settle. */
export const mostRounds = 10

export class FixFailed extends Error {}

/** Throws where the edits would not be handed out to a reader. */
export function withEdits(files: Files, edits: readonly FileEdit[]): Files {
  const reason = verifyEdits(edits, { textOf: (path) => files.get(path), exists: (path) => files.has(path) })
  if (reason !== undefined) throw new FixFailed(reason)
  const after = new Map(files)
  for (const edit of edits) after.set(edit.path, 'create' in edit ? edit.create : applyEdits(files.get(edit.path)!, edit.edits)!)
  return after
}

export function editsOf(fix: OfferedFix): FileEdit[] {
  const edits = fix.edits()
  if (edits === undefined) throw new FixFailed(`${fix.recipe} is offered but gives no edits.`)
  return edits
}

/** Applies, round after round, what `choose` picks of each finding, as fix-all does. */
export async function settle(analysis: Analysis, choose: (finding: Finding) => OfferedFix | undefined): Promise<{ analysis: Analysis; rounds: number }> {
  let at = analysis
  for (let rounds = 0; ; rounds++) {
    const chosen = at.findings.flatMap((finding) => choose(finding) ?? [])
    if (chosen.length === 0) return { analysis: at, rounds }
    if (rounds === mostRounds) throw new FixFailed(`Fixes do not settle in ${mostRounds} rounds; still offered: ${chosen.map(({ recipe }) => recipe).join(', ')}.`)
    const { edits } = mergeFixes(chosen.map(editsOf))
    at = await analyse(withEdits(at.files, edits), at.without)
  }
}

/** Where an offset of the text after edits was before; undefined inside of what they put in. */
export function originOf(edits: readonly FileEdit[], path: string, offset: number): number | undefined {
  let shift = 0
  for (const edit of edits) {
    if (edit.path !== path) continue
    if ('create' in edit) return undefined
    for (const { start, end, text } of [...edit.edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
      const begin = start + shift
      if (offset < begin) break
      if (offset < begin + text.length) return undefined
      shift += text.length - (end - start)
    }
  }
  return offset - shift
}

/**
 * Findings that a fix brings: in its own text, or of a rule that did not speak at that place before. What a fix
 * rewrites may keep as many other findings as stood there, such as a missing timeout inside of a loop.
 */
export function freshFindings(before: Analysis, after: Analysis, edits: readonly FileEdit[], fixed: Finding): Finding[] {
  const others = before.findings.filter((finding) => finding !== fixed)
  const rewritten = others.filter(({ at }) => edits.some((edit) =>
    edit.path === at.path && !('create' in edit) && edit.edits.some(({ start, end }) => start <= at.start && at.start < end)))
  const isNew = ({ at: { path, start } }: Pick<Finding, 'at'>): boolean => originOf(edits, path, start) === undefined && edits.some((edit) => edit.path === path)
  return after.findings.filter((finding) => {
    const { path, start } = finding.at
    // Reads that a fix puts beside each other may then begin together: that is a step further, not a harm.
    if (finding.rule === 'serial-queries') return false
    // What repeats the new query from outside was hidden behind the finding that is fixed.
    if (finding.rule === fixed.rule && !isNew(finding) && finding.related.some(isNew)) return false
    // What cannot be joined is at least made quieter, as writes are in one transaction.
    if (finding.rule === fixed.rule && finding.level === 'hint' && fixed.level !== 'hint') return false
    const origin = originOf(edits, path, start)
    if (origin !== undefined) return !others.some((other) => other.rule === finding.rule && other.at.path === path && other.at.start === origin)
    const known = rewritten.findIndex((other) => other.rule === finding.rule && other.at.path === path)
    if (known >= 0) rewritten.splice(known, 1)
    return known < 0
  })
}
