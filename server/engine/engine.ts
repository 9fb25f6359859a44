/**
 * The engine's door. Pure: it is given facts, texts and surroundings, and asked for findings; it reads no disk, knows
 * no clock but the one it is given, speaks no protocol.
 */
import { frameworks } from '../../rules/frameworks/index.ts'
import { rules } from '../../rules/index.ts'
import type { FixSettings, Level, Rule, Scale } from '../../rules/kit/rule.ts'
import type { Library } from '../../rules/kit/library.ts'
import { libraries } from '../../rules/libraries/index.ts'
import { classIn } from './entries/classify.ts'
import { entryFormOf } from './entries/entries.ts'
import { Evaluator } from './values/evaluate.ts'
import { explainLine } from './explain.ts'
import type { FileFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import { findingsOf, type Asking } from './findings.ts'
import { Graph } from './graph.ts'
import { hoverAt } from './hover.ts'
import { Knowledge } from './knowledge.ts'
import type { Surroundings } from './surroundings.ts'
import { World } from './world.ts'

export interface EngineOptions {
  surroundings: Surroundings
  scale: Scale
  /** Levels by rule id, from settings; `off` rules are not asked. */
  levels: Record<string, Level>
  fixes: FixSettings
  /** Libraries that the project describes itself; they come before ours. */
  libraries?: readonly Library[]
  /** Look at scripts, seeds, migrations and tests too. */
  scripts?: boolean
  /** The text of a file of the workspace, asked for only when a finding needs it. */
  textOf(path: string): string | undefined
  /** Whether a file exists in the workspace, analysed or not. */
  exists(path: string): boolean
  /** False for a run that answers once: nothing is written down for later edits, which would then cost a whole run. */
  tracking?: boolean
  /** Milliseconds on any clock, for slices of work. */
  now?(): number
}

export class Engine {
  readonly #options: EngineOptions
  readonly #world: World
  readonly #evaluator: Evaluator
  readonly #graph: Graph
  readonly #kept = new Map<string, { revision: number; findings: Finding[] }>()
  #revision = 0

  constructor(options: EngineOptions) {
    this.#options = { ...options }
    this.#world = new World(new Knowledge([...options.libraries ?? [], ...libraries], frameworks), options.surroundings, options.textOf, options.tracking ?? true)
    this.#evaluator = new Evaluator(this.#world)
    this.#evaluator.entryForm = (source, functionId, path) => entryFormOf(this.#evaluator, source, functionId, path)
    this.#graph = new Graph(this.#evaluator)
  }

  /** Adds or replaces a file; undefined removes it. Cheap: the work is done when findings are asked for. */
  put(path: string, facts: FileFacts | undefined): void {
    this.#world.put(path, facts)
    this.#revision++
    this.#graph.touch()
  }

  surroundings(surroundings: Surroundings): void {
    this.#world.surround(surroundings)
    this.#revision++
    this.#graph.touch()
  }

  configure(options: Partial<Pick<EngineOptions, 'scale' | 'levels' | 'fixes' | 'scripts'>>): void {
    Object.assign(this.#options, options)
    this.#revision++
  }

  files(): string[] {
    return [...this.#world.paths()]
  }

  /** Works on the index for at most `milliseconds`; true when everything is done. For slices between requests. */
  work(milliseconds: number): boolean {
    const before = this.#graph.revision
    const done = this.#graph.work(milliseconds, this.#now)
    if (this.#graph.revision !== before) this.#revision++
    return done
  }

  findings(path: string): Finding[] {
    this.#finish()
    const kept = this.#kept.get(path)
    if (kept?.revision === this.#revision) return kept.findings
    const findings = findingsOf(this.#asking(), path)
    this.#kept.set(path, { revision: this.#revision, findings })
    return findings
  }

  /** Calls, in the files that rules look at, that look like a known client's but whose receiver could not be proven. */
  unresolved(): number {
    this.#finish()
    let count = 0
    for (const links of this.#graph.files()) if (!this.isSilent(links.path)) count += links.unresolved.length
    return count
  }

  /** Whether no rule speaks in a file: it is a test, a script or the like. */
  isSilent(path: string): boolean {
    const source = this.#world.peek(path)
    return !source || (!this.#options.scripts && classIn(this.#world.surroundings, path, source.facts) !== 'production')
  }

  hover(path: string, offset: number): { markdown: string; start: number; end: number } | undefined {
    this.#finish()
    return hoverAt(this.#asking(), path, offset, this.findings(path))
  }

  /** What was understood of the calls on a line (from 1), and why rules spoke or stayed silent. */
  explain(path: string, line: number): string {
    this.#finish()
    return explainLine(this.#asking(), path, line, this.findings(path))
  }

  #finish(): void {
    while (!this.work(Number.MAX_SAFE_INTEGER));
  }

  get #now(): () => number {
    return this.#options.now ?? (() => 0)
  }

  #asking(): Asking {
    const active = (rules as readonly Rule[]).filter((rule) => this.#options.levels[rule.id] !== 'off')
    return {
      evaluator: this.#evaluator, graph: this.#graph, rules: active, scale: this.#options.scale, fixes: this.#options.fixes,
      scripts: this.#options.scripts ?? false, exists: this.#options.exists,
    }
  }
}
