/** Repetitions that may not ask a database again and again: loaded before, in memory, each at another place, only a few. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Guard } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainEnd } from '../values/chains.ts'
import { rootsOf } from './dependence.ts'
import { decisionsAround } from '../routines/conditions.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { linksOf } from '../links.ts'
import type { Meaning, Site } from '../sites.ts'
import { listNames } from './chunks.ts'
import { isRegistry } from './registries.ts'
import type { Turn } from './turns.ts'
import { optionsOf, type Value } from '../values/values.ts'
import { subtreeEnd } from '../world.ts'

export function doubtsOf(evaluator: Evaluator, source: Source, site: Site, turn: Turn, meaning: Meaning): Guard[] {
  const doubts: Guard[] = []
  if (meaning.fact.ofRelation) doubts.push(...loadedBefore(evaluator, source, site, turn))
  else if (site.meaning && onAnotherClient(evaluator, source, site, turn)) doubts.push('other-client')
  if (site.meaning && meaning.fact.rows === 'one' && remembers(evaluator, meaning)) doubts.push(...rememberedBefore(evaluator, source, site, turn, meaning))
  if (turn.repetition.kind === 'resolver' && givesWhatIsThere(source, site, turn)) doubts.push('perhaps-loaded')
  if (turn.list >= 0 && optionsOf(evaluator.value(source, turn.list)).some((it) => it.kind === 'library' && evaluator.world.knowledge.type(it.library, it.type)?.messages)) doubts.push('message')
  if (turn.list >= 0 && isRegistry(source, turn.list)) doubts.push('bounded')
  else if (turn.list >= 0 && (isFromForm(source, turn.list) || isOfRegistry(source, turn.list))) doubts.push('few')
  else if (isOneOfKinds(source, site, turn)) doubts.push('few')
  return doubts
}

/** The query that gave the list may have loaded the relation along: then asking for it asks nobody. */
function loadedBefore(evaluator: Evaluator, source: Source, site: Site, turn: Turn): Guard[] {
  const node = source.node(site.node)
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  const relation = node.kind === 'member' ? node.name : callee && source.as(callee.object, 'member')?.name
  const list = turn.list < 0 || relation === undefined ? undefined : optionsOf(evaluator.value(source, turn.list)).find((it) => it.kind === 'array' && it.origin !== undefined)
  const place = list?.kind === 'array' && list.origin ? evaluator.world.source(list.origin.path) : undefined
  if (!place || list?.kind !== 'array' || !list.origin) return ['perhaps-loaded']
  const whole = chainEnd(place, list.origin.node)
  for (let at = whole, end = subtreeEnd(place, whole); at < end; at++) {
    const part = place.node(at)
    if (part.kind === 'text' && part.value.split('.').includes(relation!)) return ['loaded']
    if (part.kind === 'object' && part.properties.some((it) => it.key === relation && place.as(it.value, 'literal')?.value !== false)) return ['loaded']
  }
  return []
}

/** `if (post.author) return post.author`, `post.author ?? load(…)`: only what its object came without is asked for. */
function givesWhatIsThere(source: Source, site: Site, turn: Turn): boolean {
  const isPart = (id: NodeId): boolean => {
    const node = id < 0 ? undefined : source.node(id)
    if (node?.kind === 'cast' || node?.kind === 'await') return isPart(node.value)
    const object = node?.kind === 'member' ? source.as(node.object, 'name') : undefined
    return object !== undefined && turn.elements.includes(object.binding)
  }
  for (let at = turn.node + 1; at < site.node; at++) {
    const node = source.node(at)
    if (node.kind === 'return' && isPart(node.value) && source.enclosing(at, 'if') !== undefined) return true
    const holds = subtreeEnd(source, at) > site.node
    if (holds && node.kind === 'binary' && (node.operator === '??' || node.operator === '||') && isPart(node.left)) return true
    if (holds && node.kind === 'conditional' && (isPart(node.then) || isPart(node.otherwise))) return true
  }
  return false
}

