/** Reads that follow each other though none needs another: statements that can wait for all of them at once. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Routine, Step } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, chainOf, isPure, rootOf, spanOf, stepsOf, usesOf, within } from './code.ts'
import { isTouched } from './order.ts'

/** `const posts = await …`, whose whole work is to read. */
export interface Reading { step: Step; statement: NodeId; declare: NodeOf<'declare'>; value: NodeId }

/** Readings of one list of statements that need nothing of each other, and where they can stand together. */
export interface Independent { readings: Reading[]; at: 'first' | 'last' }

/** In the order of the text; each reading belongs to one group. */
export function independentIn(routine: Routine): Independent[] {
  const readings = routine.steps.flatMap((step) => readingOf(routine.source, step) ?? [])
  const groups: Independent[] = []
  for (let index = 0; index < readings.length; index++) {
    const group = groupFrom(routine.source, readings.slice(index))
    if (group.readings.length < 2) continue
    groups.push(group)
    index += group.readings.length - 1
  }
  return groups
}

/** A handle that came from a caller may be one of a transaction. */
const handles = /^(tx|trx|t|transaction|manager|em|entityManager|client|session|conn|connection|qr|queryRunner|runner)$/i
const handleKeys = new Set(['transaction', 'session', 'transacting'])
/** Whether the caller may go on at all: what follows is only asked for those who may. */
const gates = /^(require|assert|ensure|check|verify|authori[sz]e|authenticate|guard|validate|protect|can[A-Z])|session|auth(?!or)|permission|currentUser|viewer/i

function readingOf(source: Source, step: Step): Reading | undefined {
  const waiting = waitedRead(source, step)
  const statement = waiting === undefined ? undefined : source.node(waiting).parent
  const declare = statement === undefined ? undefined : source.as(statement, 'declare')
  if (statement === undefined || !declare || declare.value !== waiting || !isOneOfAKind(source, declare)) return undefined
  return { step, statement, declare, value: source.as(waiting, 'await')!.value }
}

/** The `await` of a step that does nothing but read, asks on no handle and guards nothing. */
export function waitedRead(source: Source, step: Step): NodeId | undefined {
  if (step.repetitions.length > 0 || step.transaction || !step.proven || source.node(step.node).kind === 'jsx') return undefined
  if (step.behind.length === 0 || !step.behind.every(({ call }) => call.effect === 'query' && !call.oneAtATime) || !step.reads) return undefined
  if (gates.test(step.name.split('.').at(-1)!)) return undefined
  const chain = chainOf(source, step.node)
  const waiting = source.node(chain).parent
  return source.as(waiting, 'await') && !hasHandle(source, step, chain) ? waiting : undefined
}

/** One declarator in a statement of a block. */
function isOneOfAKind(source: Source, { statementStart, parent }: NodeOf<'declare'>): boolean {
  const holder = source.node(parent)
  return holder.kind === 'block' && holder.body.filter((id) => source.as(id, 'declare')?.statementStart === statementStart).length === 1
}

function hasHandle(source: Source, step: Step, chain: NodeId): boolean {
  const root = bindingOf(source, rootOf(source, chain))
  // A parameter that is itself the client.
  if (root?.kind === 'parameter' && root.path.length === 0 && step.call && handles.test(root.name)) return true
  return [...within(source, chain)].some((at) => {
    const node = source.node(at)
    // `connection.getRepository(ctx, Product)`: what the caller hands over may hold a transaction.
    if (node.kind === 'call' && step.call && source.contains(step.node, at) && at !== step.node && node.arguments.some((it) => bindingOf(source, rootOf(source, it))?.kind === 'parameter' && isReceiver(source, at))) return true
    if (node.kind === 'object') return node.properties.some(({ key }) => key !== undefined && handleKeys.has(key))
    if (node.kind === 'member') return handleKeys.has(node.name)
    const call = source.as(node.parent, 'call')
    return node.kind === 'name' && call !== undefined && call.arguments.includes(at) && handles.test(node.name)
  })
}

const isReceiver = (source: Source, call: NodeId): boolean => source.as(source.node(call).parent, 'member')?.object === call

function groupFrom(source: Source, readings: readonly Reading[]): Independent {
  const [first, ...others] = readings
  const group: Independent = { readings: [first!], at: 'first' }
  for (const reading of others) {
    if (reading.declare.parent !== first!.declare.parent) break
    const grown = joined(source, group.readings, reading)
    if (!grown) break
    group.readings.push(reading)
    group.at = grown
  }
  return group
}

