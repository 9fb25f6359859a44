/** The package.json files of a workspace as plain facts: entries, dependencies, and the versions really in use. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import picomatch from 'picomatch'
import { baseNameOf, folderOf, foldersUpwards } from '../engine/packages/paths.ts'
import type { PackageFacts } from '../engine/surroundings.ts'
import { isRecord, readStrictJson, textOr, textRecord, texts } from './json.ts'
import { lockFiles, readLock, type Lock } from './locks.ts'
import type { Problem } from './problem.ts'

export interface PackagesOptions {
  /** Absolute. */
  root: string
  /** Paths of package.json, pnpm-workspace.yaml, lerna.json and lock files, relative to the root. */
  paths: readonly string[]
  /** Packages whose versions matter. */
  wanted: ReadonlySet<string>
  textOf: (path: string) => string | undefined
}

export interface Packages { packages: PackageFacts[]; problems: Problem[] }

export const readPackages = async ({ root, paths, wanted, textOf }: PackagesOptions): Promise<Packages> => {
  const problems: Problem[] = []
  const read: { facts: PackageFacts; value: Record<string, unknown> }[] = []
  for (const path of paths.filter((it) => baseNameOf(it) === 'package.json')) {
    const text = textOf(path)
    if (text === undefined) continue
    const { value, problem } = readStrictJson(text)
    if (problem !== undefined) problems.push({ path, ...problem })
    else if (!isRecord(value)) problems.push({ path, message: 'Not a package.json: an object is expected.' })
    if (isRecord(value)) read.push({ facts: factsOf(folderOf(path), value), value })
  }
  const declarations = await readDeclarations(read, paths, textOf, problems)
  const versions = new Versions(root, paths, wanted, textOf, problems)
  for (const { facts } of read) {
    if (!isMember(facts.folder, declarations)) facts.member = false
    for (const [name, range] of Object.entries(facts.dependencies)) {
      if (!range.startsWith('catalog:')) continue
      const real = catalogRange(declarations, range.slice('catalog:'.length), name)
      if (real !== undefined) facts.dependencies[name] = real
    }
    for (const name of Object.keys(facts.dependencies)) {
      const version = wanted.has(name) ? versions.of(facts, name) : undefined
      if (version !== undefined) facts.installed[name] = version
    }
  }
  return { packages: read.map(({ facts }) => facts), problems }
}

const factsOf = (folder: string, value: Record<string, unknown>): PackageFacts => {
  const typesVersion = textOr(value.types) ?? textOr(value.typings)
  return {
    folder,
    name: textOr(value.name),
    dependencies: {
      ...textRecord(value.peerDependencies), ...textRecord(value.optionalDependencies),
      ...textRecord(value.devDependencies), ...textRecord(value.dependencies),
    },
    installed: {},
    exports: value.exports,
    main: textOr(value.main),
    entries: [textOr(value.source), textOr(value.module), typesVersion].filter((entry) => entry !== undefined),
    imports: value.imports,
    type: value.type === 'module' ? 'module' : 'commonjs',
    scripts: textRecord(value.scripts),
  }
}

/** Where a file says which folders belong together as workspace packages. */
interface Declaration {
  folder: string
  patterns: string[]
  catalogs: Map<string, Record<string, string>>
}

const readDeclarations = async (
  read: readonly { facts: PackageFacts; value: Record<string, unknown> }[], paths: readonly string[],
  textOf: (path: string) => string | undefined, problems: Problem[],
): Promise<Declaration[]> => {
  const declarations: Declaration[] = []
  for (const { facts: { folder }, value: { workspaces } } of read) {
    if (Array.isArray(workspaces)) declarations.push({ folder, patterns: texts(workspaces), catalogs: new Map() })
    // Bun keeps its catalogs here.
    else if (isRecord(workspaces)) declarations.push({ folder, patterns: texts(workspaces.packages), catalogs: catalogsOf(workspaces) })
  }
  for (const path of paths) {
    const name = baseNameOf(path)
    if (name !== 'pnpm-workspace.yaml' && name !== 'lerna.json') continue
    const value = await readDeclaringFile(path, textOf(path) ?? '', problems)
    if (!isRecord(value)) continue
    const patterns = texts(value.packages)
    if (patterns.length > 0 || name === 'pnpm-workspace.yaml') {
      declarations.push({ folder: folderOf(path), patterns, catalogs: catalogsOf(value) })
    }
  }
  return declarations
}

