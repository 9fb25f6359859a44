/** What `new` runs and means, for classes of the workspace and of libraries. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Evaluator } from './evaluate.ts'
import type { Meaning } from '../sites.ts'
import { optionsOf, type Value } from './values.ts'

interface ClassKey { path: string; node: NodeId }

/** Longer chains of base classes are not followed. */
const deepestBase = 8

/** The initialisers of fields, which belong to the class itself, and the constructor; those of its bases too. */
export function constructorsOf(evaluator: Evaluator, { path, node: id }: ClassKey, depth = 0): ClassKey[] {
  const source = evaluator.world.source(path)
  const node = source?.as(id, 'class')
  if (!source || !node || depth > deepestBase) return []
  const found = node.members.some((member) => member.kind === 'field' && !member.static && member.value >= 0) ? [{ path, node: id }] : []
  const constructor = node.members.find((member) => member.kind === 'constructor')
  if (constructor) found.push({ path, node: constructor.value })
  const bases = node.extends < 0 ? [] : optionsOf(evaluator.value(source, node.extends))
  return [...found, ...bases.flatMap((base) => (base.kind === 'class' ? constructorsOf(evaluator, base, depth + 1) : []))]
}

/** `class Database extends PrismaClient`: making one makes a client. */
export function baseMeaning(evaluator: Evaluator, { path, node }: ClassKey, depth = 0): Meaning | undefined {
  const source = evaluator.world.source(path)
  const base = source?.as(node, 'class')?.extends ?? -1
  if (!source || base < 0 || depth > deepestBase) return undefined
  for (const option of optionsOf(evaluator.value(source, base))) {
    const found = option.kind === 'library-class' ? constructing(evaluator, option) : option.kind === 'class' ? baseMeaning(evaluator, option, depth + 1) : undefined
    if (found) return found
  }
  return undefined
}

export function constructing(evaluator: Evaluator, value: Extract<Value, { kind: 'library-class' }>): Meaning | undefined {
  const fact = value.making ?? evaluator.world.knowledge.type(value.library, value.type)?.new
  return fact && { library: value.library, name: `new ${value.type}`, fact, receiver: undefined, subject: undefined }
}
