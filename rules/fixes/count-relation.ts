import type { About, Fix, Reached } from '../kit/rule.ts'
import { withoutPromises } from '../kit/batching/without-promises.ts'
import { bindingOf, stepsOf, within } from '../kit/code/code.ts'
import { replaceNode } from '../kit/edits/edit.ts'
import { countIn } from '../kit/relations/include-target.ts'
import { askedBy } from '../kit/relations/models.ts'
import { plural } from '../kit/edits/names.ts'
import { objectQuery, sourceModel, subjectOf, writesModel } from '../kit/batching/object-query.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { extensionDoubts } from '../kit/batching/row-sharing.ts'
import { changesBefore } from '../kit/batching/turn-effects.ts'
import { between, isHidden, isKnownBefore, keyColumn, relationArgument, relationBetween } from '../kit/relations/relations.ts'
import { disturbances } from '../kit/code/results.ts'

/** Loads the number of related rows along with the list, instead of counting them for each of its rows. */
export function countRelation(reached: Reached, about: About): Fix | undefined {
  const { call, listed } = reached
  const include = listed?.facts.include
  const counts = include?.counts
  const query = counts && objectQuery(reached, 'number')
  const from = query && sourceModel(reached, query)
  if (!query || !from || !include || !counts || !listed || query.wishes.length > 0) return undefined
  const { item, condition, conditions } = query
  const { source, list } = item
  const binding = bindingOf(source, list)
  if (binding ? binding.type >= 0 || source.as(binding.value, 'await')?.value !== from.call : source.as(list, 'await')?.value !== from.call) return undefined

  const { schema, model: there } = askedBy(call, about)
  const { model: here } = askedBy(listed, about)
  const key = keyColumn(query)
  const relation = here && there && key ? relationBetween(here, there, key, condition?.key) : undefined
  if (!schema || !key || !relation?.list) return undefined
  const isFiltered = conditions.length > 1
  if (isFiltered && Number.parseInt(call.version ?? '0', 10) < counts.filteredSince) return undefined
  const parts = source.as(item.query, 'call')!.arguments.flatMap(each => [each, ...within(source, each)]).filter(id => !source.contains(query.key.node, id))
  if (!isKnownBefore(source, parts, source.node(from.call).start)) return undefined

  const target = countIn(source, from.call, include, counts.name, {
    name: relation.name, field: key.field, isPlain: !isFiltered, argument: at => relationArgument(query, at),
  })
  if (!target || !isHidden(query, counts.name)) return undefined
  const meanwhile = disturbances(source, between(source, from.call, item.turn), item.query, subjectOf(reached, query))
  if (meanwhile === 'stop' || writesModel(reached, query)) return undefined
  const name = stepsOf(source, list)?.join('.') ?? plural(from.subject)
  const text = `${source.textOf(key.element)}.${counts.name}.${relation.name}`
  return offer({
    recipe: 'count-relation',
    title: `Count \`${relation.name}\` along with \`${name}\``,
    doubts: [...meanwhile, ...changesBefore(item, query.key.origin), ...extensionDoubts(call)],
    edits: () => inFile(source, [...target(), ...withoutPromises(item, [replaceNode(source, item.lookup, text)])]),
  })
}
