import type { NodeId } from '../kit/facts.ts'
import type { About, Fix, Reached, TextEdit } from '../kit/rule.ts'
import type { SchemaField } from '../kit/schema.ts'
import { withoutPromises } from '../kit/batch.ts'
import { knownLength, objectQuery, sourceModel, subjectOf, type ObjectQuery } from '../kit/by-object.ts'
import { bindingOf, isPlainObject, propertyOf, stepsOf, within } from '../kit/code.ts'
import { addInner, addProperty, insert, outOfParentheses, replaceNode } from '../kit/edit.ts'
import { lengthDoubt, modelOf } from '../kit/models.ts'
import { plural } from '../kit/names.ts'
import { inFile, offer } from '../kit/offer.ts'
import { assignedTo, between, isHidden, isKnownBefore, relationArgument, relationBetween } from '../kit/relations.ts'
import { disturbances, holdersOf, isChanged } from '../kit/results.ts'
import { braced, styleOf } from '../kit/style-of.ts'

/** Loads a relation along with the list, instead of looking it up for each of its rows. */
export function includeRelation(reached: Reached, about: About): Fix | undefined {
  const { call } = reached
  const { include } = call.facts
  const query = include && objectQuery(reached)
  const from = query && sourceModel(query)
  if (!query || !from || !include || include.property !== 'include') return undefined
  const { item, argument, condition, many, where } = query
  const { source, list } = item
  const binding = bindingOf(source, list)
  // Rows under a declared type, or picked from the list, need not have the relation's name.
  if (binding ? binding.type >= 0 || source.as(binding.value, 'await')?.value !== from.call : source.as(list, 'await')?.value !== from.call) return undefined

  const schema = about.schema(source.path, call.library.name)
  const [here, there] = [modelOf(schema, from.subject), modelOf(schema, call.subject)]
  const field = keyField(query)
  const relation = here && there && field !== undefined ? relationBetween(here, there, field, condition.key) : undefined
  if (!schema || !relation || relation.list !== (many.missing === 'rows')) return undefined
  if (many.missing === 'throws' && relation.optional) return undefined

  const limit = call.facts.options?.limit?.path
  const kept = relation.list ? [...many.keeps, ...limit === undefined ? [] : [limit]] : many.keeps
  if (argument.properties.some(({ key }) => key !== many.where && !kept.includes(key!))) return undefined
  if (!relation.list && where.properties.length > 1) return undefined
  const parts = [...within(source, query.argumentId)].filter(id => !source.contains(query.key.node, id))
  if (!isKnownBefore(source, parts, source.node(from.call).start)) return undefined

  const target = targetIn(query, from.call, include, relation.name, field!)
  const assigned = assignedTo(query, relation.name)
  if (!target || (!assigned && !isHidden(query, relation.name))) return undefined
  if (holdersOf(source, item.lookup).some(holder => isChanged(source, holder))) return undefined
  const meanwhile = disturbances(source, between(source, from.call, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop') return undefined
  const isHeld = relation.optional || relation.list || (schema.provider !== 'mongodb' && schema.relationMode !== 'prisma')

  const name = stepsOf(source, list)?.join('.') ?? plural(from.subject)
  const isCut = argument.properties.every(({ key }) => key === many.where || key === many.select || key === include.property)
  const tooLong = isCut ? undefined : lengthDoubt(schema, `\`${name}\``, knownLength(reached, query))
  return offer({
    recipe: 'include-relation',
    title: `Load \`${relation.name}\` along with \`${name}\``,
    doubts: [...meanwhile, ...tooLong ? [tooLong] : [], ...isHeld ? [] : [`every \`${relation.name}\` is there`]],
    edits: () => inFile(source, [...target(), ...assigned?.() ?? withoutPromises(item, [replaced(query, relation)])]),
  })
}

/** The column of the element that is the key: `authorId` of `post.authorId`. */
function keyField({ item, key }: ObjectQuery): string | undefined {
  const { source, elements } = item
  const cast = source.as(key.origin, 'cast')
  const member = source.as(cast?.how === 'non-null' ? cast.value : key.origin, 'member')
  const element = member && source.as(member.object, 'name')
  if (!element || !elements.includes(element.binding)) return undefined
  return source.facts.bindings[element.binding]!.path.length === 0 ? member.name : undefined
}

/** Where the list's query takes the relation along; undefined where its argument cannot be read. */
function targetIn(
  query: ObjectQuery, id: NodeId, include: { argument: number; property: string; selectProperty?: string }, name: string, field: string,
): (() => TextEdit[]) | undefined {
  const { source } = query.item
  const call = source.as(id, 'call')!
  if (call.types || call.optional || call.arguments.length > include.argument + 1) return undefined
  const style = styleOf
  const value = (at: number) => relationArgument(query, at)
  const given = call.arguments[include.argument]
  if (given === undefined) {
    return () => [insert(call.end - 1, braced(style(source), `${include.property}: ${braced(style(source), `${name}: ${value(call.start)}`)}`))]
  }
  const object = source.as(given, 'object')
  if (!isPlainObject(object)) return undefined
  const select = include.selectProperty === undefined ? undefined : propertyOf(object, include.selectProperty)
  const holder = select ?? propertyOf(object, include.property)
  if (!holder) return () => addProperty(source, given, include.property, braced(style(source), `${name}: ${value(object.start)}`))
  const names = source.as(holder.value, 'object')
  if (!isPlainObject(names)) return undefined
  if (select && source.as(propertyOf(names, field)?.value ?? -1, 'literal')?.value !== true) return undefined
  const own = propertyOf(names, name)
  if (!own) return () => addInner(source, given, holder.value, name, value(names.start))
  const isWhole = source.as(own.value, 'literal')?.value === true
  const isAlike = query.argument.properties.length === 1 && query.where.properties.length === 1
  return isWhole && isAlike ? () => [] : undefined
}

function replaced({ item, key }: ObjectQuery, { name }: SchemaField): TextEdit {
  const { source, lookup } = item
  const element = source.as(key.origin, 'cast')?.value ?? key.origin
  const text = `${source.textOf(source.as(element, 'member')!.object)}.${name}`
  const { kind } = source.node(source.node(lookup).parent)
  const isBare = kind !== 'member' && kind !== 'index' && kind !== 'binary'
  return isBare ? replaceNode(source, lookup, text) : { ...outOfParentheses(source, lookup), text }
}
