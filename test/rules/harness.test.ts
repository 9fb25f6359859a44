/** What reads the pages must itself notice when a page is wrong. */
import { describe, expect, test } from 'vitest'
import { compare, describeDifference, exampleOf } from '../kit/example.ts'
import { freshFindings, originOf, settle, withEdits } from '../kit/fixing.ts'
import { putMarks, takeMarks } from '../kit/marks.ts'
import { readPage } from '../kit/page.ts'
import { hands } from '../kit/restyle.ts'
import { typeErrors } from '../kit/typings.ts'
import { analyse, withPackage } from '../kit/workspace.ts'

const loop = [
  `import { PrismaClient } from '@prisma/client'`,
  '',
  'const prisma = new PrismaClient()',
  '',
  'export async function load(ids: string[]) {',
  '  const found = []',
  '  for (const id of ids) {',
  '    found.push(await prisma.user.findUnique({ where: { id } }))',
  '    MARK',
  '  }',
  '  return found',
  '}',
]
const pageWith = (mark: string): string => ['# A page', '', '## An example', '', '```ts', ...loop.flatMap((line) => (line.trim() === 'MARK' ? (mark ? [mark] : []) : [line])), '```', ''].join('\n')

async function differenceOf(mark: string): Promise<string> {
  const page = readPage(pageWith(mark))
  const example = exampleOf(page, page.sections[0]!)!
  return describeDifference(compare(example, await analyse(example.files)))
}

describe('marks', () => {
  test('that hold are no difference', async () => {
    expect(await differenceOf('    //               ^^^^^^^^^^^^^^^^^^^^^^ n-plus-one "once per `id`" (information)')).toBe('')
  })

  test('that are wrong are told apart by what is wrong', async () => {
    expect(await differenceOf('')).toMatch(/^unexpected:\n  - n-plus-one \(information\)[^]*Repeated by the loop/)
    expect(await differenceOf('    //               ^^^^^^^^^^^^^^^^^^^^^^ missing-timeout')).toMatch(/^missing:\n  - missing-timeout[^]*unexpected:\n  - n-plus-one/)
    expect(await differenceOf('    //              ^^^^^^^^^^^^^^^^^^^^^^ n-plus-one')).toMatch(/^missing:[^]*unexpected:/)
    expect(await differenceOf('    //               ^^^^^^^^^^^^^^^^^^^^^^ n-plus-one "twice"')).toMatch(/^otherwise:\n  - n-plus-one does not say “twice”/)
    expect(await differenceOf('    //               ^^^^^^^^^^^^^^^^^^^^^^ n-plus-one (error)')).toMatch(/^otherwise:\n  - n-plus-one is of level information/)
    expect(await differenceOf('    //               ^^^^^^^^^^^^^^^^^^^^^^ todo n-plus-one')).toMatch(/^otherwise:\n  - n-plus-one is found now/)
    expect(await differenceOf('    //         ~~~~ "repeats"')).toMatch(/no finding relates to/)
  })

  test('are written back as they were read', () => {
    const code = ['await fetch(url)', '//    ^^^^^ missing-timeout "no timeout" (warning)', '  load()', '//~~~~ "here"', 'load()', '//<^^ todo n-plus-one', ''].join('\n')
    const { code: plain, marks, problems } = takeMarks(code)
    expect(problems).toEqual([])
    expect(plain).toBe('await fetch(url)\n  load()\nload()\n')
    expect(marks.map(({ line, start, end }) => [line, start, end])).toEqual([[0, 6, 11], [1, 2, 6], [2, 0, 5]])
    expect(putMarks(plain, marks)).toBe(code)
  })

  test('that cannot be read are named', () => {
    expect(takeMarks('load()\n//  ^^^\n').problems).toHaveLength(1)
    expect(takeMarks('load()\n//  ^^^ n-plus-one (loud)\n').problems).toHaveLength(1)
  })
})

