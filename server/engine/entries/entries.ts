/** Where the outside world comes in: the handlers of one file, by the forms that frameworks declare. */
import type { EntryByFile, EntryForm, Framework, HttpMethod } from '../../../rules/kit/framework.ts'
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Place } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { entriesByCall } from './by-call.ts'
import { entriesByDecorator } from './by-decorator.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { matchesPath } from '../packages/path-patterns.ts'
import type { Mount, Registered } from './mounts.ts'
import { nearestPackage, packagesAround } from '../packages/packages.ts'
import { folderOf } from '../packages/paths.ts'
import { resolverAt, resolversIn } from './resolvers.ts'
import { optionsOf, type LibraryValue, type Value } from '../values/values.ts'

export interface FoundEntry {
  handler: { path: string; node: NodeId }
  framework: Framework
  form: EntryForm
  method: HttpMethod | undefined
  middleware: boolean
  name: string
  at: Place
  /** What runs before it in the same route: middleware handed to the same call, wrappers, decorators. */
  before: Value[]
  /** Exports of the file that already decide about caching. */
  policies: string[]
  /** Code of the workspace stands around it, and decides what it is handed. */
  wrapped?: true
  /** Its address, where its file's place says it. */
  route?: string
  /** Where it was handed to a router, and that router's type arguments. */
  registered?: Registered
  types?: LibraryValue['types']
  /** It is called for each of some elements: what those are called, and which parameter (or `this`) is one. */
  each?: { element: string; parameter: number | 'this' }
}

/** A function, and the wrappers through which it was handed: `withAuth(async (request) => …)`. */
export interface Wrapped {
  path: string
  node: NodeId
  through: Value[]
  /** It is a wrapper's own function, which runs around the handler. */
  outer?: true
}

/** What a file declares of where requests come in. */
export interface FileEntries { entries: FoundEntry[]; mounts: Mount[] }

const nothing: FileEntries = { entries: [], mounts: [] }

/** The entries that a file declares, asked through the memo. */
export function entriesOf(evaluator: Evaluator, path: string): FileEntries {
  return evaluator.world.memo.ask(evaluator.world.slots(path).entries, () => {
    const source = evaluator.world.source(path)
    return source ? findEntries(evaluator, source) : nothing
  }, nothing)
}

/** How a framework calls a function of the file at `path` that is an entry by what `source` says, for the types of its parameters. */
export function entryFormOf(evaluator: Evaluator, source: Source, functionId: NodeId, path: string) {
  const found = entriesOf(evaluator, source.path).entries.find((it) => it.handler.path === path && it.handler.node === functionId)
    ?? (path === source.path ? resolverAt(evaluator, path, functionId) : undefined)
  return found?.form.parameters && { framework: found.framework, parameters: found.form.parameters, wrapped: found.wrapped === true, types: found.types }
}

function findEntries(evaluator: Evaluator, source: Source): FileEntries {
  const found: FileEntries = entriesByCall(evaluator, source)
  for (const framework of evaluator.world.knowledge.frameworks) {
    for (const form of framework.entries) {
      if (form.by === 'file') byFile(evaluator, source, framework, form, found)
      if (form.by === 'directive') byDirective(evaluator, source, framework, form, found.entries)
      if (form.by === 'decorator') entriesByDecorator(evaluator, source, framework, form, found.entries)
    }
  }
  found.entries.push(...resolversIn(evaluator, source.path))
  return found
}

export function entry(source: Source, framework: Framework, form: EntryForm, handler: { path: string; node: NodeId; through?: Value[] }, name: string, at: Place, method?: HttpMethod): FoundEntry {
  const { path, node, through } = handler
  const wrapped = through?.some((it) => it.kind === 'function') && { wrapped: true as const }
  return { ...wrapped, handler: { path, node }, framework, form, method: form.method ?? method, middleware: form.kind === 'middleware', name, at, before: [], policies: [] }
}

