/** Properties that do something when they are read: getters, and relations that are loaded lazily. */
import type { ClassMember, NodeId } from '../../../rules/kit/facts.ts'
import type { Call } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import type { Meaning } from '../sites.ts'
import { optionsOf, type Value } from './values.ts'
import { subtreeEnd } from '../world.ts'

/** What reading a property runs, or asks a library for. */
export interface Accessor { targets: { path: string; node: NodeId }[]; meaning: Meaning | undefined }

/** The names of all such properties: few expressions have one of them. */
export function accessorNames(evaluator: Evaluator): ReadonlySet<string> {
  const { world } = evaluator
  return world.memo.ask<ReadonlySet<string>>(world.accessors, () => {
    world.readFiles()
    return new Set(world.paths().flatMap((path) => namesIn(evaluator, path)))
  }, new Set(), (before, after) => print(before) === print(after))
}

function namesIn(evaluator: Evaluator, path: string): readonly string[] {
  return evaluator.world.memo.ask<readonly string[]>(evaluator.world.slots(path).accessors, () => {
    const source = evaluator.world.source(path)
    return source ? [...gettersIn(source), ...lazyIn(evaluator, source)] : []
  }, [], (before, after) => before.join() === after.join())
}

const print = (names: ReadonlySet<string>): string => [...names].sort().join()

function gettersIn(source: Source): string[] {
  return source.ofKind('function').flatMap((id) => {
    const node = source.as(id, 'function')!
    return node.how === 'get' && node.body >= 0 && node.name !== '' && calls(source, id) ? [node.name] : []
  })
}

function calls(source: Source, id: NodeId): boolean {
  for (let at = id, end = subtreeEnd(source, id); at < end; at++) if (source.node(at).kind === 'call' || source.node(at).kind === 'member') return true
  return false
}

function lazyIn(evaluator: Evaluator, source: Source): string[] {
  return source.ofKind('class').flatMap((id) =>
    source.as(id, 'class')!.members.flatMap((member) => (member.kind === 'field' && member.decorators && lazyFact(evaluator, source, member) ? [member.name] : [])))
}

/** `@ManyToOne(() => User) author: Promise<User>`. */
function lazyFact(evaluator: Evaluator, source: Source, member: ClassMember): { library: string; fact: Call } | undefined {
  const type = member.type < 0 ? undefined : source.as(member.type, 'type-name')
  if (!type) return undefined
  for (const decorator of member.decorators ?? []) {
    const callee = source.as(decorator.value, 'call')?.callee ?? decorator.value
    for (const value of optionsOf(evaluator.value(source, callee))) {
      const said = value.kind === 'library-function' ? value.fact.decorates : undefined
      if (value.kind !== 'library-function' || said?.what !== 'relation' || said.lazy !== type.name.join('.')) continue
      return { library: value.library, fact: { does: 'query', rows: said.relation.endsWith('-many') ? 'many' : 'one', ofRelation: true } }
    }
  }
  return undefined
}

/** What reading `object.name` does. */
export function accessorAt(evaluator: Evaluator, source: Source, id: NodeId): Accessor | undefined {
  const member = source.as(id, 'member')!
  if (source.as(member.parent, 'assign')?.target === id) return undefined
  for (const option of optionsOf(evaluator.value(source, member.object))) {
    const found = declared(evaluator, option, member.name)
    const place = found && evaluator.world.source(found.path)
    if (!found || !place) continue
    if (found.member.kind === 'get') return { targets: [{ path: found.path, node: found.member.value }], meaning: undefined }
    const lazy = lazyFact(evaluator, place, found.member)
    if (lazy) return { targets: [], meaning: { ...lazy, name: member.name, receiver: undefined, subject: undefined } }
  }
  return undefined
}

function declared(evaluator: Evaluator, value: Value, name: string, depth = 0): { path: string; member: ClassMember } | undefined {
  if ((value.kind !== 'instance' && value.kind !== 'class' && value.kind !== 'object') || depth > 8) return undefined
  const source = evaluator.world.source(value.path)
  if (!source) return undefined
  const getter = source.as(value.node, 'object')?.properties.find((it) => it.key === name && it.method === 'get')
  if (getter) return { path: value.path, member: { name, kind: 'get', static: false, value: getter.value, type: -1, start: getter.start, end: getter.end } }
  const node = source.as(value.node, 'class')
  if (!node) return undefined
  const member = node.members.find((it) => it.name === name && it.static === (value.kind === 'class') && (it.kind === 'get' || it.kind === 'field'))
  if (member) return { path: value.path, member }
  if (node.extends < 0) return undefined
  for (const base of optionsOf(evaluator.value(source, node.extends))) {
    const found = base.kind === 'class' ? declared(evaluator, value.kind === 'class' ? base : { ...base, kind: 'instance' }, name, depth + 1) : undefined
    if (found) return found
  }
  return undefined
}
