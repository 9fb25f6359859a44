/** What a relation leads to: a model told by its value, or by its name. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { SchemaWords } from '../../../rules/kit/definitions.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import type { DraftRelation } from './in-file.ts'
import { namesAt, optionIn, resultOf, textAt, type Spot } from './reading.ts'
import { optionsOf, type Value } from '../values/values.ts'

/** `key` where it is proven which definition is meant. */
export interface Target { key?: string; name?: string }

/** The identity of a model: the class, or the call that made it. */
export function keyOfValue(value: Value): string | undefined {
  if (value.kind === 'class' || value.kind === 'instance') return `${value.path}:${value.node}`
  return value.kind === 'library' && value.defined ? `${value.defined.path}:${value.defined.node}` : undefined
}

/** `() => User`, `User`, `'User'`, `models.User`, `User.name`. */
export function targetAt(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): Target | undefined {
  if (id < 0 || depth > 6) return undefined
  const node = source.node(id)
  if (node.kind === 'function') return targetAt(evaluator, source, resultOf(source, id), depth + 1)
  if (node.kind === 'array') return node.elements[0] === undefined ? undefined : targetAt(evaluator, source, node.elements[0], depth + 1)
  if (node.kind === 'cast') return targetAt(evaluator, source, node.value, depth + 1)
  if (node.kind === 'text') return { name: node.value }
  for (const value of optionsOf(evaluator.value(source, id))) {
    const key = keyOfValue(value)
    if (key !== undefined) return { key }
    if (value.kind === 'literal' && typeof value.value === 'string') return { name: value.value }
  }
  // The name of a class, or one of `models`.
  if (node.kind === 'member') return node.name === 'name' ? targetAt(evaluator, source, node.object, depth + 1) : { name: node.name }
  return node.kind === 'name' ? { name: node.name } : undefined
}

/** `() => users.id`, `{ model: 'users', key: 'id' }`, `'User'`, `() => User`. */
export function referenceAt(evaluator: Evaluator, source: Source, id: NodeId): { target: Target; field: string | undefined } | undefined {
  if (id < 0) return undefined
  const node = source.node(id)
  if (node.kind === 'function') return referenceAt(evaluator, source, resultOf(source, id))
  if (node.kind === 'cast') return referenceAt(evaluator, source, node.value)
  if (node.kind === 'object') {
    const model = optionIn(evaluator, { source, id }, ['model'])
    const target = model && targetAt(evaluator, model.source, model.id)
    return target && { target, field: textAt(evaluator, optionIn(evaluator, { source, id }, ['key'])) }
  }
  if (node.kind === 'member' && node.name !== 'name') {
    const target = targetAt(evaluator, source, node.object)
    if (target?.key !== undefined) return { target, field: node.name }
  }
  const target = targetAt(evaluator, source, id)
  return target && { target, field: undefined }
}

/** `one(users, { fields: […], references: […] })`, `() => p.manyToOne(User)`, `{ type: 'many-to-one', target: 'User' }`. */
export function relationIn(evaluator: Evaluator, source: Source, id: NodeId, on: string, words: SchemaWords): DraftRelation | undefined {
  const { relation } = words
  if (!relation || id < 0) return undefined
  const start = source.as(id, 'function') ? resultOf(source, id) : id
  const node = start < 0 ? undefined : source.node(start)
  if (node?.kind === 'object') return relationInOptions(evaluator, { source, id: start }, on, words)
  for (let at = start; at >= 0;) {
    const call = source.as(at, 'call')
    if (!call) return undefined
    const callee = source.node(call.callee)
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : ''
    const kind = relation.kinds?.[name]
    const isOne = relation.one?.includes(name) || kind === 'many-to-one' || kind === 'one-to-one'
    if (isOne || kind || relation.many?.includes(name)) {
      const target = call.arguments[0] === undefined ? undefined : targetAt(evaluator, source, call.arguments[0])
      if (!target) return undefined
      const options = call.arguments[1] === undefined ? undefined : { source, id: call.arguments[1] }
      const fields = listIn(evaluator, options, relation.fields)
      const references = listIn(evaluator, options, relation.references)
      const known = textAt(evaluator, optionIn(evaluator, options, relation.name))
      return {
        on, target, kind: kind ?? (isOne ? fields ? 'many-to-one' : 'one-to-one' : 'one-to-many'), owner: fields !== undefined || kind === 'many-to-one',
        ...(fields && { fields }), ...(references && { references }), ...(known !== undefined && { name: known }),
      }
    }
    at = callee.kind === 'member' ? callee.object : -1
  }
  return undefined
}

function relationInOptions(evaluator: Evaluator, spot: Spot, on: string, words: SchemaWords): DraftRelation | undefined {
  const kind = textAt(evaluator, optionIn(evaluator, spot, ['type', 'kind']))
  const named = optionIn(evaluator, spot, words.relation?.target)
  const target = named && targetAt(evaluator, named.source, named.id)
  if (!target || (kind !== 'many-to-one' && kind !== 'one-to-one' && kind !== 'one-to-many' && kind !== 'many-to-many')) return undefined
  const back = textAt(evaluator, optionIn(evaluator, spot, words.relation?.back))
  return { on, kind, target, owner: kind === 'many-to-one' || (kind === 'one-to-one' && back === undefined), ...(back !== undefined && { back }) }
}

const listIn = (evaluator: Evaluator, spot: Spot | undefined, names: readonly string[] | undefined): string[] | undefined => {
  const found = optionIn(evaluator, spot, names)
  return found && namesAt(evaluator, found.source, found.id)
}
