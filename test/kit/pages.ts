/** All pages with what the engine makes of their examples; and, on demand, pages rewritten to what it makes of them. */
import fs from 'node:fs'
import path from 'node:path'
import type { Finding, OfferedFix } from '../../server/engine/finding.ts'
import { baseNameOf } from '../../server/engine/packages/paths.ts'
import { exampleOf, spotOf, type Example } from './example.ts'
import { settle } from './fixing.ts'
import { projectFiles, projectRoot } from './house.ts'
import { putMarks, type Mark } from './marks.ts'
import { readPage, type Becoming, type Page, type Section } from './page.ts'
import { analyse, type Analysis, type Files } from './workspace.ts'

export interface PageFile extends Page {
  /** Relative to the project's root. */
  path: string
  /** The rule that it documents; undefined for the pages of `test/rules`. */
  rule: string | undefined
  examples: (Example & { analysis: Analysis })[]
}

export const pagePaths = (): string[] => projectFiles().filter((file) => /^(rules\/[^/]+|test\/rules)\/[^/]+\.md$/.test(file)).sort()

/** They would speak of nearly every list and every lookup that an example has: their own pages show them. */
const ofEveryQuery = ['missing-index', 'unbounded-result']

const notAskedIn = (file: string): string[] => ofEveryQuery.filter((rule) => !baseNameOf(file).startsWith(rule))

export async function loadPage(file: string): Promise<PageFile> {
  const page = readPage(fs.readFileSync(path.join(projectRoot, file), 'utf8'))
  const examples = page.sections.flatMap((section) => exampleOf(page, section) ?? [])
  const analysed = []
  for (const example of examples) analysed.push({ ...example, analysis: await analyse(example.files, notAskedIn(file)) })
  return { ...page, path: file, rule: file.startsWith('rules/') ? baseNameOf(file).replace('.md', '') : undefined, examples: analysed }
}

/** What `becomes` takes of a finding: the fix of that recipe, else the first one. */
export const chosenFix = (recipe: string | undefined) => ({ fixes }: Finding): OfferedFix | undefined =>
  recipe === undefined ? fixes[0] : fixes.find((fix) => fix.recipe === recipe)

/** The files that a settled fix changes or creates. */
export async function becomes(analysis: Analysis, recipe: string | undefined): Promise<Files> {
  const { analysis: after } = await settle(analysis, chosenFix(recipe))
  return new Map([...after.files].filter(([name, text]) => analysis.files.get(name) !== text))
}

/** Writes marks and *becomes* blocks as the engine has them now. */
export async function updatePage(file: string): Promise<void> {
  const page = await loadPage(file)
  const changes: { from: number; to: number; lines: string[] }[] = []
  for (const example of page.examples) {
    for (const block of example.section.blocks) {
      if (block.name === undefined || block.shared) continue
      const lines = putMarks(example.files.get(block.name)!, freshMarks(example, block.name)).replace(/\n$/, '').split('\n')
      changes.push({ from: block.from, to: block.to, lines })
    }
    for (const becoming of example.section.becomes) {
      if (becoming.nothing) continue
      const end = becoming.blocks.at(-1)
      changes.push({ from: becoming.at + 1, to: end === undefined ? becoming.at + 1 : end.to + 1, lines: await becomingLines(example, becoming) })
    }
  }
  const lines = [...page.lines]
  for (const { from, to, lines: fresh } of changes.sort((a, b) => b.from - a.from)) lines.splice(from, to - from, ...fresh)
  const text = lines.join('\n')
  if (text !== page.lines.join('\n')) fs.writeFileSync(path.join(projectRoot, file), text)
}

/** A mark for each finding, with the words of an earlier mark as far as they still hold. */
function freshMarks({ files, marks, analysis }: PageFile['examples'][number], name: string): Mark[] {
  const own = marks.filter(({ path: file }) => file === name).map(({ mark }) => mark)
  const found = analysis.findings.filter(({ at }) => at.path === name).map((finding): Mark => {
    const spot = spotOf(files, finding.at)
    const earlier = own.find((mark) => mark.kind === 'finding' && mark.rule === finding.rule && mark.line === spot.line)
    return {
      kind: 'finding', todo: earlier?.todo === 'false-alarm' ? earlier.todo : undefined, rule: finding.rule, line: spot.line, start: spot.start, end: spot.end,
      text: earlier?.text !== undefined && finding.message.includes(earlier.text) ? earlier.text : undefined,
      level: earlier?.level === undefined ? undefined : finding.level,
    }
  })
  const kept = own.filter((mark) => mark.kind === 'related' || (mark.todo === 'miss' && !found.some(({ rule, line }) => rule === mark.rule && line === mark.line)))
  return [...found, ...kept]
}

async function becomingLines({ section, analysis }: PageFile['examples'][number], { recipe, blocks }: Becoming): Promise<string[]> {
  const changed = await becomes(analysis, recipe)
  const order = (name: string): number => {
    const known = blocks.findIndex((block) => block.name === name)
    return known < 0 ? blocks.length : known
  }
  return [...changed].sort(([a], [b]) => order(a) - order(b)).flatMap(([name, text]) => {
    const language = name.slice(name.lastIndexOf('.') + 1)
    const isNamed = section.blocks.find((block) => block.name === name)?.named ?? true
    return ['', `\`\`\`${language}${isNamed ? ` ${name}` : ''}`, ...text.replace(/\n$/, '').split('\n'), '```']
  })
}

/** Sections below a heading of that title, and that section itself. */
export const below = (page: Page, title: string): Section[] => page.sections.filter((section) => section.title === title || section.under.includes(title))