/** Where all of them can stand together; undefined where something between them decides, waits or changes. */
function joined(source: Source, readings: readonly Reading[], next: Reading): Independent['at'] | undefined {
  const { body } = source.as(next.declare.parent, 'block')!
  const own = new Set([...readings, next].map(({ statement }) => statement))
  const between = body.slice(body.indexOf(readings[0]!.statement), body.indexOf(next.statement)).filter((id) => !own.has(id))
  if (!between.every((id) => isQuiet(source, id) || isOfFailure(source, id, readings))) return undefined
  if (readings.some(({ declare, step }) => uses(source, next.statement, declare.bindings) || areSame(step, next.step))) return undefined
  const made = between.flatMap((id) => source.as(id, 'declare')?.bindings ?? [])
  const { end } = spanOf(source, next.statement)
  const all = [...readings, next]
  // Nothing that they ask with may change while statements move.
  const isSteady = all.every(({ value }) => namesIn(source, value).every((name) => !isTouched(source, name, spanOf(source, readings[0]!.statement).start, end)))
  if (!isSteady) return undefined
  if (!all.some(({ statement }) => uses(source, statement, made))) return 'first'
  const isRead = between.some((id) => all.some(({ declare }) => uses(source, id, declare.bindings)))
  return isRead ? undefined : 'last'
}

/** What asks the same need not be asked together, but once. */
export function areSame(one: Step, other: Step): boolean {
  const asked = new Set(one.behind.flatMap(({ question }) => [...question?.forms.keys() ?? []]))
  return other.behind.some(({ question }) => [...question?.forms.keys() ?? []].some((text) => asked.has(text)))
}

/** A constant made of what is there already, or a line for the log. */
function isQuiet(source: Source, id: NodeId): boolean {
  const declare = source.as(id, 'declare')
  if (declare) return declare.value >= 0 && isPure(source, declare.value, (at) => isWorkedOut(source, at))
  const call = source.as(source.as(id, 'expression')?.value ?? -1, 'call')
  const isLog = call && stepsOf(source, call.callee)?.[0] === 'console'
  return isLog === true && call.arguments.every((it) => isPure(source, it))
}

const walking = new Set(['map', 'filter', 'reduce', 'flatMap', 'some', 'every', 'find', 'includes', 'slice', 'join', 'toFixed', 'getTime', 'toISOString', 'getFullYear', 'getMonth', 'getDate'])
const parts = new Set(['function', 'parameter', 'block', 'return', 'declare'])

/** `new Date()`, `Math.round(…)`, `orders.reduce((sum, { total }) => sum + total, 0)`. */
function isWorkedOut(source: Source, at: NodeId): boolean {
  const node = source.node(at)
  if (node.kind === 'function') return !node.async && !node.generator
  if (node.kind === 'new') return stepsOf(source, node.callee)?.join('.') === 'Date'
  if (node.kind !== 'call') return parts.has(node.kind)
  const callee = source.as(node.callee, 'member')
  return callee !== undefined && (stepsOf(source, callee.object)?.join('.') === 'Math' || walking.has(callee.name))
}

/** `if (error) throw error`: it asks whether the reading itself went wrong, and decides nothing else. */
function isOfFailure(source: Source, id: NodeId, readings: readonly Reading[]): boolean {
  const node = source.as(id, 'if')
  const test = node && node.otherwise < 0 ? source.as(node.test, 'name') : undefined
  const binding = test && source.facts.bindings[test.binding]
  if (!node || !binding || binding.path.join('.') !== 'error' || !readings.some(({ declare }) => declare.bindings.includes(test.binding))) return false
  const block = source.as(node.then, 'block')
  const last = block ? block.body.at(-1)! : node.then
  return (!block || block.body.length === 1) && ['throw', 'return'].includes(source.node(last).kind)
}

const namesIn = (source: Source, id: NodeId): number[] =>
  [id, ...within(source, id)].flatMap((at) => source.as(at, 'name')?.binding ?? []).filter((binding) => binding >= 0)

function uses(source: Source, id: NodeId, bindings: readonly number[]): boolean {
  return bindings.some((binding) => usesOf(source, binding).some((use) => source.contains(id, use)))
}
