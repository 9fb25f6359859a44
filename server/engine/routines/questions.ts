/** What a call behind a step asks: which function with which arguments, which query with which. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Call, Question, QuestionForm } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { CallSubject, type Context } from '../call-subject.ts'
import { chainEnd } from '../values/chains.ts'
import { calleePlace } from '../graph.ts'
import { isBound, originOf } from '../values/origins.ts'
import { callsOfParameter } from '../values/parameters.ts'
import { Printer, type Frame } from './prints.ts'
import type { Site } from '../sites.ts'
import { keyOf, type FunctionKey, type Way } from '../summaries.ts'
import { optionsOf } from '../values/values.ts'
import { subtreeEnd } from '../world.ts'

/** The question of a library's own call in its function. */
export function directQuestion(context: Context, source: Source, site: Site): Question | undefined {
  const forms = new Map<string, QuestionForm>()
  return addCall(context, { source, owner: site.owner }, site, forms) && forms.size > 0
    ? { forms, remembered: isHandedToMemory(context, source, site.node, site.owner), after: [] } : undefined
}

/** The question that a way of `target` leads to, which the site calls. */
export function questionBehind(context: Context, source: Source, site: Site, target: FunctionKey, way: Way): Question | undefined {
  const forms = new Map<string, QuestionForm>()
  const after: Call[] = []
  let remembered = false
  let frame: Frame = { source, owner: site.owner }
  let at = site
  let callee = target
  let hops = way.hops
  let extended = false
  let deeper = forms
  for (;;) {
    extended ||= isExtended(frame.source, at.node)
    addFunction(context, frame, at, callee, way, deeper)
    const inside = context.evaluator.world.peek(callee.path)
    if (!inside) return undefined
    remembered ||= isWrapped(context, frame.source, at, inside, callee.node)
    frame = { source: inside, owner: callee.node, caller: { frame, site: at.node } }
    const next = nextSite(context, inside, callee, way, hops)
    if (!next) return undefined
    const reason = conditionOf(inside, next.site.node, callee.node)
    remembered ||= reason === 'more' || isHandedToMemory(context, inside, next.site.node, callee.node) || hasMemoryBeside(context, inside, callee, way, next.site)
    // With other arguments the function may not ask at all: only the same arguments make it the same question.
    if (reason === 'arguments') deeper = new Map()
    after.push(...writesBefore(context, inside, callee, next.site.node))
    at = next.site
    if (!next.target) {
      // What a function has begun to build, its callers may have gone on with.
      if (extended && at.meaning?.fact.builds && !isAwaited(inside, at.node)) return undefined
      // Where the query itself may differ, as with the time of day, equal arguments say nothing.
      return addCall(context, frame, at, deeper) && forms.size > 0 ? { forms, remembered, after } : undefined
    }
    callee = next.target
    hops = hops.slice(1)
  }
}

/** The site in a function by which a way goes on. */
function nextSite(context: Context, source: Source, owner: FunctionKey, way: Way, hops: Way['hops']): { site: Site; target: FunctionKey | undefined } | undefined {
  const sites = context.graph.links(owner.path)?.sites.get(owner.node) ?? []
  const [hop] = hops
  if (!hop) {
    const site = sites.find((it) => it.node === way.call.node && it.meaning)
    return site && { site, target: undefined }
  }
  for (const site of sites) {
    if (calleePlace(source, site.node).start !== hop.at.start) continue
    for (const target of site.targets) {
      const leads = context.graph.summaries.of(target).some((it) => keyOf(it.call) === keyOf(way.call) && it.hops.length === hops.length - 1)
      if (leads) return { site, target }
    }
  }
  return undefined
}

function libraryOf(context: Context, name: string): Printer | undefined {
  const library = context.evaluator.world.knowledge.library(name)
  return library && new Printer(context.evaluator, library)
}

function addFunction(context: Context, frame: Frame, site: Site, target: FunctionKey, way: Way, forms: Map<string, QuestionForm>): void {
  const printer = libraryOf(context, way.meaning.library)
  const node = frame.source.node(site.node)
  if (!printer || (node.kind !== 'call' && node.kind !== 'jsx') || isBound(frame.source, site.node)) return
  const member = node.kind === 'call' ? frame.source.as(node.callee, 'member') : undefined
  const receiver = member ? printer.receiver(frame, member.object) : ''
  const given = node.kind === 'call' ? printer.all(frame, node.arguments) : printer.attributes(frame, node.attributes)
  if (receiver === undefined || given === undefined || printer.local) return
  forms.set(`${keyOf(target)} ${receiver}(${given})`, { names: printer.names, objects: printer.objects, target })
}

