/** `crowdproof fix`: repairs what can be repaired without asking, or shows as a diff what it would do. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatPatch, structuredPatch } from 'diff'
import type { StructuredPatch } from 'diff'
import type { Finding, OfferedFix } from '../engine/finding.ts'
import { painter } from '../reports/terminal.ts'
import { byCodeUnits, count, countByLevel, fixTitle, printable } from '../reports/words.ts'
import { repair } from './repair.ts'
import type { Repair } from './repair.ts'
import { settingsAreWrong, tellProblems, withScan } from './scan.ts'
import type { ScanOptions } from './scan.ts'
import { holds, shownFrom } from './selection.ts'
import { WrongUse, exit, fails, wantsColour } from './shell.ts'
import type { Io, Parts, Threshold } from './shell.ts'
import { writeFiles } from './write-files.ts'

export interface FixOptions extends ScanOptions {
  level: Threshold
  rule?: string[]
  review?: true
  diff?: true
}

export async function fix(paths: readonly string[], options: FixOptions, io: Io, parts: Parts): Promise<number> {
  await knowRules(options.rule ?? [], parts)
  return withScan(paths, options, io, parts, async scanned => {
    tellProblems(scanned, io)
    const { session, selection, scan, again } = scanned
    const isMeant = ({ at, rule }: Finding) => selection.includes(at.path) && (!options.rule || options.rule.includes(rule))
    const result = await repair({
      session,
      scan,
      again,
      choose: finding => (isMeant(finding) ? chosenFix(finding, options) : undefined),
      exists: path => session.text(path) !== undefined || existsSync(join(selection.root, path)),
    })
    const changes = changesOnDisk(result, selection.root)
    for (const path of result.texts.keys()) session.close(path)

    const shown = shownFrom(selection.base, selection.root)
    if (options.diff) io.output.write(diffOf(changes, shown, io))
    else writeFiles(changes.map(({ path, after }) => ({ file: join(selection.root, path), text: after })), selection.root)
    tell({ result, changes, left: result.scan.findings.filter(isMeant), options, shown }, io)

    const left = (options.diff ? scan : result.scan).findings.filter(isMeant)
    if (left.some(({ level }) => fails(level, options.level))) return exit.findings
    return settingsAreWrong(scan) ? exit.failure : exit.clean
  })
}

/** The first that may be applied unasked; with `--review` the first of all. */
const chosenFix = ({ fixes }: Finding, { review }: FixOptions): OfferedFix | undefined =>
  fixes.find(({ trust }) => review || trust === 'safe')

async function knowRules(wanted: readonly string[], parts: Parts): Promise<void> {
  const known = new Set((await parts.rules()).map(({ id }) => id))
  const strange = wanted.find(rule => !known.has(rule))
  if (strange !== undefined) throw new WrongUse(`There is no rule ${strange}: \`crowdproof rules\` names them all.`)
}

interface Change {
  path: string
  before: string | undefined
  after: string
}

/** Texts as they will be on disk, byte order mark included. Refuses when the disk is no longer what was analysed. */
function changesOnDisk({ texts }: Repair, root: string): Change[] {
  return [...texts]
    .map(([path, { before, after }]): Change => {
      const file = join(root, path)
      if (!holds(root, file)) throw new Error(`A fix would write outside of ${root}: ${path}.`)
      if (before === undefined) {
        if (existsSync(file)) throw new Error(`${path} has come to be meanwhile: nothing was written.`)
        return { path, before, after }
      }
      const bytes = readFileSync(file)
      const present = bytes.toString('utf8')
      if (!Buffer.from(present, 'utf8').equals(bytes)) throw new Error(`${path} is not UTF-8: nothing was written.`)
      const mark = present.startsWith('\ufeff') && !before.startsWith('\ufeff') ? '\ufeff' : ''
      if (present !== mark + before) throw new Error(`${path} has changed meanwhile: nothing was written.`)
      return { path, before: present, after: mark + after }
    })
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => byCodeUnits(a.path, b.path))
}

/** In the form that `git apply` takes. */
function diffOf(changes: readonly Change[], shown: (path: string) => string, io: Io): string {
  const paint = painter(wantsColour(io.output, io.environment))
  const text = changes.map(change => formatPatch(patchOf(change, shown(change.path)))).join('')
  const lines = text.split('\n').map(line => {
    if (line.startsWith('+')) return paint('green', line)
    return line.startsWith('-') ? paint('red', line) : line
  })
  return lines.join('\n')
}

function patchOf({ before, after }: Change, name: string): StructuredPatch {
  const old = before === undefined ? '/dev/null' : `a/${name}`
  const patch = structuredPatch(old, `b/${name}`, before ?? '', after, undefined, undefined, { context: 3 })
  return { ...patch, isGit: true, ...(before === undefined && { isCreate: true, newMode: '100644' }) }
}

interface Story {
  result: Repair
  changes: readonly Change[]
  left: readonly Finding[]
  options: FixOptions
  shown: (path: string) => string
}

function tell({ result, changes, left, options, shown }: Story, io: Io): void {
  const nameOf = ({ finding, fix }: { finding: Finding; fix: OfferedFix }) =>
    `${shown(finding.at.path)}  ${finding.rule}  ${fixTitle(fix)}`
  const created = changes.filter(({ before }) => before === undefined).map(({ path }) => shown(path))
  const review = left.filter(({ fixes }) => fixes.some(({ trust }) => trust === 'review')).length
  const lines = [
    ...result.applied.map(nameOf).sort(byCodeUnits),
    headline(result.applied.length, changes.length - created.length, created, options.diff === true),
    ...(result.settled ? [] : ['More came up with each round: run it again.']),
    ...result.refused.map(refusal => `Left as it is: ${nameOf(refusal)}: ${refusal.reason}`),
    ...(left.length > 0 ? [`${count(left.length, 'finding')} ${left.length === 1 ? 'remains' : 'remain'}: ${countByLevel(left)}.`] : []),
    ...(review > 0 && !options.review ? [`${review} of them can be repaired with --review: read what it changes.`] : []),
  ]
  // The diff alone is on the output, so that it can be piped.
  const stream = options.diff ? io.errors : io.output
  stream.write(`${lines.map(printable).join('\n')}\n`)
}

function headline(repaired: number, files: number, created: readonly string[], isDiff: boolean): string {
  const done = `${isDiff ? 'Would repair' : 'Repaired'} ${count(repaired, 'finding')} in ${count(files, 'file')}.`
  if (created.length === 0) return done
  return `${done} ${count(created.length, 'file')} ${isDiff ? 'would be ' : ''}created: ${created.join(', ')}.`
}