/** `export async function GET` in a file whose path says that it is a route. */
function byFile(evaluator: Evaluator, source: Source, framework: Framework, form: EntryByFile, found: FileEntries): void {
  const pattern = form.files.find((it) => matchesPath(it, source.path))
  if (pattern === undefined) return
  if (form.imported && !source.facts.imports.some((fact) => form.imported!.includes(`${fact.from}#${fact.name}`))) return
  const declared = form.declared ?? (form.imported ? [] : framework.packages.slice(0, 1))
  if (declared.length && !declared.some((name) => nearestPackage(evaluator.world.surroundings, source.path, name))) return
  if (form.atRoot && !isAtRoot(evaluator, source.path)) return
  const policies = source.facts.exports.map((fact) => fact.name).filter((name) => form.policies?.includes(name))
  const route = form.atRoot ? '/' : routeOf(source.path, pattern)
  for (const [exported, method] of Object.entries(form.exports)) {
    const [first, member] = exported.split('.') as [string, string | undefined]
    const fact = source.facts.exports.find((it) => it.name === first)
    if (!fact) continue
    const value = evaluator.exported(source.path, first)
    const handlers = member === undefined ? handlersIn(evaluator, source, value, exportedNode(source, fact)) : membersOf(evaluator, value, member)
    for (const handler of handlers) {
      const node = handler.path === source.path ? source.as(handler.node, 'function') : undefined
      const at = node ? { path: source.path, start: node.nameStart, end: node.nameEnd > node.nameStart ? node.nameEnd : node.nameStart + 1 } : { path: source.path, start: 0, end: 1 }
      const label = form.kind === 'request' ? `${first === 'default' ? '' : `${member ?? first} `}${route}` : `${form.kind} ${route}`
      found.entries.push({
        ...entry(source, framework, form, handler, handler.outer ? `middleware ${route}` : label, at, method),
        ...(handler.outer && { middleware: true }), before: handler.through, route,
        policies: [...policies, ...decidedBy(evaluator, form, handler)],
      })
    }
    if (form.kind === 'middleware') found.mounts.push(wholeApp(evaluator, source, framework, form, value, handlers))
  }
}

function isAtRoot(evaluator: Evaluator, path: string): boolean {
  const nearest = packagesAround(evaluator.world.surroundings, path)[0]
  const folder = folderOf(path)
  return !nearest || folder === nearest.folder || folder === (nearest.folder ? `${nearest.folder}/src` : 'src')
}

/** A middleware file stands before every handler of its app, or before the addresses that it names. */
function wholeApp(evaluator: Evaluator, source: Source, framework: Framework, form: EntryByFile, value: Value, handlers: readonly Wrapped[]): Mount {
  const settings = form.matcher && evaluator.member(evaluator.exported(source.path, form.matcher.export), form.matcher.property)
  return {
    framework: framework.name, at: { path: source.path, start: 0, end: 1 }, node: 0, owner: 0, router: undefined, routes: settings && textsIn(evaluator, settings),
    values: [value, ...handlers.flatMap(({ path, node, through }) => (through.length ? [{ kind: 'function' as const, path, node }, ...through] : []))], children: [],
  }
}

/** A text, or a literal list of them; undefined where one of them cannot be read. */
function textsIn(evaluator: Evaluator, value: Value): string[] | undefined {
  if (value.kind === 'literal') return typeof value.value === 'string' ? [value.value] : undefined
  const source = value.kind === 'object' ? evaluator.world.source(value.path) : undefined
  const elements = source && value.kind === 'object' ? source.as(value.node, 'array')?.elements.map((it) => evaluator.value(source, it)) : undefined
  return elements?.every((it) => it.kind === 'literal') ? elements.map((it) => String((it as { value: unknown }).value)) : undefined
}