const settling = new Set(['then', 'catch', 'finally'])

/** `base().where(…)` */
function isExtended(source: Source, id: NodeId): boolean {
  const { parent } = source.node(id)
  const member = source.as(parent, 'member')
  return member?.object === id && !settling.has(member.name) && source.as(member.parent, 'call')?.callee === parent
}

const isAwaited = (source: Source, id: NodeId): boolean => source.node(source.node(chainEnd(source, id)).parent).kind === 'await'

/** A query that is kept in a name to be built further is not yet asked. */
const isKept = (source: Source, id: NodeId): boolean => ['declare', 'assign'].includes(source.node(source.node(chainEnd(source, id)).parent).kind)

/** False where the call may ask something else each time. */
function addCall(context: Context, frame: Frame, site: Site, forms: Map<string, QuestionForm>): boolean {
  const printer = site.meaning && libraryOf(context, site.meaning.library)
  const text = printer && callText(printer, frame, site.node)
  if (text === undefined || (site.meaning!.fact.builds && isKept(frame.source, site.node))) return false
  if (!printer!.local) forms.set(text, { names: printer!.names, objects: printer!.objects, target: undefined })
  return true
}

/** The call with the whole chain that follows it. */
function callText(printer: Printer, frame: Frame, id: NodeId): string | undefined {
  const { source } = frame
  const node = source.node(id)
  if (node.kind === 'tagged') return printer.tagged(frame, node)
  if (node.kind !== 'call') return undefined
  const callee = source.as(node.callee, 'member')
  const receiver = printer.receiver(frame, callee ? callee.object : node.callee)
  const given = printer.all(frame, node.arguments)
  if (receiver === undefined || given === undefined) return undefined
  let text = `${receiver}${callee ? `.${callee.name}` : ''}(${given})`
  for (let at = id; ;) {
    const parent = source.node(at).parent
    const member = source.as(parent, 'member')
    const link = member?.object === at ? source.as(member.parent, 'call') : undefined
    if (!member || link?.callee !== parent || settling.has(member.name)) return text
    const further = printer.all(frame, link.arguments)
    if (further === undefined) return undefined
    text += `.${member.name}(${further})`
    at = member.parent
  }
}

/** What a function gives may be kept: it is wrapped, decorated or marked as cached. */
function isWrapped(context: Context, source: Source, site: Site, inside: Source, functionId: NodeId): boolean {
  const owner = inside.as(functionId, 'function')
  if (!owner) return true
  const parent = inside.node(owner.parent)
  if (parent.kind === 'call' && parent.arguments.includes(functionId)) return true
  if (owner.decorators?.length || memberDecorators(inside, functionId)) return true
  if ([...owner.directives, ...inside.facts.directives].some((it) => it.startsWith('use cache'))) return true
  const call = source.as(site.node, 'call')
  const name = call && source.as(call.callee, 'name')
  if (!name || name.binding < 0) return false
  const origin = originOf(context.evaluator, source, name.binding)
  const declared = origin.binding === undefined ? undefined : context.evaluator.world.peek(origin.path)
  const value = declared ? declared.facts.bindings[origin.binding!]!.value : -1
  return value >= 0 && declared!.node(value).kind === 'call'
}

/** Another way from the same function to the same query goes through a memory: `tx ? load(id, tx) : loadOnce(id)`. */
function hasMemoryBeside(context: Context, source: Source, owner: FunctionKey, way: Way, taken: Site): boolean {
  const sites = context.graph.links(owner.path)?.sites.get(owner.node) ?? []
  return sites.some((site) => site !== taken && site.targets.some((target) => {
    const inside = context.evaluator.world.peek(target.path)
    return inside !== undefined && isWrapped(context, source, site, inside, target.node)
      && context.graph.summaries.of(target).some((it) => keyOf(it.call) === keyOf(way.call))
  }))
}

