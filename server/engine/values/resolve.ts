/**
 * From a specifier to a file of the workspace or to a package. Works on the set of known files and on plain facts
 * of packages and aliases: before `npm install`, before any build, and without the disk.
 */
import type { PackageFacts, PathsFacts, Surroundings } from '../surroundings.ts'
import { isBuildOutput, mappedTargets, matchingKeys, sourcesOf } from '../packages/package-entries.ts'
import { baseNameOf, foldersUpwards, folderOf, joinPath, relativePath, sourceExtensions, withoutExtension } from '../packages/paths.ts'

export type Resolution =
  | { kind: 'file'; path: string }
  /** `subpath` is what follows the name, without a leading `/`; `''` for the package itself. */
  | { kind: 'package'; name: string; subpath: string }
  | { kind: 'unresolved'; tried: string }

/** How a file writes the end of its relative imports. */
export type ExtensionHabit = 'none' | 'js' | 'ts'

const builtins = new Set(
  ('assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events '
    + 'fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream '
    + 'string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib').split(' '),
)
const builtinSubpaths = new Set(
  ('assert/strict dns/promises fs/promises inspector/promises path/posix path/win32 readline/promises stream/consumers '
    + 'stream/promises stream/web timers/promises util/types').split(' '),
)

/** What a JavaScript extension may stand for, the source that compiles to it first. */
const standsFor: Record<string, string[]> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
}

export class Resolver {
  readonly #has: (path: string) => boolean
  readonly #paths = new Map<string, PathsFacts[]>()
  readonly #packages = new Map<string, PackageFacts>()
  readonly #named = new Map<string, PackageFacts[]>()
  readonly #generated: string[]
  readonly #memo = new Map<string, Map<string, Resolution>>()

  constructor(surroundings: Surroundings, has: (path: string) => boolean) {
    this.#has = has
    this.#generated = surroundings.schemas.flatMap((schema) => schema.generated ?? [])
    for (const facts of surroundings.paths) this.#paths.set(facts.folder, [...this.#paths.get(facts.folder) ?? [], facts])
    for (const facts of surroundings.packages) {
      this.#packages.set(facts.folder, facts)
      if (facts.name === undefined || facts.member === false) continue
      const same = this.#named.get(facts.name)
      if (same === undefined) this.#named.set(facts.name, [facts])
      else same.push(facts)
    }
  }

  /** Drops what is remembered: for when files come or go. */
  forget(): void {
    this.#memo.clear()
  }

  /** What `specifier` means in the file `from`. */
  resolve(from: string, specifier: string): Resolution {
    const folder = folderOf(from)
    let known = this.#memo.get(folder)
    if (known === undefined) this.#memo.set(folder, (known = new Map()))
    let resolution = known.get(specifier)
    if (resolution === undefined) known.set(specifier, (resolution = this.#find(folder, specifier)))
    return resolution
  }

  /** The package.json that a file belongs to. */
  packageOf(path: string): PackageFacts | undefined {
    for (const folder of foldersUpwards(folderOf(path))) {
      const facts = this.#packages.get(folder)
      if (facts !== undefined) return facts
    }
    return undefined
  }

  #find(folder: string, written: string): Resolution {
    // Bundlers take `./icon.svg?url` and `raw-loader!./x`; what counts is the file.
    const specifier = written.replace(/[?].*$/, '').replace(/^.*!/, '')
    if (/^\.\.?(\/|$)/.test(specifier)) return this.#relative(folder, specifier)
    if (specifier.startsWith('/')) return this.#fromRoot(folder, specifier)
    if (specifier.startsWith('#')) {
      const found = this.#imported(folder, specifier)
      if (found !== undefined) return found
    }
    if (specifier.startsWith('node:')) return { kind: 'package', name: specifier, subpath: '' }
    if (builtins.has(specifier) || builtinSubpaths.has(specifier)) {
      return { kind: 'package', name: `node:${specifier}`, subpath: '' }
    }
    return this.#bare(folder, specifier)
  }

  #relative(folder: string, specifier: string): Resolution {
    const target = joinPath(folder, specifier)
    if (target === undefined) return { kind: 'unresolved', tried: specifier }
    return this.#found(this.#probeOutput(target), target)
  }

