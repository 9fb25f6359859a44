/** All folders that the client has open, and which of them a file belongs to. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Folder } from './folder.ts'
import { fileOf, pathBelow } from './places.ts'

/** A file and the folder that it is analysed in. */
export interface Located {
  folder: Folder
  /** Relative to the folder's root, with `/`. */
  path: string
}

export class Folders {
  readonly #make: (root: string) => Folder
  /** Roots that the client named; their folders are opened at the first need. */
  readonly #roots = new Set<string>()
  readonly #folders = new Map<string, Folder>()
  /** Folder of a file outside all roots → the package that holds it. */
  readonly #loose = new Map<string, string | undefined>()

  constructor(make: (root: string) => Folder) {
    this.#make = make
  }

  add(uri: string): void {
    const root = fileOf(uri)
    if (root) this.#roots.add(withoutEnd(root))
  }

  async remove(uri: string): Promise<void> {
    const root = fileOf(uri)
    if (!root) return
    this.#roots.delete(withoutEnd(root))
    const folder = this.#folders.get(withoutEnd(root))
    this.#folders.delete(withoutEnd(root))
    await folder?.dispose()
  }

  /** Folders that are at work. */
  opened(): Folder[] {
    return [...this.#folders.values()]
  }

  /** Every folder that the client named, opened. */
  all(): Folder[] {
    for (const root of this.#roots) this.#folder(root)
    return this.opened()
  }

  /**
   * The innermost folder that holds a file. A file outside all of them is analysed within its own package; without
   * one there is nothing to say of it, since its surroundings could be a whole home folder.
   */
  locate(uri: string): Located | undefined {
    const file = fileOf(uri)
    if (!file) return undefined
    const root = this.#rootOf(file)
    if (root === undefined) return undefined
    return { folder: this.#folder(root), path: pathBelow(root, file)! }
  }

  /** As `locate`, but only among folders that are at work already. */
  known(uri: string): Located | undefined {
    const file = fileOf(uri)
    const root = file && this.#innermost(this.#folders.keys(), file)
    return root ? { folder: this.#folders.get(root)!, path: pathBelow(root, file)! } : undefined
  }

  async dispose(): Promise<void> {
    await Promise.allSettled(this.opened().map((folder) => folder.dispose()))
    this.#folders.clear()
  }

  #folder(root: string): Folder {
    let folder = this.#folders.get(root)
    if (!folder) this.#folders.set(root, (folder = this.#make(root)))
    return folder
  }

  #rootOf(file: string): string | undefined {
    const root = this.#innermost(this.#roots, file)
    if (root !== undefined) return root
    const folder = path.dirname(file)
    if (!this.#loose.has(folder)) this.#loose.set(folder, packageAbove(folder))
    return this.#loose.get(folder)
  }

  #innermost(roots: Iterable<string>, file: string): string | undefined {
    let best: string | undefined
    for (const root of roots) {
      if (pathBelow(root, file) !== undefined && root.length > (best?.length ?? -1)) best = root
    }
    return best
  }
}

function packageAbove(folder: string): string | undefined {
  const home = os.homedir()
  for (let at = folder; at !== home && path.dirname(at) !== at; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, 'package.json'))) return at
  }
  return undefined
}

const withoutEnd = (root: string): string => (root.length > 1 && root.endsWith(path.sep) ? root.slice(0, -1) : root)
