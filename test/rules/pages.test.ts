/**
 * Every page is a test: marked examples are found and nothing else, fixes give the text below `becomes`, and every fix
 * that is offered anywhere in a page holds what fixes promise. `UPDATE=1` writes marks and `becomes` blocks.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Finding, OfferedFix } from '../../server/engine/finding.ts'
import type { FileEdit } from '../../rules/kit/rule.ts'
import { compare, describeDifference, indented, spotOf } from '../kit/example.ts'
import { editsOf, freshFindings, settle, withEdits } from '../kit/fixing.ts'
import { becomes, chosenFix, loadPage, pagePaths, updatePage } from '../kit/pages.ts'
import { hands, inHand, withComments } from '../kit/restyle.ts'
import { typeErrors, type TypeError } from '../kit/typings.ts'
import { analyse, type Analysis, type Files } from '../kit/workspace.ts'

const paths = pagePaths().filter((path) => path.includes(process.env.PAGE ?? ''))
if (process.env.UPDATE) for (const path of paths) await updatePage(path)
const pages = await Promise.all(paths.map(loadPage))

interface Applied { finding: Finding; fix: OfferedFix; edits: FileEdit[]; files: Files }

/** Every fix of every finding, on its own. A fix that cannot be applied is reported by its own test. */
const applied = (analysis: Analysis): Applied[] => analysis.findings.flatMap((finding) => finding.fixes.map((fix) => {
  const edits = editsOf(fix)
  return { finding, fix, edits, files: withEdits(analysis.files, edits) }
}))

const nameOf = ({ finding, fix }: { finding: Finding; fix: OfferedFix }): string => `${fix.recipe} for ${finding.rule} in ${finding.at.path}`

/** Type errors of all examples and of what each fix makes of them, worked out once. */
let types: Map<Files, TypeError[]>
beforeAll(async () => {
  const workspaces = pages.flatMap(({ examples }) => examples.flatMap(({ analysis }) => {
    try {
      return [analysis.files, ...applied(analysis).map(({ files }) => files)]
    } catch {
      return [analysis.files]
    }
  }))
  const errors = await typeErrors(workspaces)
  types = new Map(workspaces.map((files, index) => [files, errors[index]!]))
}, 300_000)

for (const page of pages) {
  describe(page.path, () => {
    test('can be read', () => expect([...page.problems, ...page.examples.flatMap(({ problems }) => problems)]).toEqual([]))

    for (const example of page.examples) {
      const { section, analysis } = example
      const name = `${section.line} ${[...section.under, section.title].join(' › ')}`

      test(`${name}: findings`, () => {
        const difference = describeDifference(compare(example, analysis))
        if (difference) expect.fail(`${page.path}:${section.line}\n${difference}`)
      })

      test(`${name}: types`, () => {
        const errors = types.get(analysis.files)!
        if (errors.length > 0) expect.fail(`${page.path}:${section.line} does not type-check:\n${typeLines(errors)}`)
      })

      for (const becoming of section.becomes) {
        if (becoming.nothing) {
          test(`${name}: becomes nothing`, () => {
            expect(analysis.findings.length, 'findings').toBeGreaterThan(0)
            expect(analysis.findings.flatMap(({ rule, fixes }) => fixes.map(({ recipe }) => `${recipe} for ${rule}`))).toEqual([])
          })
          continue
        }
        test(`${name}: becomes${becoming.recipe ? ` (${becoming.recipe})` : ''}`, async () => {
          const expected = new Map(becoming.blocks.map((block) => [block.name ?? '', block.code]))
          if (expected.size === 0) expect.fail(`${page.path}:${becoming.at + 1} has no block: the fix is not offered, or \`UPDATE=1\` has not run.`)
          const trusts = analysis.findings.flatMap((finding) => chosenFix(becoming.recipe)(finding)?.trust ?? [])
          if (becoming.trust) expect(trusts, 'trust of the fixes').toEqual(trusts.map(() => becoming.trust))
          expect(Object.fromEntries(await becomes(analysis, becoming.recipe))).toEqual(Object.fromEntries(expected))
        })
      }

      if (analysis.findings.some(({ fixes }) => fixes.length > 0)) test(`${name}: fixes`, () => holds(analysis))
    }
  })
}

/** The battery of every fix. */
async function holds(analysis: Analysis): Promise<void> {
  for (const one of applied(analysis)) {
    const after = await analyse(one.files, analysis.without)
    const fresh = freshFindings(analysis, after, one.edits, one.finding)
    if (fresh.length > 0) {
      const lines = fresh.map(({ rule, at, message }) => `${rule} in ${at.path}:${spotOf(one.files, at).line + 1} ${message}`)
      expect.fail(`${nameOf(one)} brings new findings:\n${lines.join('\n')}\n${textsOf(one)}`)
    }
    expectTypes(analysis.files, one)
    await expectInHands(analysis, one)
  }
  await expectComments(analysis)
  await settle(analysis, chosenFix(undefined))
}

function expectTypes(before: Files, one: Applied): void {
  const known = types.get(before)!.map(({ path, message }) => `${path} ${message}`)
  const errors = [...types].find(([files]) => sameFiles(files, one.files))![1]
  const fresh = errors.filter(({ path, message }) => {
    const at = known.indexOf(`${path} ${message}`)
    if (at >= 0) known.splice(at, 1)
    return at < 0
  })
  if (fresh.length > 0) expect.fail(`${nameOf(one)} brings type errors:\n${typeLines(fresh)}\n${textsOf(one)}`)
}

/** The same fix in a file of another hand gives the same text in that hand. */
async function expectInHands(analysis: Analysis, one: Applied): Promise<void> {
  const [at, which] = [analysis.findings.indexOf(one.finding), one.finding.fixes.indexOf(one.fix)]
  for (const hand of hands) {
    const files = inHand(analysis.files, hand)
    const fix = (await analyse(files, analysis.without)).findings[at]?.fixes[which]
    expect(fix?.recipe, `${nameOf(one)} is offered in a file with ${hand.name}`).toBe(one.fix.recipe)
    const after = withEdits(files, editsOf(fix!))
    const expected = inHand(one.files, hand)
    const shown = shownIndents(files, one.finding.at.path)
    expect(asFarAs(shown, after), `${nameOf(one)} follows ${hand.name}`).toEqual(asFarAs(shown, expected))
  }
}

/** A file that indents nothing does not show how it would; what a fix creates goes by the file of the finding. */
const shownIndents = (before: Files, edited: string) => (path: string): boolean => /^[ \t]/m.test(before.get(path) ?? before.get(edited)!)

const asFarAs = (isShown: (path: string) => boolean, texts: Files): Record<string, string> =>
  Object.fromEntries([...texts].map(([path, text]) => [path, isShown(path) ? text : text.replaceAll(/^[ \t]+/gm, ' ')]))

/** With a comment on every line, a fix keeps them all or is not offered. */
async function expectComments(analysis: Analysis): Promise<void> {
  const commented = await analyse(withComments(analysis.files), analysis.without)
  for (const finding of commented.findings) {
    for (const fix of finding.fixes) {
      const edits = fix.edits()
      if (edits) withEdits(commented.files, edits)
    }
  }
}

const sameFiles = (a: Files, b: Files): boolean => a.size === b.size && [...a].every(([path, text]) => b.get(path) === text)
const typeLines = (errors: readonly TypeError[]): string => errors.map(({ path, line, message }) => `  ${path}:${line} ${message}`).join('\n')
const textsOf = ({ edits, files }: Applied): string => edits.map(({ path }) => `${path}\n${indented(files.get(path)!)}`).join('\n')
