/** Packages, aliases, schemas and markers of a workspace, read from the files that describe it. */
import { indexesInSql } from '../../rules/kit/sql/indexes.ts'
import { baseNameOf, folderOf } from '../engine/packages/paths.ts'
import type { Surroundings } from '../engine/surroundings.ts'
import { readPackages } from './packages.ts'
import { readPrismaSchemas } from './prisma-schema.ts'
import type { Problem } from './problem.ts'
import { readText } from './read-text.ts'
import { isTsconfig, readTsconfigPaths } from './tsconfig-paths.ts'

export interface SurroundingsOptions {
  /** Absolute. */
  root: string
  /** Paths of the describing files, relative to the root. */
  paths: readonly string[]
  /** Packages whose exact versions matter. */
  wanted: ReadonlySet<string>
  /** Texts of documents that are open in an editor and win over the disk. */
  openText?: (path: string) => string | undefined
}

export const readSurroundings = async (options: SurroundingsOptions): Promise<{ surroundings: Surroundings; problems: Problem[] }> => {
  const { root, paths, wanted, openText } = options
  const problems: Problem[] = []
  const textOf = (path: string): string | undefined => {
    const open = openText?.(path)
    if (open !== undefined) return open
    const read = readText(`${root}/${path}`)
    if ('text' in read) return read.text
    problems.push({ path, message: read.reason })
    return undefined
  }
  const packages = await readPackages({ root, paths, wanted, textOf })
  const named = new Map(packages.packages.flatMap(({ name, folder }) => (name === undefined ? [] : [[name, folder] as const])))
  const aliases = readTsconfigPaths({ root, paths: paths.filter(isTsconfig), packages: named })
  const schemas = readPrismaSchemas({
    paths: paths.filter((path) => path.endsWith('.prisma')), textOf,
    packageFolders: new Set(packages.packages.map(({ folder }) => folder)),
  })
  return {
    surroundings: {
      packages: packages.packages, paths: aliases.paths, schemas: schemas.schemas,
      indexes: paths.filter((path) => path.endsWith('.sql')).flatMap((path) => indexesInSql(textOf(path) ?? '')),
      markers: paths.filter((path) => !isDescription(path)),
    },
    problems: [...problems, ...packages.problems, ...aliases.problems, ...schemas.problems],
  }
}

/** Files that are read for what they say; all others tell by being there. */
const isDescription = (path: string): boolean =>
  /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lock|lerna\.json|crowdproof\.json)$/
    .test(baseNameOf(path)) || isTsconfig(path) || path.endsWith('.prisma') || path.endsWith('.sql')

/** Traces of an installation outside of the listed files, so that a new one is noticed. */
export const installTraces = (paths: readonly string[]): string[] =>
  paths.filter((path) => baseNameOf(path) === 'package.json').flatMap((path) => {
    const folder = folderOf(path)
    const modules = folder === '' ? 'node_modules' : `${folder}/node_modules`
    return [modules, `${modules}/.package-lock.json`, `${modules}/.modules.yaml`, `${modules}/.yarn-integrity`]
  })
