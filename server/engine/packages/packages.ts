/** Questions about the package that holds a file. */
import { drivers } from '../../../rules/kit/databases.ts'
import { foldersUpwards, folderOf } from './paths.ts'
import type { PackageFacts, Surroundings } from '../surroundings.ts'

/** The packages around a file, nearest first. */
export function packagesAround(surroundings: Surroundings, path: string): readonly PackageFacts[] {
  let known = packagesByFolder.get(surroundings)
  if (!known) packagesByFolder.set(surroundings, (known = new Map()))
  const folder = folderOf(path)
  let around = known.get(folder)
  if (!around) {
    around = [...foldersUpwards(folder)].flatMap((at) => surroundings.packages.find((it) => it.folder === at) ?? [])
    known.set(folder, around)
  }
  return around
}

/** What was worked out for the folders of a workspace. Surroundings are replaced as a whole when they change. */
const packagesByFolder = new WeakMap<Surroundings, Map<string, readonly PackageFacts[]>>()

/** The nearest package that declares a dependency; the workspace without any package.json counts as declaring all. */
export function nearestPackage(surroundings: Surroundings, path: string, dependency: string): PackageFacts | true | undefined {
  if (surroundings.packages.length === 0) return true
  return packagesAround(surroundings, path).find((it) => dependency in it.dependencies)
}

/** The installed (or locked) version of a package as a file sees it; else what its declared range starts with. */
export function versionOf(surroundings: Surroundings, path: string, dependency: string): string | undefined {
  for (const facts of packagesAround(surroundings, path)) {
    const installed = facts.installed[dependency]
    if (installed) return installed
  }
  for (const facts of packagesAround(surroundings, path)) {
    const range = facts.dependencies[dependency]
    const lowest = range && /\d+(\.\d+)*/.exec(range)?.[0]
    if (lowest) return lowest
  }
  return undefined
}

/** Everything that the packages around a file depend on: name → range. */
export function dependenciesOf(surroundings: Surroundings, path: string): ReadonlyMap<string, string> {
  const all = new Map<string, string>()
  for (const facts of packagesAround(surroundings, path)) {
    for (const [name, range] of Object.entries(facts.dependencies)) if (!all.has(name)) all.set(name, range)
  }
  return all
}

/** Whether any package of the workspace declares one of these (`x/*` stands for `x`); without any package.json all may be. */
export const isPackageUsed = (surroundings: Surroundings, names: readonly string[]): boolean =>
  surroundings.packages.length === 0 || surroundings.packages.some((it) => names.some((name) => name.replace(/\/\*$/, '') in it.dependencies))

/** Which database a package speaks to, as its drivers tell; undefined where there are none, or of several. */
export function providerFor(surroundings: Surroundings, path: string): string | undefined {
  for (const { dependencies } of packagesAround(surroundings, path)) {
    const found = Object.keys(drivers).filter((provider) => drivers[provider]!.some((name) => name in dependencies))
    if (found.length > 0) return found.length === 1 ? found[0] : undefined
  }
  return undefined
}
