/** The labels are what precision is counted from: whoever reads one must be able to check it. */
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rules } from '../../rules/index.ts'
import { projectRoot } from '../kit/house.ts'

const folder = path.join(projectRoot, 'test/corpus/labels')
const ids = rules.map(({ id }) => id)

const corpus = z.strictObject({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  labels: z.array(z.strictObject({
    rule: z.enum(ids as [string, ...string[]]),
    path: z.string().regex(/^[^/\\].*\.[a-z]+$/),
    line: z.number().int().positive(),
    verdict: z.enum(['right', 'wrong', 'doubtful']),
    // A verdict with its reason in own words; no code of the repository.
    reason: z.string().min(12).max(200).refine((reason) => !reason.includes('await '), 'holds source text'),
  })),
})

const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'))
const read = (file: string) => corpus.parse(JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')))

describe('labels', () => {
  test.each(files)('%s is well-formed and labels no place twice', (file) => {
    const { labels } = read(file)
    const places = labels.map(({ rule, path: where, line }) => `${rule} ${where}:${line}`)
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
  })

  test('there are enough of them to speak of precision', () => {
    const all = files.map(read)
    expect(all.length, 'repositories').toBeGreaterThanOrEqual(10)
    expect(all.flatMap(({ labels }) => labels).length, 'labels').toBeGreaterThanOrEqual(150)
  })
})
