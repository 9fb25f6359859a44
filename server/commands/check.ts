/** `crowdproof check`: finds, reports, and tells by its exit code whether anything is grave enough to fail. */
import { resolve } from 'node:path'
import type { Finding } from '../engine/finding.ts'
import { agentReport } from '../reports/agent.ts'
import { githubReport } from '../reports/github.ts'
import { jsonReport } from '../reports/json.ts'
import { describeFindings } from '../reports/report.ts'
import type { Report, RuleFacts, Texts } from '../reports/report.ts'
import { sarifReport } from '../reports/sarif.ts'
import { terminalReport } from '../reports/terminal.ts'
import { count } from '../reports/words.ts'
import type { Scan, Session } from '../workspace/session.ts'
import { keyOf, knownFrom, readBaseline, writtenBaseline } from './baseline.ts'
import type { KnownFinding } from './baseline.ts'
import { changedFiles } from './changed-files.ts'
import { settingsAreWrong, tellProblems, withScan } from './scan.ts'
import type { ScanOptions, Scanned } from './scan.ts'
import { holds, shownFrom } from './selection.ts'
import type { Selection } from './selection.ts'
import { WrongUse, exit, fails, wantsColour } from './shell.ts'
import type { Format, Io, Parts, Threshold } from './shell.ts'
import { writeFiles } from './write-files.ts'

export interface CheckOptions extends ScanOptions {
  format?: Format
  level: Threshold
  changed?: string | true
  baseline?: string
  update?: true
}

export async function check(paths: readonly string[], options: CheckOptions, io: Io, parts: Parts): Promise<number> {
  if (options.update && !options.baseline) throw new WrongUse('--update needs --baseline FILE: the file to write.')
  const started = io.now()
  const format = options.format ?? usualFormat(io)
  // Of the formats only SARIF holds the edits of fixes.
  return withScan(paths, { ...options, answersOnly: format !== 'sarif' }, io, parts, async scanned => {
    const { selection, scan } = scanned
    tellProblems(scanned, io)
    const changed = await changedSince(options.changed, selection)
    const asked = scan.findings.filter(finding => isAsked(finding, selection, changed))
    const file = options.baseline && resolve(io.cwd, options.cwd ?? '.', options.baseline)
    if (file && options.update) return update(file, options.baseline!, asked, scanned, io)

    const known: Known = file ? applyBaseline(file, options.baseline!, asked, scan) : { findings: asked }
    const texts = textsOf(scanned, format, io)
    const report: Report = {
      version: parts.version,
      scale: scan.scale,
      checked: partChecked(scanned, changed, texts),
      problems: scan.problems.map(problem => ({ ...problem, path: texts.shown(problem.path) })),
      findings: describeFindings(known.findings, texts),
      ...(known.baseline && { baseline: known.baseline }),
    }
    const seconds = (io.now() - started) / 1000
    io.output.write(await written(report, { format, texts, session: scanned.session, seconds }, io, parts))
    if (report.findings.some(({ level }) => fails(level, options.level))) return exit.findings
    return settingsAreWrong(scan) ? exit.failure : exit.clean
  })
}

/** On GitHub Actions annotations, for coding agents few words, else what people like to read. */
function usualFormat({ environment, agent, output }: Io): Format {
  if (environment.GITHUB_ACTIONS === 'true') return 'github'
  return agent && !output.terminal ? 'agent' : 'terminal'
}

/** `true`: the option without a base. Undefined: everything counts as changed. */
async function changedSince(base: CheckOptions['changed'], { root }: Selection): Promise<ReadonlySet<string> | undefined> {
  return base === undefined ? undefined : changedFiles(root, base === true ? undefined : base)
}

/** With `--changed`, a finding counts when it, or any step of its path, stands in a changed file. */
function isAsked({ at, related }: Finding, selection: Selection, changed: ReadonlySet<string> | undefined): boolean {
  if (!selection.includes(at.path)) return false
  return !changed || changed.has(at.path) || related.some(step => changed.has(step.at.path))
}