/** `cache.get('settings', () => db.settings.findMany())`: handed to a function that calls it only where it has nothing kept. */
function isHandedToMemory(context: Context, source: Source, id: NodeId, owner: NodeId): boolean {
  for (const at of source.outwards(id)) {
    if (at === owner) return false
    const parent = source.node(source.node(at).parent)
    const position = source.node(at).kind === 'function' && parent?.kind === 'call' ? parent.arguments.indexOf(at) : -1
    if (parent?.kind !== 'call' || position < 0) continue
    const isKeeping = optionsOf(context.evaluator.value(source, parent.callee)).some((value) => {
      const place = value.kind === 'function' ? context.evaluator.world.peek(value.path) : undefined
      return place !== undefined && value.kind === 'function' && callsOfParameter(place, value.node, position).some((call) => conditionOf(place, call, value.node) === 'more')
    })
    if (isKeeping) return true
  }
  return false
}

function memberDecorators(source: Source, functionId: NodeId): boolean {
  const holder = source.as(source.node(functionId).parent, 'class')
  return holder?.members.some((it) => it.value === functionId && (it.decorators?.length ?? 0) > 0) ?? false
}

/**
 * What decides whether a function asks: nothing, its arguments, or more than them, so that it may give what it has
 * kept in a map, a field, a cache. Leaving with nothing (`if (!session) return null`) is no memory.
 */
function conditionOf(source: Source, id: NodeId, owner: NodeId): 'none' | 'arguments' | 'more' {
  let found: 'none' | 'arguments' = 'none'
  let child = id
  for (const at of source.outwards(source.node(id).parent)) {
    if (at === owner) return found
    for (const test of testsAt(source, at, child)) {
      if (test === undefined || !isOfArguments(source, test, owner)) return 'more'
      found = 'arguments'
    }
    child = at
  }
  return found
}

/** Expressions that decide at a node whether `child` runs; undefined for what is no expression. */
function testsAt(source: Source, at: NodeId, child: NodeId): (NodeId | undefined)[] {
  const node = source.node(at)
  if ((node.kind === 'if' || node.kind === 'conditional') && child !== node.test) return [node.test]
  if (node.kind === 'binary' && child === node.right && ['&&', '||', '??'].includes(node.operator)) return [node.left]
  if (node.kind === 'assign' && ['??=', '||=', '&&='].includes(node.operator)) return [undefined]
  if (node.kind === 'try' && child === node.catch) return [undefined]
  if (node.kind === 'block') return node.body.slice(0, node.body.indexOf(child)).flatMap((it) => givesInstead(source, it))
  return []
}

/** `if (known) return known`: the tests of what is given instead. */
function givesInstead(source: Source, statement: NodeId): (NodeId | undefined)[] {
  const tests: (NodeId | undefined)[] = []
  for (let at = statement, end = subtreeEnd(source, statement); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'function') at = subtreeEnd(source, at) - 1
    else if (node.kind === 'return' && node.value >= 0 && isSomething(source, node.value)) tests.push(source.as(source.enclosing(at, 'if') ?? -1, 'if')?.test)
  }
  return tests
}

function isSomething(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'literal') return false
  if (node.kind === 'array') return node.elements.length > 0
  if (node.kind === 'object') return node.properties.some((it) => it.value >= 0 && source.node(it.value).kind === 'name')
  return !(node.kind === 'name' && node.name === 'undefined')
}

/** Made of the function's own parameters and plain values. */
function isOfArguments(source: Source, id: NodeId, owner: NodeId): boolean {
  for (let at = id, end = subtreeEnd(source, id); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'call' || node.kind === 'await' || node.kind === 'this' || node.kind === 'new') return false
    if (node.kind !== 'name' || node.binding < 0) continue
    const binding = source.facts.bindings[node.binding]!
    if (binding.kind === 'parameter' && binding.value >= 0 && source.node(binding.value).parent === owner) continue
    if (binding.kind !== 'const' || binding.value < 0 || binding.function !== owner || source.node(binding.value).kind === 'parameter') return false
    // A loop's own name, or a name inside of its own value.
    if (source.contains(binding.value, at) || !isOfArguments(source, binding.value, owner)) return false
  }
  return true
}

function writesBefore(context: Context, source: Source, owner: FunctionKey, before: NodeId): Call[] {
  const found: Call[] = []
  for (const site of context.graph.links(owner.path)?.sites.get(owner.node) ?? []) {
    if (site.node >= before) continue
    if (site.meaning?.fact.does === 'write') found.push(new CallSubject(context, source, site.node, site.meaning, site.waited))
    for (const target of site.targets) {
      for (const way of context.graph.summaries.of(target)) {
        const place = way.effect === 'write' ? context.evaluator.world.peek(way.call.path) : undefined
        if (place) found.push(new CallSubject(context, place, way.call.node, way.meaning, way.waited))
      }
    }
  }
  return found
}
