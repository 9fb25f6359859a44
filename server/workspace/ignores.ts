/** Which paths git (and the settings) leave out: nested .gitignore files, those above the root, `.git/info/exclude`. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'

interface Layer {
  /** The layer's folder relative to the root, with a trailing `/`; `''` at the root and above it. */
  below: string
  /** What comes before a path relative to the root, for a layer above it. */
  prefix: string
  matcher: Ignore
}

export class Ignores {
  readonly #root: string
  readonly #excluded: Ignore | undefined
  /** Outermost first. */
  readonly #outer: Layer[]

  constructor(root: string, exclude: readonly string[]) {
    this.#root = root
    this.#excluded = exclude.length === 0 ? undefined : newMatcher().add([...exclude])
    this.#outer = outerLayers(root)
  }

  /** The layers that hold inside a folder (`''` for the root), given those of the folder above it. */
  enter(folder: string, above: readonly Layer[] | undefined, hasGitignore: boolean): readonly Layer[] {
    const layers = above ?? this.#outer
    if (!hasGitignore) return layers
    const patterns = readPatterns(join(this.#root, folder, '.gitignore'))
    if (patterns === undefined) return layers
    return [...layers, { below: folder === '' ? '' : `${folder}/`, prefix: '', matcher: newMatcher().add(patterns) }]
  }

  /** The same for one path alone, together with the folders above it. */
  leavesOutAlone(path: string): boolean {
    const parts = path.split('/')
    let layers = this.enter('', undefined, true)
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      if (this.leavesOut(`${folder}/`, layers)) return true
      layers = this.enter(folder, layers, true)
    }
    return this.leavesOut(path, layers)
  }

  /** `path` is relative to the root; a folder ends with `/`. */
  leavesOut(path: string, layers: readonly Layer[]): boolean {
    if (this.#excluded?.ignores(path)) return true
    for (let at = layers.length - 1; at >= 0; at--) {
      const { below, prefix, matcher } = layers[at]!
      const verdict = matcher.test(prefix + path.slice(below.length))
      if (verdict.ignored) return true
      if (verdict.unignored) return false
    }
    return false
  }
}

const newMatcher = (): Ignore => ignore({ ignorecase: process.platform === 'win32' || process.platform === 'darwin' })

const readPatterns = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** What the repository around the root says, where the root is a folder inside of it. */
const outerLayers = (root: string): Layer[] => {
  const folders: string[] = []
  let top: string | undefined
  for (let at = root; ; at = dirname(at)) {
    if (at !== root) folders.unshift(at)
    if (existsSync(join(at, '.git'))) top = at
    if (top !== undefined || dirname(at) === at) break
  }
  if (top === undefined) return []
  const layers: Layer[] = []
  const add = (folder: string, file: string): void => {
    const patterns = readPatterns(file)
    if (patterns === undefined) return
    const inner = relative(folder, root).split(sep).join('/')
    layers.push({ below: '', prefix: inner === '' ? '' : `${inner}/`, matcher: newMatcher().add(patterns) })
  }
  add(top, join(top, '.git', 'info', 'exclude'))
  for (const folder of folders) add(folder, join(folder, '.gitignore'))
  // Whoever opens an ignored folder wants to see it: the repository around it has no say then.
  const isRootLeftOut = layers.some(({ prefix, matcher }) => prefix !== '' && matcher.ignores(prefix))
  return isRootLeftOut ? [] : layers
}
