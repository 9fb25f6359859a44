/** Writing so that nothing is ever half-written: everything is staged beside its place, then moved there at once. */
import {
  accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, rmdirSync,
  statSync, writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { holds } from './selection.ts'
import { messageOf } from './shell.ts'

export interface Write {
  /** Absolute. */
  file: string
  text: string
}

/** What was on disk before, to be put back when a later move fails. */
interface Staged {
  target: string
  temporary: string
  before: Buffer | undefined
}

/**
 * Writes all files or none. Synchronous, so that no signal is handled half-way. Modes and symbolic links are kept;
 * files outside of `within` are refused where a link leads there, unless they were named so.
 */
export function writeFiles(writes: readonly Write[], within: string): void {
  const staged: Staged[] = []
  const folders: string[] = []
  try {
    for (const write of writes) staged.push(stage(write, within, folders))
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true })
    removeFolders(folders)
    throw error
  }
  move(staged, folders)
}

function stage({ file, text }: Write, within: string, folders: string[]): Staged {
  folders.push(...missingFolders(dirname(file)))
  mkdirSync(dirname(file), { recursive: true })
  const exists = existsSync(file)
  const target = exists ? realpathSync(file) : file
  if (holds(within, file) && !holds(within, realpathSync(dirname(target)))) {
    throw new Error(`${file} leads out of ${within}: it is left alone.`)
  }
  // Moving over a file asks for no right to write it, so it is asked for here.
  if (exists) accessSync(target, constants.W_OK)
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.crowdproof`)
  try {
    writeFileSync(temporary, text, { flag: 'wx' })
    if (exists) chmodSync(temporary, statSync(target).mode)
    return { target, temporary, before: exists ? readFileSync(target) : undefined }
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new Error(`${file} cannot be written: ${messageOf(error)}`)
  }
}

function move(staged: readonly Staged[], folders: string[]): void {
  const done: Staged[] = []
  try {
    for (const step of staged) {
      renameSync(step.temporary, step.target)
      done.push(step)
    }
  } catch (error) {
    for (const { target, before } of done) {
      if (before) writeFileSync(target, before)
      else rmSync(target, { force: true })
    }
    for (const { temporary } of staged) rmSync(temporary, { force: true })
    removeFolders(folders)
    throw new Error(`Nothing was written: ${messageOf(error)}`)
  }
}

/** Deepest first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = []
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.push(at)
  return missing
}

function removeFolders(folders: readonly string[]): void {
  for (const folder of folders.toSorted((a, b) => b.length - a.length)) {
    try {
      rmdirSync(folder)
    } catch {
      // Somebody else has put something there, or it was never made.
    }
  }
}
