/**
 * Everything that needs the parser or the rules, behind one dynamic import: a workspace in which nothing has changed
 * is answered without it.
 */
import type { Engine, EngineOptions } from '../engine/engine.ts'
import type { FileFacts, Language } from '../engine/facts.ts'
import type { FactsReader } from '../engine/reader/read-facts.ts'
import type { verifyEdits } from '../engine/verify-edits.ts'

export type EngineLike = Pick<Engine, keyof Engine>

export interface EngineParts {
  createEngine(options: EngineOptions): EngineLike
  readFacts(text: string, language: Language): FileFacts
  languageOf(path: string): Language | undefined
  openDocument(text: string, language: Language): Pick<FactsReader, 'facts' | 'update'>
  verifyEdits: typeof verifyEdits
  /** Ids of all rules. */
  rules: ReadonlySet<string>
  /** Packages whose versions the libraries care about. */
  packages: ReadonlySet<string>
}

export const loadEngine = async (): Promise<EngineParts> => {
  const [engine, facts, edits, { rules }, { libraries }, { frameworks }] = await Promise.all([
    import('../engine/engine.ts'), import('../engine/reader/read-facts.ts'), import('../engine/verify-edits.ts'),
    import('../../rules/index.ts'), import('../../rules/libraries/index.ts'), import('../../rules/frameworks/index.ts'),
  ])
  return {
    createEngine: (options) => new engine.Engine(options),
    readFacts: facts.readFacts,
    languageOf: facts.languageOf,
    openDocument: (text, language) => new facts.FactsReader(text, language),
    verifyEdits: edits.verifyEdits,
    rules: new Set(rules.map(({ id }) => id)),
    packages: new Set([...libraries, ...frameworks].flatMap(({ packages }) => packages.map((name) => name.replace(/\/\*$/, '')))),
  }
}
