/** From subjects to findings: rules are asked, levels lowered to what is proven, paths written out. */
import type { About, Confidence, Draft, FixSettings, Handler, Level, Place, Reached, RouteBranch, Routine, Rule, Scale, Subjects } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import type { Context } from './call-subject.ts'
import { classIn } from './entries/classify.ts'
import type { Finding } from './finding.ts'
import { declaredType } from './values/declared-types.ts'
import { moduleValue } from './values/exports.ts'
import { extensionHabit, specifierFor } from './values/resolve.ts'
import { dependenciesOf, packagesAround, versionOf } from './packages/packages.ts'
import { schemaFor } from './schemas/schemas.ts'
import { migratedIndexes } from './schemas/migrated.ts'
import { routeTreesAt } from './entries/route-trees.ts'
import { RoutineSubject, routinesOf } from './routines/routines.ts'
import { handlersOf, reachedAt } from './subjects.ts'

export interface Asking extends Context {
  rules: readonly Rule[]
  scale: Scale
  fixes: FixSettings
  /** Whether scripts, seeds, migrations and tests are looked at too. */
  scripts: boolean
  exists(path: string): boolean
}

const drafts = (given: ReturnType<Rule['check']>): readonly Draft[] => (given === undefined ? [] : 'says' in given ? [given] : given)

const order: readonly Level[] = ['off', 'hint', 'information', 'warning', 'error']
const quieter = (a: Level, b: Level): Level => (order.indexOf(a) < order.indexOf(b) ? a : b)

export const isOn = (rule: Rule, subject: keyof Subjects): boolean => (typeof rule.on === 'string' ? rule.on === subject : rule.on.includes(subject))

/** The findings of one file, by place. */
export function findingsOf(asking: Asking, path: string): Finding[] {
  const source = asking.evaluator.world.peek(path)
  if (!source || (!asking.scripts && classIn(asking.evaluator.world.surroundings, path, source.facts) !== 'production')) return []
  const about = aboutOf(asking)
  const found = new Map<string, Finding>()
  const keep = (finding: Finding): void => {
    const key = `${finding.rule} ${finding.at.start}`
    const known = found.get(key)
    // Behind one call there may be a read of a cache and a query: the louder one speaks for both.
    if (!known || order.indexOf(known.level) < order.indexOf(finding.level)) found.set(key, finding)
  }
  for (const sites of asking.graph.links(path)?.sites.values() ?? []) {
    for (const site of sites) {
      for (const reached of reachedAt(asking, source, site)) {
        for (const rule of asking.rules) {
          if (!isOn(rule, reached.call.effect)) continue
          for (const draft of drafts((rule as Rule<'query'>).check(reached, about))) keep(fromReached(rule, draft, reached, source))
        }
      }
    }
  }
  wholes(asking, source, about, keep)
  return number([...found.values()].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end || (a.rule < b.rule ? -1 : 1)), source)
}

/** Rules about handlers and route trees. */
function wholes(asking: Asking, source: Source, about: About, keep: (finding: Finding) => void): void {
  const handlers = asking.rules.some((rule) => isOn(rule, 'handler')) ? handlersOf(asking, source) : []
  const trees = asking.rules.some((rule) => isOn(rule, 'route-tree')) ? routeTreesAt(asking, source, asking.evaluator.world.paths()) : []
  const ask = <On extends keyof Subjects>(on: On, subjects: Subjects[On][], entryOf: (subject: Subjects[On]) => string | undefined): void => {
    for (const rule of asking.rules) {
      if (!isOn(rule, on)) continue
      for (const subject of subjects) {
        for (const draft of drafts((rule as unknown as Rule<On>).check(subject, about))) {
          if (draft.at.path === source.path) keep(finding(rule, draft, 'high', levelOf(rule, subject), [], entryOf(subject), source))
        }
      }
    }
  }
  ask('handler', handlers, (handler: Handler) => handler.entry.name)
  ask('route-tree', trees, (_: RouteBranch) => undefined)
  ask('function', asking.rules.some((rule) => isOn(rule, 'function')) ? routinesOf(asking, source) : [], (routine: Routine) => routine.entry?.name)
}

/** Of a function that nobody is known to reach, rules speak quieter. */
const levelOf = (rule: Rule, subject: Subjects[keyof Subjects]): Level =>
  'steps' in subject && subject.reach === 'unknown' ? quieter(rule.level, 'information') : rule.level

