/** Queries by an object whose condition is built by helpers: `findFirst({ where: eq(users.id, id) })`. */
import type { About, Reached } from '../rule.ts'
import { inPlace, type Batch } from './batch.ts'
import { conditionsIn, writesTo } from './by-builder.ts'
import { isPlainObject, propertyOf, stepsOf, within } from '../code/code.ts'
import { addProperty, breakUp, replaceNode } from '../edits/edit.ts'
import { conditionHelpers } from './condition-helpers.ts'
import { fieldOf, isMapKey, isUnique, modelOf } from '../relations/models.ts'
import { singular } from '../edits/names.ts'
import { anyKey } from './guarded-keys.ts'
import { ownRows } from './own-rows.ts'
import { isSteady, isTested, keyAt, nameOfList, perItem } from './per-item.ts'
import { disturbances, holdersOf, isUnseen } from '../code/results.ts'
import { isOwnKey, sharingDoubts } from './row-sharing.ts'
import { kindOfKey, walkedFacts } from '../code/types.ts'

export function batchByHelper(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'helper') return undefined
  const item = perItem(reached, 'reads')
  const call = item && item.source.as(item.query, 'call')
  const method = call && item.source.as(call.callee, 'member')
  if (!item || !call || !method || call.types || call.arguments.length !== many.argument + 1) return undefined
  const { source, query, lookup } = item
  const argumentId = call.arguments[many.argument]!
  const argument = source.as(argumentId, 'object')
  if (!isPlainObject(argument)) return undefined
  const helpers = conditionHelpers(source, about, many.package)
  const isHelper = (at: number) => helpers.nameAt(at) !== undefined
  const others = argument.properties.filter(({ key }) => key !== many.where)
  if (others.some(({ key, value }) => !many.keeps.includes(key!) || !isSteady(item, value, isHelper))) return undefined
  const conditions = conditionsIn(item, many, propertyOf(argument, many.where)?.value ?? -1, helpers)
  const condition = conditions?.length === 1 ? conditions[0] : undefined
  const equals = condition === undefined ? undefined : source.as(condition, 'call')
  const left = equals && source.as(equals.arguments[0]!, 'member')
  const key = equals && keyAt(item, equals.arguments[1]!)
  if (condition === undefined || !left || !key || !helpers.add(many.in)) return undefined

  const table = stepsOf(source, left.object)?.at(-1)
  const model = modelOf(about.schema(source.path, reached.call.library.name), table)
  const field = fieldOf(model, left.name)
  const isOne = many.missing !== 'rows'
  const isOnly = isOwnKey(left.name) || (model !== undefined && isUnique(model, left.name))
  if (isOne && !isOnly && others.some(({ key: name }) => name === 'orderBy')) return undefined
  const list = walkedFacts(source, item.list)
  const kind = kindOfKey(item, key, list)
  if (kind.is === 'object' || list.array === 'no' || (field && !isMapKey(field))) return undefined
  const isArray = list.array === 'yes' || item.map !== undefined || list.query !== undefined
  const ownRow = ownRows(item, [{ key, column: left.name }])
  const target = source.as(method.object, 'member')
  const client = source.as(target?.object ?? -1, 'member')?.object ?? method.object
  const writes = writesTo(source, table)
  const meanwhile = disturbances(source, within(source, item.turn), query, {
    library: reached.call.library, client, writes: (other, effect) => (effect === 'write' && ownRow.isOwn(other) ? 'no' : writes(other, effect)),
  })
  const sharing = sharingDoubts(item, holdersOf(source, lookup), isUnseen(source, lookup)) ?? (isOne && ownRow.mayChange() ? [] : undefined)
  if (!sharing || meanwhile === 'stop') return undefined

  const select = others.find(({ key: name }) => name === many.select)
  const columns = select && source.as(select.value, 'object')
  if (select && !isPlainObject(columns)) return undefined
  const own = columns && propertyOf(columns, left.name)
  if (own && source.as(own.value, 'literal')?.value !== true) return undefined
  if (select && !own && !isUnseen(source, lookup)) return undefined
  const isGrouped = !isOne || !isOnly
  return {
    item, key, list, word: singular(reached.call.subject ?? table ?? 'row'), property: left.name, grouped: isGrouped, asText: false,
    skipsMissing: item.conditional && ((kind.missing !== false && isTested(item, key)) || anyKey(item, key, list)?.isPartial === true),
    ...field?.optional && { mayBeNull: '!== null' as const },
    doubts: [...!field && kind.is === 'unknown' ? [''] : [], ...isArray ? [] : [`${nameOfList(item)} is an array`], ...ownRow.doubts(), ...sharing, ...meanwhile, ...isOne && isOnly && !model ? [`\`${left.name}\` is unique`] : []],
    join(keys) {
      const { edits: elsewhere, local } = helpers.add(many.in)!
      const inside = [
        { start: method.nameStart, end: method.end, text: many.call }, replaceNode(source, equals!.callee, local), replaceNode(source, equals!.arguments[1]!, keys),
        ...select && !own ? addProperty(source, select.value, left.name, 'true', 'stays') : [],
      ]
      return { inside, elsewhere }
    },
    breaks: outer => breakUp(source, argumentId, outer),
    use: isOne ? found => [replaceNode(source, lookup, isGrouped ? `${found}?.[0]` : found)] : inPlace(item, '[]'),
  }
}
