/** The hover over a finding: what it costs, worked out with the reader's own names, and the way to it. */
import type { Finding } from './finding.ts'
import type { Asking } from './findings.ts'

/** A round trip within one data centre, in milliseconds: the order of magnitude, said as such. */
const tripTime = 1

export function hoverAt(asking: Asking, path: string, offset: number, findings: readonly Finding[]): { markdown: string; start: number; end: number } | undefined {
  const here = findings.filter((finding) => finding.at.path === path && finding.at.start <= offset && offset <= finding.at.end)
  const first = here[0]
  if (!first) return undefined
  return { markdown: here.map((finding) => markdownOf(asking, finding)).join('\n\n---\n\n'), start: first.at.start, end: first.at.end }
}

function markdownOf(asking: Asking, finding: Finding): string {
  const parts = [`**${titleOf(asking, finding.rule)}**`]
  if (finding.trips !== undefined && finding.cost !== undefined) {
    const { users, rows } = asking.scale
    parts.push(
      `\`${finding.trips}\` round trips: **${count(finding.cost)}** with ${count(rows)} rows, `
      + `at ${tripTime} ms each about ${count(finding.cost * tripTime)} ms for one visitor; `
      + `${count(finding.cost * users)} for ${count(users)} visitors at once.`,
    )
  } else parts.push(finding.message)
  const steps = finding.related.map((step) => `- ${step.message} ([${place(asking, step.at)}](${step.at.path}#${step.at.start}))`)
  if (steps.length) parts.push(steps.join('\n'))
  if (finding.entry) parts.push(`Reached by ${finding.entry}.`)
  return parts.join('\n\n')
}

const titleOf = (asking: Asking, id: string): string => asking.rules.find((rule) => rule.id === id)?.title ?? id

const count = (value: number): string => value.toLocaleString('en-US')

function place(asking: Asking, at: { path: string; start: number }): string {
  const source = asking.evaluator.world.peek(at.path)
  return source ? `${at.path}:${source.position(at.start).line}` : at.path
}