/** Functions of an exported object: `export default { fetch }`, `export const actions = { create, remove }`. */
function membersOf(evaluator: Evaluator, value: Value, member: string): Wrapped[] {
  const source = value.kind === 'object' ? evaluator.world.source(value.path) : undefined
  const object = source && value.kind === 'object' ? source.as(value.node, 'object') : undefined
  if (!source || !object) return functionsOf(evaluator.member(value, member))
  return object.properties.flatMap((it) => (it.key !== undefined && it.value >= 0 && (member === '*' || it.key === member) ? handlersIn(evaluator, source, evaluator.value(source, it.value), it.value) : []))
}

/** `'use cache'` on top of the handler or of its file. */
function decidedBy(evaluator: Evaluator, form: EntryByFile, handler: Wrapped): string[] {
  const source = form.policyDirective === undefined ? undefined : evaluator.world.source(handler.path)
  const directives = [...source?.facts.directives ?? [], ...source?.as(handler.node, 'function')?.directives ?? []]
  return directives.filter((it) => it === form.policyDirective || it.startsWith(`${form.policyDirective}:`))
}

/** `app/api/posts/route.ts` → `/api/posts`: what is below the first folder that the pattern names. */
function routeOf(path: string, pattern: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/')
  const folder = pattern.split('/').find((part) => part !== '**')!
  const names = parts.slice(parts.lastIndexOf(folder) + 1).filter((part) => !/^\(.*\)$|^(page|route|layout|index|default)$|^\+/.test(part))
  return `/${names.join('/')}`
}

function exportedNode(source: Source, fact: { binding: number; value: NodeId }): NodeId {
  return fact.value >= 0 ? fact.value : fact.binding >= 0 ? source.facts.bindings[fact.binding]!.value : -1
}

const functionsOf = (value: Value): Wrapped[] =>
  optionsOf(value).flatMap((option) => (option.kind === 'function' ? [{ path: option.path, node: option.node, through: [] }] : []))

/** The functions that a handler expression stands for; those handed to a wrapper count (`withAuth(async …)`), and its own run around them. */
export function handlersIn(evaluator: Evaluator, source: Source, value: Value, node: NodeId): Wrapped[] {
  const call = source.as(node, 'call')
  if (!call) return functionsOf(value)
  const wrappers = optionsOf(evaluator.value(source, call.callee))
  const wrapped = call.arguments.flatMap((argument) => {
    const inner = source.node(argument).kind === 'call' ? handlersIn(evaluator, source, { kind: 'unknown' }, argument) : []
    const found = inner.length ? inner : functionsOf(evaluator.value(source, argument))
    return found.map((it) => ({ ...it, through: [...wrappers, ...it.through] }))
  })
  if (!wrapped.length) return functionsOf(value)
  const outer = functionsOf(value).filter((it) => !wrapped.some((other) => other.path === it.path && other.node === it.node))
  return [...wrapped, ...outer.map((it) => ({ ...it, outer: true as const }))]
}

/** `'use server'` on top of a file or of a function. */
function byDirective(evaluator: Evaluator, source: Source, framework: Framework, form: Extract<EntryForm, { by: 'directive' }>, found: FoundEntry[]): void {
  const wholeFile = source.facts.directives.includes(form.directive)
  const seen = new Set<NodeId>()
  const add = (path: string, node: NodeId, name: string): void => {
    if (path !== source.path || seen.has(node)) return
    seen.add(node)
    const at = source.as(node, 'function')!
    found.push(entry(source, framework, form, { path, node }, `${form.kind} ${name}`, { path, start: at.nameStart, end: at.nameEnd }))
  }
  if (wholeFile) {
    for (const fact of source.facts.exports) {
      const value = fact.from === undefined ? evaluator.exported(source.path, fact.name) : { kind: 'unknown' as const }
      for (const handler of handlersIn(evaluator, source, value, exportedNode(source, fact))) if (!handler.outer) add(handler.path, handler.node, fact.name)
    }
  }
  for (const id of source.ofKind('function')) {
    const node = source.as(id, 'function')!
    if (node.directives.includes(form.directive)) add(source.path, id, node.name || 'anonymous')
  }
}
