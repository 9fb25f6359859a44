/**
 * What the workspace puts on the objects of a framework: `app.locals.db = …`, `fastify.decorate('db', db)`, and the
 * types that it declares for that: `declare module 'fastify' { interface FastifyInstance { db: Pool } }`.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { typeValue } from './type-values.ts'
import { isKnown, optionsOf, union, unknown, type LibraryValue, type Value } from './values.ts'

/** An assignment, a call that puts something there, or the declared type of an interface that is added to. */
interface Place { path: string; node: NodeId }

/** More places than this tell nothing more about what a member is. */
const mostPlaces = 4

export function putMember(evaluator: Evaluator, value: LibraryValue, name: string): Value {
  const { world } = evaluator
  const type = world.knowledge.type(value.library, value.type)
  if (!type?.holds) return unknown
  const declared = union((type.names ?? []).flatMap((it) => allPlaces(evaluator).get(`${it}.${name}`) ?? []).map((place) => declaredAt(evaluator, place, name)))
  if (isKnown(declared)) return declared
  return union((allPlaces(evaluator).get(name) ?? []).map(({ path, node }): Value => {
    const source = world.source(path)
    const put = source && putAt(evaluator, source, node)
    return put && put.on.some((it) => it.library === value.library && it.type === value.type) ? evaluator.value(source, put.value) : unknown
  }))
}

function declaredAt(evaluator: Evaluator, { path, node }: Place, name: string): Value {
  const source = evaluator.world.source(path)
  const property = source?.as(node, 'type-object')?.properties.find((it) => it.key === name)
  return source && property ? typeValue(evaluator, source, property.value) : unknown
}

/** What is put on which of a library's types. */
function putAt(evaluator: Evaluator, source: Source, id: NodeId): { on: { library: string; type: string }[]; value: NodeId } | undefined {
  const { knowledge } = evaluator.world
  const assign = source.as(id, 'assign')
  const target = assign && source.as(assign.target, 'member')
  if (assign && target) return { on: optionsOf(evaluator.value(source, target.object)).flatMap((it) => (it.kind === 'library' ? [it] : [])), value: assign.value }
  const call = source.as(id, 'call')
  for (const option of call ? optionsOf(evaluator.value(source, call.callee)) : []) {
    const puts = option.kind === 'library-function' ? option.fact.puts : undefined
    const library = option.kind === 'library-function' ? knowledge.library(option.library) : undefined
    if (puts && library && call!.arguments[puts.value] !== undefined) return { on: [knowledge.typeReference(library, puts.on)], value: call!.arguments[puts.value]! }
  }
  return undefined
}

function allPlaces(evaluator: Evaluator): ReadonlyMap<string, Place[]> {
  const { world } = evaluator
  return world.memo.ask<ReadonlyMap<string, Place[]>>(world.puts, () => {
    world.readFiles()
    const all = new Map<string, Place[]>()
    for (const path of world.paths()) {
      for (const [name, node] of placesIn(evaluator, path)) {
        const list = all.get(name)
        if (!list) all.set(name, [{ path, node }])
        else if (list.length < mostPlaces) list.push({ path, node })
      }
    }
    return all
  }, new Map(), (before, after) => print([...before]) === print([...after]))
}

function placesIn(evaluator: Evaluator, path: string): readonly (readonly [string, NodeId])[] {
  const { world } = evaluator
  return world.memo.ask<readonly (readonly [string, NodeId])[]>(world.slots(path).puts, () => {
    const source = world.source(path)
    return source ? [...assignedIn(source), ...calledIn(evaluator, source), ...declaredIn(evaluator, source)] : []
  }, [], (before, after) => print(before) === print(after))
}

/** `req.db = …`, `app.locals.db = …`: something is kept there that somebody made. */
function assignedIn(source: Source): (readonly [string, NodeId])[] {
  return source.ofKind('assign').flatMap((id) => {
    const assign = source.as(id, 'assign')!
    const target = source.as(assign.target, 'member')
    if (!target || !['name', 'call', 'new', 'await', 'member'].includes(source.node(assign.value).kind)) return []
    const object = source.as(source.as(target.object, 'member')?.object ?? target.object, 'name')
    const binding = object && object.binding >= 0 ? source.facts.bindings[object.binding] : undefined
    return binding && binding.kind !== 'import' ? [[target.name, id] as const] : []
  })
}

function calledIn(evaluator: Evaluator, source: Source): (readonly [string, NodeId])[] {
  return source.ofKind('call').flatMap((id) => {
    const call = source.as(id, 'call')!
    const position = evaluator.puttingNames.get(source.as(call.callee, 'member')?.name ?? '')
    const name = position === undefined ? undefined : source.as(call.arguments[position] ?? -1, 'text')
    return name ? [[name.value, id] as const] : []
  })
}

/** `declare global { namespace Express { interface Request { db: Pool } } }`. */
function declaredIn(evaluator: Evaluator, source: Source): (readonly [string, NodeId])[] {
  return source.facts.bindings.flatMap((binding) => {
    const object = binding.kind === 'interface' && evaluator.holdingNames.has(binding.name) ? source.as(binding.type, 'type-object') : undefined
    if (!object || source.node(source.node(object.parent).parent)?.kind !== 'block') return []
    return object.properties.flatMap((it) => (it.key === undefined ? [] : [[`${binding.name}.${it.key}`, binding.type] as const]))
  })
}

const print = (value: unknown): string => JSON.stringify(value)
