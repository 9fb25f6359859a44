/** Prisma schemas, of one file or of many, as facts on models, keys and relations. */
import { posix } from 'node:path'
import { foldersUpwards, folderOf, joinPath } from '../engine/packages/paths.ts'
import type { SchemaFacts, SchemaField, SchemaModel } from '../../rules/kit/schema.ts'
import { parsePrisma, type PrismaAttribute, type PrismaBlock, type PrismaField, type PrismaFile, type PrismaValue } from './prisma-language.ts'
import type { Problem } from './problem.ts'

export interface PrismaOptions {
  /** Paths of .prisma files, relative to the root. */
  paths: readonly string[]
  textOf: (path: string) => string | undefined
  /** Folders that hold a package.json. */
  packageFolders: ReadonlySet<string>
}

export const readPrismaSchemas = ({ paths, textOf, packageFolders }: PrismaOptions): { schemas: SchemaFacts[]; problems: Problem[] } => {
  const problems: Problem[] = []
  const files = new Map<string, PrismaFile>()
  for (const path of [...paths].sort()) {
    const text = textOf(path)
    if (text === undefined) continue
    const file = parsePrisma(text)
    files.set(path, file)
    for (const { message, line } of file.errors) problems.push({ path, line, message })
  }
  const schemas = groupsOf(files).map(({ main, members }) => {
    const blocks = members.flatMap((path) => files.get(path)!.blocks)
    const owner = [...foldersUpwards(folderOf(main))].find((folder) => packageFolders.has(folder)) ?? ''
    const pathOf = new Map(members.flatMap((path) => files.get(path)!.blocks.map((block) => [block, path] as const)))
    return schemaOf(main, owner, blocks, pathOf)
  })
  return { schemas, problems }
}

/**
 * Files that make up one schema. The one with the datasource leads; those without one belong to the nearest leader
 * at or above them.
 */
const groupsOf = (files: ReadonlyMap<string, PrismaFile>): { main: string; members: string[] }[] => {
  const paths = [...files.keys()]
  const leaders = paths.filter((path) => files.get(path)!.blocks.some(({ kind }) => kind === 'datasource'))
  const groups = new Map(leaders.map((path) => [path, [path]]))
  for (const path of paths) {
    if (leaders.includes(path)) continue
    const leader = leaderOf(path, leaders) ?? posix.join(folderOf(path), 'schema')
    groups.set(leader, [...(groups.get(leader) ?? []), path])
  }
  return [...groups].map(([leader, members]) => ({ main: members.includes(leader) ? leader : members[0]!, members: members.sort() }))
}

const leaderOf = (path: string, leaders: readonly string[]): string | undefined => {
  for (const folder of foldersUpwards(folderOf(path))) {
    const here = leaders.filter((leader) => folderOf(leader) === folder)
    if (here.length > 0) return here.find((leader) => leader.endsWith('schema.prisma')) ?? here[0]
    // Schemas of many files may keep the datasource in a folder beside the models.
    const below = leaders.filter((leader) => folder !== '' && folderOf(folderOf(leader)) === folder)
    if (below.length === 1) return below[0]
  }
  return undefined
}

const schemaOf = (path: string, folder: string, blocks: readonly PrismaBlock[], pathOf: ReadonlyMap<PrismaBlock, string>): SchemaFacts => {
  const generators = blocks.filter(({ kind, values }) => kind === 'generator' && /^prisma-client/.test(textIn(values.get('provider')) ?? ''))
  const datasource = blocks.find(({ kind }) => kind === 'datasource')
  const tables = blocks.filter(({ kind }) => kind === 'model' || kind === 'view' || kind === 'type')
  const byName = new Map(tables.map((table) => [table.name, table]))
  return {
    path,
    folder,
    library: 'Prisma',
    provider: textIn(datasource?.values.get('provider')),
    previewFeatures: generators.flatMap(({ values }) => itemsOf(values.get('previewFeatures')).flatMap((item) => textIn(item) ?? [])),
    generated: generators.flatMap(({ values }) => {
      const output = textIn(values.get('output'))
      return output === undefined ? [] : joinPath(folderOf(path), output.replaceAll('\\', '/')) ?? []
    }),
    models: [...byName.values()].filter(({ kind }) => kind !== 'type').map((table) => modelOf(table, byName, pathOf.get(table)!)),
  }
}

