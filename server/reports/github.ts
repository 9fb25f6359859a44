/** `--format github`: workflow commands that GitHub Actions turns into annotations on the changed lines. */
import type { Report, ReportedFinding, RuleFacts } from './report.ts'
import { summaryLine } from './summary.ts'
import { costInWords } from './words.ts'
import type { FindingLevel } from './words.ts'

const commands: Record<FindingLevel, string> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' }

export function githubReport(report: Report, rules: ReadonlyMap<string, RuleFacts>): string {
  const annotations = report.findings.map(finding => annotation(finding, report, rules))
  // The runner reads a line for commands only where it starts with `::`, so a plain line is safe.
  return [...annotations, escapeData(summaryLine(report)), ''].join('\n')
}

function annotation(finding: ReportedFinding, { scale }: Report, rules: ReadonlyMap<string, RuleFacts>): string {
  const { path, start, end, rule } = finding
  const oneLine = start.line === end.line
  const properties = {
    file: path,
    line: start.line,
    endLine: end.line,
    // Columns are refused on stretches of several lines.
    ...(oneLine && { col: start.column, endColumn: end.column }),
    title: `crowdproof ${rule}`,
  }
  const text = [
    finding.message,
    ...finding.related.map(step => `${step.path}:${step.start.line}: ${step.message}`),
    costInWords(finding, rules.get(rule)?.killer, scale),
  ].filter(part => part !== undefined)

  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${commands[finding.level]} ${written.join(',')}::${escapeData(text.join('\n'))}`
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
