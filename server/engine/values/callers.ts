/**
 * What untyped parameters are given, by the calls of their function: those of plain JavaScript, and those that are
 * declared as `any`.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { calledName } from './called.ts'
import { requiredFolder } from './folders.ts'
import { folderOf } from '../packages/paths.ts'
import { classify } from '../entries/classify.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf, union, unknown, type Value } from './values.ts'

interface Place { path: string; call: NodeId }

/** More calls than this tell nothing more about what a function is given. */
const mostPlaces = 4

/** What the parameter at a position is given by those who call the function by its name. */
export function givenByCallers(evaluator: Evaluator, source: Source, functionId: NodeId, index: number): Value {
  const node = source.as(functionId, 'function')
  const names = namesFor(source, functionId)
  if (names.length === 0 || !isUntyped(source, node!.parameters[index] ?? -1)) return unknown
  const all = allCalls(evaluator)
  return union(names.flatMap((name) => all.get(name) ?? []).map(({ path, call }): Value => {
    const place = evaluator.world.source(path)
    const made = place?.as(call, 'call') ?? place?.as(call, 'new')
    const argument = made?.arguments[index]
    if (!place || !made || argument === undefined || !callsIt(evaluator, place, made.callee, source.path, functionId, node!.how === 'constructor' ? node!.parent : -1)) return unknown
    const value = evaluator.value(place, argument)
    return value.kind === 'parameter' && value.path === source.path && value.function === functionId ? unknown : value
  }))
}

function callsIt(evaluator: Evaluator, place: Source, callee: NodeId, path: string, functionId: NodeId, classId: NodeId): boolean {
  const folder = requiredFolder(place, callee)
  if (folder !== undefined) return folder === folderOf(path)
  if (place.node(callee).kind === 'super') return callsIt(evaluator, place, baseOf(place, callee), path, functionId, classId)
  return callee >= 0 && optionsOf(evaluator.value(place, callee)).some((value) =>
    (value.kind === 'function' && value.path === path && value.node === functionId) || (value.kind === 'class' && value.path === path && value.node === classId))
}

/** The class that `super` stands for. */
const baseOf = (source: Source, id: NodeId): NodeId => source.as(source.enclosing(id, 'class') ?? -1, 'class')?.extends ?? -1

/** The names by which a function is called: a constructor by its class's, the file's own function by any. */
function namesFor(source: Source, id: NodeId): string[] {
  const own = source.as(id, 'function')
  const called = own?.how === 'constructor' ? own.parent : id
  const name = (source.as(called, 'class') ?? own)?.name
  const isWhole = source.exportsNamed('default').some((it) => it.value === called || (it.binding >= 0 && source.facts.bindings[it.binding]!.value === called))
  return [...name ? [name] : [], ...isWhole ? [ofFile(source.path), ofFolder(folderOf(source.path))] : []]
}

const ofFile = (path: string): string => `${path} `
const ofFolder = (folder: string): string => `${folder}/ `

function isUntyped(source: Source, id: NodeId): boolean {
  const type = source.as(id, 'parameter')?.type ?? -1
  return type < 0 || source.as(type, 'type-other')?.word === 'any'
}

/** Names of functions outside of plain JavaScript that take something untyped: few, so that few calls need to be noted. */
function untypedNames(evaluator: Evaluator): ReadonlySet<string> {
  const { world } = evaluator
  return world.memo.ask<ReadonlySet<string>>(world.untyped, () => {
    world.readFiles()
    return new Set([...world.paths()].flatMap((path) => untypedIn(evaluator, path)))
  }, new Set(), (before, after) => print([...before]) === print([...after]))
}

function untypedIn(evaluator: Evaluator, path: string): readonly string[] {
  const { world } = evaluator
  return world.memo.ask<readonly string[]>(world.slots(path).untyped, () => {
    const source = world.source(path)
    if (!source || isPlain(source)) return []
    const names = source.ofKind('function').flatMap((id) => {
      return source.as(id, 'function')!.parameters.some((it) => isUntyped(source, it)) ? namesFor(source, id) : []
    })
    return [...new Set(names)]
  }, [], (before, after) => print(before) === print(after))
}

const isPlain = (source: Source): boolean => source.facts.language === 'js' || source.facts.language === 'jsx'

function allCalls(evaluator: Evaluator): ReadonlyMap<string, Place[]> {
  const { world } = evaluator
  return world.memo.ask<ReadonlyMap<string, Place[]>>(world.callers, () => {
    world.readFiles()
    const all = new Map<string, Place[]>()
    for (const path of world.paths()) {
      for (const [name, call] of callsIn(evaluator, path)) {
        const list = all.get(name)
        if (!list) all.set(name, [{ path, call }])
        else if (list.length < mostPlaces) list.push({ path, call })
      }
    }
    return all
  }, new Map(), (before, after) => print([...before]) === print([...after]))
}

/** Calls with a name among their arguments: those that can hand on something that is known. */
function callsIn(evaluator: Evaluator, path: string): readonly (readonly [string, NodeId])[] {
  const { world } = evaluator
  return world.memo.ask<readonly (readonly [string, NodeId])[]>(world.slots(path).callers, () => {
    const source = world.source(path)
    // What a test hands over says little of what the function gets.
    if (!source || classify(path, source.facts) === 'test') return []
    const wanted = isPlain(source) ? undefined : untypedNames(evaluator)
    return source.calls.flatMap((call) => {
      const node = (source.as(call, 'call') ?? source.as(call, 'new'))!
      const handsOn = node.arguments.some((it) => ['name', 'member', 'this', 'new', 'object'].includes(source.node(it).kind))
      const callee = source.node(node.callee).kind === 'super' ? baseOf(source, node.callee) : node.callee
      const names = handsOn && callee >= 0 ? [calledName(source, callee), wholeOf(evaluator, source, callee)] : []
      return names.flatMap((name) => (name === '' || name === 'require' || wanted?.has(name) === false ? [] : [[name, call] as const]))
    })
  }, [], (before, after) => print(before) === print(after))
}

/** `require('./users')(db)`, `makeUsers(db)`: calls of what a file exports as a whole, by that file. */
function wholeOf(evaluator: Evaluator, source: Source, callee: NodeId): string {
  const folder = requiredFolder(source, callee)
  if (folder !== undefined) return ofFolder(folder)
  const name = source.as(callee, 'name')
  const index = name && name.binding >= 0 ? source.facts.bindings[name.binding]!.import : -1
  const fact = index < 0 ? undefined : source.facts.imports[index]!
  const required = source.as(callee, 'call')
  const from = fact ? (fact.name === 'default' || (fact.name === '*' && fact.require) ? fact.from : undefined)
    : required && source.as(required.callee, 'name')?.name === 'require' ? source.as(required.arguments[0] ?? -1, 'text')?.value : undefined
  const resolution = from === undefined ? undefined : evaluator.world.resolve(source.path, from)
  return resolution?.kind === 'file' ? ofFile(resolution.path) : ''
}

const print = (value: unknown): string => JSON.stringify(value)
