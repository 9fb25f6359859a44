/**
 * Makes the subjects of recipes out of marked source text: `⟦prisma.user.findUnique⟧({ … })` is the callee of the
 * call in question. What the engine would have found out around it is stated by the test.
 */
import assert from 'node:assert/strict'
import type { Call as CallFacts, Library, Value } from '../../rules/kit/library.ts'
import type { SchemaFacts } from '../../rules/kit/schema.ts'
import type {
  About, Call, Entry, FileEdit, Fix, Handler, OptionState, Place, Reached, Repetition, RouteBranch,
} from '../../rules/kit/rule.ts'
import type { NodeId } from '../../rules/kit/facts.ts'
import { Source } from '../../rules/kit/source.ts'
import { stepsOf } from '../../rules/kit/code/code.ts'
import { listFacts } from '../../rules/kit/code/types.ts'
import { languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import { applyEdits, verifyEdits } from '../../server/engine/verify-edits.ts'

export interface Given {
  /** The marked text. */
  text: string
  path?: string
  library?: Library
  /** The library's entry; found by the last name of the callee where it is left out. */
  facts?: CallFacts
  call?: Partial<Pick<Call, 'effect' | 'subject' | 'result' | 'caught' | 'awaited' | 'version'>>
  option?: OptionState
  reached?: Partial<Reached>
  schema?: SchemaFacts
  dependencies?: Record<string, string>
  versions?: Record<string, string>
  /** Other files of the workspace. */
  files?: Record<string, string>
  timeout?: number
}

/** The text without its marks, and the stretch between them. */
export function unmark(marked: string): { text: string; start: number; end: number } {
  const start = marked.indexOf('⟦')
  const end = marked.indexOf('⟧') - 1
  assert.ok(start >= 0 && end >= start, 'the text has no marks')
  return { text: marked.slice(0, start) + marked.slice(start + 1, end + 1) + marked.slice(end + 2), start, end }
}

export function sourceOf(path: string, text: string): Source {
  return new Source(path, readFacts(text, languageOf(path) ?? 'ts'), () => text)
}

export function aboutOf({ schema, dependencies = {}, versions = {}, files = {}, timeout = 5000 }: Given, own: Source): About {
  const sources = new Map(Object.entries(files).map(([path, text]) => [path, sourceOf(path, text)]))
  sources.set(own.path, own)
  return {
    scale: { users: 100, rows: 100 },
    dependencies: () => new Map(Object.entries(dependencies)),
    version: (_path, name) => versions[name],
    schema: (_path, library) => (schema?.library === library ? schema : undefined),
    migrated: () => () => false,
    source: path => sources.get(path),
    text: path => sources.get(path)?.text,
    routine: () => undefined,
    exists: path => sources.has(path),
    specifier: (path, target) => relative(path, target),
    origin: () => undefined,
    declared: () => undefined,
    settings: { timeout, maxAge: 60, limit: 100 },
  }
}

function relative(path: string, target: string): string {
  const from = path.split('/').slice(0, -1)
  const to = target.replace(/\.[cm]?[jt]sx?$/, '').split('/')
  while (from.length > 0 && from[0] === to[0]) {
    from.shift()
    to.shift()
  }
  return `${from.length === 0 ? './' : '../'.repeat(from.length)}${to.join('/')}`
}

/** The subject of a rule on calls, with all that a rule may ask besides. */
export function reach(given: Given): { reached: Reached; about: About } {
  const { text, start, end } = unmark(given.text)
  const source = sourceOf(given.path ?? 'src/app.ts', text)
  const node = source.facts.nodes.findIndex(each =>
    (each.kind === 'call' || each.kind === 'new')
    && source.node(each.callee).start === start && source.node(each.callee).end === end)
  assert.ok(node >= 0, `no call has the callee ${text.slice(start, end)}`)
  const callee = (source.node(node) as { callee: NodeId }).callee
  const steps = stepsOf(source, callee) ?? []
  const library = given.library ?? { name: 'Nothing', packages: [], docs: '' }
  const facts = given.facts ?? factsIn(library, steps.at(-1)!)
  assert.ok(facts, `${library.name} does not know ${steps.join('.')}`)
  const at: Place = { path: source.path, start, end }
  const call: Call = {
    effect: facts.does ?? 'query', library, facts, name: steps.join('.'), at, source, node,
    subject: facts.many?.style === 'object' ? steps.at(-2) : undefined,
    version: undefined, address: 'outside', streams: false, awaited: true, result: 'used', caught: false, oneAtATime: false, identified: false,
    option: () => given.option ?? { state: 'absent' }, receiverOf: () => undefined,
    ...given.call,
  }
  const repetitions = repetitionsAround(source, node)
  const reached: Reached = {
    call, at, path: [], repetitions, inner: [], keyedBy: repetitions.at(-1), repeatedBy: repetitions.at(-1), listed: listedIn(source, repetitions.at(-1), call), guards: [], reach: 'request',
    entry: entryOf(at), platform: 'node', from: [], keepsWaiting: true, answered: false, kept: false, confidence: 'high', transaction: undefined, source, node,
    routine: { name: undefined, reach: 'request', entry: undefined, from: [], steps: [], alongside: [], source, node: source.functionOf(node) },
    ...given.reached,
  }
  return { reached, about: aboutOf(given, source) }
}

/** The library's query whose rows the repetition walks, as the text alone shows it. */
function listedIn(source: Source, repetition: Repetition | undefined, call: Call): Call | undefined {
  const loop = repetition && (source.as(repetition.node, 'for-of')?.list ?? source.as(source.as(repetition.node, 'call')?.callee ?? -1, 'member')?.object)
  const node = loop === undefined ? undefined : listFacts(source, loop).query
  const steps = node === undefined ? undefined : stepsOf(source, source.as(node, 'call')?.callee ?? -1)
  const facts = steps && factsIn(call.library, steps.at(-1)!)
  return facts && { ...call, node: node!, facts, subject: steps.at(-2) }
}

export function entryOf(at: Place, entry: Partial<Entry> = {}): Entry {
  return { kind: 'request', framework: 'Express', method: 'GET', name: 'GET /', at, ...entry }
}

function factsIn(library: Library, name: string): CallFacts | undefined {
  const isCall = (value: Value | undefined): value is CallFacts =>
    value !== undefined && !('class' in value) && !('is' in value) && !('typeArgument' in value)
  const own = library.globals?.[name] ?? library.exports?.[name]
  if (own && 'class' in own) return own.new
  if (isCall(own)) return own
  for (const type of Object.values(library.types ?? {})) {
    const member = type.members?.[name]
    if (isCall(member) && (member.does || member.many)) return member
  }
  return undefined
}

function repetitionsAround(source: Source, node: NodeId): Repetition[] {
  const found: Repetition[] = []
  let inner = node
  for (const at of source.outwards(node)) {
    const fact = source.node(at)
    const isLoop = ['for-of', 'for', 'for-in', 'while', 'do'].includes(fact.kind)
    const callee = fact.kind === 'call' ? source.as(fact.callee, 'member') : undefined
    const isWalk = fact.kind === 'call' && fact.arguments.includes(inner) && ['map', 'forEach'].includes(callee?.name ?? '')
    if (isLoop || isWalk) {
      found.unshift({
        kind: isLoop ? 'loop' : 'fan-out', at: { path: source.path, start: fact.start, end: fact.end },
        element: undefined, list: undefined, bound: undefined, queried: false, concurrent: isWalk, node: at, path: source.path,
      })
    }
    inner = at
  }
  return found
}

export function handlerOf(given: Given & { handler?: Partial<Handler>; entry?: Partial<Entry> }): { handler: Handler; about: About } {
  const { text, start, end } = unmark(given.text)
  const source = sourceOf(given.path ?? 'src/app.ts', text)
  const node = source.facts.nodes.findIndex(each => each.kind === 'function' && each.start === start && each.end === end)
  assert.ok(node >= 0, 'the marks are not around a function')
  const at: Place = { path: source.path, start, end }
  const handler: Handler = {
    entry: entryOf(at, given.entry), at, reached: [], responses: [], headers: [], personal: [], answers: true, policy: [], source, node,
    ...given.handler,
  }
  return { handler, about: aboutOf(given, source) }
}

export function branchOf(given: Given & { branch?: Partial<RouteBranch> }): { branch: RouteBranch; about: About } {
  const { text, start, end } = unmark(given.text)
  const source = sourceOf(given.path ?? 'app/layout.tsx', text)
  const node = source.facts.nodes.findLastIndex(each => each.start === start && each.end === end)
  assert.ok(node >= 0, 'the marks are not around a node')
  const branch: RouteBranch = {
    framework: 'Next.js', at: { path: source.path, start, end }, root: 'app', uncovered: [], source, node, ...given.branch,
  }
  return { branch, about: aboutOf(given, source) }
}

/** The files after the fix, by path: proven to parse and to keep every comment. Undefined where nothing is offered. */
export function fixed(fix: Fix | undefined, source: Source, given: Given): Record<string, string> | undefined {
  const edits = fix?.edits()
  if (!edits) return undefined
  const texts: Record<string, string> = { ...given.files, [source.path]: source.text }
  const reason = verifyEdits(edits, { textOf: path => texts[path], exists: path => path in texts })
  assert.equal(reason, undefined, reason)
  return Object.fromEntries(edits.map(edit => [edit.path, textAfter(edit, texts)]))
}

function textAfter(edit: FileEdit, texts: Record<string, string>): string {
  if ('create' in edit) return edit.create
  const text = applyEdits(texts[edit.path]!, edit.edits)
  assert.ok(text !== undefined)
  return text
}
