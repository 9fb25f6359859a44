/** Queries that are only built to be used inside another one: nobody waits for them, so they ask nobody. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls, chainEnd, firstLink, heldBy } from './chains.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf, type Value } from './values.ts'

interface Query { evaluator: Evaluator; source: Source; library: string }

/** `id` is the call with which a chain of building steps begins. */
export function isSubquery(evaluator: Evaluator, source: Source, id: NodeId, library: string): boolean {
  const query: Query = { evaluator, source, library }
  const end = chainEnd(source, id)
  return isNamedPart(source, id) || isHandedOn(query, end) || isKeptForAnother(query, end, new Set())
}

/** `….as('latest')`: a subquery by its name. */
function isNamedPart(source: Source, id: NodeId): boolean {
  return chainCalls(source, id).some((call) => call !== id && source.as(source.as(call, 'call')!.callee, 'member')?.name === 'as')
}

function isHandedOn({ evaluator, source, library }: Query, end: NodeId): boolean {
  const parent = source.node(source.node(end).parent)
  // sql`select … where ${sql`id = 1`}`
  if (parent.kind === 'tagged') return optionsOf(evaluator.value(source, parent.tag)).some((value) => value.kind === 'library' || value.kind === 'library-function' || value.kind === 'package')
  if (parent.kind !== 'call' || parent.callee === end) return false
  const callee = source.as(parent.callee, 'member')
  const object = callee && source.as(callee.object, 'name')
  if (object && object.binding < 0 && object.name === 'Promise') return false
  return optionsOf(evaluator.value(source, parent.callee)).some((value) => takesQueries(evaluator, value, library))
}

/** What another library is handed (`fromPromise(db.select()…)`) is run there; a package of which nothing is known may build with it. */
function takesQueries({ world }: Evaluator, value: Value, library: string): boolean {
  if (value.kind === 'package') return true
  if (value.kind !== 'library-function') return false
  const over = (name: string): readonly string[] => [name, ...world.knowledge.library(name)?.over ?? []]
  return over(value.library).includes(library) || over(library).includes(value.library)
}

/** A name that is only built further and then handed on: `let newest = db.select()…; newest = newest.limit(1); exists(newest)`. */
function isKeptForAnother(query: Query, end: NodeId, seen: Set<BindingId>): boolean {
  const { source } = query
  const binding = heldBy(source, end)
  if (binding === undefined) return false
  if (seen.has(binding)) return true
  seen.add(binding)
  const uses = source.usesOf(binding).filter((use) => source.as(source.node(use).parent, 'assign')?.target !== use)
  let handedOn = false
  for (const use of uses) {
    const link = firstLink(source, use)
    const whole = link === undefined ? use : chainEnd(source, link)
    if (link !== undefined && isNamedPart(source, use)) handedOn = true
    else if (isHandedOn(query, whole)) handedOn = true
    else if (!isKeptForAnother(query, whole, seen)) return false
  }
  return handedOn
}
