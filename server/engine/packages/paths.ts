/** Workspace paths: relative to the root, with `/`, the root itself being `''`. No disk. */

/** Extensions of the files that we analyse, in the order in which a specifier without one is tried. */
export const sourceExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const

/** The folder that holds `path`; `''` for a file at the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The part after the last `/`. */
export const baseNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Joined and normalised; undefined where it leads out of the workspace. */
export const joinPath = (folder: string, relative: string): string | undefined => {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') {
      parts.push(part)
      continue
    }
    if (parts.length === 0) return undefined
    parts.pop()
  }
  return parts.join('/')
}

/** The way from a folder to a path, always starting with `./` or `../`. */
export const relativePath = (folder: string, target: string): string => {
  const from = folder === '' ? [] : folder.split('/')
  const to = target.split('/')
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++
  const up = '../'.repeat(from.length - shared)
  return (up || './') + to.slice(shared).join('/')
}

/** `folder`, then each folder above it, ending with the root `''`. */
export function* foldersUpwards(folder: string): Generator<string> {
  let at = folder
  while (at !== '') {
    yield at
    at = folderOf(at)
  }
  yield ''
}

/** Without its source extension, `.d.ts` counting as one; unchanged where it has none. */
export const withoutExtension = (path: string): string => path.replace(/(\.d)?\.[cm]?[jt]sx?$/, '')
