/** A lookup by an object whose condition is built by a helper, taken apart: `findFirst({ where: eq(users.id, post.authorId) })`. */
import type { About, Reached } from '../rule.ts'
import type { ObjectQuery } from '../batching/object-query.ts'
import { conditionsIn } from '../batching/builder-chain.ts'
import { conditionHelpers } from '../batching/condition-helpers.ts'
import { isSteady, plainKeyAt, perItem } from '../batching/per-item.ts'
import { isPlainObject, propertyOf } from '../code/code.ts'
import { listFacts } from '../code/types.ts'

/** Undefined where anything but the key is asked for: further conditions are written in another way inside of a relation. */
export function helperQuery(reached: Reached, about: About): ObjectQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'helper') return undefined
  const item = perItem(reached)
  const call = item && item.source.as(item.query, 'call')
  const method = call && item.source.as(call.callee, 'member')
  if (!item || !call || !method || method.optional || call.optional || call.types || call.arguments.length !== many.argument + 1) return undefined
  const { source } = item
  const argumentId = call.arguments[many.argument]!
  const argument = source.as(argumentId, 'object')
  if (!isPlainObject(argument)) return undefined
  const helpers = conditionHelpers(source, about, many.package)
  const isHelper = (at: number): boolean => helpers.nameAt(at) !== undefined
  const wishes = argument.properties.filter(({ key }) => key !== many.where)
  const where = propertyOf(argument, many.where)
  const [varying, ...others] = (where && conditionsIn(item, many, where.value, helpers)) ?? []
  const equals = where && varying === where.value && others.length === 0 ? source.as(where.value, 'call') : undefined
  const column = equals && source.as(equals.arguments[0]!, 'member')
  const key = equals && plainKeyAt(item, equals.arguments[1]!)
  if (!where || !column || !key || wishes.some(({ value }) => !isSteady(item, value, isHelper))) return undefined
  const condition = { ...where, key: column.name }
  return {
    item, method, key, client: source.as(method.object, 'member')?.object ?? method.object, conditions: [condition], condition, others: [], compound: undefined, whereId: argumentId, wishes, wishesId: argumentId,
    list: listFacts(source, item.list), callDoubts: () => [],
    // No row has a key that is null.
    many: { ...many, style: 'object', operators: [], emptyKey: 'finds-nothing' },
  }
}
