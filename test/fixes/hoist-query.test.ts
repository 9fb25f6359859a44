/** What `hoist-query` makes of code that its pages do not show. */
import { describe, expect, test } from 'vitest'
import { editsOf, withEdits } from '../kit/fixing.ts'
import { analyse, withPackage } from '../kit/workspace.ts'

const clients = { 'src/prisma.ts': "import { PrismaClient } from '@prisma/client'\n\nexport const prisma = new PrismaClient()\n" }

async function fixed(body: string): Promise<{ trust: string; title: string; text: string } | undefined> {
  const files = withPackage(new Map(Object.entries({ ...clients, 'src/main.ts': `import { prisma } from './prisma'\n\n${body}` })))
  const { findings } = await analyse(files)
  const finding = findings.find(({ rule }) => rule === 'repeated-query')
  expect(finding, 'a finding').toBeDefined()
  const fix = finding!.fixes[0]
  if (!fix) return undefined
  return { trust: fix.trust, title: fix.title, text: withEdits(files, editsOf(fix)).get('src/main.ts')!.split('\n').slice(2).join('\n') }
}

describe('out of a loop', () => {
  test('comments above and beside the statement go along', async () => {
    expect((await fixed(`export async function run(ids: string[]) {
  for (const id of ids) {
    console.log(id)

    // Shown below each of them.
    const rate = await prisma.rate.findFirst() // the only one

    console.log(rate)
  }
}
`))?.text).toBe(`export async function run(ids: string[]) {
  // Shown below each of them.
  const rate = await prisma.rate.findFirst() // the only one
  for (const id of ids) {
    console.log(id)

    console.log(rate)
  }
}
`)
  })

  test('a statement over several lines is indented anew', async () => {
    expect((await fixed(`export async function run(ids: string[], code: string) {
  if (ids.length > 0) {
    for (const id of ids) {
      const rate = await prisma.rate.findFirst({
        where: { code },
      })
      ids.push(id + rate?.percent)
    }
  }
}
`))?.text).toContain(`  if (ids.length > 0) {
    const rate = await prisma.rate.findFirst({
      where: { code },
    })
    for (const id of ids) {
`)
  })

  test('a name that is taken gets another one', async () => {
    const { text } = (await fixed(`export async function run(ids: string[], rate: number) {
  const seen = []
  for (const id of ids) {
    {
      const rate = await prisma.rate.findFirst()
      seen.push(id, rate)
    }
  }
  return { seen, rate }
}
`))!
    expect(text).toContain('  const rate2 = await prisma.rate.findFirst()\n  for (const id of ids) {')
    expect(text).toContain('const rate = rate2')
  })

  test('a callback that is not waited for by an async function stays', async () => {
    expect(await fixed(`export function run(ids: string[]) {
  return Promise.all(ids.map(async (id) => ({ id, rate: await prisma.rate.findFirst() })))
}
`)).toBeUndefined()
  })

  test('a failure that each turn catches stays where it is', async () => {
    expect(await fixed(`export async function run(ids: string[]) {
  for (const id of ids) {
    try {
      console.log(id, await prisma.rate.findFirst())
    } catch {
      console.log(id)
    }
  }
}
`)).toBeUndefined()
  })

  test('what is handed on and what is waited for besides are named', async () => {
    const fix = await fixed(`import { send } from 'post'
export async function run(ids: string[]) {
  for (const id of ids) {
    const rate = await prisma.rate.findFirst()
    await send(id, rate)
  }
}
`)
    expect(fix?.trust).toBe('review')
  })
})

describe('a second time', () => {
  test('the name of the first is used', async () => {
    const fix = await fixed(`export async function run(id: string) {
  const user = await prisma.user.findUnique({ where: { id } })
  if (!user) return null
  return { name: user.name, owner: (await prisma.user.findUnique({ where: { id } }))?.name }
}
`)
    expect(fix?.title).toBe('Use `user`, which has been read before')
    expect(fix?.text).toContain('owner: user?.name')
  })

  test('not where the first is changed', async () => {
    expect(await fixed(`export async function run(id: string) {
  const user = await prisma.user.findUnique({ where: { id } })
  if (user) user.name = 'somebody'
  const other = await prisma.user.findUnique({ where: { id } })
  return [user, other]
}
`)).toBeUndefined()
  })
})
