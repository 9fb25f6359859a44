/** What happens before what in a function, and what happens in between. */
import type { BindingId, NodeId } from '../facts.ts'
import type { Step } from '../rule.ts'
import type { Source } from '../source.ts'
import { rootOf, stepsOf, usesOf, within } from './code.ts'

const isLogical = (operator: string): boolean => operator === '&&' || operator === '||' || operator === '??'

/** Whether `first` has always been evaluated when `second` is, and neither stands for the other in a branch. */
export function alwaysBefore(source: Source, first: NodeId, second: NodeId): boolean {
  if (source.node(first).start >= source.node(second).start && !source.contains(second, first)) return false
  let child = first
  for (const at of source.outwards(source.node(first).parent)) {
    const holdsBoth = at === 0 || source.contains(at, second)
    if (!runsWith(source, at, child, holdsBoth ? second : undefined)) return false
    if (holdsBoth) return true
    child = at
  }
  return false
}

/** Whether what stands in `child` runs whenever `at` does; where `at` holds `second` too, whether it then runs before that. */
function runsWith(source: Source, at: NodeId, child: NodeId, second: NodeId | undefined): boolean {
  const node = source.node(at)
  switch (node.kind) {
    case 'if': case 'conditional': return child === node.test
    case 'binary': return !isLogical(node.operator) || child === node.left
    case 'assign': return !node.operator.includes('?') && !node.operator.includes('|') && !node.operator.includes('&')
    case 'switch': return child === node.subject || (second !== undefined && node.cases.some(({ body }) => body.includes(child) && body.some((it) => source.contains(it, second))))
    // What failed may be tried again behind its `try`.
    case 'try': return child === node.block ? second === undefined ? node.catch < 0 : node.finally >= 0 && source.contains(node.finally, second) : child === node.finally
    case 'for-of': case 'for-in': return child === node.list
    case 'for': return node.init.includes(child)
    case 'while': return false
    case 'function': {
      // What is handed over may run never: `when(isWanted, () => load())`.
      const call = source.as(node.parent, 'call')
      return second !== undefined || (call !== undefined && (call.callee === at || source.as(call.callee, 'member')?.name === 'then'))
    }
    // `load().catch(() => load())`
    case 'call': return second === undefined || source.as(node.callee, 'member')?.name !== 'catch'
    default: return true
  }
}

const changing = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'set', 'add', 'delete', 'clear', 'append'])

/** Whether a name, or something inside of what it holds, gets a new value in a stretch of the text. */
export function isTouched(source: Source, binding: BindingId, start: number, end: number): boolean {
  const isInside = (id: NodeId): boolean => source.node(id).start >= start && source.node(id).end <= end
  if (source.facts.bindings[binding]!.assignments.some(isInside)) return true
  return usesOf(source, binding).some((use) => {
    if (!isInside(use)) return false
    let at = use
    for (;;) {
      const { parent } = source.node(at)
      const node = source.node(parent)
      if ((node.kind === 'member' || node.kind === 'index') && node.object === at) at = parent
      else if (node.kind === 'assign') return node.target === at && at !== use
      else if (node.kind === 'unary') return at !== use && ['++', '--', 'delete'].includes(node.operator)
      else if (node.kind === 'call' && node.callee === at) return at !== use && changing.has(source.as(at, 'member')?.name ?? '')
      else return node.kind === 'call' && node.arguments[0] === at && stepsOf(source, node.callee)?.join('.') === 'Object.assign'
    }
  })
}

const writing = /^(_?)(create|insert|update|upsert|save|set|put|patch|delete|remove|destroy|add|assign|attach|detach|sync|refresh|reset|mark|apply|ensure|grant|revoke|process|handle|run|execute|perform|next|callback|fn|mutate|increment|decrement|publish|archive|restore|register|complete|finish|cancel|approve|reject|transfer|charge|consume|claim|acquire|lock|wait|sleep|delay)/i

/** The first awaited call in a stretch of the text of which nothing is known, and whose name says that it changes something. */
export function unknownChange(source: Source, outer: NodeId, start: number, end: number, steps: readonly Step[]): string | undefined {
  const known = new Set(steps.map((step) => step.node))
  for (const at of within(source, outer)) {
    const node = source.node(at)
    if (node.kind !== 'await' || node.start < start || node.end > end) continue
    const call = source.as(node.value, 'call')
    const name = call && stepsOf(source, call.callee)
    const last = name?.at(-1) ?? (call ? source.as(call.callee, 'member')?.name : undefined)
    if (!call || last === undefined || isKnown(source, node.value, known)) continue
    if (writing.test(last)) return name?.join('.') ?? last
  }
  return undefined
}

/** The call, or one that its chain begins with, is among them. */
function isKnown(source: Source, id: NodeId, known: ReadonlySet<NodeId>): boolean {
  for (let at = id; ;) {
    if (known.has(at)) return true
    const node = source.node(at)
    if (node.kind === 'call') at = node.callee
    else if (node.kind === 'member') at = node.object
    else break
  }
  const root = source.as(rootOf(source, id), 'name')
  return root !== undefined && root.binding < 0 && (root.name === 'Promise' || root.name === 'console')
}

/** Awaited calls in a stretch of the text of which nothing is known. */
export function awaitedUnknown(source: Source, outer: NodeId, start: number, end: number, steps: readonly Step[]): string[] {
  const known = new Set(steps.map((step) => step.node))
  return [...within(source, outer)].flatMap((at) => {
    const node = source.node(at)
    if (node.kind !== 'await' || node.start < start || node.end > end || source.node(node.value).kind !== 'call' || isKnown(source, node.value, known)) return []
    return [stepsOf(source, source.as(node.value, 'call')!.callee)?.join('.') ?? 'what is awaited']
  })
}
