/** `paths` and `baseUrl` of tsconfig.json and jsconfig.json, with whatever they extend. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { baseNameOf, folderOf } from '../engine/packages/paths.ts'
import type { PathsFacts } from '../engine/surroundings.ts'
import { toWorkspacePath } from './files.ts'
import { isRecord, readJsonWithComments, textOr, texts } from './json.ts'
import type { Problem } from './problem.ts'

export interface TsconfigOptions {
  /** Absolute. */
  root: string
  /** Paths of tsconfig and jsconfig files, relative to the root. */
  paths: readonly string[]
  /** Folders of the workspace's own packages by name, for configs that are extended before anything is installed. */
  packages: ReadonlyMap<string, string>
}

/** Options as a config and those it extends give them; folders are absolute. */
interface Options {
  baseUrl?: string
  paths?: Record<string, string[]>
  /** Where the config that names `paths` lies. */
  pathsFolder?: string
  references?: string[]
}

/** The config of a folder that editors use; the others are read when something extends or references them. */
const mainConfigs = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json']

export const readTsconfigPaths = (options: TsconfigOptions): { paths: PathsFacts[]; problems: Problem[] } => {
  const reader = new TsconfigReader(options)
  const known = new Set(options.paths)
  const folders = [...new Set(options.paths.map(folderOf))].sort()
  const facts = folders.flatMap((folder) => {
    const name = mainConfigs.find((it) => known.has(folder === '' ? it : `${folder}/${it}`))
    return name === undefined ? [] : reader.factsOf(folder, name)
  })
  return { paths: facts, problems: reader.problems }
}

class TsconfigReader {
  readonly problems: Problem[] = []
  readonly #options: TsconfigOptions
  readonly #told = new Set<string>()

  constructor(options: TsconfigOptions) {
    this.#options = options
  }

  factsOf(folder: string, name: string): PathsFacts[] {
    const absolute = join(this.#options.root, folder)
    let options = this.#load(join(absolute, name), absolute, [])
    if (options.paths === undefined && options.baseUrl === undefined) {
      // Vite's layout: tsconfig.json only points to tsconfig.app.json, which has the options.
      for (const reference of options.references ?? []) {
        const path = resolve(absolute, reference)
        const config = path.endsWith('.json') ? path : join(path, 'tsconfig.json')
        if (dirname(config) !== absolute || !isFile(config)) continue
        const referenced = this.#load(config, absolute, [])
        if (referenced.paths === undefined && referenced.baseUrl === undefined) continue
        options = referenced
        break
      }
    }
    return this.#facts(folder, absolute, options)
  }

  #facts(folder: string, absolute: string, { baseUrl, paths, pathsFolder }: Options): PathsFacts[] {
    if (baseUrl === undefined && paths === undefined) return []
    const { root } = this.#options
    const absoluteBase = baseUrl ?? pathsFolder ?? absolute
    const base = toWorkspacePath(root, absoluteBase)
    if (base !== undefined) {
      const fromBase = (target: string): string => (isAbsolute(target) ? relative(absoluteBase, target).replaceAll('\\', '/') : target)
      const targets = Object.entries(paths ?? {}).map(([key, list]) => [key, list.map(fromBase)])
      return [{ folder, base, hasBaseUrl: baseUrl !== undefined, paths: Object.fromEntries(targets) as Record<string, string[]> }]
    }
    // The config lies above the root: what it says of files inside is kept.
    const inside = Object.entries(paths ?? {}).map(([key, targets]): [string, string[]] => [
      key, targets.flatMap((target) => toWorkspacePath(root, resolve(absoluteBase, target)) ?? []),
    ])
    return [{ folder, base: '', hasBaseUrl: false, paths: Object.fromEntries(inside) }]
  }

  /** `leaf` is the folder of the config that everything is read for. */
  #load(path: string, leaf: string, chain: readonly string[]): Options {
    if (chain.includes(path)) {
      this.#tell(path, 'It extends itself.')
      return {}
    }
    let text: string
    try {
      text = readFileSync(path, 'utf8')
    } catch {
      this.#tell(path, 'The file cannot be read.')
      return {}
    }
    const { value, problem } = readJsonWithComments(text.replace(/^\uFEFF/, ''))
    if (problem !== undefined) this.#tell(path, problem.message, problem.line)
    if (!isRecord(value)) return {}
    const bases = (typeof value.extends === 'string' ? [value.extends] : texts(value.extends)).map((written) => {
      const base = this.#extended(path, written)
      return base === undefined ? {} : this.#load(base, leaf, [...chain, path])
    })
    const { references: _, ...inherited } = Object.assign({}, ...bases) as Options
    return { ...inherited, ...ownOptions(value, dirname(path), leaf) }
  }

  #extended(from: string, written: string): string | undefined {
    if (/^\.\.?(\/|$)/.test(written) || isAbsolute(written)) {
      const path = resolve(dirname(from), written)
      const found = [path, `${path}.json`, join(path, 'tsconfig.json')].find(isFile)
      // Frameworks write `.nuxt/tsconfig.json` and the like on their first start.
      if (found === undefined && !/(^|\/)\.[^./]/.test(written)) this.#tell(from, `It extends ${written}, which does not exist.`)
      return found
    }
    const parts = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(written)
    if (parts === null) return undefined
    const [, name, subpath = ''] = parts
    const own = this.#options.packages.get(name!)
    const places = own === undefined ? [] : [join(this.#options.root, own)]
    for (let at = dirname(from); ; at = dirname(at)) {
      places.push(join(at, 'node_modules', name!))
      if (dirname(at) === at) break
    }
    for (const place of places) {
      const path = subpath === '' ? join(place, 'tsconfig.json') : join(place, subpath)
      const found = [path, `${path}.json`, join(path, 'tsconfig.json')].find(isFile)
      if (found !== undefined) return found
    }
    // Not installed yet: nothing that a reader could be told.
    return undefined
  }

  #tell(absolute: string, message: string, line?: number): void {
    const path = toWorkspacePath(this.#options.root, absolute) ?? absolute
    if (this.#told.has(`${path} ${message}`)) return
    this.#told.add(`${path} ${message}`)
    this.problems.push(line === undefined ? { path, message } : { path, message, line })
  }
}

const ownOptions = (value: Record<string, unknown>, folder: string, leaf: string): Options => {
  const options: Options = {}
  const filled = (text: string): string => text.replaceAll('${configDir}', leaf)
  const compiler = isRecord(value.compilerOptions) ? value.compilerOptions : {}
  const baseUrl = textOr(compiler.baseUrl)
  if (baseUrl !== undefined) options.baseUrl = resolve(folder, filled(baseUrl))
  if (isRecord(compiler.paths)) {
    options.paths = Object.fromEntries(
      Object.entries(compiler.paths).map(([key, targets]) => [key, (typeof targets === 'string' ? [targets] : texts(targets)).map(filled)]),
    )
    options.pathsFolder = folder
  }
  if (Array.isArray(value.references)) {
    options.references = value.references.flatMap((reference) => (isRecord(reference) ? textOr(reference.path) ?? [] : []))
  }
  return options
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

/** Whether a path is a config that `readTsconfigPaths` wants to see. */
export const isTsconfig = (path: string): boolean => /^[tj]sconfig([.-].*)?\.json$/.test(baseNameOf(path))
