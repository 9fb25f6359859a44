/**
 * What is found and repaired in which library: a table from the examples of the pages (which are tests) and from the
 * cases of the proofs (which are run). Nothing in it is written by hand.
 */
import fs from 'node:fs'
import path from 'node:path'
import { libraries } from '../../rules/libraries/index.ts'
import { kebab } from '../../rules/kit/edits/names.ts'
import type { Finding } from '../../server/engine/finding.ts'
import { projectFiles, projectRoot } from '../kit/house.ts'
import { loadPage, pagePaths } from '../kit/pages.ts'

/** How a call is repeated, in the order of the columns. */
const shapes = ['loop', 'callback', 'fan-out', 'behind a call', 'component', 'resolver', 'recursion', 'no repetition'] as const
type Shape = (typeof shapes)[number]

interface Cell { page: string; findings: number; recipes: Set<string> }

const shapeOf = ({ subject }: Finding): Shape => {
  if (subject?.repetition === 'component' || subject?.repetition === 'resolver' || subject?.repetition === 'recursion') return subject.repetition
  if ((subject?.hops ?? 0) > 0) return 'behind a call'
  return subject?.repetition ?? 'no repetition'
}

/** `node-postgres` of the file `rules/libraries/node-postgres.ts`. */
function slugs(): Map<string, string> {
  const files = projectFiles().filter((file) => /^rules\/libraries\/[^/]+\.ts$/.test(file) && !file.endsWith('/index.ts')).map((file) => path.basename(file, '.ts'))
  return new Map(libraries.map(({ name }) => {
    const plain = kebab(name).replaceAll(/[^a-z0-9]+/g, '-')
    const squeezed = plain.replaceAll('-', '')
    return [name, files.find((file) => file === plain) ?? files.find((file) => file.replaceAll('-', '') === squeezed) ?? plain]
  }))
}

/** `docs/coverage.md` as it should be now. */
export async function coverage(): Promise<string> {
  const rules = new Map<string, Map<string, Map<Shape, Cell>>>()
  for (const file of pagePaths().filter((each) => /^(rules\/queries|test\/rules)\//.test(each))) {
    const page = await loadPage(file)
    for (const { analysis } of page.examples) {
      for (const finding of analysis.findings) {
        if (!finding.subject || !isQueryRule(finding.rule)) continue
        const byLibrary = within(rules, finding.rule, () => new Map<string, Map<Shape, Cell>>())
        const byShape = within(byLibrary, finding.subject.library, () => new Map<Shape, Cell>())
        const cell = within(byShape, shapeOf(finding), () => ({ page: file, findings: 0, recipes: new Set<string>() }))
        cell.findings++
        for (const { recipe } of finding.fixes) cell.recipes.add(recipe)
      }
    }
  }
  const proofs = projectFiles().filter((file) => file.startsWith('test/proof/cases/'))
  const slug = slugs()
  const proofOf = (recipe: string, library: string): string | undefined =>
    proofs.find((file) => file.startsWith(`test/proof/cases/${recipe}/${slug.get(library)}.`)) ?? proofs.find((file) => file.startsWith(`test/proof/cases/${recipe}/${slug.get(library)}`))
  const text = (cell: Cell | undefined, library: string): string => {
    if (!cell) return ''
    const fixes = [...cell.recipes].sort().map((recipe) => {
      const proof = proofOf(recipe, library)
      return proof ? `[${recipe}](../${proof})` : recipe
    })
    return [`[found](../${cell.page})`, ...fixes].join(' · ')
  }
  const lines = [
    '# What is found and repaired in which library', '',
    'Made by `npm run coverage` from the examples of the pages, which are tests, and from the cases of the proofs, which are run against the real library before and after the fix. *found* links to a page with an example; a fix that is a link was proven by running; one without a link is offered for review and not proven by running in this library.', '',
  ]
  for (const [rule, byLibrary] of [...rules].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const used = shapes.filter((shape) => [...byLibrary.values()].some((byShape) => byShape.has(shape)))
    lines.push(`## ${rule}`, '', `| library | ${used.join(' | ')} |`, `|---|${used.map(() => '---|').join('')}`)
    for (const [library, byShape] of [...byLibrary].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))) {
      lines.push(`| ${library} | ${used.map((shape) => text(byShape.get(shape), library)).join(' | ')} |`)
    }
    lines.push('')
  }
  return lines.join('\n')
}

const queryRules = new Set(projectFiles().filter((file) => /^rules\/queries\/[^/]+\.ts$/.test(file)).map((file) => path.basename(file, '.ts')))
const isQueryRule = (rule: string): boolean => queryRules.has(rule)

function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known) return known
  const made = make()
  map.set(key, made)
  return made
}

export const coveragePath = path.join(projectRoot, 'docs', 'coverage.md')
export const writtenCoverage = (): string => (fs.existsSync(coveragePath) ? fs.readFileSync(coveragePath, 'utf8') : '')