  /** A client that Prisma writes into the sources is its package, whether it has been generated yet or not. */
  #found(path: string | undefined, tried: string): Resolution {
    if (path === undefined) return { kind: 'unresolved', tried }
    const folder = this.#generatedFolder(path)
    if (folder === undefined) return { kind: 'file', path }
    const inner = withoutExtension(path.slice(folder.length + 1))
    return { kind: 'package', name: '@prisma/client', subpath: /^(client|index)?$/.test(inner) ? '' : inner }
  }

  #generatedFolder(path: string): string | undefined {
    return this.#generated.find((folder) => path === folder || path.startsWith(`${folder}/`))
  }

  /** `/src/main.ts`: from the package's folder, as Vite reads it. */
  #fromRoot(folder: string, specifier: string): Resolution {
    const owner = this.packageOf(`${folder}/x`)?.folder ?? ''
    return this.#found(this.#probe(joinPath(owner, specifier)), specifier)
  }

  #bare(folder: string, specifier: string): Resolution {
    const alias = this.#aliased(folder, specifier)
    if (alias.path !== undefined) return this.#found(alias.path, specifier)
    const scheme = /^([a-z][a-z+.-]*):(.*)$/.exec(specifier)
    if (scheme !== null) return this.#schemed(specifier, scheme[1]!, scheme[2]!)
    const parts = /^((?:@[^/]+\/)?[^/@#~$][^/]*)(?:\/(.*))?$/.exec(specifier)
    if (parts === null || !/^(@[\w.~-]+\/)?[\w.~-]+$/.test(parts[1]!)) return { kind: 'unresolved', tried: alias.tried ?? specifier }
    return this.#package(folder, parts[1]!, parts[2] ?? '', alias.tried)
  }

  #schemed(specifier: string, scheme: string, rest: string): Resolution {
    if (scheme === 'npm' || scheme === 'jsr') {
      const parts = /^\/?((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?(?:\/(.*))?$/.exec(rest)
      if (parts !== null) return { kind: 'package', name: parts[1]!, subpath: parts[2] ?? '' }
    }
    if (/^(https?|file|data|blob)$/.test(scheme)) return { kind: 'unresolved', tried: specifier }
    // `bun:sqlite`, `cloudflare:workers`: modules of a platform.
    return { kind: 'package', name: specifier, subpath: '' }
  }

  #package(folder: string, name: string, subpath: string, aliased: string | undefined): Resolution {
    const declared = this.#declaration(folder, name)
    const linked = declared === undefined ? undefined : /^(?:file|link|portal):(.*)$/.exec(declared.range)
    const linkedFolder = linked ? joinPath(declared!.folder, linked[1]!) : undefined
    const owner = (linkedFolder === undefined ? undefined : this.#packages.get(linkedFolder)) ?? this.#workspacePackage(folder, name)
    if (owner !== undefined) {
      const path = this.#insidePackage(owner, subpath)
      // An app may bear the name of a package from the registry that others depend on.
      const isFromRegistry = declared !== undefined && /^\W*\d/.test(declared.range)
      if (path !== undefined || !isFromRegistry) return this.#found(path, `${owner.folder}/${subpath}`)
    }
    // An alias that leads nowhere is our blindness, not a package of that name.
    if (aliased !== undefined && declared === undefined) return { kind: 'unresolved', tried: aliased }
    const renamed = declared === undefined ? null : /^npm:((?:@[^/]+\/)?[^/@]+)/.exec(declared.range)
    return { kind: 'package', name: renamed?.[1] ?? name, subpath }
  }

  #declaration(folder: string, name: string): { folder: string; range: string } | undefined {
    for (const at of foldersUpwards(folder)) {
      const range = this.#packages.get(at)?.dependencies[name]
      if (range !== undefined) return { folder: at, range }
    }
    return undefined
  }

  /** Of several packages of one name (examples, fixtures), the one that lies nearest. */
  #workspacePackage(folder: string, name: string): PackageFacts | undefined {
    const candidates = this.#named.get(name)
    if (candidates === undefined || candidates.length < 2) return candidates?.[0]
    for (const at of foldersUpwards(folder)) {
      const below = candidates.find((candidate) => at === '' || candidate.folder === at || candidate.folder.startsWith(`${at}/`))
      if (below !== undefined) return below
    }
    return undefined
  }

  #insidePackage(owner: PackageFacts, subpath: string): string | undefined {
    const targets = mappedTargets(owner.exports, subpath === '' ? '.' : `./${subpath}`)
    if (subpath === '') targets.push(...(owner.entries ?? []), ...(owner.main === undefined ? [] : [owner.main]))
    for (const target of targets) {
      const path = this.#probeTarget(owner.folder, target, subpath === '')
      if (path !== undefined) return path
    }
    // Older resolution modes ignore `exports`, and packages without entries are read where their sources lie.
    const guesses = subpath === '' ? ['index', 'src/index', 'src/main'] : [subpath, `src/${subpath}`, ...sourcesOf('', subpath, false)]
    for (const guess of guesses) {
      const path = this.#probe(joinPath(owner.folder, guess))
      if (path !== undefined) return path
    }
    return undefined
  }

  #probeTarget(folder: string, target: string, isEntry: boolean): string | undefined {
    if (!isBuildOutput(target)) {
      const direct = this.#probe(joinPath(folder, target))
      if (direct !== undefined) return direct
    }
    for (const source of sourcesOf(folder, target, isEntry)) {
      const path = this.#probe(source)
      if (path !== undefined) return path
    }
    return this.#probe(joinPath(folder, target))
  }

  /** The file itself; for an output that is not there, the source that makes it. */
  #probeOutput(target: string): string | undefined {
    const direct = this.#probe(target)
    if (direct !== undefined || !isBuildOutput(target)) return direct
    const owner = this.packageOf(target)?.folder ?? ''
    return this.#probeTarget(owner, owner === '' ? target : target.slice(owner.length + 1), false)
  }

  #imported(folder: string, specifier: string): Resolution | undefined {
    const owner = this.packageOf(`${folder}/x`)
    if (owner === undefined) return undefined
    for (const target of mappedTargets(owner.imports, specifier)) {
      if (target.startsWith('#')) continue
      if (!target.startsWith('.')) return this.#find(owner.folder, target)
      const path = this.#probeTarget(owner.folder, target, false)
      if (path !== undefined) return this.#found(path, target)
    }
    return undefined
  }

  /**
   * tsconfig `paths` and `baseUrl`. Goes on to outer configs where the nearest one says nothing: test and tool
   * files are often left out of it. `tried` is where a pattern, other than `*` alone, led.
   */
  #aliased(folder: string, specifier: string): { path?: string; tried?: string } {
    let tried: string | undefined
    for (const facts of [...foldersUpwards(folder)].flatMap((at) => this.#paths.get(at) ?? [])) {
      for (const { key, star } of matchingKeys(Object.keys(facts.paths), specifier)) {
        for (const target of facts.paths[key]!) {
          const place = joinPath(facts.base, star === undefined ? target : target.replace('*', () => star))
          if (place === undefined) continue
          const path = this.#probeOutput(place)
          if (path !== undefined) return { path }
          if (key !== '*') tried ??= place
        }
      }
      if (!facts.hasBaseUrl) continue
      const path = this.#probe(joinPath(facts.base, specifier))
      if (path !== undefined) return { path }
    }
    return tried === undefined ? {} : { tried }
  }

  /** The file that a path without certain extension stands for. */
  #probe(target: string | undefined, intoPackages = true): string | undefined {
    if (target === undefined) return undefined
    if (this.#generatedFolder(target) !== undefined) return target
    const extension = /\.[cm]?jsx?$/.exec(target)?.[0]
    for (const instead of extension === undefined ? [] : standsFor[extension]!) {
      const path = target.slice(0, -extension!.length) + instead
      if (this.#has(path)) return path
    }
    if (target !== '' && /\.\w+$/.test(target) && !/\.d\.[cm]?ts$/.test(target) && this.#has(target)) return target
    for (const ending of target === '' ? [] : sourceExtensions) {
      if (this.#has(target + ending)) return target + ending
    }
    const inner = target === '' ? 'index' : `${target}/index`
    for (const ending of sourceExtensions) {
      if (this.#has(inner + ending)) return inner + ending
    }
    const own = intoPackages && target !== '' ? this.#packages.get(target) : undefined
    return own?.main === undefined ? undefined : this.#probe(joinPath(target, own.main), false)
  }
}

/** How a file ends its relative imports, from those that it has; undefined where it has none. */
export const extensionHabit = (specifiers: Iterable<string>): ExtensionHabit | undefined => {
  for (const specifier of specifiers) {
    if (!specifier.startsWith('.')) continue
    if (/\.[cm]?tsx?$/.test(specifier)) return 'ts'
    if (/\.[cm]?jsx?$/.test(specifier)) return 'js'
    if (!baseNameOf(specifier).includes('.')) return 'none'
  }
  return undefined
}

/** How `from` imports the file `target`: relative, ending as the file's other imports do. */
export const specifierFor = (from: string, target: string, habit: ExtensionHabit): string => {
  const path = relativePath(folderOf(from), target)
  if (habit === 'ts') return path
  if (habit === 'js') return path.replace(/\.([cm]?)tsx?$/, '.$1js')
  const bare = withoutExtension(path)
  return bare.length > './index'.length && bare.endsWith('/index') ? bare.slice(0, -'/index'.length) : bare
}
