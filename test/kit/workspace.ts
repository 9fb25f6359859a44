/** Little workspaces of texts: what an example needs around it, and what the engine finds in it. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { FileFacts } from '../../rules/kit/facts.ts'
import { rules } from '../../rules/index.ts'
import { classify } from '../../server/engine/entries/classify.ts'
import { Engine } from '../../server/engine/engine.ts'
import type { Finding } from '../../server/engine/finding.ts'
import { languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import { suppress } from '../../server/engine/suppress.ts'
import { kindOf } from '../../server/workspace/files.ts'
import { readSurroundings } from '../../server/workspace/read-surroundings.ts'
import { baseNameOf, folderOf } from '../../server/engine/packages/paths.ts'
import { dependenciesOfTypings } from './typings.ts'
import { importsOf } from './house.ts'

/** Path → text. */
export type Files = ReadonlyMap<string, string>

export interface Analysis {
  files: Files
  /** In the order of files and places. */
  findings: Finding[]
  /** Rules that were not asked. */
  without: readonly string[]
  explain(path: string, line: number): string
}

const ruleIds = new Set(rules.map(({ id }) => id))

export const scale = { users: 100, rows: 100 }
/** What `crowdproof.json` gives by default. */
export const fixSettings = { timeout: 10_000, maxAge: 60, limit: 100 }

/** `without`: rules that are not asked. */
export async function analyse(files: Files, without: readonly string[] = []): Promise<Analysis> {
  const others = [...files.keys()].filter((name) => kindOf(baseNameOf(name)) === 'other' || kindOf(baseNameOf(name)) === 'both')
  const { surroundings, problems } = await surroundingsOf(files, others)
  if (problems.length > 0) throw new Error(problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'))
  const engine = new Engine({
    surroundings, scale, levels: Object.fromEntries(without.map((id) => [id, 'off'])), fixes: fixSettings, textOf: (name) => files.get(name), exists: (name) => files.has(name),
  })
  const facts = new Map<string, FileFacts>()
  for (const [name, text] of files) {
    const language = languageOf(name)
    if (language) facts.set(name, readFacts(text, language))
  }
  for (const [name, own] of facts) engine.put(name, own)
  const findings = [...facts].flatMap(([name, own]) => suppress({
    path: name, facts: own, findings: engine.findings(name), levels: {}, rules: ruleIds, text: () => files.get(name),
    reportUnused: classify(name, own) === 'production',
  }).sort((a, b) => a.at.start - b.at.start))
  return { files, findings, without, explain: (name, line) => engine.explain(name, line) }
}

/** Compiler settings are read from the disk only, so they are written there. */
async function surroundingsOf(files: Files, paths: string[]): ReturnType<typeof readSurroundings> {
  const onDisk = paths.filter((path) => /[tj]sconfig/.test(path))
  const root = onDisk.length > 0 ? fs.mkdtempSync(path.join(os.tmpdir(), 'crowdproof-page-')) : '/nowhere'
  try {
    for (const name of onDisk) {
      fs.mkdirSync(path.join(root, folderOf(name)), { recursive: true })
      fs.writeFileSync(path.join(root, name), files.get(name)!)
    }
    return await readSurroundings({ root, paths, wanted: new Set(), openText: (name) => files.get(name) })
  } finally {
    if (onDisk.length > 0) fs.rmSync(root, { recursive: true, force: true })
  }
}

/** Adds the package.json that the imports (and Next.js's own file names) imply, unless there is one. */
export function withPackage(files: Files): Files {
  if ([...files.keys()].some((name) => baseNameOf(name) === 'package.json')) return files
  const names = new Set<string>()
  for (const [file, text] of files) {
    if (!languageOf(file)) continue
    if (/(^|\/)(app|pages)\//.test(file)) names.add('next').add('react')
    if (/\.[jt]sx$/.test(file)) names.add('react')
    for (const { from, target } of importsOf(file, text)) {
      const name = packageNameOf(from)
      if (target === undefined && name !== undefined) names.add(name)
    }
  }
  const known = dependenciesOfTypings()
  const dependencies = Object.fromEntries([...names].sort().map((name) => [name, known[name] ?? '*']))
  return new Map([...files, ['package.json', `${JSON.stringify({ name: 'example', private: true, dependencies }, null, 2)}\n`]])
}

/** `@scope/name/deep` → `@scope/name`; undefined for Node's own modules and for path aliases. */
export function packageNameOf(specifier: string): string | undefined {
  if (specifier.startsWith('node:') || /^(@\/|~|#)/.test(specifier)) return undefined
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
}
