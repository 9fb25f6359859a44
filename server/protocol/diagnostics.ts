/** Findings in the protocol's words. */
import { createHash } from 'node:crypto'
import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from 'vscode-languageserver/node'
import type { Finding } from '../engine/finding.ts'
import type { Abilities } from './abilities.ts'
import type { Folder } from './folder.ts'
import type { Positions } from './positions.ts'
import type { Texts } from './texts.ts'

const severities: Record<Finding['level'], DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

export const source = 'crowdproof'

/** Where a rule's page lies, if it was shipped. */
export type PageOf = (rule: string) => string | undefined

/** What is published for one file. `id` changes exactly when something in it does, in any process. */
export interface Report {
  items: Diagnostic[]
  id: string
}

/** What `Diagnostic.data` carries back from a client that keeps it. */
export interface DiagnosticData { fingerprint: string }

export class Reporter {
  readonly #texts: Texts
  readonly #abilities: Abilities
  readonly #pageOf: PageOf

  constructor(texts: Texts, abilities: Abilities, pageOf: PageOf) {
    this.#texts = texts
    this.#abilities = abilities
    this.#pageOf = pageOf
  }

  report(folder: Folder, path: string, findings: Finding[]): Report {
    const cache = new Map<string, Positions | undefined>()
    const positions = (of: string): Positions | undefined => {
      if (!cache.has(of)) cache.set(of, this.#texts.positions(folder, of))
      return cache.get(of)
    }
    const items = findings.flatMap((finding) => this.#diagnostic(folder, path, finding, positions) ?? [])
    return { items, id: idOf(items) }
  }

  /** One finding as the client has it; undefined when its file is gone. */
  diagnostic(folder: Folder, path: string, finding: Finding): Diagnostic | undefined {
    return this.#diagnostic(folder, path, finding, (of) => this.#texts.positions(folder, of))
  }

  #diagnostic(
    folder: Folder, path: string, finding: Finding, positions: (path: string) => Positions | undefined,
  ): Diagnostic | undefined {
    const here = positions(path)
    if (!here) return undefined
    const page = this.#abilities.codeDescription ? this.#pageOf(finding.rule) : undefined
    const data: DiagnosticData = { fingerprint: finding.fingerprint }
    return {
      range: here.range(finding.at.start, finding.at.end),
      severity: severities[finding.level],
      source,
      code: finding.rule,
      ...(page && { codeDescription: { href: page } }),
      message: finding.message,
      ...(this.#abilities.relatedInformation && { relatedInformation: this.#related(folder, finding, positions) }),
      data,
    }
  }

  #related(
    folder: Folder, finding: Finding, positions: (path: string) => Positions | undefined,
  ): DiagnosticRelatedInformation[] {
    return finding.related.flatMap(({ at, message }) => {
      const there = positions(at.path)
      if (!there) return []
      return { location: { uri: this.#texts.uri(folder, at.path), range: there.range(at.start, at.end) }, message }
    })
  }
}

const idOf = (items: Diagnostic[]): string =>
  items.length ? createHash('sha1').update(JSON.stringify(items)).digest('base64url') : 'none'
