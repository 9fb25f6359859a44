/** `--format sarif`: SARIF 2.1.0 for code scanning, within the limits that GitHub sets. */
import type { Location, Log, Notification, PhysicalLocation, ReportingDescriptor, Result } from 'sarif'
import type { FileEdit, Place } from '../../rules/kit/rule.ts'
import type { OfferedFix } from '../engine/finding.ts'
import type { Report, ReportedFinding, RuleFacts, Stretch, Texts } from './report.ts'
import { stretchesIn } from './report.ts'
import { regionOf, relativeUri, sarifFix } from './sarif-fix.ts'
import { count, gravity } from './words.ts'
import type { FindingLevel } from './words.ts'

/** GitHub refuses a run with more results, and a result with more places. */
export const mostResults = 25_000
const mostPlaces = 1_000

const levels: Record<FindingLevel, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
}

/** What SARIF needs beyond the report: rules with their pages, and the edits behind the fixes. */
export interface SarifSources {
  rules: readonly RuleFacts[]
  texts: Texts
  edits(fix: OfferedFix): FileEdit[] | undefined
}

export function sarifReport(report: Report, sources: SarifSources): string {
  const findings = gravest(report.findings)
  const descriptors = describeRules(sources.rules, findings)
  const stretch = stretchesIn(sources.texts)
  const positionOf = new Map(descriptors.map(({ id }, position) => [id, position]))
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Crowdproof', version: report.version, semanticVersion: report.version, rules: descriptors },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: executionNotes(report, findings.length),
            toolConfigurationNotifications: report.problems.map(({ path, line, message }) =>
              note('warning', message, path, line),
            ),
          },
        ],
        properties: {
          scale: report.scale,
          checked: {
            files: report.checked.files,
            skipped: report.checked.skipped.length,
            unresolved: report.checked.unresolved,
          },
        },
        results: findings.map(finding => result(finding, positionOf.get(finding.rule)!, sources, stretch)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** Keeps the order of the report; only where there are too many, the mildest are left out. */
function gravest(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  if (findings.length <= mostResults) return findings
  const kept = new Set(findings.toSorted((a, b) => gravity(b.level) - gravity(a.level)).slice(0, mostResults))
  return findings.filter(finding => kept.has(finding))
}

function result(
  finding: ReportedFinding,
  ruleIndex: number,
  { texts, edits }: SarifSources,
  stretch: (place: Place) => Stretch,
): Result {
  const { rule, level, message, related, fixes, fingerprint, confidence, trips, cost, entry } = finding
  const written = fixes.map(fix => sarifFix(fix, edits(fix), texts, stretch)).filter(fix => fix !== undefined)
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[level],
    message: { text: message },
    locations: [{ physicalLocation: physical(finding) }],
    ...(related.length > 0 && { relatedLocations: related.slice(0, mostPlaces).map(relatedLocation) }),
    // GitHub tells alerts apart by the first name alone; the second says whose measure it is.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'crowdproof/v1': fingerprint },
    ...(written.length > 0 && { fixes: written }),
    properties: { confidence, ...(trips && { trips }), ...(cost !== undefined && { cost }), ...(entry && { entry }) },
  }
}

const relatedLocation = (step: Stretch & { message: string }, position: number): Location => ({
  id: position + 1,
  physicalLocation: physical(step),
  message: { text: step.message },
})

const physical = (stretch: Stretch): PhysicalLocation => ({
  artifactLocation: { uri: relativeUri(stretch.path) },
  region: regionOf(stretch),
})

function describeRules(rules: readonly RuleFacts[], findings: readonly ReportedFinding[]): ReportingDescriptor[] {
  const known = new Set(rules.map(({ id }) => id))
  const unknown = [...new Set(findings.map(finding => finding.rule))].filter(id => !known.has(id)).sort()
  return [...rules.map(descriptor), ...unknown.map((id): ReportingDescriptor => ({ id }))]
}

function descriptor({ id, title, killer, level, page }: RuleFacts): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: page ?? title, ...(page && { markdown: page }) },
    defaultConfiguration: level === 'off' ? { enabled: false } : { level: levels[level as FindingLevel] },
    properties: { tags: ['performance', killer] },
  }
}

function executionNotes({ checked, findings }: Report, written: number): Notification[] {
  const left = findings.length - written
  const notes = checked.skipped.map(({ path, reason }) => note('note', `Could not be checked: ${reason}`, path))
  if (left > 0) {
    notes.push(note('warning', `${count(left, 'milder finding')} left out: a run holds ${mostResults} results.`))
  }
  return notes
}

const note = (level: 'note' | 'warning', text: string, path?: string, line?: number): Notification => ({
  level,
  message: { text },
  ...(path !== undefined && {
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(path) },
          ...(line && { region: { startLine: line } }),
        },
      },
    ],
  }),
})
