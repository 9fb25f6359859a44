/**
 * The file of known findings: written once, so that only new ones fail. JSON Lines, sorted: without the commas of a
 * list, two branches that add and remove entries merge without a clash.
 */
import { readFileSync } from 'node:fs'
import type { Finding } from '../engine/finding.ts'
import { byCodeUnits } from '../reports/words.ts'
import { WrongUse, messageOf } from './shell.ts'

/** Paths are those of the session, whatever the report shows. */
export interface KnownFinding {
  path: string
  rule: string
  fingerprint: string
}

const head = JSON.stringify({ crowdproof: 'baseline', version: 1 })

export const knownFrom = ({ at, rule, fingerprint }: Finding): KnownFinding => ({ path: at.path, rule, fingerprint })

/** Two findings are the same when path, rule and fingerprint are: a file that moves tells its findings again. */
export const keyOf = ({ path, rule, fingerprint }: KnownFinding): string => JSON.stringify({ path, rule, fingerprint })

export function writtenBaseline(entries: readonly KnownFinding[]): string {
  const sorted = entries.toSorted(
    (a, b) => byCodeUnits(a.path, b.path) || byCodeUnits(a.rule, b.rule) || byCodeUnits(a.fingerprint, b.fingerprint),
  )
  const lines = [head, ...new Set(sorted.map(keyOf))]
  return `${lines.join('\n')}\n`
}

/** Undefined where there is no such file. */
export function readBaseline(file: string, written: string): KnownFinding[] | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new WrongUse(`The baseline ${written} cannot be read: ${messageOf(error)}`)
  }
  const lines = text.split(/\r?\n/).map((line, position) => ({ line, number: position + 1 }))
  const entries = lines
    .filter(({ line, number }) => number === 1 || line.trim() !== '')
    .map(({ line, number }) => parsed(line, number, written))
  return entries.filter(one => one !== undefined)
}

function parsed(line: string, number: number, written: string): KnownFinding | undefined {
  if (number === 1 && line.trim() === head) return undefined
  const content = number === 1 ? undefined : entryIn(line)
  if (!content) throw new WrongUse(`The baseline ${written} is damaged at line ${number}: repair it, or write it anew with --update.`)
  return content
}

function entryIn(line: string): KnownFinding | undefined {
  try {
    const content: Partial<Record<keyof KnownFinding, unknown>> | null = JSON.parse(line)
    const isEntry = ([content?.path, content?.rule, content?.fingerprint] as unknown[]).every(part => typeof part === 'string')
    return isEntry ? (content as KnownFinding) : undefined
  } catch {
    return undefined
  }
}
