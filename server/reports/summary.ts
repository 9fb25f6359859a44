/** The closing words of a report. They always tell what was looked at, so that silence is never taken for a pass. */
import type { Report } from './report.ts'
import { count, countByLevel } from './words.ts'

/** `2 findings (1 error, 1 warning) in 1 file. Checked 12 files, skipped 1, unresolved 2.` */
export function summaryLine(report: Report): string {
  const { findings, checked, baseline } = report
  const files = new Set(findings.map(finding => finding.path)).size
  const found =
    findings.length === 0
      ? 'No findings.'
      : `${count(findings.length, 'finding')} (${countByLevel(findings)}) in ${count(files, 'file')}.`
  const known = baseline && baseline.hidden > 0 ? ` ${count(baseline.hidden, 'known finding')} hidden by the baseline.` : ''
  return `${found}${known} Checked ${count(checked.files, 'file')}, skipped ${checked.skipped.length}, unresolved ${checked.unresolved}.`
}
