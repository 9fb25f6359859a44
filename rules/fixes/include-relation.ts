import type { About, Fix, Reached, TextEdit } from '../kit/rule.ts'
import type { SchemaField } from '../kit/schema.ts'
import { withoutPromises } from '../kit/batching/without-promises.ts'
import { isKnownToBe } from '../kit/batching/guarded-keys.ts'
import { bindingOf, stepsOf, within } from '../kit/code/code.ts'
import { replaceNode } from '../kit/edits/edit.ts'
import { outOfParentheses, wrapped } from '../kit/edits/parentheses.ts'
import { helperQuery } from '../kit/relations/helper-query.ts'
import { includeIn } from '../kit/relations/include-target.ts'
import { askedBy, fieldOf, lengthDoubt, providerOf } from '../kit/relations/models.ts'
import { plural } from '../kit/edits/names.ts'
import { knownLength, objectQuery, sourceModel, subjectOf, writesModel, type ObjectQuery } from '../kit/batching/object-query.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { extensionDoubts } from '../kit/batching/row-sharing.ts'
import { changesBefore } from '../kit/batching/turn-effects.ts'
import { lazyAlong } from '../kit/relations/lazy.ts'
import { populateAlong } from '../kit/relations/populate.ts'
import { assignedTo, between, isHidden, isKnownBefore, isRowItself, keyColumn, relationArgument, relationBetween, type KeyColumn } from '../kit/relations/relations.ts'
import { disturbances, holdersOf, isChanged } from '../kit/code/results.ts'

/** Loads a relation along with the list, instead of looking it up for each of its rows. */
export function includeRelation(reached: Reached, about: About): Fix | undefined {
  const along = populateAlong(reached) ?? lazyAlong(reached)
  if (along) return offer({ recipe: 'include-relation', title: `Load \`${along.relation}\` along with ${along.list}`, doubts: along.doubts, edits: along.edits })
  const { call, listed } = reached
  const include = listed?.facts.include
  const query = include && (objectQuery(reached) ?? helperQuery(reached, about))
  const from = query && sourceModel(reached, query)
  if (!query || !from || !include || !listed) return undefined
  const { item, condition, many, conditions, wishes } = query
  const { source, list } = item
  const binding = bindingOf(source, list)
  // Rows under a declared type, or picked from the list, need not have the relation's name.
  if (binding ? binding.type >= 0 || source.as(binding.value, 'await')?.value !== from.call : source.as(list, 'await')?.value !== from.call) return undefined

  const { schema, model: there } = askedBy(call, about)
  const { model: here } = askedBy(listed, about)
  const key = keyColumn(query)
  const relation = here && there && key ? relationBetween(here, there, key, condition?.key) : undefined
  if (!schema || !key || !relation || relation.list !== (many.missing === 'rows')) return undefined
  if (many.missing === 'throws' && relation.optional) return undefined
  // A lookup without a key fails, or finds something else; a key that is read through the relation is there.
  const mayBeMissing = !key.through && !relation.list && relation.optional && !many.emptyKey && fieldOf(here, key.field)?.optional !== false
  if (mayBeMissing && !item.conditional) return undefined
  if (include.asJson && there!.fields.some(({ type }) => changedByJson.has(type))) return undefined
  if (include.onlyOne && (relation.list || wishes.length > 0)) return undefined
  if (!isRowItself(about, here!, relation, include)) return undefined

  const limit = call.facts.options?.limit?.path
  const kept = relation.list ? [...many.keeps, ...limit === undefined ? [] : [limit]] : many.keeps.filter(each => !include.onlyOfMany?.includes(each))
  if (wishes.some(wish => !kept.includes(wish.key!))) return undefined
  if (!relation.list && conditions.length > 1) return undefined
  const parts = source.as(item.query, 'call')!.arguments.flatMap(each => [each, ...within(source, each)]).filter(id => !source.contains(query.key.node, id))
  if (!isKnownBefore(source, parts, source.node(from.call).start)) return undefined

  const isPlain = wishes.length === 0 && conditions.length <= 1
  const target = includeIn(source, from.call, include, { name: relation.name, field: key.field, isPlain, argument: at => relationArgument(query, at) })
  const assigned = assignedTo(query, relation.name)
  if (!target || (!assigned && !isHidden(query, relation.name))) return undefined
  if (holdersOf(source, item.lookup).some(holder => isChanged(source, holder))) return undefined
  const meanwhile = disturbances(source, between(source, from.call, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop' || writesModel(reached, query)) return undefined
  const isHeld = !include.mustExist || relation.optional || relation.list || (schema.provider !== 'mongodb' && schema.relationMode !== 'prisma')

  const name = stepsOf(source, list)?.join('.') ?? plural(from.subject)
  const isCut = include.as !== undefined || wishes.every(wish => wish.key === many.select || wish.key === include.property)
  const provider = providerOf(schema, call.library, about.dependencies(source.path))
  const tooLong = isCut ? undefined : lengthDoubt(provider, many, `\`${name}\``, knownLength(reached, query))
  return offer({
    recipe: 'include-relation',
    title: `Load \`${relation.name}\` along with \`${name}\``,
    doubts: [...meanwhile, ...changesBefore(item, query.key.origin), ...extensionDoubts(call), ...tooLong ? [tooLong] : [], ...isHeld ? [] : [`every \`${relation.name}\` is there`], ...mayBeMissing && !isKnownToBe(item, query.key) ? ['no key is missing'] : []],
    edits: () => inFile(source, [...target(), ...assigned?.() ?? withoutPromises(item, [replaced(query, relation, key, include.notAlwaysTyped ?? many.missing === 'undefined')])]),
  })
}

/** What these hold is another value when it comes as JSON. */
const changedByJson = new Set(['Decimal', 'BigInt', 'Bytes'])

function replaced({ item, many }: ObjectQuery, { name }: SchemaField, key: KeyColumn, isLoose: boolean | undefined): TextEdit {
  const { source, lookup } = item
  const text = `${source.textOf(key.element)}.${name}`
  const { kind } = source.node(source.node(lookup).parent)
  const isBare = kind !== 'member' && kind !== 'index' && kind !== 'binary'
  // A relation may be declared as one that is not always loaded.
  if (isLoose && isBare) return replaceNode(source, lookup, wrapped(source, lookup, `${text} ?? ${many.missing}`))
  return isBare ? replaceNode(source, lookup, text) : { ...outOfParentheses(source, lookup), text }
}
