/** Handlers that are handed to a call: `router.get('/posts', auth, list)`, `new Worker('mails', send)`. */
import type { EntryByCall, EntryByFunction, Framework, HttpMethod } from '../../../rules/kit/framework.ts'
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { calledName } from '../values/called.ts'
import { entry, handlersIn, type FoundEntry, type Wrapped } from './entries.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { own } from '../knowledge.ts'
import { routerKey, type Mount } from './mounts.ts'
import { optionsOf, type LibraryValue, type Value } from '../values/values.ts'

interface Form<F> { framework: Framework; form: F }
/** One argument that takes part: what it is, and the functions in it. */
interface Stage { value: Value; handlers: Wrapped[]; hook: boolean }
interface Found { entries: FoundEntry[]; mounts: Mount[] }

const methods = new Set<string>(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ALL'] satisfies HttpMethod[])

export function entriesByCall(evaluator: Evaluator, source: Source): Found {
  const { byCall, members, byFunction, functions } = formsOf(evaluator.world.knowledge.frameworks)
  const found: Found = { entries: [], mounts: [] }
  source.calls.forEach((id) => {
    const node = source.as(id, 'call') ?? source.as(id, 'new')!
    const callee = source.as(node.callee, 'member')
    if (node.kind === 'call' && callee && members.has(callee.name)) {
      for (const receiver of optionsOf(evaluator.value(source, callee.object))) {
        const match = receiver.kind === 'library' && formOf(byCall, receiver, callee.name)
        if (match) fromMember(evaluator, source, id, match, receiver, found)
      }
    }
    if (functions.has(calledName(source, node.callee))) fromFunction(evaluator, source, id, byFunction, found)
  })
  return found
}

interface Forms {
  byCall: Form<EntryByCall>[]
  /** Every member name of theirs. */
  members: ReadonlySet<string>
  byFunction: Form<EntryByFunction>[]
  functions: ReadonlySet<string>
}

const knownForms = new WeakMap<readonly Framework[], Forms>()

function formsOf(frameworks: readonly Framework[]): Forms {
  const known = knownForms.get(frameworks)
  if (known) return known
  const byCall = frameworks.flatMap((framework) => framework.entries.flatMap((form) => (form.by === 'call' ? [{ framework, form }] : [])))
  const byFunction = frameworks.flatMap((framework) => framework.entries.flatMap((form) => (form.by === 'function' ? [{ framework, form }] : [])))
  const forms = {
    byCall, members: new Set(byCall.flatMap(({ form }) => Object.keys(form.members))),
    byFunction, functions: new Set(byFunction.flatMap(({ form }) => Object.keys(form.functions))),
  }
  knownForms.set(frameworks, forms)
  return forms
}

const formOf = (forms: readonly Form<EntryByCall>[], receiver: LibraryValue, name: string): Form<EntryByCall> | undefined =>
  forms.find(({ framework, form }) => framework.name === receiver.library && form.type === receiver.type && own(form.members, name))

function fromMember(evaluator: Evaluator, source: Source, id: NodeId, { framework, form }: Form<EntryByCall>, receiver: LibraryValue, found: Found): void {
  const call = source.as(id, 'call')!
  const callee = source.as(call.callee, 'member')!
  const method = form.members[callee.name]!
  const options = optionsIn(source, call.arguments)
  const route = routeOf(evaluator, source, call.arguments[0]) ?? routeOf(evaluator, source, propertyIn(source, options, form.routeProperty))
  const stages = stagesOf(evaluator, source, call.arguments.slice(form.from), form)
  const label = route ?? nameAround(source, id) ?? (form.kind === 'request' ? undefined : textOf(evaluator, source, call.arguments[0]))
  const at = { path: source.path, start: callee.nameStart, end: callee.end }
  if (method === 'middleware') {
    found.mounts.push({
      framework: framework.name, at, node: id, owner: source.functionOf(id), router: routerKey(receiver), routes: route === undefined ? undefined : [route],
      values: stages.flatMap((stage) => optionsOf(stage.value)).filter((value) => !isRouter(value, receiver)),
      children: [
        ...stages.flatMap((stage) => optionsOf(stage.value)).flatMap((value) => (isRouter(value, receiver) ? [routerKey(value as LibraryValue)] : [])),
        ...mountsItsResult(evaluator, source, call.callee) ? [`${source.path}:${id}`] : [],
      ],
    })
  }
  const given = form.methodProperty === undefined ? undefined : textOf(evaluator, source, propertyIn(source, options, form.methodProperty))?.toUpperCase()
  const answers = given !== undefined && methods.has(given) ? (given as HttpMethod) : method
  const last = stages.findLastIndex((stage) => !stage.hook && stage.handlers.length > 0)
  stages.forEach((stage, index) => {
    for (const handler of stage.handlers) {
      const before = method === 'middleware' || index !== last || handler.outer || takesErrors(evaluator, form, handler)
      const name = before ? `middleware ${route ?? nameOf(evaluator, handler)}` : form.kind === 'request' ? `${route === undefined ? callee.name : answers} ${label ?? ''}`.trim() : `${form.kind} ${label ?? callee.name}`
      found.entries.push({
        ...entry(source, framework, form, handler, name, at, answers === 'middleware' ? undefined : answers),
        middleware: before,
        before: [...stages.flatMap((it, position) => (it.hook || position < index ? [it.value] : [])), ...handler.through],
        ...(receiver.types && { types: receiver.types }), ...eachOf(evaluator, form, handler),
        registered: { node: id, owner: source.functionOf(id), router: routerKey(receiver), route: hasPrefix(evaluator, receiver) ? undefined : route },
      })
    }
  })
}

function fromFunction(evaluator: Evaluator, source: Source, id: NodeId, forms: readonly Form<EntryByFunction>[], found: Found): void {
  const node = source.node(id)
  if (node.kind !== 'call' && node.kind !== 'new') return
  for (const value of optionsOf(evaluator.value(source, node.callee))) {
    const name = value.kind === 'library-function' ? value.name : value.kind === 'library-class' ? value.type : undefined
    const library = value.kind === 'library-function' || value.kind === 'library-class' ? value.library : undefined
    const match = name === undefined ? undefined : forms.find(({ framework, form }) => framework.name === library && own(form.functions, name))
    if (!match || name === undefined) continue
    const { framework, form } = match
    const callee = source.node(node.callee)
    const at = { path: source.path, start: callee.start, end: callee.end }
    const label = textOf(evaluator, source, node.arguments[0]) ?? nameAround(source, id)
    for (const stage of stagesOf(evaluator, source, node.arguments.slice(form.from), form)) {
      for (const handler of stage.handlers) {
        found.entries.push({
          ...entry(source, framework, form, handler, `${form.kind} ${label ?? nameOf(evaluator, handler)}`, at, form.functions[name]),
          middleware: stage.hook || form.kind === 'middleware' || handler.outer === true, before: handler.through,
        })
      }
    }
  }
}

/** The arguments that are, or hold, functions; lists are taken apart, options objects searched for the form's properties. */
function stagesOf(evaluator: Evaluator, source: Source, given: readonly NodeId[], form: Pick<EntryByCall, 'property' | 'before'>): Stage[] {
  return given.flatMap((argument): Stage[] => {
    const node = source.node(argument)
    if (node.kind === 'text' || node.kind === 'template') return []
    if (node.kind === 'array') return stagesOf(evaluator, source, node.elements, form)
    if (node.kind === 'spread') return stagesOf(evaluator, source, [node.value], form)
    if (node.kind === 'cast') return stagesOf(evaluator, source, [node.value], form)
    if (node.kind === 'object') return inOptions(evaluator, source, argument, form)
    const value = evaluator.value(source, argument)
    const place = value.kind === 'object' ? evaluator.world.source(value.path) : undefined
    if (place && value.kind === 'object') return stagesOf(evaluator, place, [value.node], form)
    return value.kind === 'literal' ? [] : [{ value, handlers: handlersIn(evaluator, source, value, argument), hook: false }]
  })
}

function inOptions(evaluator: Evaluator, source: Source, id: NodeId, form: Pick<EntryByCall, 'property' | 'before'>): Stage[] {
  return source.as(id, 'object')!.properties.flatMap((property) => {
    if (property.key === undefined || property.value < 0) return []
    const hook = form.before?.includes(property.key) ?? false
    if (!hook && property.key !== form.property) return []
    return stagesOf(evaluator, source, [property.value], {}).map((stage) => ({ ...stage, hook }))
  })
}

const optionsIn = (source: Source, given: readonly NodeId[]): NodeId | undefined => given.find((argument) => source.node(argument).kind === 'object')

const propertyIn = (source: Source, object: NodeId | undefined, name: string | undefined): NodeId | undefined =>
  object === undefined || name === undefined ? undefined : source.as(object, 'object')?.properties.find((it) => it.key === name)?.value

function textOf(evaluator: Evaluator, source: Source, id: NodeId | undefined): string | undefined {
  const value = id === undefined || id < 0 ? undefined : evaluator.value(source, id)
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
}

/** An address: other texts in its place are names of hooks, settings, queues. */
function routeOf(evaluator: Evaluator, source: Source, id: NodeId | undefined): string | undefined {
  const text = textOf(evaluator, source, id)
  return text !== undefined && /^[/*]/.test(text) ? text : undefined
}

/** `list: procedure.query(…)`, `const list = procedure.query(…)`: the name that the reader gave it. */
function nameAround(source: Source, id: NodeId): string | undefined {
  const parent = source.node(source.node(id).parent)
  if (parent.kind === 'object') return parent.properties.find((it) => it.value === id)?.key
  return parent.kind === 'declare' && parent.bindings[0] !== undefined ? source.facts.bindings[parent.bindings[0]]!.name : undefined
}

const isRouter = (value: Value, receiver: LibraryValue): boolean => value.kind === 'library' && value.library === receiver.library && value.type === receiver.type

/** A router that was made with arguments may stand below an address that they say. */
function hasPrefix(evaluator: Evaluator, receiver: LibraryValue): boolean {
  const made = receiver.made && evaluator.world.source(receiver.made.path)?.node(receiver.made.node)
  return (made?.kind === 'call' || made?.kind === 'new') && made.arguments.length > 0
}

const mountsItsResult = (evaluator: Evaluator, source: Source, callee: NodeId): boolean =>
  optionsOf(evaluator.value(source, callee)).some((value) => value.kind === 'library-function' && value.fact.mountsAt !== undefined)

const takesErrors = (evaluator: Evaluator, form: EntryByCall, handler: Wrapped): boolean =>
  form.errorParameters !== undefined && (evaluator.world.source(handler.path)?.as(handler.node, 'function')?.parameters.length ?? 0) >= form.errorParameters

const nameOf = (evaluator: Evaluator, handler: Wrapped): string => evaluator.world.source(handler.path)?.as(handler.node, 'function')?.name || 'handler'

/** For a form that is called for each element: the reader's name for it. */
function eachOf(evaluator: Evaluator, form: EntryByCall, handler: Wrapped): Pick<FoundEntry, 'each'> {
  if (typeof form.each !== 'number') return {}
  const source = evaluator.world.source(handler.path)
  const parameter = source?.as(handler.node, 'function')?.parameters[form.each]
  const binding = parameter === undefined ? -1 : source?.as(parameter, 'parameter')?.binding ?? -1
  return { each: { element: binding < 0 ? 'parent' : source!.facts.bindings[binding]!.name, parameter: form.each } }
}