function partChecked(
  { session, selection, scan }: Scanned,
  changed: ReadonlySet<string> | undefined,
  texts: Texts,
): Report['checked'] {
  const counts = (path: string) => selection.includes(path) && (!changed || changed.has(path))
  return {
    files: session.files().filter(counts).length,
    skipped: scan.checked.skipped
      .filter(({ path }) => counts(path))
      .map(({ path, reason }) => ({ path: texts.shown(path), reason })),
    unresolved: scan.checked.unresolved,
  }
}

/** Code hosts know paths from the checkout's root alone, whichever part of it was checked. */
function textsOf({ session, selection }: Scanned, format: Format, { environment }: Io): Texts {
  const checkout = environment.GITHUB_WORKSPACE
  const hosted = (format === 'github' || format === 'sarif') && checkout && holds(checkout, selection.base)
  return { text: path => session.text(path), shown: shownFrom(hosted ? checkout : selection.base, selection.root) }
}

interface Known {
  findings: Finding[]
  baseline?: NonNullable<Report['baseline']>
}

function applyBaseline(file: string, path: string, asked: Finding[], scan: Scan): Known {
  const entries = readBaseline(file, path)
  if (!entries) throw new WrongUse(`There is no baseline ${path} yet: --update writes it.`)
  const known = new Set(entries.map(keyOf))
  const findings = asked.filter(finding => !known.has(keyOf(knownFrom(finding))))
  const gone = entries.length - stillThere(entries, scan).length
  return { findings, baseline: { path, hidden: asked.length - findings.length, gone } }
}

/** Adds what was asked for; what lies outside of it stays as long as it occurs. */
function update(file: string, path: string, asked: Finding[], { scan, selection }: Scanned, io: Io): number {
  const entries = [...stillThere(oldBaseline(file, path), scan), ...asked.map(knownFrom)]
  writeFiles([{ file, text: writtenBaseline(entries) }], selection.root)
  io.errors.write(`${path} now holds ${count(new Set(entries.map(keyOf)).size, 'known finding')}.\n`)
  return exit.clean
}

/** Entries that occur, and those of files that could not be checked: their findings may still be there. */
function stillThere(entries: readonly KnownFinding[], scan: Scan): KnownFinding[] {
  const occurring = new Set(scan.findings.map(finding => keyOf(knownFrom(finding))))
  const unchecked = new Set(scan.checked.skipped.map(({ path }) => path))
  return entries.filter(entry => unchecked.has(entry.path) || occurring.has(keyOf(entry)))
}

/** A damaged baseline is no reason not to write it anew. */
function oldBaseline(file: string, path: string): KnownFinding[] {
  try {
    return readBaseline(file, path) ?? []
  } catch {
    return []
  }
}

interface Writing {
  format: Format
  texts: Texts
  session: Session
  seconds: number
}

async function written(report: Report, { format, texts, session, seconds }: Writing, io: Io, parts: Parts): Promise<string> {
  if (format === 'json') return jsonReport(report)
  const rules = await ruleFacts(parts, format === 'sarif')
  if (format === 'sarif') {
    return sarifReport(report, {
      rules,
      texts,
      edits: fix => {
        const result = session.edits(fix)
        return 'edits' in result ? result.edits : undefined
      },
    })
  }
  const byId = new Map(rules.map(rule => [rule.id, rule]))
  if (format === 'github') return githubReport(report, byId)
  if (format === 'agent') return agentReport(report, byId)
  return terminalReport(report, {
    colour: wantsColour(io.output, io.environment),
    columns: io.output.columns ?? 100,
    rules: byId,
    seconds,
    text: texts.text,
  })
}

async function ruleFacts(parts: Parts, withPages: boolean): Promise<RuleFacts[]> {
  const rules = await parts.rules()
  return rules.map(rule => {
    const { id, title, killer, level } = rule
    return { id, title, killer, level, page: withPages ? parts.page(rule) : undefined }
  })
}