export function aboutOf(asking: Asking): About {
  const { world } = asking.evaluator
  return {
    scale: asking.scale,
    settings: asking.fixes,
    dependencies: (path) => dependenciesOf(world.surroundings, path),
    version: (path, name) => versionOf(world.surroundings, path, name),
    schema: (path, library) => schemaFor(asking.evaluator, path, library),
    migrated: (path) => migratedIndexes(asking.evaluator, path),
    source: (path) => world.peek(path),
    text: (path) => world.text(path),
    exists: (path) => asking.exists(path),
    routine: (path, node) => {
      const source = world.peek(path)
      return source && new RoutineSubject(asking, source, node)
    },
    declared: (path, node) => {
      const source = world.peek(path)
      return source && declaredType(asking.evaluator, source, node)
    },
    origin: (path, specifier, name) => {
      const value = asking.evaluator.member(moduleValue(asking.evaluator, path, specifier), name)
      const [first, ...others] = value.kind === 'package' ? value.path : []
      return value.kind === 'package' && first !== undefined && others.length === 0 ? { from: value.subpath ? `${value.name}/${value.subpath}` : value.name, name: String(first) } : undefined
    },
    specifier: (path, target) => specifierFor(path, target, habitAround(asking, path)),
  }
}

/** How imports end here: as in the file, else as in its neighbours, else as modules of Node have to. */
function habitAround(asking: Asking, path: string): 'none' | 'js' | 'ts' {
  const { world } = asking.evaluator
  const habitOf = (file: string) => extensionHabit((world.peek(file)?.facts.imports ?? []).map((fact) => fact.from))
  const owner = packagesAround(world.surroundings, path)[0]
  const inPackage = owner === undefined || owner.folder === '' ? '' : `${owner.folder}/`
  const own = habitOf(path)
  if (own) return own
  for (const other of world.paths()) {
    const habit = other.startsWith(inPackage) ? habitOf(other) : undefined
    if (habit) return habit
  }
  return owner?.type === 'module' ? 'js' : 'none'
}

function fromReached(rule: Rule, draft: Draft, reached: Reached, source: Source): Finding {
  // Behind more than one call, without a known entry, or through code that we cannot see: less sure, so quieter.
  const unsure = reached.path.length > 1 || reached.reach === 'unknown' || reached.confidence === 'low'
  const level = unsure ? quieter(rule.level, 'information') : rule.level
  const steps = reached.path.map((hop, index) => ({
    at: hop.at, message: index === 0 ? `\`${hop.name}\` is called here.` : `It calls \`${hop.name}\` here.`,
  })).filter((step) => step.at.start !== reached.at.start || step.at.path !== reached.at.path)
  if (reached.path.length) steps.push({ at: reached.call.at, message: `The query: \`${reached.call.name}\`.` })
  const from = reached.from.map((hop) => ({ at: hop.at, message: `On the way from ${reached.entry?.name ?? 'the entry'}: \`${hop.name}\`.` }))
  const repetition = source.as(reached.node, 'jsx') ? 'component' as const : (reached.keyedBy ?? reached.repetitions.at(-1))?.kind
  const subject = { library: reached.call.library.name, repetition, hops: reached.path.length }
  return { ...finding(rule, draft, reached.confidence, level, [...steps, ...from], reached.entry?.name, source), subject }
}

function finding(
  rule: Rule, draft: Draft, confidence: Confidence, level: Level, steps: { at: Place; message: string }[], entry: string | undefined, source: Source,
): Finding {
  const lowered = draft.level ? quieter(level, draft.level) : level
  return {
    rule: rule.id,
    level: lowered === 'off' ? 'hint' : lowered,
    confidence, message: draft.says, at: draft.at,
    related: [...draft.see.map(({ at, says }) => ({ at, message: says })), ...steps],
    trips: draft.trips?.formula, cost: draft.trips?.number, entry,
    fixes: draft.fixes.filter((fix) => fix !== undefined),
    fingerprint: `${rule.id} ${enclosingName(source, draft.at.start)} ${wordsAt(source, draft.at)}`,
  }
}

/** Names of the functions and classes around an offset: moving lines does not change them. */
function enclosingName(source: Source, offset: number): string {
  const names: string[] = []
  source.facts.nodes.forEach((node) => {
    if ((node.kind === 'function' || node.kind === 'class') && node.name && node.start <= offset && offset < node.end) names.push(node.name)
  })
  return names.join('.') || 'module'
}

/** What is marked, from names in the facts. */
function wordsAt(source: Source, at: Place): string {
  const words: string[] = []
  source.facts.nodes.forEach((node) => {
    if (node.start < at.start || node.end > at.end) return
    if (node.kind === 'name') words.push(node.name)
    if (node.kind === 'member') words.push(node.name)
  })
  return words.sort().join('.')
}

/** Equal findings in one function are told apart by their order. */
function number(findings: Finding[], source: Source): Finding[] {
  const seen = new Map<string, number>()
  for (const it of findings) {
    const count = (seen.get(it.fingerprint) ?? 0) + 1
    seen.set(it.fingerprint, count)
    it.fingerprint = hash(`${source.path} ${it.fingerprint} ${count}`)
  }
  return findings
}

/** FNV-1a over UTF-16 units, twice with different seeds: 16 hexadecimal digits, the same everywhere. */
function hash(text: string): string {
  const once = (seed: number): string => {
    let value = seed
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
    return (value >>> 0).toString(16).padStart(8, '0')
  }
  return once(0x811c9dc5) + once(0x9747b28c)
}

