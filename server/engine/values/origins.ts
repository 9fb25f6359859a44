/** Where a name is declared: in its own file, or through imports and files that pass them on in another one. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'

/** `binding` is undefined for what a package exports, for whole modules and for exports without a name. */
export interface NameOrigin { path: string; binding: BindingId | undefined; name: string }

/** Longest way through files that pass a name on. */
const deepest = 8

export function originOf(evaluator: Evaluator, source: Source, id: BindingId, depth = 0): NameOrigin {
  const binding = source.facts.bindings[id]!
  if (binding.import < 0) return { path: source.path, binding: id, name: binding.name }
  const fact = source.facts.imports[binding.import]!
  return exported(evaluator, source, fact.from, fact.name, depth)
}

function exported(evaluator: Evaluator, source: Source, from: string, name: string, depth: number): NameOrigin {
  const resolution = evaluator.world.resolve(source.path, from)
  const target = resolution.kind === 'file' ? evaluator.world.peek(resolution.path) : undefined
  if (!target || name === '*' || depth > deepest) return { path: target?.path ?? from, binding: undefined, name }
  for (const fact of target.exportsNamed(name)) {
    if (fact.from !== undefined) return exported(evaluator, target, fact.from, fact.imported ?? name, depth + 1)
    if (fact.binding >= 0) return originOf(evaluator, target, fact.binding, depth + 1)
  }
  for (const { from: further } of name === 'default' ? [] : target.exportsNamed('*')) {
    const found = further === undefined ? undefined : exported(evaluator, target, further, name, depth + 1)
    if (found?.binding !== undefined) return found
  }
  return { path: target.path, binding: undefined, name }
}

/** `list.map(this.present.bind(this))`: the function is handed over, and called by somebody else. */
export const isBound = (source: Source, site: NodeId): boolean =>
  source.as(source.as(site, 'call')?.callee ?? -1, 'member')?.name === 'bind'

/** `(await cookies()).get('token')?.value` */
export function waits(source: Source, id: NodeId): boolean {
  for (let at = id, end = source.endOf(id); at < end; at++) if (source.node(at).kind === 'await') return true
  return false
}
