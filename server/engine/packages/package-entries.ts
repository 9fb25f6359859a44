/**
 * What a package.json promises to others (`exports`, `imports`, `main` …), read as a list of places to look at.
 * Conditions are all followed, sources first, because we look for the code and not for what a bundler would load.
 */
import { joinPath, withoutExtension } from './paths.ts'

/** Conditions in the order in which their targets are tried; unknown ones come between `default` and `browser`. */
const conditionRanks: Record<string, number> = {
  source: 0, src: 0, development: 1, types: 2, typings: 2, import: 3, module: 3, node: 4, default: 5, require: 6,
}
const lastConditions = new Set(['browser', 'react-native', 'react-server', 'worker', 'workerd', 'edge-light', 'deno', 'electron'])

const rankOf = (condition: string): number => {
  if (lastConditions.has(condition)) return 8
  // Monorepos name their own condition for sources: `@acme/source`, `acme-dev`.
  return conditionRanks[condition] ?? (/sourc|src|dev/i.test(condition) ? 0 : 7)
}

interface Leaf { target: string; rank: number }

const leaves = (value: unknown, rank: number, into: Leaf[]): void => {
  if (typeof value === 'string') {
    into.push({ target: value, rank })
    return
  }
  if (Array.isArray(value)) {
    for (const item of value) leaves(item, rank, into)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [condition, inner] of Object.entries(value)) leaves(inner, Math.max(rank, rankOf(condition)), into)
}

const targetsOf = (value: unknown, star: string | undefined): string[] => {
  const found: Leaf[] = []
  leaves(value, 0, found)
  found.sort((a, b) => a.rank - b.rank)
  const targets = found.map(({ target }) => (star === undefined ? target : target.replaceAll('*', star)))
  return [...new Set(targets)]
}

/** The part of `text` that `*` stands for, or undefined where the pattern does not match. */
export const matchPattern = (pattern: string, text: string): string | undefined => {
  const star = pattern.indexOf('*')
  if (star < 0) return undefined
  const prefix = pattern.slice(0, star)
  const suffix = pattern.slice(star + 1)
  const fits = text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix)
  return fits ? text.slice(prefix.length, text.length - suffix.length) : undefined
}

/** Keys that match, an exact one first, then those with the longest text before their `*`. */
export const matchingKeys = (keys: string[], text: string): { key: string; star: string | undefined }[] => {
  if (keys.includes(text)) return [{ key: text, star: undefined }]
  const found: { key: string; star: string }[] = []
  for (const key of keys) {
    const star = matchPattern(key, text)
    if (star !== undefined) found.push({ key, star })
    else if (key.length > 2 && key.endsWith('/') && text.startsWith(key)) found.push({ key, star: text.slice(key.length) })
  }
  const prefixLength = (key: string) => (key.includes('*') ? key.indexOf('*') : key.length)
  return found.sort((a, b) => prefixLength(b.key) - prefixLength(a.key))
}

/** Targets of a map such as `exports` or `imports` for one of its keys, best first. */
export const mappedTargets = (map: unknown, key: string): string[] => {
  if (map === undefined || map === null) return []
  const isMap = typeof map === 'object' && !Array.isArray(map) && Object.keys(map).some((name) => /^[.#]/.test(name))
  if (!isMap) return key === '.' ? targetsOf(map, undefined) : []
  const entries = map as Record<string, unknown>
  const match = matchingKeys(Object.keys(entries), key)[0]
  if (match === undefined) return []
  const targets = targetsOf(entries[match.key], match.star)
  // `"./features/": "./dist/features/"` names a folder.
  return match.key.endsWith('/') ? targets.map((target) => target + match.star!) : targets
}

const buildFolders = new Set([
  'dist', 'lib', 'build', 'out', 'output', 'esm', 'cjs', 'es', 'types', 'typings', 'dist-types', 'compiled', '.output',
])

/** Whether a path inside a package is something that a build makes. */
export const isBuildOutput = (path: string): boolean => {
  if (/\.d\.[cm]?ts$/.test(path)) return true
  if (/\.[cm]?tsx?$/.test(path)) return false
  return path.split('/').slice(0, -1).some((part) => buildFolders.has(part))
}

/**
 * Where the source of a build output may lie, for a package that was not built: `dist/esm/client.js` comes from
 * `src/client.ts`. Without extensions, best guess first.
 */
export const sourcesOf = (folder: string, output: string, isEntry: boolean): string[] => {
  const parts = withoutExtension(output).split('/').filter((part) => part !== '' && part !== '.')
  const start = parts.findIndex((part) => buildFolders.has(part))
  let end = start < 0 ? 0 : start + 1
  while (end < parts.length - 1 && buildFolders.has(parts[end]!)) end++
  const before = start < 0 ? [] : parts.slice(0, start)
  const rest = parts.slice(end)
  const plain = rest[0] === 'src' ? rest.slice(1) : rest
  const roots = [[...before, 'src'], before, [...before, 'source'], [...before, 'lib']]
  const guesses = roots.map((root) => [...root, ...plain].join('/'))
  if (plain.at(-1) === 'index') guesses.push(...roots.map((root) => [...root, ...plain.slice(0, -1)].join('/')))
  if (isEntry) guesses.push('src/index', 'index', 'src/main', 'src')
  const paths = guesses.map((guess) => joinPath(folder, guess))
  return [...new Set(paths.filter((path) => path !== undefined && path !== folder))] as string[]
}
