/** The last complete answer as it is kept in the cache: plain data, found again by what it depended on. */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { Finding, OfferedFix } from '../engine/finding.ts'
import { hashOf, type IndexedFile } from './file-index.ts'
import type { Listing } from './files.ts'
import { installTraces } from './read-surroundings.ts'
import { readText } from './read-text.ts'
import type { Scan } from './session.ts'
import type { Settings } from './settings.ts'

export interface KeptAnswer {
  digest: string
  findings: Finding[]
  checked: Scan['checked']
  problems: Scan['problems']
}

/** What an answer depends on, as one text. */
export const digestOf = (settings: Settings, files: Iterable<IndexedFile>, listing: Listing, others: string): string => {
  const hash = createHash('sha1').update(JSON.stringify([settings, listing.skipped, others]))
  for (const { path, hash: content, reason } of files) hash.update(`${path}\0${content}\0${reason}\n`)
  return hash.digest('hex')
}

/** The same for the files that describe the workspace, and for traces of what is installed. */
export class OtherFiles {
  readonly #root: string
  readonly #known = new Map<string, { size: number; mtimeMs: number; hash: string }>()

  constructor(root: string) {
    this.#root = root
  }

  digest({ others }: Listing): string {
    const parts = others.map((found) => {
      const known = this.#known.get(found.path)
      if (known?.size === found.size && known.mtimeMs === found.mtimeMs) return `${found.path} ${known.hash}`
      const read = readText(`${this.#root}/${found.path}`)
      const hash = read.bytes === undefined ? '' : hashOf(read.bytes)
      this.#known.set(found.path, { size: found.size, mtimeMs: found.mtimeMs, hash })
      return `${found.path} ${hash}`
    })
    const traces = installTraces(others.map(({ path }) => path)).flatMap((path) => {
      const facts = statSync(`${this.#root}/${path}`, { throwIfNoEntry: false })
      return facts === undefined ? [] : `${path} ${facts.mtimeMs}`
    })
    return hashOf([...parts, ...traces].join('\n'))
  }
}

/** A kept answer as a scan gives it; its fixes can be named, but not made. */
export const restored = (kept: unknown): KeptAnswer | undefined => {
  const answer = kept as Partial<KeptAnswer> | undefined
  if (typeof answer?.digest !== 'string' || !Array.isArray(answer.findings) || answer.checked === undefined) return undefined
  const findings = answer.findings.map((finding): Finding => ({
    ...finding,
    trips: finding.trips, cost: finding.cost, entry: finding.entry,
    fixes: finding.fixes.map((fix): OfferedFix => ({ ...fix, edits: () => undefined })),
  }))
  return { digest: answer.digest, findings, checked: answer.checked, problems: answer.problems ?? [] }
}
