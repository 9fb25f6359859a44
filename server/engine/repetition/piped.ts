/** What a library's call with a callback goes through, and how many of its callbacks run at a time. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Call } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionState } from '../values/options.ts'
import { optionsOf, type LibraryFunction, type LibraryValue } from '../values/values.ts'

/** The list whose elements are piped into a call: `pipe(ids, map(load))`, `from(ids).pipe(mergeMap(load))`. */
export function pipedList(evaluator: Evaluator, source: Source, callId: NodeId): NodeId | undefined {
  const pipe = source.as(source.node(callId).parent, 'call')
  if (!pipe || pipe.callee === callId) return undefined
  const callee = source.as(pipe.callee, 'member')
  if (callee?.name !== 'pipe' || (pipe.arguments[0] !== callId && evaluator.value(source, pipe.callee).kind !== 'library-function')) {
    return pipe.arguments[0] === callId ? undefined : pipe.arguments[0]
  }
  for (const value of optionsOf(evaluator.value(source, callee.object))) {
    if (value.kind !== 'library' || value.made?.path !== source.path) continue
    const argument = evaluator.world.knowledge.type(value.library, value.type)?.elementsOf
    const list = argument === undefined ? undefined : source.as(value.made.node, 'call')?.arguments[argument]
    if (list !== undefined && isList(evaluator, source, list)) return list
  }
  return undefined
}

/** What a call gives may be one value that is still awaited; a name is taken for the list that it is used as. */
function isList(evaluator: Evaluator, source: Source, id: NodeId): boolean {
  const { kind } = source.node(id)
  return evaluator.value(source, id).kind === 'array' || kind === 'name' || kind === 'member' || kind === 'array'
}

/** Only a few callbacks at a time: by its nature, or by an option that is set. */
export function limitsConcurrency(evaluator: Evaluator, source: Source, callId: NodeId, value: LibraryFunction | LibraryValue, fact: Call): boolean {
  if (fact.limitsConcurrency) return true
  if (!fact.options?.concurrency) return false
  const meaning = { library: value.library, name: value.kind === 'library' ? value.type : value.name, fact, receiver: undefined, subject: undefined }
  const state = optionState(evaluator, source, callId, meaning, 'concurrency', undefined)
  return state.state === 'set' && typeof state.value === 'number'
}
