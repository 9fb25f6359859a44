/** What calls add to models that are defined elsewhere: relations, virtuals, indexes. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { ModelForm, RelationKind, SchemaWords } from '../../../rules/kit/definitions.ts'
import type { Call as CallFact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { isUniqueIndex, type Addition } from './in-file.ts'
import { entriesAt, namesAt, objectAt, optionIn, textAt } from './reading.ts'
import { relationIn, targetAt } from './targets.ts'

/** A call that says something of a schema. */
export interface Reading { evaluator: Evaluator; source: Source; id: NodeId; given: readonly NodeId[]; words: SchemaWords; library: string; fact: CallFact }

/** The value of the receiver as the identity of a model. */
export const receiverKey = ({ evaluator, source, id }: Reading): string | undefined => {
  const member = source.as(source.as(id, 'call')?.callee ?? -1, 'member')
  return member && targetAt(evaluator, source, member.object)?.key
}

export function additionsIn(reading: Reading, defines: Exclude<CallFact['defines'], ModelForm | undefined>): Addition[] {
  const { evaluator, source, given, words, library } = reading
  if (defines.what === 'relations') {
    const to = given[defines.model] === undefined ? undefined : targetAt(evaluator, source, given[defines.model]!)?.key
    const callback = given[defines.relations]
    const spot = callback === undefined ? undefined : objectAt(evaluator, source, callback)
    if (to === undefined || !spot) return []
    return entriesAt(evaluator, spot.source, spot.id).entries.flatMap(({ key, source: where, property }) => {
      const relation = relationIn(evaluator, where, property.value, key, words)
      return relation ? [{ library, to, relation }] : []
    })
  }
  const to = receiverKey(reading)
  if (to === undefined) return []
  if (defines.what === 'index') {
    const columns = given[defines.columns] === undefined ? undefined : namesAt(evaluator, source, given[defines.columns]!)
    const options = given[defines.options] === undefined ? undefined : { source, id: given[defines.options]! }
    return [{ library, to, ...(columns ? { index: { columns, unique: isUniqueIndex(evaluator, options, words) } } : { incomplete: true }) }]
  }
  const options = given[defines.options] === undefined ? undefined : { source, id: given[defines.options]! }
  const option = (names: string[] | undefined): string[] | undefined => {
    const found = optionIn(evaluator, options, names)
    return found && namesAt(evaluator, found.source, found.id)
  }
  const many = (kind: RelationKind): boolean => kind === 'one-to-many' || kind === 'many-to-many'
  if (defines.what === 'virtual') {
    const on = textAt(evaluator, given[defines.name] === undefined ? undefined : { source, id: given[defines.name]! })
    const ref = optionIn(evaluator, options, words.relation?.target)
    const target = ref && targetAt(evaluator, ref.source, ref.id)
    if (on === undefined || !target) return []
    const one = optionIn(evaluator, options, ['justOne'])
    const isOne = one?.source.as(one.id, 'literal')?.value === true
    const kind = isOne ? 'one-to-one' : 'one-to-many'
    return [{ library, to, relation: { on, kind, target, owner: false, ...spread('fields', option(words.relation?.fields)), ...spread('references', option(words.relation?.references)) } }]
  }
  const target = given[defines.target] === undefined ? undefined : targetAt(evaluator, source, given[defines.target]!)
  if (!target) return []
  const { relation: kind } = defines
  const on = textAt(evaluator, optionIn(evaluator, options, words.relation?.as))
  const column = option(words.relation?.fields)
  const owner = kind === 'many-to-one'
  return [{
    library, to,
    relation: { on: on ?? '', kind, target, owner, ...spread(owner ? 'fields' : 'references', many(kind) && kind === 'many-to-many' ? undefined : column), ...(on !== undefined && { name: on }) },
  }]
}

const spread = <K extends string>(key: K, value: string[] | undefined): Partial<Record<K, string[]>> => (value ? { [key]: value } as Record<K, string[]> : {})
