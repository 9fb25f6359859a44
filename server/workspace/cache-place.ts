/** Where a workspace's cache lies, and what makes an old one worthless. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { factsVersion } from '../engine/facts.ts'

/** Never inside of what git tracks: node_modules where there is one, else the user's own folder for caches. */
export const cachePath = (root: string, folder: string | undefined): string => {
  const name = `${createHash('sha1').update(realPath(root)).digest('hex').slice(0, 16)}.bin`
  if (folder !== undefined) return join(folder, name)
  const modules = join(root, 'node_modules')
  return isFolder(modules) ? join(modules, '.cache', 'crowdproof', name) : join(userCacheFolder(), 'crowdproof', name)
}

const userCacheFolder = (): string => {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (process.platform === 'win32') return LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return XDG_CACHE_HOME || join(homedir(), '.cache')
}

const realPath = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

let known: string | undefined

/**
 * Changes with everything that could change an answer: facts, rules, libraries, parser. Told by the files that are
 * running, so that neither a new build nor an edited rule ever meets an answer of the old one.
 */
export const cacheVersion = (): string => {
  if (known !== undefined) return known
  const here = fileURLToPath(import.meta.url)
  const hash = createHash('sha1').update(`${factsVersion} ${parserVersion()} ${process.versions.node.split('.')[0]}`)
  if (here.endsWith('.ts')) {
    const top = join(dirname(here), '..', '..')
    for (const folder of ['rules', 'server']) addFolder(join(top, folder), hash, true)
  } else {
    addFolder(dirname(here), hash, false)
  }
  return (known = hash.digest('hex'))
}

const addFolder = (folder: string, hash: ReturnType<typeof createHash>, deep: boolean): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (deep) addFolder(path, hash, deep)
    } else if (/\.[cm]?[jt]s$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(path)
      hash.update(`${entry.name} ${size} ${mtimeMs}\n`)
    }
  }
}

/** Bundled together with everything else, it has no version of its own. */
const parserVersion = (): string => {
  try {
    const path = createRequire(import.meta.url).resolve('typescript/package.json')
    return String((JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown }).version)
  } catch {
    return ''
  }
}
