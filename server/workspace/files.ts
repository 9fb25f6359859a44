/**
 * The files of a workspace: those to analyse, those that describe it, and those left out with the reason. Reads no
 * contents. Links are not followed: what lies inside the root is met where it lies.
 */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { baseNameOf } from '../engine/packages/paths.ts'
import { Breath } from './breathe.ts'
import { Ignores } from './ignores.ts'

export interface FoundFile { path: string; size: number; mtimeMs: number }

export interface Listing {
  /** To be analysed, sorted by path. */
  sources: FoundFile[]
  /** package.json, tsconfig, lock files, schemas, settings, files that mark a platform; sorted by path. */
  others: FoundFile[]
  skipped: { path: string; reason: string }[]
  /** Set when the root itself is no folder that can be read. */
  rootProblem: string | undefined
}

/** Larger sources are generated; they are left out, with this as the reason. */
export const largestSource = 1024 * 1024

const neverEntered = new Set([
  'node_modules', 'bower_components', 'jspm_packages', 'dist', 'coverage', 'storybook-static', '.git', '.hg', '.svn', '.jj',
  '.next', '.nuxt', '.output', '.svelte-kit', '.astro', '.turbo', '.vercel', '.netlify', '.wrangler', '.serverless', '.sst',
  '.yarn', '.pnpm-store', '.cache', '.parcel-cache', '.nx', '.angular', '.expo', '.docusaurus', '.vscode-test', '.idea',
])

const describing = new RegExp(`^(${[
  'package\\.json', '[tj]sconfig([.-][^/]*)?\\.json', 'lerna\\.json', 'crowdproof\\.json',
  'package-lock\\.json', 'npm-shrinkwrap\\.json', 'pnpm-lock\\.yaml', 'pnpm-workspace\\.yaml', 'yarn\\.lock', 'bun\\.lock',
  '[^/]*\\.prisma', '[^/]*\\.sql',
  'wrangler\\.(toml|jsonc?)', 'vercel\\.json', 'netlify\\.toml', 'serverless\\.(ya?ml|json|ts|js)', 'fly\\.toml', 'firebase\\.json',
  'render\\.yaml', 'railway\\.(json|toml)', 'app\\.ya?ml', 'amplify\\.yml', 'template\\.ya?ml', 'nest-cli\\.json', 'Procfile',
  'Dockerfile', 'docker-compose\\.ya?ml', 'deno\\.jsonc?', 'bunfig\\.toml',
].join('|')})$`)

/** Config files that are sources as well as signs of a platform. */
const markingSource = /^(next|nuxt|svelte|astro|remix|vite|sst|open-next|react-router|app)\.config\.[cm]?[jt]s$/

const isSource = (name: string): boolean => /\.(?:[cm]?[jt]s|[jt]sx)$/i.test(name)
/** `theme.d.css.ts`; what a plain `.d.ts` adds to the types of frameworks counts. */
const isOfOtherKind = (name: string): boolean => /\.d\.[^.]+\.[cm]?ts$/i.test(name)

export interface ListOptions {
  /** From the settings, written as in .gitignore. */
  exclude?: readonly string[]
  breath?: Breath
}

