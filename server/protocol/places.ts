/** Addresses of files: the protocol's URIs to the paths of a workspace folder, and back. */
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The absolute path of a file URI; undefined for everything that is no file on a disk. */
export function fileOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined
  try {
    return withSmallDrive(path.normalize(fileURLToPath(uri)))
  } catch {
    return undefined
  }
}

export const uriOf = (file: string): string => pathToFileURL(file).href

/** The path of a file below a root, with `/`; undefined when it lies elsewhere. */
export function pathBelow(root: string, file: string): string | undefined {
  const relative = path.relative(root, file)
  const parts = relative.split(path.sep)
  if (relative === '' || parts[0] === '..' || path.isAbsolute(relative)) return undefined
  return parts.join('/')
}

const sourceEndings = new Set(['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'])

/** Whether a path names a file that is analysed: by its ending, and not somebody else's code. */
export const isSource = (file: string): boolean =>
  sourceEndings.has(path.extname(file)) && !file.split(/[\\/]/).includes('node_modules')

/** Windows editors write the drive's letter small or large as they like. */
const withSmallDrive = (file: string): string => (/^[A-Z]:/.test(file) ? file[0]!.toLowerCase() + file.slice(1) : file)
