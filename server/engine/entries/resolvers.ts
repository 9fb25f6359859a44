/** Field resolvers: functions in maps of types and fields, which nobody is seen to call. */
import type { EntryByFields, EntryByMap, Framework } from '../../../rules/kit/framework.ts'
import type { NodeId, Property } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { entry, type FoundEntry } from './entries.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { own } from '../knowledge.ts'
import { isPackageUsed } from '../packages/packages.ts'
import { baseNameOf } from '../packages/paths.ts'
import { calledName, calledWith } from '../values/called.ts'
import type { Surroundings } from '../surroundings.ts'
import { optionsOf, type Value } from '../values/values.ts'

/** The resolvers that a file shows to be some, its own or another file's. */
export function resolversIn(evaluator: Evaluator, path: string): readonly FoundEntry[] {
  return evaluator.world.memo.ask<readonly FoundEntry[]>(evaluator.world.slots(path).resolvers, () => {
    const source = evaluator.world.source(path)
    return source ? evaluator.world.knowledge.frameworks.flatMap((framework) => ofFramework(evaluator, source, framework)) : none
  }, none, (before, after) => print(before) === print(after))
}

/** Whether a function is a resolver by what any file shows. */
export function resolverAt(evaluator: Evaluator, path: string, node: NodeId): FoundEntry | undefined {
  if (!usesResolvers(evaluator)) return undefined
  const { world } = evaluator
  const all = world.memo.ask<ReadonlyMap<string, FoundEntry>>(world.resolvers, () => {
    world.readFiles()
    return new Map(world.paths().flatMap((at) => resolversIn(evaluator, at).map((found) => [keyOf(found.handler), found] as const)))
  }, new Map(), (before, after) => print([...before.values()]) === print([...after.values()]))
  return all.get(keyOf({ path, node }))
}

const none: readonly FoundEntry[] = []
const keyOf = ({ path, node }: { path: string; node: NodeId }): string => `${node} ${path}`
const print = (found: readonly FoundEntry[]): string => found.map(({ handler, name }) => `${keyOf(handler)} ${name}`).join()

const hasMaps = (framework: Framework): boolean => framework.entries.some((form) => form.by === 'map' || form.by === 'fields')

/** Asked for many functions, and the same for as long as no package.json changes. */
const usedIn = new WeakMap<Surroundings, boolean>()

function usesResolvers({ world: { knowledge, surroundings } }: Evaluator): boolean {
  let used = usedIn.get(surroundings)
  if (used === undefined) usedIn.set(surroundings, (used = knowledge.frameworks.some((framework) => hasMaps(framework) && isPackageUsed(surroundings, framework.packages))))
  return used
}

interface Reading<F = EntryByMap | EntryByFields> { evaluator: Evaluator; source: Source; framework: Framework; form: F; found: Map<string, FoundEntry> }

function ofFramework(evaluator: Evaluator, source: Source, framework: Framework): FoundEntry[] {
  if (!hasMaps(framework) || !isPackageUsed(evaluator.world.surroundings, framework.packages)) return []
  const found = new Map<string, FoundEntry>()
  for (const form of framework.entries) {
    if (form.by === 'map') ofMaps({ evaluator, source, framework, form, found })
    if (form.by === 'fields') ofTypes({ evaluator, source, framework, form, found })
  }
  return [...found.values()]
}

function ofMaps(reading: Reading<EntryByMap>): void {
  const { evaluator, source, framework, form } = reading
  for (const id of source.calls) {
    const property = own(form.functions, calledName(source, source.as(id, 'call')?.callee ?? source.as(id, 'new')!.callee))
    if (property === undefined || calledWith(evaluator, source, id, framework) === undefined) continue
    const given = (source.as(id, 'call') ?? source.as(id, 'new'))!.arguments
    for (const argument of property === '' ? given : given.slice(0, 1)) {
      const inside = property === '' ? { source, node: argument } : propertyOf(evaluator, source, argument, property)
      if (inside) wholeMap(reading, inside.source, inside.node)
    }
  }
  // Nobody may be seen to take the map: then its annotation, its name or its file says what it is.
  for (const id of source.ofKind('declare')) {
    const node = source.as(id, 'declare')!
    const binding = node.pattern || source.functionOf(id) !== 0 ? undefined : source.facts.bindings[node.bindings[0]!]
    if (!binding || node.value < 0) continue
    const type = annotationOf(source, node.type, node.value)
    if (type && form.maps.includes(type)) wholeMap(reading, source, node.value)
    else if (type?.endsWith(form.fields)) oneType(reading, source, node.value, type.slice(0, -form.fields.length))
    else if (binding.name.toLowerCase().endsWith(form.named) || hasRoots(source, node.value, form)) wholeMap(reading, source, node.value, true)
  }
  const isTheirs = baseNameOf(source.path).toLowerCase().includes(form.named.replace(/s$/, '')) || source.path.toLowerCase().includes(`/${form.named}/`)
  for (const fact of source.facts.exports) if (fact.value >= 0 && (isTheirs || hasRoots(source, fact.value, form))) wholeMap(reading, source, fact.value, true)
}

/** `const resolvers: Resolvers = …`, `… satisfies Resolvers`. */
function annotationOf(source: Source, type: NodeId, value: NodeId): string | undefined {
  const declared = type >= 0 ? type : source.as(value, 'cast')?.type ?? -1
  return declared < 0 ? undefined : source.as(declared, 'type-name')?.name.at(-1)
}

