/** How long a list is that a function is handed, as far as all calls of the function show it. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Context } from '../call-subject.ts'
import { classify } from '../entries/classify.ts'
import { parameterAt } from '../routines/conditions.ts'
import { boundOf } from './bounds.ts'

/** More calls than this are not all looked at. */
const mostCallers = 40
const deepest = 2
const sameLength = new Set(['map', 'filter', 'sort', 'reverse', 'toSorted', 'toReversed', 'entries', 'keys', 'values', 'slice'])

/** Undefined where the list is no parameter, where the world outside calls the function, or where a call hands over something of unknown length. */
export function boundByCallers(context: Context, source: Source, owner: NodeId, list: NodeId, depth = 0): number | undefined {
  const place = list < 0 || source.node(owner)?.kind !== 'function' ? undefined : parameterAt(source, wholeOf(source, list), owner)
  if (!place) return undefined
  const key = { path: source.path, node: owner }
  if (context.graph.reaches.isEntry(key)) return undefined
  const callers = context.graph.reaches.callersOf(key).filter((it) => !isTest(context, it.path))
  if (callers.length === 0 || callers.length > mostCallers) return undefined
  let most = 0
  for (const { path, site, owner: from } of callers) {
    const caller = context.evaluator.world.peek(path)
    const call = caller?.as(site.node, 'call') ?? caller?.as(site.node, 'new')
    const given = caller && call && !call.arguments.some((it) => caller.node(it).kind === 'spread') ? atPath(caller, call.arguments[place.parameter], place.path) : undefined
    if (!caller || given === undefined) return undefined
    const bound = isEmpty(caller, given) ? 0 : boundOf(context.evaluator, caller, given) ?? (depth < deepest ? boundByCallers(context, caller, from, given, depth + 1) : undefined)
    if (bound === undefined) return undefined
    most = Math.max(most, bound)
  }
  return most
}

/** What a test hands over is as short as it likes. */
function isTest({ evaluator }: Context, path: string): boolean {
  const source = evaluator.world.peek(path)
  return source !== undefined && classify(path, source.facts) === 'test'
}

/** The list that another one of the same length, or of less, is made from. */
function wholeOf(source: Source, id: NodeId): NodeId {
  const node = source.node(id)
  if (node.kind === 'cast' || node.kind === 'await') return wholeOf(source, node.value)
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  if (!callee) return id
  const object = source.as(callee.object, 'name')
  if (object && object.binding < 0 && (object.name === 'Object' || object.name === 'Array')) {
    const [argument] = source.as(id, 'call')!.arguments
    return argument === undefined ? id : wholeOf(source, argument)
  }
  return sameLength.has(callee.name) ? wholeOf(source, callee.object) : id
}

function atPath(source: Source, id: NodeId | undefined, path: readonly string[]): NodeId | undefined {
  const [first, ...rest] = path
  if (id === undefined || first === undefined) return id
  const property = source.as(id, 'object')?.properties.find((it) => it.key === first)
  return property && property.value >= 0 ? atPath(source, property.value, rest) : undefined
}

const isEmpty = (source: Source, id: NodeId): boolean => source.as(id, 'array')?.elements.length === 0
