/** What `batch-by-key` offers for a text, and the loop that most of its tests stand in. */
import { batchByKey } from '../../rules/fixes/batch-by-key.ts'
import prisma from '../../rules/libraries/prisma.ts'
import { fixed, reach, type Given } from '../kit/reached.ts'
import { blog } from './blog.ts'

export const offered = (text: string, given: Partial<Given> = {}) => {
  const whole: Given = { library: prisma, schema: blog, text, ...given }
  const { reached, about } = reach(whole)
  const fix = batchByKey(reached, about)
  return { title: fix?.title, trust: fix?.trust, text: fixed(fix, reached.source, whole)?.[reached.source.path] }
}
export const inLoop = (body: string, head = 'ids: number[]', loop = 'const id of ids') =>
  `export async function load(${head}) {\n  const result = []\n  for (${loop}) {\n${body.replace(/^/gm, '    ')}\n  }\n  return result\n}\n`