/** `clientOf(tenant).order.count()`: each turn asks another database. */
function onAnotherClient(evaluator: Evaluator, source: Source, site: Site, turn: Turn): boolean {
  const node = source.node(site.node)
  const callee = node.kind === 'tagged' ? node.tag : node.kind === 'call' ? node.callee : -1
  let client = callee
  for (let member = source.as(client, 'member'); member; member = source.as(client, 'member')) client = member.object
  if (client === callee && source.node(callee).kind === 'name' && node.kind === 'call') return false
  if (!rootsOf(source, site, [client]).turns.has(site.turns.indexOf(turn))) return false
  return optionsOf(evaluator.value(source, client)).some((value) => value.kind === 'library' && !evaluator.world.knowledge.isRow(value.library, value.type))
}

const remembers = (evaluator: Evaluator, { receiver }: Meaning): boolean =>
  receiver !== undefined && evaluator.world.knowledge.type(receiver.library, receiver.type)?.remembers === true

/** A unit of work gives a row it has loaded before: the list is of such rows, or a query before the turns has loaded them by a list of keys. */
function rememberedBefore(evaluator: Evaluator, source: Source, site: Site, turn: Turn, { subject }: Meaning): Guard[] {
  const before = (linksOf(evaluator, source.path)?.sites.get(site.owner) ?? []).filter((it) =>
    it.node < turn.node && it.meaning?.fact.rows === 'many' && it.meaning.subject === subject && subject !== undefined && remembers(evaluator, it.meaning))
  if (before.some((it) => it.turns.every((outer) => site.turns.includes(outer)) && listNames(source, it).size > 0)) return ['loaded']
  const isListed = turn.list >= 0 && optionsOf(evaluator.element(evaluator.value(source, turn.list))).some((row) => row.kind === 'instance' && nameOf(evaluator, row) === subject)
  return isListed || before.length > 0 ? ['identified'] : []
}

const nameOf = (evaluator: Evaluator, row: Extract<Value, { kind: 'instance' }>): string | undefined =>
  evaluator.world.source(row.path)?.as(row.node, 'class')?.name

/** `switch (step.kind) { case 'mail': … }`: each element goes one of several ways, and only some go this one. */
function isOneOfKinds(source: Source, site: Site, turn: Turn): boolean {
  return decisionsAround(source, site.node, turn.node).some(({ test, wanted }) =>
    typeof wanted === 'object' && rootsOf(source, site, [test]).turns.has(site.turns.indexOf(turn)))
}

/** `Object.values(this.jobs)`, filtered or not: what the code itself has registered does not grow with its data. */
function isOfRegistry(source: Source, id: NodeId): boolean {
  const call = source.as(id, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!call || !callee) return false
  const object = source.as(callee.object, 'name')
  if (object?.name !== 'Object' || object.binding >= 0) return ['filter', 'map', 'sort'].includes(callee.name) && isOfRegistry(source, callee.object)
  const field = source.as(call.arguments[0] ?? -1, 'member')
  return field !== undefined && source.node(field.object).kind === 'this'
}

/** The files of a form or of an upload: `form.getAll('files')`, `req.files`. */
function isFromForm(source: Source, id: NodeId, depth = 0): boolean {
  if (id < 0 || depth > 6) return false
  const node = source.node(id)
  if (node.kind === 'cast' || node.kind === 'await' || node.kind === 'spread') return isFromForm(source, node.value, depth + 1)
  if (node.kind === 'binary') return isFromForm(source, node.left, depth + 1)
  if (node.kind === 'member') return node.name === 'files' && ['req', 'request', 'ctx', 'context', 'c'].includes(source.as(node.object, 'name')?.name ?? '')
  if (node.kind === 'call') {
    const callee = source.as(node.callee, 'member')
    return callee !== undefined && (callee.name === 'getAll' || isFromForm(source, callee.object, depth + 1) || node.arguments.some((it) => source.node(it).kind !== 'function' && isFromForm(source, it, depth + 1)))
  }
  const binding = node.kind === 'name' && node.binding >= 0 ? source.facts.bindings[node.binding] : undefined
  const parameter = binding && binding.value >= 0 ? source.as(binding.value, 'parameter') : undefined
  if (parameter) return parameter.decorators?.some((it) => source.as(source.as(it.value, 'call')?.callee ?? it.value, 'name')?.name === 'UploadedFiles') ?? false
  return binding?.kind === 'const' && binding.path.length === 0 && isFromForm(source, binding.value, depth + 1)
}
