/** Every rule has a page of the same shape, and every reason for silence has an example that shows it. */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { projectRoot } from '../kit/house.ts'
import { below, loadPage, pagePaths, type PageFile } from '../kit/pages.ts'

const pages = await Promise.all(pagePaths().map(loadPage))
const opening = ['What it costs']
const closing = ['How it is fixed', 'When it stays silent', 'How sure the fix is']

for (const rule of rules) {
  describe(rule.id, () => {
    const file = `rules/${rule.killer}/${rule.id}.md`
    const page = pages.find((each) => each.path === file)

    test('has a page', () => expect(pages.map((each) => each.path)).toContain(file))
    if (!page) return

    test('its page is called as the rule is and starts with a paragraph', () => {
      expect(page.title).toBe(rule.title)
      expect(page.summary.length, 'letters of the first paragraph').toBeGreaterThan(80)
    })

    test('its page has the headings of every page, in their order', () => {
      const headings = page.sections.filter(({ level }) => level === 2).map(({ title }) => title)
      expect(headings.slice(0, opening.length)).toEqual(opening)
      expect(headings.slice(-closing.length)).toEqual(closing)
      for (const title of [opening[0], closing[2]]) {
        expect(page.sections.find((section) => section.title === title)!.prose.trim().length, `letters of “${title}”`).toBeGreaterThan(80)
      }
    })

    test('what it costs is worked out for 100 users and 100 rows', () => {
      expect(page.sections.find(({ title }) => title === opening[0])!.prose).toMatch(/\b100\b/)
    })

    test('has twelve examples or more, half of them silent', () => {
      const marked = page.examples.filter(({ marks }) => marks.some(({ mark }) => mark.rule === rule.id))
      const silent = page.examples.filter(({ marks }) => marks.length === 0)
      expect(page.examples.length).toBeGreaterThanOrEqual(12)
      expect(marked.length, 'marked').toBeGreaterThanOrEqual(3)
      expect(silent.length * 2, `silent of ${page.examples.length}, twice`).toBeGreaterThanOrEqual(page.examples.length - page.sections.flatMap(({ becomes }) => becomes).length)
    })

    test('every example below “When it stays silent” is silent, or quieter, and says why', () => {
      for (const section of below(page, closing[1]!)) {
        const example = page.examples.find((each) => each.section === section)
        if (!example) continue
        expect(section.prose.replaceAll(/<!--.*?-->/g, '').trim().length, `letters of the reason of “${section.title}”`).toBeGreaterThan(20)
        expect(example.analysis.findings.filter(({ level }) => level === 'error' || level === 'warning').map(({ message }) => message), section.title).toEqual([])
      }
    })

    test('every fix that its findings offer has an example of what becomes of it', () => {
      const offered = new Set(page.examples.flatMap(({ analysis }) => analysis.findings.filter((finding) => finding.rule === rule.id).flatMap(({ fixes }) => fixes.map(({ recipe }) => recipe))))
      const shown = new Set(pages.flatMap((each) => each.sections.flatMap(({ becomes }) => becomes.map(({ recipe }) => recipe))))
      expect([...offered].filter((recipe) => !shown.has(recipe))).toEqual([])
    })
  })
}

test('every page that lies beside a rule belongs to one', () => {
  const known = rules.map((rule) => `rules/${rule.killer}/${rule.id}.md`)
  expect(pages.filter(({ path: file, rule }) => rule !== undefined && !known.includes(file)).map(({ path: file }) => file)).toEqual([])
})

describe('every guard has an example that is silent or quieter', () => {
  /** These change what a fix may do, not whether there is a finding. */
  const onlyForFixes = new Set(['per-item-catch', 'transaction'])

  for (const guard of guardWords()) {
    test(guard, () => {
      const shown = pages.flatMap((page) => page.examples.filter((example) => shows(page, example, guard)).map((example) => ({ page, example })))
      expect(shown.length, `examples of “${guard}”`).toBeGreaterThan(0)
      if (onlyForFixes.has(guard)) return
      const quiet = shown.filter(({ example }) => example.analysis.findings.every(({ level }) => level === 'information' || level === 'hint'))
      expect(quiet.length, `quiet examples of “${guard}”`).toBeGreaterThan(0)
    })
  }
})

/** The engine names the guard when asked, or the section says that it is about it: `<!-- guard: retry -->`. */
function shows(_: PageFile, { section, analysis, files }: PageFile['examples'][number], guard: string): boolean {
  if (section.prose.includes(`<!-- guard: ${guard} -->`)) return true
  return [...files].some(([file, text]) => text.split('\n').some((_line, index) =>
    analysis.explain(file, index + 1).split('\n').some((line) => line.trim().startsWith('Guards:') && line.split(/[\s,.:]+/).includes(guard))))
}

/** The words of the type `Guard`, read from where it is declared. */
function guardWords(): string[] {
  const file = path.join(projectRoot, 'rules/kit/rule.ts')
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const words = source.statements.flatMap((statement) =>
    ts.isTypeAliasDeclaration(statement) && statement.name.text === 'Guard' && ts.isUnionTypeNode(statement.type)
      ? statement.type.types.flatMap((type) => (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : []))
      : [])
  if (words.length === 0) throw new Error('rules/kit/rule.ts declares no type Guard.')
  return words
}
