/** `crowdproof explain FILE:LINE`: what was understood of the calls on a line, and why rules spoke or stayed silent. */
import { basename, resolve } from 'node:path'
import { lineCount } from '../reports/positions.ts'
import { tellProblems, withScan } from './scan.ts'
import type { ScanOptions } from './scan.ts'
import { WrongUse, exit } from './shell.ts'
import type { Io, Parts } from './shell.ts'

export async function explain(place: string, options: ScanOptions, io: Io, parts: Parts): Promise<number> {
  const { file, line } = placeIn(place)
  return withScan([file], options, io, parts, scanned => {
    const { session, selection, scan } = scanned
    const [path] = selection.asked
    if (path === undefined) throw new WrongUse(`${resolve(io.cwd, file)} is a folder: explain takes FILE:LINE.`)
    const text = session.text(path)
    if (text === undefined || !session.files().includes(path)) {
      const skipped = scan.checked.skipped.find(one => one.path === path)
      throw new WrongUse(`${path} was not checked: ${skipped?.reason ?? 'it is ignored, or neither TypeScript nor JavaScript.'}`)
    }
    if (line > lineCount(text)) throw new WrongUse(`${basename(path)} has ${lineCount(text)} lines.`)
    tellProblems(scanned, io)
    io.output.write(`${session.explain(path, line).trimEnd()}\n`)
    return exit.clean
  })
}

/** `src/a.ts:12`, as reports write it; a column after it is welcome and not needed. */
function placeIn(place: string): { file: string; line: number } {
  const parts = /^(?<file>.+?):(?<line>\d+)(?::\d+)?$/s.exec(place)?.groups
  const line = Number(parts?.line)
  if (!parts?.file || line < 1) throw new WrongUse(`${place} names no line: explain takes FILE:LINE, such as src/posts.ts:12.`)
  return { file: parts.file, line }
}
