/**
 * What of the findings of one file is shown: levels from the settings, `crowdproof-ignore…` comments, and the
 * comments that no longer silence anything. The editor and the command line both come through here.
 */
import type { Level } from '../../rules/kit/rule.ts'
import type { FileFacts, Suppression } from './facts.ts'
import type { Finding, OfferedFix } from './finding.ts'

export const unusedSuppression = 'unused-suppression'

/** From silent to loud. */
export const levels: readonly Level[] = ['off', 'hint', 'information', 'warning', 'error']

/** The quieter of two levels. */
export const softer = (a: Level, b: Level): Level => (levels.indexOf(a) <= levels.indexOf(b) ? a : b)

/** Whether `level` is `floor` or louder. */
export const reaches = (level: Level, floor: Level): boolean => levels.indexOf(level) >= levels.indexOf(floor)

export interface SuppressOptions {
  path: string
  facts: FileFacts
  findings: readonly Finding[]
  /** Highest level by rule id; a rule that is not named keeps what the engine says. */
  levels: Readonly<Record<string, Level>>
  /** Every rule id there is, for naming misspelt ones. */
  rules: ReadonlySet<string>
  /** False where silence proves nothing: a file that is silent by its kind, or one that is half typed. */
  reportUnused: boolean
  /** For the fix that removes an unused comment. */
  text: () => string | undefined
}

export const suppress = (options: SuppressOptions): Finding[] => {
  const { facts, findings } = options
  const shown = findings.flatMap((finding) => atLevel(finding, options.levels[finding.rule]))
  if (facts.suppressions.length === 0) return shown
  const line = lineFinder(facts.lineStarts)
  const targets = targetLines(facts.suppressions, line)
  const used = new Set<string>()
  const kept = shown.filter((finding) => {
    const at = line(finding.at.start)
    let silenced = false
    facts.suppressions.forEach((suppression, index) => {
      const covers = suppression.scope === 'file' || targets[index] === at
      if (!covers || (suppression.rules.length > 0 && !suppression.rules.includes(finding.rule))) return
      silenced = true
      used.add(`${index} ${suppression.rules.length > 0 ? finding.rule : ''}`)
    })
    return !silenced
  })
  return options.reportUnused ? [...kept, ...unused(options, used)] : kept
}

const atLevel = (finding: Finding, highest: Level | undefined): Finding[] => {
  const level = highest === undefined ? finding.level : softer(finding.level, highest)
  if (level === 'off') return []
  return [level === finding.level ? finding : { ...finding, level }]
}

/** Lines that the suppressions speak of, from 0; -1 for a whole file. Stacked comments mean the same line. */
const targetLines = (suppressions: readonly Suppression[], line: (offset: number) => number): number[] => {
  const stacked = new Set(suppressions.filter(({ scope }) => scope === 'next-line').map(({ start }) => line(start)))
  return suppressions.map(({ scope, start, end }) => {
    if (scope === 'file') return -1
    if (scope === 'line') return line(start)
    let target = line(end) + 1
    while (stacked.has(target)) target++
    return target
  })
}

const lineFinder = (starts: readonly number[]) => (offset: number): number => {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

const places: Record<Suppression['scope'], string> = { 'next-line': 'on the next line', line: 'on this line', file: 'in this file' }

const unused = ({ path, facts, levels: highest, rules, text }: SuppressOptions, used: ReadonlySet<string>): Finding[] =>
  facts.suppressions.flatMap((suppression, index) => {
    const messages: string[] = []
    const idle = suppression.rules.length === 0 ? [''] : suppression.rules
    const left = idle.filter((rule) => used.has(`${index} ${rule}`) || highest[rule] === 'off')
    for (const rule of idle) {
      if (left.includes(rule)) continue
      const isUnknown = rule !== '' && !rules.has(rule)
      messages.push(isUnknown ? `There is no rule “${rule}”.` : `Nothing to ignore ${places[suppression.scope]}${rule && ` for ${rule}`}.`)
    }
    if (messages.length === 0) return []
    const fix = left.length === 0 ? [removal(path, suppression, text)] : []
    return [hint(path, suppression, messages.join(' '), fix, index)]
  })

const hint = (path: string, { start, end }: Suppression, message: string, fixes: OfferedFix[], ordinal: number): Finding => ({
  rule: unusedSuppression, level: 'hint', confidence: 'high', message, at: { path, start, end }, related: [],
  trips: undefined, cost: undefined, entry: undefined, fixes, fingerprint: `${unusedSuppression}:${path}:${ordinal}`,
})

/** Removes the comment, and its whole line where nothing else stands there. */
const removal = (path: string, { start, end }: Suppression, text: () => string | undefined): OfferedFix => ({
  recipe: 'remove-suppression',
  title: 'Remove the comment',
  trust: 'safe',
  edits: () => {
    const all = text()
    if (all === undefined) return undefined
    let from = start
    let to = end
    // In JSX a comment sits in braces of its own.
    if (/\{\s*$/.test(all.slice(0, from)) && /^\s*\}/.test(all.slice(to)) && all.slice(start, start + 2) === '/*') {
      const inner = { from: all.lastIndexOf('{', from), to: all.indexOf('}', to) + 1 }
      if (onlyOnItsLines(all, inner.from, inner.to)) ({ from, to } = inner)
    }
    if (onlyOnItsLines(all, from, to)) {
      from = all.lastIndexOf('\n', from - 1) + 1
      const lineEnd = all.indexOf('\n', to)
      to = lineEnd < 0 ? all.length : lineEnd + 1
    } else {
      while (from > 0 && /[ \t]/.test(all[from - 1]!)) from--
    }
    return [{ path, edits: [{ start: from, end: to, text: '' }] }]
  },
})

const onlyOnItsLines = (text: string, from: number, to: number): boolean => {
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from)
  const lineEnd = text.indexOf('\n', to)
  return before.trim() === '' && text.slice(to, lineEnd < 0 ? text.length : lineEnd).trim() === ''
}