function hasRoots(source: Source, id: NodeId, form: EntryByMap): boolean {
  const value = source.as(id, 'cast')?.value ?? id
  return source.as(value, 'object')?.properties.some((it) => it.key !== undefined && form.roots.includes(it.key)) ?? false
}

/** All types of a map: an object, a list of such, or what is merged from them. `named`: only its name says that it is one. */
function wholeMap(reading: Reading<EntryByMap>, source: Source, id: NodeId, named = false, depth = 0): void {
  if (depth > 8) return
  const node = source.node(id)
  const inner = (place: Source, at: NodeId): void => wholeMap(reading, place, at, named, depth + 1)
  if (node.kind === 'cast' || node.kind === 'spread' || node.kind === 'await') return inner(source, node.value)
  if (node.kind === 'array') return node.elements.forEach((it) => inner(source, it))
  if (node.kind === 'object') {
    for (const property of node.properties) {
      if (property.spread) inner(source, property.value)
      else if (property.key !== undefined && property.value >= 0 && /^[A-Z_]/.test(property.key)) oneType(reading, source, property.value, property.key)
    }
    return
  }
  const places = placesOf(reading.evaluator, source, id)
  if (places.length) for (const place of places) inner(place.source, place.node)
  // `merge(posts, users)`
  else if (node.kind === 'call') for (const argument of node.arguments) inner(source, argument)
}

/** The object and array literals that an expression stands for. */
function placesOf(evaluator: Evaluator, source: Source, id: NodeId): { source: Source; node: NodeId }[] {
  return optionsOf(evaluator.value(source, id)).flatMap((value) => {
    const place = value.kind === 'object' && (value.node !== id || value.path !== source.path) ? evaluator.world.source(value.path) : undefined
    return place && value.kind === 'object' ? [{ source: place, node: value.node }] : []
  })
}

/** The fields of one type. */
function oneType(reading: Reading, source: Source, id: NodeId, type: string, depth = 0): void {
  if (depth > 6) return
  const node = source.node(id)
  if (node.kind === 'cast' || node.kind === 'spread') return oneType(reading, source, node.value, type, depth + 1)
  if (node.kind !== 'object') {
    for (const place of placesOf(reading.evaluator, source, id)) oneType(reading, place.source, place.node, type, depth + 1)
    return
  }
  for (const property of node.properties) {
    if (property.spread) oneType(reading, source, property.value, type, depth + 1)
    else if (property.key !== undefined && property.value >= 0 && !(property.key.startsWith('__') && property.key !== '__resolveReference')) field(reading, source, property, `${type}.${property.key}`, type)
  }
}

/** One field: a function, or an object with one. */
function field(reading: Reading, source: Source, property: Property, name: string, type: string): void {
  const { evaluator, framework, form, found } = reading
  for (const value of optionsOf(evaluator.value(source, property.value))) {
    const functions = value.kind === 'object' ? form.resolve.flatMap((it) => optionsOf(evaluator.member(value, it))) : [value]
    for (const it of functions) add(it)
  }

  function add(value: Value): void {
    if (value.kind !== 'function') return
    const isRoot = form.roots.includes(type)
    const handler = { path: value.path, node: value.node }
    if (found.has(keyOf(handler))) return
    found.set(keyOf(handler), {
      ...entry(source, framework, form, handler, `${form.kind} ${name}`, { path: source.path, start: property.start, end: property.start + (property.key?.length ?? 1) }, 'POST'),
      ...(!isRoot && typeof form.each === 'number' && { each: { element: type, parameter: form.each } }),
    })
  }
}

/** `new GraphQLObjectType({ name: 'Post', fields: () => ({ … }) })`. */
function ofTypes(reading: Reading<EntryByFields>): void {
  const { evaluator, source, framework, form } = reading
  for (const id of source.calls) {
    const node = (source.as(id, 'call') ?? source.as(id, 'new'))!
    if (!form.functions.includes(calledName(source, node.callee)) || calledWith(evaluator, source, id, framework) === undefined || !node.arguments.length) continue
    const fields = propertyOf(evaluator, source, node.arguments[0]!, form.fields)
    const name = propertyOf(evaluator, source, node.arguments[0]!, form.name)
    const text = name && evaluator.value(name.source, name.node)
    if (!fields) continue
    const made = evaluator.value(fields.source, fields.node)
    const objects = made.kind === 'function' ? optionsOf(evaluator.returned(made)) : [made]
    for (const value of objects) {
      const place = value.kind === 'object' ? evaluator.world.source(value.path) : undefined
      if (place && value.kind === 'object') oneType(reading, place, value.node, text?.kind === 'literal' ? String(text.value) : 'parent')
    }
  }
}

/** The property of an options object, written on the spot or elsewhere. */
function propertyOf(evaluator: Evaluator, source: Source, id: NodeId, name: string): { source: Source; node: NodeId } | undefined {
  const own = source.as(id, 'object')
  if (!own) {
    const [place] = placesOf(evaluator, source, id)
    return place && propertyOf(evaluator, place.source, place.node, name)
  }
  const property = own.properties.findLast((it) => it.key === name && it.value >= 0)
  return property && { source, node: property.value }
}
