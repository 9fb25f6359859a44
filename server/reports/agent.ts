/**
 * `--format agent`: short and complete, for coding agents. Never empty: an agent that reads nothing runs the command
 * again, so the last line always counts what was found and what was looked at.
 */
import type { Report, ReportedFinding, RuleFacts } from './report.ts'
import { summaryLine } from './summary.ts'
import { costInWords, count, fixTitle, gravity, printable } from './words.ts'

/** More than this fills an agent's context without helping it: the gravest are shown, the rest is counted. */
const most = 100

const advice =
  '`crowdproof fix` applies the safe fixes, `crowdproof rules RULE` explains a rule. Repair findings rather than silencing them.'

export function agentReport(report: Report, rules: ReadonlyMap<string, RuleFacts>): string {
  const shown = new Set(report.findings.toSorted((a, b) => gravity(b.level) - gravity(a.level)).slice(0, most))
  const lines = report.findings
    .filter(finding => shown.has(finding))
    .flatMap(finding => findingLines(finding, report, rules))

  const left = report.findings.length - shown.size
  if (left > 0) lines.push(`${count(left, 'more finding')} not shown: name a folder or file, or use --format json.`)
  for (const { path, reason } of report.checked.skipped.slice(0, most)) lines.push(`skipped ${path}: ${reason}`)
  for (const { path, line, message } of report.problems) {
    lines.push(`problem ${path}${line ? `:${line}` : ''}: ${message}`)
  }
  if (report.findings.length > 0) {
    lines.push(advice)
  }
  return [...lines.map(printable), summaryLine(report), ''].join('\n')
}

function findingLines(finding: ReportedFinding, { scale }: Report, rules: ReadonlyMap<string, RuleFacts>): string[] {
  const { path, start, level, rule, message, entry, related, fixes } = finding
  const reach = [entry, costInWords(finding, rules.get(rule)?.killer, scale, '=')].filter(part => part !== undefined)
  return [
    `${path}:${start.line}:${start.column} ${level} ${rule}: ${message}`,
    ...(reach.length > 0 ? [`  ${reach.join('; ')}`] : []),
    ...related.map(step => `  ${step.path}:${step.start.line}:${step.start.column} ${step.message}`),
    ...fixes.map(fix => `  ${fix.trust === 'safe' ? 'safe fix' : 'fix'}: ${fixTitle(fix)} [${fix.recipe}]`),
  ]
}