const modelOf = (table: PrismaBlock, tables: ReadonlyMap<string, PrismaBlock>, path: string): SchemaModel => {
  const single = (...names: string[]): string[][] =>
    table.fields.filter(({ attributes }) => attributes.some(({ name }) => names.includes(name))).map(({ name }) => [name])
  const several = (...names: string[]): string[][] =>
    table.attributes.filter(({ name }) => names.includes(name)).map((attribute) => columnsOf(argument(attribute, 'fields', 0)))
  const map = table.attributes.find(({ name }) => name === 'map')
  const mapped = map === undefined ? undefined : textIn(argument(map, 'name', 0))
  return {
    name: table.name,
    fields: table.fields.map((field) => fieldOf(field, table, tables)),
    unique: [...single('id', 'unique'), ...several('id', 'unique')].filter((columns) => columns.length > 0),
    indexes: several('index').filter((columns) => columns.length > 0),
    ...(mapped !== undefined && { table: mapped }),
    ...(table.kind === 'view' && { incomplete: true as const }),
    ...(table.close !== undefined && { at: { path, start: table.start, end: table.close + 1 }, form: 'block' as const, extraAt: { path, start: table.close, end: table.close } }),
    ...(table.attributes.length > 0 && { spaced: true as const }),
    ...(table.newline === '\r\n' && { newline: table.newline }),
  }
}

const fieldOf = (field: PrismaField, table: PrismaBlock, tables: ReadonlyMap<string, PrismaBlock>): SchemaField => {
  const map = field.attributes.find(({ name }) => name === 'map')
  const column = map === undefined ? undefined : textIn(argument(map, 'name', 0))
  const plain: SchemaField = { name: field.name, type: field.type, list: field.list, optional: field.optional, ...(column !== undefined && { column }) }
  const other = tables.get(field.type)
  if (other === undefined || other.kind === 'type') return plain
  const back = backOf(field, table, other)
  const here = keysOf(field)
  const there = back === undefined ? undefined : keysOf(back)
  return {
    ...plain,
    relation: {
      model: other.name,
      // The side without columns of its own is joined by those of the other side.
      fields: here.fields.length > 0 ? here.fields : there?.references ?? [],
      references: here.fields.length > 0 ? here.references : there?.fields ?? [],
      back: back?.name,
      name: relationName(field),
    },
  }
}

const backOf = (field: PrismaField, table: PrismaBlock, other: PrismaBlock): PrismaField | undefined => {
  const name = relationName(field)
  const candidates = other.fields.filter((it) => it.type === table.name && it !== field && relationName(it) === name)
  return candidates.length === 1 ? candidates[0] : undefined
}

const relationOf = (field: PrismaField): PrismaAttribute | undefined => field.attributes.find(({ name }) => name === 'relation')

const relationName = (field: PrismaField): string | undefined => {
  const relation = relationOf(field)
  return relation === undefined ? undefined : textIn(argument(relation, 'name', 0))
}

const keysOf = (field: PrismaField): { fields: string[]; references: string[] } => {
  const relation = relationOf(field)
  const columns = (name: string): string[] => (relation === undefined ? [] : columnsOf(argument(relation, name, undefined)))
  return { fields: columns('fields'), references: columns('references') }
}

const argument = (attribute: PrismaAttribute, name: string, position: number | undefined): PrismaValue | undefined =>
  attribute.arguments.find((it) => it.name === name)?.value
  ?? (position === undefined || attribute.arguments[position]?.name !== undefined ? undefined : attribute.arguments[position]?.value)

const textIn = (value: PrismaValue | undefined): string | undefined => (value?.kind === 'text' ? value.text : undefined)

const itemsOf = (value: PrismaValue | undefined): PrismaValue[] => (value?.kind === 'list' ? value.items : [])

/** Column names of `[a, b(sort: Desc)]`. */
/** `[email, createdAt(sort: Desc)]`; for a single column the brackets may be left out. */
const columnsOf = (value: PrismaValue | undefined): string[] =>
  (value?.kind === 'word' ? [value] : itemsOf(value)).flatMap((item) => (item.kind === 'word' ? [item.text] : []))
