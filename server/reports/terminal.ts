/** `--format terminal`: for people. Grouped by file; each finding with its line, its way and its cost. */
import util from 'node:util'
import type { Report, ReportedFinding, RuleFacts, Stretch } from './report.ts'
import { snippetOf } from './snippet.ts'
import type { Snippet } from './snippet.ts'
import { byCodeUnits, costInWords, count, countByLevel, fixTitle, printable } from './words.ts'
import type { FindingLevel } from './words.ts'

type Style = Parameters<typeof util.styleText>[0]
type Paint = (style: Style, text: string) => string

export interface TerminalView {
  colour: boolean
  columns: number
  rules: ReadonlyMap<string, RuleFacts>
  seconds: number
  text(path: string): string | undefined
}

const colours: Record<FindingLevel, Style> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'gray' }

/** How many files that could not be checked are named. */
const mostSkipped = 10

export function terminalReport(report: Report, view: TerminalView): string {
  const paint = painter(view.colour)
  const lines: string[] = []
  let path: string | undefined
  for (const finding of report.findings) {
    if (finding.path !== path) lines.push(paint('underline', printable((path = finding.path))))
    lines.push(...findingLines(finding, report, view, paint), '')
  }
  return [...lines, ...summary(report, view, paint), ''].join('\n')
}

/** Paints only where colours are wanted; `styleText` joined Node 20 late, so it may be missing. */
export function painter(colour: boolean): Paint {
  if (!colour || typeof util.styleText !== 'function') return (_, text) => text
  return (style, text) => util.styleText(style, text, { validateStream: false })
}

function findingLines(finding: ReportedFinding, { scale }: Report, view: TerminalView, paint: Paint): string[] {
  const { start, level, rule, message, related, entry, fixes, at } = finding
  const gutter = ' '.repeat(String(start.line).length)
  const snippet = snippetOf(view.text(at.path) ?? '', finding, Math.max(40, view.columns - gutter.length - 8))
  const cost = costInWords(finding, view.rules.get(rule)?.killer, scale)
  const reach = [entry, cost].filter(part => part !== undefined).join(' · ')
  return [
    `  ${start.line}:${start.column}  ${paint(colours[level], level)}  ${printable(message)}  ${paint('dim', rule)}`,
    ...(snippet ? snippetLines(snippet, gutter, paint, colours[level]) : []),
    ...related.map(step => `    ${paint('dim', '↳')} ${paint('cyan', placeOf(step))}  ${printable(step.message)}`),
    ...(reach ? [`    ${paint('bold', printable(reach))}`] : []),
    ...fixes.map(fix => `    ${paint('green', 'fix')} ${printable(fixTitle(fix))}  ${paint('dim', fix.recipe)}`),
  ]
}

const placeOf = ({ path, start }: Stretch): string => `${printable(path)}:${start.line}:${start.column}`

function snippetLines(snippet: Snippet, gutter: string, paint: Paint, colour: Style): string[] {
  const { line, before, marked, after, indent, carets } = snippet
  return [
    `    ${paint('dim', `${line} │`)} ${before}${paint(colour, marked)}${after}`,
    `    ${gutter} ${paint('dim', '│')} ${indent}${paint(colour, carets)}`,
  ]
}

function summary({ findings, checked, baseline }: Report, view: TerminalView, paint: Paint): string[] {
  return [
    checked.files === 0 ? 'Nothing was checked.' : headline(findings, paint),
    ...byKiller(findings, view.rules),
    ...(baseline ? baselineLines(baseline) : []),
    ...repairs(findings),
    `Checked ${count(checked.files, 'file')} in ${view.seconds.toFixed(1)} s.`,
    ...blindness(checked, paint),
  ]
}

function headline(findings: readonly ReportedFinding[], paint: Paint): string {
  if (findings.length === 0) return paint('green', 'No findings.')
  const files = new Set(findings.map(finding => finding.path)).size
  return paint('bold', `${count(findings.length, 'finding')} in ${count(files, 'file')}: ${countByLevel(findings)}`)
}

function byKiller(findings: readonly ReportedFinding[], rules: TerminalView['rules']): string[] {
  const groups = new Map<string, ReportedFinding[]>()
  for (const finding of findings) {
    const killer = rules.get(finding.rule)?.killer ?? 'other'
    const group = groups.get(killer)
    if (group) group.push(finding)
    else groups.set(killer, [finding])
  }
  const longest = Math.max(0, ...[...groups.keys()].map(killer => killer.length))
  const sorted = [...groups].sort(([a], [b]) => byCodeUnits(a, b))
  return sorted.map(([killer, group]) => `  ${killer.padEnd(longest)}  ${countByLevel(group)}`)
}

function baselineLines({ path, hidden, gone }: NonNullable<Report['baseline']>): string[] {
  const file = printable(path)
  const [occur, them] = gone === 1 ? ['occurs', 'it'] : ['occur', 'them']
  return [
    ...(hidden > 0 ? [`${count(hidden, 'known finding')} hidden by ${file}.`] : []),
    ...(gone > 0 ? [`${count(gone, 'entry', 'entries')} of ${file} no longer ${occur}: --update takes ${them} out.`] : []),
  ]
}

/** Which command repairs how many. */
function repairs(findings: readonly ReportedFinding[]): string[] {
  const safe = findings.filter(finding => finding.fixes.some(fix => fix.trust === 'safe')).length
  const review = findings.filter(finding => finding.fixes.length > 0).length - safe
  const readIt = '`crowdproof fix --review`: read what it changes.'
  return [
    ...(safe > 0 ? [`${count(safe, 'finding')} can be repaired by \`crowdproof fix\`.`] : []),
    ...(review > 0 ? [`${count(review, 'finding')} can be repaired by ${readIt}`] : []),
  ]
}

/** What could not be checked, apart from what was checked and found well. */
function blindness({ skipped, unresolved }: Report['checked'], paint: Paint): string[] {
  const more = skipped.length - mostSkipped
  const were = unresolved === 1 ? 'was' : 'were'
  return [
    ...(skipped.length > 0 ? [paint('yellow', `${count(skipped.length, 'file')} could not be checked:`)] : []),
    ...skipped.slice(0, mostSkipped).map(({ path, reason }) => `  ${printable(path)}: ${printable(reason)}`),
    ...(more > 0 ? [`  … and ${more} more; --format json names them all.`] : []),
    ...(unresolved > 0 ? [`${count(unresolved, 'call')} could not be followed to a library, and ${were} not judged.`] : []),
  ]
}
