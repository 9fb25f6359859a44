/** A section of a page as an example: its files, what is marked in them, and how that compares with what is found. */
import type { Finding } from '../../server/engine/finding.ts'
import { blocksOf, type Block, type Page, type Section } from './page.ts'
import { takeMarks, type Mark } from './marks.ts'
import { withPackage, type Analysis, type Files } from './workspace.ts'

export interface Example {
  section: Section
  files: Files
  marks: { path: string; block: Block; mark: Mark }[]
  problems: string[]
}

/** Undefined for a section without code of its own. */
export function exampleOf(page: Page, section: Section): Example | undefined {
  const blocks = blocksOf(page, section)
  if (!section.blocks.some((block) => block.name !== undefined && !block.shared)) return undefined
  const example: Example = { section, files: new Map(), marks: [], problems: [] }
  const files = new Map<string, string>()
  for (const [path, block] of blocks) {
    const { code, marks, problems } = takeMarks(block.code)
    files.set(path, code)
    example.problems.push(...problems.map((problem) => `${path}: ${problem}`))
    for (const mark of marks) example.marks.push({ path, block, mark })
  }
  example.files = withPackage(files)
  return example
}

/** A place as marks have it: line from 0, columns, within one line. */
export interface Spot { path: string; line: number; start: number; end: number }

export function spotOf(files: Files, { path, start, end }: Finding['at']): Spot {
  const text = files.get(path) ?? ''
  const before = text.slice(0, start)
  const line = before.split('\n').length - 1
  const lineStart = before.lastIndexOf('\n') + 1
  const lineEnd = text.indexOf('\n', start)
  return { path, line, start: start - lineStart, end: Math.min(end, lineEnd < 0 ? text.length : lineEnd) - lineStart }
}

const isAt = (mark: Mark, path: string, spot: Spot): boolean =>
  spot.path === path && spot.line === mark.line && spot.start === mark.start && spot.end === mark.end

export interface Difference {
  missing: string[]
  unexpected: string[]
  /** Right places, but another level, message or related place than the mark says; and mended todos. */
  other: string[]
}

export function compare(example: Example, analysis: Analysis): Difference {
  const { files } = example
  const difference: Difference = { missing: [], unexpected: [], other: [] }
  const open = analysis.findings.map((finding) => ({ finding, spot: spotOf(files, finding.at) }))
  const explained = (path: string, line: number): string => {
    const code = files.get(path)!.split('\n')[line]!
    return `${path}:${line + 1}  ${code.trim()}\n${indented(analysis.explain(path, line + 1))}`
  }

  for (const { path, mark } of example.marks) {
    if (mark.kind === 'related') continue
    const found = open.findIndex(({ finding, spot }) => finding.rule === mark.rule && isAt(mark, path, spot))
    if (mark.todo === 'miss') {
      if (found >= 0) difference.other.push(`${mark.rule} is found now: take its “todo” away\n${explained(path, mark.line)}`)
    } else if (found < 0) {
      if (mark.todo === 'false-alarm') difference.other.push(`${mark.rule} is silent now: take the mark away\n${explained(path, mark.line)}`)
      else difference.missing.push(`${mark.rule} in ${explained(path, mark.line)}`)
    }
    if (found < 0) continue
    const [{ finding }] = open.splice(found, 1) as [(typeof open)[number]]
    if (mark.level !== undefined && finding.level !== mark.level) {
      difference.other.push(`${mark.rule} is of level ${finding.level}, not ${mark.level}\n${explained(path, mark.line)}`)
    }
    if (mark.text !== undefined && !finding.message.includes(mark.text)) {
      difference.other.push(`${mark.rule} does not say “${mark.text}” but “${finding.message}”`)
    }
  }
  for (const { finding, spot } of open) {
    difference.unexpected.push(`${finding.rule} (${finding.level}) “${finding.message}” in ${explained(spot.path, spot.line)}`)
  }
  for (const { path, mark } of example.marks) {
    if (mark.kind !== 'related') continue
    const related = analysis.findings.filter(({ rule }) => mark.rule === undefined || rule === mark.rule).flatMap((finding) => finding.related)
    const here = related.filter(({ at }) => isAt(mark, path, spotOf(files, at)))
    if (here.length === 0) difference.other.push(`no finding relates to ${explained(path, mark.line)}`)
    else if (mark.text !== undefined && !here.some(({ message }) => message.includes(mark.text!))) {
      difference.other.push(`what relates to ${path}:${mark.line + 1} does not say “${mark.text}” but ${here.map(({ message }) => `“${message}”`).join(', ')}`)
    }
  }
  return difference
}

export const indented = (text: string): string => text.split('\n').map((line) => `    ${line}`).join('\n')

/** Findings first as missing, then as unexpected, so that a moved one is read as what it is. */
export function describeDifference({ missing, unexpected, other }: Difference): string {
  const part = (title: string, entries: readonly string[]): string[] =>
    entries.length === 0 ? [] : [`${title}:`, ...entries.map((entry) => `  - ${entry.replaceAll('\n', '\n    ')}`)]
  return [...part('missing', missing), ...part('unexpected', unexpected), ...part('otherwise', other)].join('\n')
}