describe('pages', () => {
  test('with a block that is never closed are named', () => {
    expect(readPage('# A page\n\n## One\n\n```ts\nload()\n').problems).toEqual(['line 5: the block is never closed'])
  })

  test('share blocks with later sections, and sections bring their own', () => {
    const page = readPage('# A page\n\n## Shared\n\n```ts src/a.ts shared\nexport const a = 1\n```\n\n## One\n\n```ts\nimport "./a"\n```\n\nbecomes (batch-by-key, safe)\n\n```ts\nload()\n```\n')
    expect(exampleOf(page, page.sections[0]!)).toBeUndefined()
    expect([...exampleOf(page, page.sections[1]!)!.files.keys()]).toEqual(['src/a.ts', 'src/main.ts', 'package.json'])
    expect(page.sections[1]!.becomes).toMatchObject([{ recipe: 'batch-by-key', trust: 'safe', blocks: [{ code: 'load()\n' }] }])
  })
})

describe('fixes', () => {
  const files = withPackage(new Map([['src/main.ts', loop.filter((line) => line.trim() !== 'MARK').join('\n') + '\n']]))

  test('that break the syntax, lose a comment or bring a finding are noticed', async () => {
    const text = files.get('src/main.ts')!
    const before = await analyse(files)
    const all = (after: string) => [{ path: 'src/main.ts', edits: [{ start: 0, end: text.length, text: after }] }]
    expect(() => withEdits(files, all(`${text}}`))).toThrow(/syntax/)
    const commented = new Map([...files, ['src/main.ts', `// Why.\n${text}`]])
    expect(() => withEdits(commented, [{ path: 'src/main.ts', edits: [{ start: 0, end: 8, text: '' }] }])).toThrow(/comment/)
    const worse = all(text.replace('return found', 'for (const id of ids) await prisma.user.count({ where: { id } })\n  return found'))
    const fresh = freshFindings(before, await analyse(withEdits(files, worse)), worse, before.findings[0]!)
    expect(fresh.map(({ message }) => message)).toHaveLength(2)
  })

  test('that never end are stopped', async () => {
    const analysis = await analyse(files)
    const again = { recipe: 'again', title: 'Again', trust: 'safe' as const, edits: () => [{ path: 'src/main.ts', edits: [{ start: 0, end: 0, text: '\n' }] }] }
    await expect(settle(analysis, () => again)).rejects.toThrow(/do not settle in 10 rounds/)
  })

  test('have their places traced back', () => {
    const edits = [{ path: 'a.ts', edits: [{ start: 5, end: 7, text: 'longer' }] }]
    expect([0, 5, 10, 11, 12].map((offset) => originOf(edits, 'a.ts', offset))).toEqual([0, undefined, undefined, 7, 8])
  })
})

test('other hands write the same code', () => {
  const text = `import { a } from './a'\n\nexport function b() {\n  return \`\n  \${a}\`\n}\n`
  expect(hands.map((hand) => hand.write('b.ts', text))).toEqual([
    text.replaceAll('\n', '\r\n'), `import { a } from "./a";\n\nexport function b() {\n\treturn \`\n  \${a}\`;\n}\n`,
  ])
})

test('type errors are those of the real typings, also of a client generated for the schema', async () => {
  const schema = 'model Cat {\n  id String @id\n  lives Int\n}\n\ndatasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n'
  const code = `import { PrismaClient } from '@prisma/client'\n\nexport const lives = async () => (await new PrismaClient().cat.findFirst())?.lives.LATER\n`
  const [good, bad] = await typeErrors([
    new Map([['schema.prisma', schema], ['a.ts', code.replace('.LATER', '')]]), new Map([['schema.prisma', schema], ['a.ts', code.replace('LATER', 'length')]]),
  ])
  expect(good).toEqual([])
  expect(bad).toEqual([{ path: 'a.ts', line: 3, message: `Property 'length' does not exist on type 'number'. (2339)` }])
}, 120_000)
