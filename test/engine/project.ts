/** A workspace in memory, for tests of the engine. */
import { Engine, type EngineOptions } from '../../server/engine/engine.ts'
import { languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import type { Finding } from '../../server/engine/finding.ts'

export type Files = Record<string, string>

export class Project {
  readonly files: Map<string, string>
  readonly engine: Engine

  constructor(files: Files, options: Partial<EngineOptions> = {}) {
    this.files = new Map(Object.entries(files))
    this.engine = new Engine({
      surroundings: { packages: [], paths: [], schemas: [], markers: [] },
      scale: { users: 100, rows: 100 }, levels: {}, fixes: { timeout: 10_000, maxAge: 60, limit: 100 },
      textOf: (path) => this.files.get(path), exists: (path) => this.files.has(path),
      ...options,
    })
    for (const [path, text] of this.files) this.engine.put(path, readFacts(text, languageOf(path)!))
  }

  write(path: string, text: string | undefined): void {
    if (text === undefined) this.files.delete(path)
    else this.files.set(path, text)
    this.engine.put(path, text === undefined ? undefined : readFacts(text, languageOf(path)!))
  }

  findings(): Finding[] {
    return this.engine.files().flatMap((path) => this.engine.findings(path))
  }

  /** Findings as `rule path:line marked text`, for comparing. */
  said(): string[] {
    return this.findings().map((finding) => {
      const text = this.files.get(finding.at.path)!
      const line = text.slice(0, finding.at.start).split('\n').length
      return `${finding.rule} ${finding.at.path}:${line} ${text.slice(finding.at.start, finding.at.end)}`
    })
  }

  /** Everything that is told of a finding except how to make its edits. */
  plain(): unknown {
    return this.findings().map(({ fixes, ...finding }) => ({ ...finding, fixes: fixes.map(({ recipe, title, trust }) => ({ recipe, title, trust })) }))
  }
}
