/** A stand-in for the engine: a finding wherever `hit()` is called, so that sessions are tested on their own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { classify } from '../../server/engine/entries/classify.ts'
import type { EngineOptions } from '../../server/engine/engine.ts'
import type { FileFacts } from '../../server/engine/facts.ts'
import type { Finding } from '../../server/engine/finding.ts'
import { FactsReader, languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import type { Surroundings } from '../../server/engine/surroundings.ts'
import { verifyEdits } from '../../server/engine/verify-edits.ts'
import type { EngineLike, EngineParts } from '../../server/workspace/load-engine.ts'

/** A folder with these files, gone after the test. */
export const folderOf = (files: Record<string, string | Buffer>, name = 'crowdproof'): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  write(root, files)
  return root
}

export const write = (root: string, files: Record<string, string | Buffer>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

export interface Seen {
  options: EngineOptions | undefined
  surroundings: Surroundings | undefined
  loaded: number
  puts: string[]
  reads: number
}

export const standIn = (more: Partial<EngineLike> = {}): { load: () => Promise<EngineParts>; seen: Seen } => {
  const seen: Seen = { options: undefined, surroundings: undefined, loaded: 0, puts: [], reads: 0 }
  const load = async (): Promise<EngineParts> => {
    seen.loaded++
    return {
      createEngine: (options) => ({ ...engineWith(options, seen), ...more }),
      readFacts: (text, language) => {
        seen.reads++
        return readFacts(text, language)
      },
      languageOf, verifyEdits,
      openDocument: (text, language) => new FactsReader(text, language),
      rules: new Set(['n-plus-one', 'missing-timeout']),
      packages: new Set(['@prisma/client', 'pg']),
    }
  }
  return { load, seen }
}

const engineWith = (options: EngineOptions, seen: Seen): EngineLike => {
  const files = new Map<string, FileFacts>()
  seen.options = options
  return {
    put: (path, facts) => {
      seen.puts.push(path)
      if (facts === undefined) files.delete(path)
      else files.set(path, facts)
    },
    surroundings: (surroundings) => { seen.surroundings = surroundings },
    configure: (changed) => { Object.assign(options, changed) },
    files: () => [...files.keys()],
    work: () => true,
    findings: (path) => findingsIn(path, files.get(path), options),
    isSilent: (path) => !options.scripts && classify(path, files.get(path)) !== 'production',
    unresolved: () => 0,
    hover: (path, offset) => ({ markdown: `${path} ${offset}`, start: offset, end: offset + 1 }),
    explain: (path, line) => `${path}:${line}`,
  }
}

const findingsIn = (path: string, facts: FileFacts | undefined, options: EngineOptions): Finding[] =>
  (facts?.nodes ?? []).flatMap((node): Finding[] => {
    if (node.kind !== 'call') return []
    const callee = facts!.nodes[node.callee]!
    if (callee.kind !== 'name' || !['hit', 'crash'].includes(callee.name)) return []
    if (callee.name === 'crash') throw new Error('a rule fell over')
    const { start, end } = callee
    return [{
      rule: 'n-plus-one', level: 'warning', confidence: 'high', message: `at ${options.scale.rows} rows`, at: { path, start, end },
      related: [], trips: '1 + n', cost: options.scale.rows, entry: undefined, fingerprint: `${path} ${start}`,
      fixes: [{
        recipe: 'rename', title: 'Rename', trust: 'safe',
        edits: () => (options.textOf(path) === undefined ? undefined : [{ path, edits: [{ start, end, text: 'good' }] }]),
      }],
    }]
  })
