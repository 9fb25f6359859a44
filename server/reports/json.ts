/** `--format json`: everything, for programs. The fields are a contract; new ones may join. */
import type { Report } from './report.ts'

export function jsonReport({ version, scale, checked, problems, findings, baseline }: Report): string {
  const content = {
    version,
    scale,
    checked: { files: checked.files, skipped: checked.skipped.length, unresolved: checked.unresolved },
    findings: findings.map(finding => ({
      rule: finding.rule,
      level: finding.level,
      confidence: finding.confidence,
      message: finding.message,
      path: finding.path,
      start: finding.start,
      end: finding.end,
      related: finding.related.map(({ path, start, message }) => ({ path, ...start, message })),
      // `null` rather than left out, so that every finding has the same fields.
      trips: finding.trips ?? null,
      cost: finding.cost ?? null,
      entry: finding.entry ?? null,
      fixes: finding.fixes.map(({ recipe, title, trust }) => ({ recipe, title, trust })),
      fingerprint: finding.fingerprint,
    })),
    skipped: checked.skipped,
    problems,
    baseline,
  }
  return `${JSON.stringify(content, null, 2)}\n`
}
