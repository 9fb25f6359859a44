/**
 * Exact versions from lock files. These grow to megabytes, so only the part that answers is looked at: line by line
 * where a format has one entry a line, and never with a general YAML parser.
 */
import { isRecord, readJsonWithComments, textOr } from './json.ts'

export interface Asked {
  /** Folder of the asking package relative to the lock file's; `''` for the same. */
  folder: string
  packageName: string | undefined
  name: string
  range: string
}

export type Lock = (asked: Asked) => string | undefined

/** In the order in which they are preferred where a folder has several. */
export const lockFiles = ['pnpm-lock.yaml', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'bun.lock'] as const

/** `wanted` are the only packages that will be asked for. Undefined where the text is not understood. */
export const readLock = (fileName: string, text: string, wanted: ReadonlySet<string>): Lock | undefined => {
  switch (fileName) {
    case 'pnpm-lock.yaml': return readPnpmLock(text, wanted)
    case 'yarn.lock': return readYarnLock(text, wanted)
    case 'bun.lock': return readBunLock(text)
    default: return readNpmLock(text)
  }
}

const readNpmLock = (text: string): Lock | undefined => {
  let lock: unknown
  try {
    lock = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(lock)) return undefined
  const packages = isRecord(lock.packages) ? lock.packages : {}
  const dependencies = isRecord(lock.dependencies) ? lock.dependencies : {}
  const version = (entry: unknown) => (isRecord(entry) ? textOr(entry.version) : undefined)
  return ({ folder, name }) =>
    version(packages[`${folder}/node_modules/${name}`]) ?? version(packages[`node_modules/${name}`]) ?? version(dependencies[name])
}

const readPnpmLock = (text: string, wanted: ReadonlySet<string>): Lock => {
  const found = new Map<string, string>()
  /** Keys that lead to the current line, with their indentation. */
  const stack: { indent: number; key: string }[] = []
  for (const line of linesUntil(text, /^(packages|snapshots):/)) {
    const parts = /^( *)(?:'([^']+)'|"([^"]+)"|([^\s:'"#][^:]*)):(?: +(.*))?$/.exec(line)
    if (parts === null) continue
    const indent = parts[1]!.length
    while (stack.length > 0 && stack.at(-1)!.indent >= indent) stack.pop()
    stack.push({ indent, key: parts[2] ?? parts[3] ?? parts[4]! })
    const value = parts[5]
    if (value === undefined) continue
    const path = stack.map(({ key }) => key)
    const importer = path[0] === 'importers' ? path[1]! : '.'
    const [group, name, field] = path[0] === 'importers' ? path.slice(2) : path
    if (name === undefined || !/ependencies$/.test(group ?? '') || !wanted.has(name)) continue
    if (field !== undefined && field !== 'version') continue
    const version = /^['"]?(\d[^('"\s_]*)/.exec(value)?.[1]
    if (version !== undefined) found.set(`${importer} ${name}`, version)
  }
  return ({ folder, name }) => found.get(`${folder === '' ? '.' : folder} ${name}`)
}

const readYarnLock = (text: string, wanted: ReadonlySet<string>): Lock => {
  const found = new Map<string, Map<string, string>>()
  let current: { name: string; range: string }[] = []
  for (const line of linesUntil(text, undefined)) {
    if (/^[^\s#]/.test(line)) {
      const keys = line.replace(/:\s*$/, '').replaceAll('"', '').split(/,\s*/)
      current = keys.flatMap((key) => {
        const at = key.indexOf('@', 1)
        const name = key.slice(0, at)
        return wanted.has(name) ? [{ name, range: key.slice(at + 1).replace(/^npm:/, '') }] : []
      })
      continue
    }
    if (current.length === 0) continue
    const version = /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line)?.[1]
    if (version === undefined) continue
    for (const { name, range } of current) {
      const versions = found.get(name) ?? new Map<string, string>()
      found.set(name, versions.set(range, version))
    }
  }
  return ({ name, range }) => {
    const versions = found.get(name)
    const exact = versions?.get(range.replace(/^npm:/, ''))
    if (exact !== undefined || versions === undefined) return exact
    // Resolutions may have changed the range; one version alone is certain all the same.
    const all = new Set(versions.values())
    return all.size === 1 ? [...all][0] : undefined
  }
}

const readBunLock = (text: string): Lock | undefined => {
  const { value } = readJsonWithComments(text)
  if (!isRecord(value) || !isRecord(value.packages)) return undefined
  const { packages } = value
  return ({ packageName, name }) => {
    const entry = packages[`${packageName}/${name}`] ?? packages[name]
    const id: unknown = Array.isArray(entry) ? entry[0] : undefined
    return typeof id === 'string' && id.lastIndexOf('@') > 0 ? id.slice(id.lastIndexOf('@') + 1) : undefined
  }
}

function* linesUntil(text: string, end: RegExp | undefined): Generator<string> {
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at)
    const line = text.slice(at, next < 0 ? text.length : next).replace(/\r$/, '')
    if (end?.test(line)) return
    yield line
    if (next < 0) return
    at = next + 1
  }
}
