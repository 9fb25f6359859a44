/**
 * Where a comment that silences a finding goes. What counts as such a comment is decided by the reader of facts, so
 * each place that comes into question is tried on the text and taken only when the reader sees the comment there and
 * no new syntax error: inside JSX, templates and attribute lists a plain line above would be content, not a comment.
 */
import type { TextEdit } from '../../rules/kit/rule.ts'
import type { FileFacts, Language, Suppression } from './facts.ts'
import { readFacts } from './reader/read-facts.ts'

export type IgnoreScope = 'line' | 'file'

/** Stands where the reader's own words belong. */
export const reasonPlaceholder = 'reason'

/** The edit that silences `rule` at an offset or in the file; undefined where none is possible, or it is silent already. */
export function ignoreEdit(text: string, language: Language, offset: number, rule: string, scope: IgnoreScope): TextEdit | undefined {
  const facts = readFacts(text, language)
  const line = lineOf(facts, offset)
  const present = facts.suppressions.find((suppression) => covers(facts, suppression, line, scope))
  if (present) return merged(text, present, rule)

  const before = facts.syntaxErrors.length
  return candidates(text, facts, offset, line, rule, scope).find((edit) => {
    const after = readFacts(text.slice(0, edit.start) + edit.text + text.slice(edit.end), language)
    return after.syntaxErrors.length <= before && after.suppressions.some((suppression) =>
      suppression.rules.includes(rule) && suppression.start >= edit.start && suppression.end <= edit.start + edit.text.length)
  })
}

function candidates(text: string, facts: FileFacts, offset: number, line: number, rule: string, scope: IgnoreScope): TextEdit[] {
  const words = (form: Suppression['scope']): string => `crowdproof-ignore-${form} ${rule} -- ${reasonPlaceholder}`
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  if (scope === 'file') {
    const top = facts.shebang ? facts.lineStarts[1] ?? text.length : 0
    return [insertion(top, `// ${words('file')}${end}`)]
  }
  const start = facts.lineStarts[line]!
  const indent = /^[ \t]*/.exec(text.slice(start, offset))![0]
  return [
    insertion(start, `${indent}// ${words('next-line')}${end}`),
    insertion(start, `${indent}{/* ${words('next-line')} */}${end}`),
    insertion(offset, `/* ${words('line')} */ `),
  ]
}

/** Adds the rule to a comment that is there already. */
function merged(text: string, { start, end, rules }: Suppression, rule: string): TextEdit | undefined {
  const last = rules.at(-1)
  // Without a rule it silences every rule.
  if (last === undefined || rules.includes(rule)) return undefined
  // The last rule's name may also occur in the reason, and as the start of an earlier one.
  let at = start
  for (const name of rules) at = text.indexOf(name, at) + name.length
  return at > end ? undefined : insertion(at, `, ${rule}`)
}

function covers(facts: FileFacts, suppression: Suppression, line: number, scope: IgnoreScope): boolean {
  if (scope === 'file') return suppression.scope === 'file'
  const lastLine = lineOf(facts, suppression.end)
  if (suppression.scope === 'line') return lastLine === line
  return suppression.scope === 'next-line' && lastLine + 1 === line
}

const insertion = (at: number, text: string): TextEdit => ({ start: at, end: at, text })

function lineOf({ lineStarts }: FileFacts, offset: number): number {
  const next = lineStarts.findIndex((start) => start > offset)
  return next < 0 ? lineStarts.length - 1 : next - 1
}
