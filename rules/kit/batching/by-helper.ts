/** Queries by an object whose condition is built by helpers: `findFirst({ where: eq(users.id, id) })`. */
import type { NodeId, Property } from '../facts.ts'
import type { ManyByHelper } from '../library.ts'
import type { About, Reached } from '../rule.ts'
import { inPlace, type Batch } from './batch.ts'
import { conditionsIn, keyedBy, type KeyedCondition } from './builder-chain.ts'
import { builderKeys, listEdits, textOfColumn } from './by-builder.ts'
import { isPlainObject, propertyOf } from '../code/code.ts'
import { addProperties, breakUp, rewrite } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { conditionHelpers } from './condition-helpers.ts'
import { declines } from './declines.ts'
import { modelOf, providerOf } from '../relations/models.ts'
import { plural, singular } from '../edits/names.ts'
import { braced, indentAt, styleOf } from '../edits/style-of.ts'
import { indentOf, isSteady, perItem, type PerItem } from './per-item.ts'
import { plainCalls } from './plain-calls.ts'
import { holdersOf, isUnseen } from '../code/results.ts'
import { isOwnKey, sharingDoubts } from './row-sharing.ts'

export function batchByHelper(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'helper') return undefined
  const item = perItem(reached, 'reads')
  const call = item && item.source.as(item.query, 'call')
  const method = call && item.source.as(call.callee, 'member')
  if (!item || !call || !method || call.types || call.arguments.length !== many.argument + 1) return undefined
  const { source, lookup } = item
  const argumentId = call.arguments[many.argument]!
  const argument = source.as(argumentId, 'object')
  if (!isPlainObject(argument)) return declines(reached, 'its options are no plain object')
  const helpers = conditionHelpers(source, about, many.package)
  const calls = plainCalls(source, helpers.isKnown)
  const others = argument.properties.filter(({ key }) => key !== many.where)
  const odd = others.find(({ key, value }) => !many.keeps.includes(key!) || !isSteady(item, value, calls.isKnown))
  if (odd) return declines(reached, `what \`${odd.key}\` means for many keys is not known`)
  const where = propertyOf(argument, many.where)?.value ?? -1
  const found = conditionsIn(item, many, where, helpers, calls.isKnown)?.map(condition => keyedBy(item, condition, calls.isKnown))
  if (!found?.length || found.includes(undefined) || !helpers.add(many.in)) return declines(reached, 'its condition is no comparison with a key of the element')
  const keys = found as [KeyedCondition, ...KeyedCondition[]]
  const [{ key, column, table }, ...more] = keys
  if (more.some(each => each.table !== table || each.column === column) || (more.length > 0 && keys.some(each => each.key.steps.length > 0))) return undefined

  const target = source.as(method.object, 'member')
  const client = source.as(target?.object ?? -1, 'member')?.object ?? method.object
  const read = builderKeys(reached, about, item, { keys, table, client, isJoined: false })
  const isOne = many.missing !== 'rows'
  const sharing = read && (sharingDoubts(item, holdersOf(source, lookup), isUnseen(source, lookup)) ?? (isOne && read.own.mayChange() ? [] : undefined))
  if (!read || !sharing) return undefined
  const word = singular(reached.call.subject ?? table.split('.').at(-1)!)
  const schema = about.schema(source.path, reached.call.library.name)
  const isOnly = read.isOnly || keys.some(each => isOwnKey(each.column))
  const isFirst = isOne && !isOnly && others.some(each => each.key === many.sorts)
  const isDistinct = isFirst && many.distinctOn?.databases.includes(providerOf(schema, reached.call.library, about.dependencies(source.path)) ?? '') === true
  const chain = isDistinct ? chainFor(item, many, others, keys, client) : undefined

  const select = others.find(({ key: name }) => name === many.select)
  const columns = select && source.as(select.value, 'object')
  if (select && !isPlainObject(columns)) return undefined
  const owns = keys.map(each => columns && propertyOf(columns, each.column))
  if (owns.some(own => own && source.as(own.value, 'literal')?.value !== true)) return undefined
  const hidden = select ? keys.filter((_, index) => !owns[index]) : []
  const strips = isUnseen(source, lookup) ? [] : hidden.map(each => each.column)
  const isGrouped = !isOne || (!isOnly && !chain)
  return {
    item, key, list: read.list, word, property: column, grouped: isGrouped, asText: false, skipsMissing: read.skipsMissing[0]!, ...read.mayBeNull && { mayBeNull: '!== null' as const },
    ...more.length > 0 && { also: more.map((each, index) => ({ key: each.key, property: each.column, skipsMissing: read.skipsMissing[index + 1]! })) }, ...strips.length > 0 && { strips }, ...isFirst && !chain && { firstOfSeveral: true as const },
    doubts: [
      ...read.own.doubts(), ...read.doubts, ...calls.doubts(), ...sharing, ...isOne && isOnly && !modelOf(schema, table.split('.').at(-1)) ? [`\`${column}\` is unique`] : [],
      ...isFirst && !chain ? [`few \`${plural(word)}\` share their ${keys.map(each => `\`${each.column}\``).join(' and ')}`] : [],
    ],
    join(list, all) {
      const { edits: elsewhere, local } = helpers.add(many.in)!
      const ofKeys = keys.flatMap(({ condition }, index) => listEdits(source, condition, local, index === 0 ? list : all!.each[index]!))
      if (chain) return { inside: [{ start: source.node(client).end, end: source.node(item.query).end, text: chain(rewrite(source, source.node(where).start, source.node(where).end, ofKeys)) }], elsewhere }
      const inside = [{ start: method.nameStart, end: method.end, text: many.call }, ...ofKeys, ...select ? addProperties(source, select.value, hidden.map(each => ({ key: each.column, value: 'true' })), 'stays') : []]
      return { inside, elsewhere }
    },
    breaks: outer => (chain ? [] : breakUp(source, argumentId, outer)),
    use: isOne ? found => [{ ...outOfParentheses(source, lookup), text: isGrouped ? `${found}?.[0]` : found }] : inPlace(item, '[]'),
  }
}

/**
 * The links of a chain that gives one row for each key, the first by the order that is there; undefined where the query
 * asks for more than columns of its own table.
 */
function chainFor({ source, query, ...item }: PerItem, { distinctOn, select, sorts }: ManyByHelper, others: readonly Property[], keys: KeyedCondition[], client: NodeId): ((where: string) => string) | undefined {
  if (others.some(({ key }) => key !== select && key !== sorts)) return undefined
  const sort = others.find(({ key }) => key === sorts)!.value
  const order = source.as(sort, 'array')?.elements ?? [sort]
  const columns = source.as(others.find(({ key }) => key === select)?.value ?? -1, 'object')
  const isPlain = order.every(each => ['call', 'member'].includes(source.node(each).kind)) && (!columns || columns.properties.every(({ value }) => source.as(value, 'literal')?.value === true))
  if (!isPlain) return undefined
  const style = styleOf(source)
  const names = keys.map(each => textOfColumn(source, each))
  const [{ table }] = keys as [KeyedCondition]
  const listed = columns && braced(style, [...new Set([...columns.properties.map(({ key }) => key!), ...keys.map(each => each.column)])].map(name => `${name}: ${table}.${name}`).join(', '))
  return where => {
    const { begins, from, where: filters, sorts: sorting } = distinctOn!
    const links = [`${begins}([${names.join(', ')}]${listed === undefined ? '' : `, ${listed}`})`, `${from}(${table})`, `${filters}(${where})`, `${sorting}(${[...names, ...order.map(each => source.textOf(each))].join(', ')})`]
    const inner = indentAt(source.text, source.node(query).start) + style.indent
    const isLong = indentOf({ source, query, ...item }).length + `const ${table} = await ${source.textOf(client)}.${links.join('.')}`.length > style.width
    return links.map(link => `${isLong ? style.newline + inner : ''}.${link}`).join('')
  }
}
