/** Of an object that is handed on, only the properties that the query behind uses decide whether it is keyed. */
import { expect, it } from 'vitest'
import { Project, type Files } from './project.ts'

const db: Files = { 'db.ts': `import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient()\n` }

const cases: [name: string, loader: string, isKeyed: boolean][] = [
  ['a destructured property that varies', 'export const load = async ({ id }: Input) => prisma.user.findFirst({ where: { id } })', true],
  ['a destructured property that does not', 'export const load = async ({ team }: Input) => prisma.team.findFirst({ where: { id: team } })', false],
  ['a property that varies', 'export const load = async (input: Input) => prisma.user.findFirst({ where: { id: input.id } })', true],
  ['a property that does not', 'export const load = async (input: Input) => prisma.team.findFirst({ where: { id: input.team } })', false],
  ['one of both', 'export const load = async (input: Input) => prisma.user.findFirst({ where: { id: input.id, team: input.team } })', true],
  ['the whole object', 'export const load = async (input: Input) => prisma.user.findFirst({ where: input })', true],
  ['a property taken out first', 'export async function load(input: Input) {\n  const { team } = input\n  return prisma.team.findFirst({ where: { id: team } })\n}', false],
  ['all but one, taken out first', 'export async function load(input: Input) {\n  const { team, ...rest } = input\n  return prisma.team.findFirst({ where: rest })\n}', true],
  ['through another function', 'const find = ({ key }: { key: string; id: string }) => prisma.team.findFirst({ where: { key } })\nexport const load = async (input: Input) => find({ key: input.team, id: input.id })', false],
  ['through another function, the other way round', 'const find = ({ key }: { key: string; team: string }) => prisma.team.findFirst({ where: { key } })\nexport const load = async (input: Input) => find({ key: input.id, team: input.team })', true],
]

it.each(cases)('%s', (_, loader, isKeyed) => {
  const project = new Project({
    ...db,
    'load.ts': `import { prisma } from './db'\ninterface Input { id: string; team: string }\n${loader}\n`,
    'app.ts': `import { load } from './load'\nexport async function list(ids: string[], team: string) {\n  for (const id of ids) await load({ id, team })\n}\n`,
  })
  const said = project.said().filter((it) => it.startsWith('n-plus-one'))
  expect(said).toEqual(isKeyed ? ['n-plus-one app.ts:3 load'] : [])
})
