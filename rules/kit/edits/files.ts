/** Files beside a file: what an import leads to, and where created files belong. */
import type { NodeId } from '../facts.ts'
import type { About } from '../rule.ts'
import type { Source } from '../source.ts'

const endings = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.cts', '.cjs']

export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')

export const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** A path without `.` and `..`; undefined where it leaves the workspace. */
function normal(path: string): string | undefined {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) return undefined
  }
  return steps.join('/')
}

/** The ending of a path that code has: `.ts`. */
export const endingOf = (path: string): string | undefined => endings.find(ending => path.endsWith(ending))

/** The file that a relative import leads to, if it exists. */
export function fileBehind(about: About, path: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  const target = normal(`${folderOf(path)}/${from}`)
  if (target === undefined) return undefined
  const ending = endingOf(target)
  const stem = ending === undefined ? target : target.slice(0, -ending.length)
  const candidates = [
    ...ending === undefined ? [] : [target], ...endings.map(each => stem + each), ...endings.map(each => target + each),
    ...endings.map(each => `${target}/index${each}`),
  ]
  return candidates.find(candidate => about.exists(candidate))
}

/** What a name of a file is given, in this file or in the one that it is imported from. */
export function valueOf(about: About, source: Source, name: NodeId): { source: Source; value: NodeId } | undefined {
  const binding = source.facts.bindings[source.as(name, 'name')?.binding ?? -1]
  if (!binding || binding.path.length > 0 || binding.assignments.length > 0) return undefined
  if (binding.import < 0) return binding.value >= 0 ? { source, value: binding.value } : undefined
  const fact = source.facts.imports[binding.import]!
  const path = fileBehind(about, source.path, fact.from)
  const other = path === undefined ? undefined : about.source(path)
  const exported = other?.facts.exports.find(each => each.name === fact.name && each.from === undefined)
  if (!other || !exported) return undefined
  const own = other.facts.bindings[exported.binding]
  const value = exported.value >= 0 && other.node(exported.value).kind !== 'name' ? exported.value : own?.value ?? -1
  return value >= 0 && (own?.path.length ?? 0) === 0 ? { source: other, value } : undefined
}

/** The folder of the package around a path: the nearest one with a `package.json`. */
export function packageFolder(about: About, path: string): string {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    if (about.exists(`${folder}/package.json`)) return folder
  }
  return ''
}

/** Where the package keeps its sources: `src` if the file lies in one. */
export function sourceRoot(about: About, path: string): string {
  const folder = packageFolder(about, path)
  const inner = folder === '' ? path : path.slice(folder.length + 1)
  return inner.startsWith('src/') ? join(folder, 'src') : folder
}

/** How a file that is still to be created imports another one, with the endings that `source` gives its imports. */
export function specifierFrom(about: About, source: Source, path: string, target: string): string {
  const ending = endingOf(target) ?? ''
  const habit = about.specifier(source.path, target)
  const stem = target.slice(0, target.length - ending.length)
  const from = folderOf(path).split('/').filter(step => step !== '')
  const to = stem.split('/')
  while (from.length > 0 && from[0] === to[0]) {
    from.shift()
    to.shift()
  }
  return `${from.length === 0 ? './' : '../'.repeat(from.length)}${to.join('/')}${endingOf(habit) ?? ''}`
}
