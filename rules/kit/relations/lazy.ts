/**
 * A relation that a row loads by itself where it is read, `await post.author`, or is told to load, `post.author.load()`: loaded
 * along with the list it asks nobody, and the code that reads it stays as it is.
 */
import type { Reached } from '../rule.ts'
import type { Along } from './populate.ts'
import { nameOfList, perItem } from '../batching/per-item.ts'
import { bindingOf, stepsOf } from '../code/code.ts'
import { listFacts } from '../code/types.ts'
import { inFile } from '../edits/offer.ts'
import { includeIn } from './include-target.ts'
import { isHidden } from './relations.ts'

export function lazyAlong(reached: Reached): Along | undefined {
  const { call, listed, routine } = reached
  const include = listed?.facts.include
  const item = call.facts.ofRelation && include && listed.library === call.library ? perItem(reached, 'reads') : undefined
  if (!item || !include || !listed || (include.onlyOne && call.facts.rows === 'many')) return undefined
  const { source, list, elements, query } = item
  const asked = source.as(query, 'call')
  const method = asked && source.as(asked.callee, 'member')
  if (asked && (!method || asked.arguments.length > 0 || asked.optional || method.optional)) return undefined
  const relation = source.as(method ? method.object : query, 'member')
  const element = relation && source.as(relation.object, 'name')
  if (!relation || !element || relation.optional || !elements.includes(element.binding) || bindingOf(source, relation.object)!.path.length > 0) return undefined

  const facts = listFacts(source, list)
  const binding = bindingOf(source, list)
  if (item.outer || facts.query !== listed.node || facts.way.length > 0 || listed.facts.rows !== 'many') return undefined
  // Rows under a declared type need not have the relation loaded.
  if (binding && (binding.type >= 0 || source.as(binding.value, 'await')?.value !== listed.node)) return undefined
  if (!isHidden({ item }, relation.name)) return undefined
  const target = includeIn(source, listed.node, include, { name: relation.name, field: undefined, isPlain: true, argument: () => 'true' })
  if (!target) return undefined
  const { end } = source.node(listed.node)
  const writes = routine.source !== source ? [] : routine.steps.filter(step => source.node(step.node).start > end
    && (source.node(step.node).end < source.node(query).start || source.contains(item.turn, step.node)) && step.behind.some(each => each.call.effect === 'write'))
  return {
    relation: relation.name, list: stepsOf(source, list) ? nameOfList(item) : 'the list',
    doubts: writes.map(step => `\`${step.name}\` does not change what is read`),
    edits: () => inFile(source, target()),
  }
}
