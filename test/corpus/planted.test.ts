/**
 * How many planted defects are found: sound code of all pages and proofs, with one defect put into it at a time.
 * `npm run planted` prints the share of each kind and every miss.
 */
import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { exampleOf } from '../kit/example.ts'
import { readPage } from '../kit/page.ts'
import { projectRoot } from '../kit/house.ts'
import { pagePaths } from '../kit/pages.ts'
import { analyse, type Files } from '../kit/workspace.ts'
import { plant, type Planted, type Planting } from './plant.ts'

/** Of all planted defects; what is below is a miss that somebody has to look at. */
const wanted = 0.95
const rule = 'n-plus-one'

interface Result extends Planted { sample: string; found: boolean }

const results: Result[] = []

/** Examples of the pages about queries, and what their fixes make of them, as workspaces. */
function samples(): { name: string; files: Files }[] {
  const pages = pagePaths().filter((file) => /(^rules\/queries\/|n-plus-one)/.test(file))
  return pages.flatMap((file) => {
    const page = readPage(fs.readFileSync(path.join(projectRoot, file), 'utf8'))
    return page.sections.flatMap((section) => {
      const example = exampleOf(page, section)
      // What is known to be missed in the open is no better behind a helper.
      if (!example || example.marks.some(({ mark }) => mark.todo === 'miss')) return []
      const repaired = section.becomes.filter(({ nothing }) => !nothing).map(({ recipe, blocks }) => ({
        name: `${file} › ${section.title}, repaired by ${recipe ?? 'its fix'}`,
        files: new Map([...example.files, ...blocks.flatMap(({ name, code }): [string, string][] => (name === undefined ? [] : [[name, code]]))]),
      }))
      return [{ name: `${file} › ${section.title}`, files: example.files }, ...repaired]
    })
  })
}

const findingsIn = async (files: Files, file: string): Promise<Set<number>> => {
  const { findings } = await analyse(files)
  return new Set(findings.filter((finding) => finding.rule === rule && finding.at.path === file)
    .map(({ at }) => files.get(file)!.slice(0, at.start).split('\n').length))
}

beforeAll(async () => {
  for (const { name, files } of samples()) {
    for (const file of files.keys()) {
      if (!/\.tsx?$/.test(file)) continue
      const planted = plant(files, file)
      if (planted.length === 0) continue
      const before = await findingsIn(files, file)
      for (const each of planted) {
        // A query that is right where it stands is right behind a helper as well.
        if (each.how.startsWith('behind') && !before.has(each.first - (each.how.endsWith('another file') ? 1 : 0))) continue
        const lines = await findingsIn(each.files, each.path)
        const found = [...lines].some((line) => line >= each.first && line <= each.last)
        results.push({ ...each, sample: name, found })
      }
    }
  }
}, 240_000)

describe('planted defects', () => {
  test('most are found', () => {
    const kinds = new Map<Planting, Result[]>()
    for (const result of results) kinds.set(result.how, [...kinds.get(result.how) ?? [], result])
    const share = (list: Result[]): string => `${list.filter(({ found }) => found).length} of ${list.length}`
    const table = [...kinds].map(([how, list]) => `${how}: ${share(list)}`)
    const misses = results.filter(({ found }) => !found).map(({ how, sample, path: file, first }) => `missed, ${how}: ${sample} (${file}:${first})`)
    if (process.env.REPORT) console.log([...table, `all: ${share(results)}`, ...misses].join('\n'))
    expect(results.length).toBeGreaterThan(100)
    expect(results.filter(({ found }) => found).length / results.length, misses.join('\n')).toBeGreaterThanOrEqual(wanted)
  })
})