/** `root` is absolute. Never throws, save for the abort of `breath`'s signal. */
export const listFiles = async (root: string, options: ListOptions = {}): Promise<Listing> => {
  const breath = options.breath ?? new Breath()
  const listing: Listing = { sources: [], others: [], skipped: [], rootProblem: undefined }
  const ignores = new Ignores(root, options.exclude ?? [])
  const folders: { folder: string; above: ReturnType<Ignores['enter']> | undefined }[] = [{ folder: '', above: undefined }]
  while (folders.length > 0) {
    const { folder, above } = folders.pop()!
    if (breath.due()) await breath.pause()
    let entries: Dirent[]
    try {
      entries = readdirSync(`${root}/${folder}`, { withFileTypes: true })
    } catch (error) {
      const reason = `The folder cannot be read (${codeOf(error)}).`
      if (folder === '') listing.rootProblem = reason
      else listing.skipped.push({ path: folder, reason })
      continue
    }
    const layers = ignores.enter(folder, above, entries.some(({ name }) => name === '.gitignore'))
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (neverEntered.has(entry.name) || ignores.leavesOut(`${path}/`, layers)) continue
        folders.push({ folder: path, above: layers })
      } else if (entry.isSymbolicLink()) {
        if (entry.name === 'node_modules' || ignores.leavesOut(path, layers)) continue
        const reason = reasonAgainstLink(root, path)
        if (reason !== undefined) listing.skipped.push({ path, reason })
      } else if (entry.isFile()) {
        const kind = kindOf(entry.name)
        if (kind === undefined || ignores.leavesOut(path, layers)) continue
        addFile(listing, root, path, kind)
      }
    }
  }
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1)
  listing.sources.sort(byPath)
  listing.others.sort(byPath)
  listing.skipped.sort(byPath)
  return listing
}

/**
 * What a file of that name is for us; undefined for everything else. Whether it is left out by git or by size is
 * not asked.
 */
export const kindOf = (name: string): 'source' | 'other' | 'both' | undefined => {
  if (describing.test(name)) return isSource(name) ? 'both' : 'other'
  if (!isSource(name) || isOfOtherKind(name)) return undefined
  return markingSource.test(name) ? 'both' : 'source'
}

/** Whether a file of that path would be listed as a source; also for one that is not on the disk yet. */
export const isListed = (root: string, path: string, exclude: readonly string[]): boolean => {
  const kind = kindOf(baseNameOf(path))
  if (kind === undefined || kind === 'other' || path.split('/').slice(0, -1).some((folder) => neverEntered.has(folder))) return false
  return !new Ignores(root, exclude).leavesOutAlone(path)
}

/** Size and time of a file; undefined when it is gone or no file. Paths are put together by hand: `join` would take longer than the system. */
export const statFile = (root: string, path: string): FoundFile | undefined => {
  try {
    const facts = statSync(`${root}/${path}`, { throwIfNoEntry: false })
    return facts?.isFile() ? { path, size: facts.size, mtimeMs: facts.mtimeMs } : undefined
  } catch {
    return undefined
  }
}

/** Why a source is not read, as its name and size tell. */
export const reasonToSkip = ({ path, size }: FoundFile): string | undefined => {
  if (size > largestSource) return 'Larger than 1 MB.'
  return /[.-]min\.[cm]?js$/i.test(path) ? 'Minified.' : undefined
}

const addFile = (listing: Listing, root: string, path: string, kind: 'source' | 'other' | 'both'): void => {
  const found = statFile(root, path)
  if (found === undefined) {
    listing.skipped.push({ path, reason: 'The file cannot be read.' })
    return
  }
  if (kind !== 'source') listing.others.push(found)
  if (kind === 'other') return
  const reason = reasonToSkip(found)
  if (reason === undefined) listing.sources.push(found)
  else listing.skipped.push({ path, reason })
}

const reasonAgainstLink = (root: string, path: string): string | undefined => {
  try {
    const target = realpathSync(join(root, path))
    const isInside = toWorkspacePath(realpathSync(root), target) !== undefined
    if (isInside) return undefined
    const isRelevant = kindOf(baseNameOf(path)) !== undefined || statSync(target).isDirectory()
    return isRelevant ? 'A link that leads out of the folder.' : undefined
  } catch {
    return kindOf(baseNameOf(path)) === undefined ? undefined : 'A link that leads nowhere.'
  }
}

/** A path relative to the root, with `/`; undefined for one that lies outside. */
export const toWorkspacePath = (root: string, path: string): string | undefined => {
  const inner = isAbsolute(path) ? relative(root, path) : path
  if (isAbsolute(inner)) return undefined
  const normal = sep === '\\' ? inner.replaceAll('\\', '/') : inner
  return normal === '..' || normal.startsWith('../') ? undefined : normal
}

export const codeOf = (error: unknown): string => {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return error instanceof Error ? error.message : String(error)
}