const readDeclaringFile = async (path: string, text: string, problems: Problem[]): Promise<unknown> => {
  if (path.endsWith('.json')) {
    const { value, problem } = readStrictJson(text)
    if (problem !== undefined) problems.push({ path, ...problem })
    return value
  }
  // Loaded only where it is needed: it takes as long as listing a thousand files.
  const { parseDocument } = await import('./yaml.ts')
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined) {
    problems.push({ path, message: `Not valid YAML: ${error.message.split(/ at line|\n/)[0]}.`, line: error.linePos?.[0].line ?? 1 })
  }
  try {
    return document.toJS() as unknown
  } catch {
    return undefined
  }
}

const catalogsOf = (value: Record<string, unknown>): Map<string, Record<string, string>> => {
  const catalogs = new Map([['', textRecord(value.catalog)]])
  if (isRecord(value.catalogs)) {
    for (const [name, ranges] of Object.entries(value.catalogs)) catalogs.set(name === 'default' ? '' : name, textRecord(ranges))
  }
  return catalogs
}

const catalogRange = (declarations: readonly Declaration[], catalog: string, name: string): string | undefined => {
  for (const { catalogs } of declarations) {
    const range = catalogs.get(catalog === 'default' ? '' : catalog)?.[name]
    if (range !== undefined) return range
  }
  return undefined
}

/** Packages that no declaration names (fixtures, examples) are not imported by their names from elsewhere. */
const isMember = (folder: string, declarations: readonly Declaration[]): boolean => {
  if (declarations.every(({ patterns }) => patterns.length === 0)) return true
  return declarations.some((declaration) => {
    if (folder === declaration.folder) return true
    const prefix = declaration.folder === '' ? '' : `${declaration.folder}/`
    if (!folder.startsWith(prefix)) return false
    const inner = folder.slice(prefix.length)
    const clean = declaration.patterns.map((pattern) => pattern.replace(/^(!?)\.\//, '$1').replace(/\/$/, ''))
    const matches = (pattern: string): boolean => picomatch.isMatch(inner, pattern, { dot: true })
    return clean.some((pattern) => !pattern.startsWith('!') && matches(pattern))
      && !clean.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))
  })
}

class Versions {
  readonly #root: string
  readonly #wanted: ReadonlySet<string>
  readonly #textOf: (path: string) => string | undefined
  readonly #problems: Problem[]
  /** Lock files by their folder. */
  readonly #lockPaths = new Map<string, string>()
  readonly #locks = new Map<string, Lock | undefined>()
  readonly #modules = new Map<string, string[]>()

  constructor(
    root: string, paths: readonly string[], wanted: ReadonlySet<string>,
    textOf: (path: string) => string | undefined, problems: Problem[],
  ) {
    this.#root = root
    this.#wanted = wanted
    this.#textOf = textOf
    this.#problems = problems
    const known = new Set(paths)
    for (const path of paths) {
      const folder = folderOf(path)
      const best = lockFiles.find((name) => known.has(folder === '' ? name : `${folder}/${name}`))
      if (best !== undefined) this.#lockPaths.set(folder, folder === '' ? best : `${folder}/${best}`)
    }
  }

  of(facts: PackageFacts, name: string): string | undefined {
    for (const folder of this.#modulesFor(facts.folder)) {
      const version = installedVersion(`${folder}/${name}/package.json`)
      if (version !== undefined) return version
    }
    for (const folder of foldersUpwards(facts.folder)) {
      const path = this.#lockPaths.get(folder)
      if (path === undefined) continue
      const inner = folder === '' ? facts.folder : facts.folder.slice(folder.length + 1)
      return this.#lock(path)?.({ folder: inner, packageName: facts.name, name, range: facts.dependencies[name] ?? '' })
    }
    return undefined
  }

  #lock(path: string): Lock | undefined {
    if (this.#locks.has(path)) return this.#locks.get(path)
    const text = this.#textOf(path)
    const lock = text === undefined ? undefined : readLock(baseNameOf(path), text, this.#wanted)
    if (text !== undefined && lock === undefined) {
      this.#problems.push({ path, message: 'The lock file cannot be understood; declared ranges are used for versions.' })
    }
    this.#locks.set(path, lock)
    return lock
  }

  /** The node_modules folders that a package sees, nearest first; also those above the root. */
  #modulesFor(folder: string): string[] {
    const known = this.#modules.get(folder)
    if (known !== undefined) return known
    const found: string[] = []
    for (let at = join(this.#root, folder); ; at = dirname(at)) {
      const modules = join(at, 'node_modules')
      if (existsSync(modules)) found.push(modules)
      if (dirname(at) === at) break
    }
    this.#modules.set(folder, found)
    return found
  }
}

const installedVersion = (path: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isRecord(value) ? textOr(value.version) : undefined
  } catch {
    return undefined
  }
}
