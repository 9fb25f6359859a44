/** Joins relations with their other side, and with the columns that hold their keys. */
import type { SchemaWords } from '../../../rules/kit/definitions.ts'
import type { SchemaFacts, SchemaField, SchemaModel } from '../../../rules/kit/schema.ts'
import { capital, plural, small } from '../../../rules/kit/edits/names.ts'
import type { DraftModel, DraftRelation } from './in-file.ts'
import type { Target } from './targets.ts'

type ByKey = ReadonlyMap<string, { schema: SchemaFacts; model: SchemaModel }>
type Relations = ReadonlyMap<SchemaModel, readonly DraftRelation[]>

interface Linked { draft: DraftRelation; from: SchemaModel; to: SchemaModel; field: SchemaField }

export function linkRelations(
  schema: SchemaFacts, words: SchemaWords | undefined, relations: Relations, refers: ReadonlyMap<SchemaModel, DraftModel['refers']>, byKey: ByKey,
): void {
  const modelFor = (target: Target): SchemaModel | undefined => (target.key === undefined ? undefined : byKey.get(target.key)?.model)
    ?? (target.name === undefined ? undefined : schema.models.find(({ name, table }) => name === target.name || table === target.name || small(name) === target.name))
  for (const [model, list] of refers) {
    for (const { field: name, target, to } of list) {
      const field = model.fields.find((each) => each.name === name)
      const other = modelFor(target)
      if (field && other) field.refers = { model: other.name, field: to ?? primaryKey(other)[0] }
    }
  }
  const linked: Linked[] = []
  for (const [from, drafts] of relations) {
    for (const draft of drafts) {
      const to = modelFor(draft.target)
      if (!to) continue
      linked.push({ draft: { ...draft, on: draft.on === '' ? nameFor(draft, to) : draft.on }, from, to, field: { name: '', type: to.name, list: false, optional: true } })
    }
  }
  for (const it of linked) if (it.draft.owner) addField(it, keysOf(it, words))
  for (const it of linked) {
    if (it.draft.owner) continue
    const back = backOf(it, linked)
    const { fields = [], references = [] } = back ? turned(back.field) : {}
    const own = it.draft.references && !back ? { fields: it.draft.fields ?? primaryKey(it.from), references: it.draft.references } : undefined
    addField(it, own ?? { fields: it.draft.fields ?? fields, references: it.draft.references ?? references }, back)
  }
  for (const it of linked) {
    if (!it.draft.owner || !it.field.relation) continue
    const back = linked.find((other) => !other.draft.owner && backOf(other, linked) === it)
    it.field.relation.back ??= back?.field.name
    if (it.draft.kind === 'one-to-one' && words?.uniqueOneToOne) it.from.unique.push([...it.field.relation.fields])
  }
}

const primaryKey = (model: SchemaModel): string[] => model.primary ?? ['id']

/** Names that a library gives: `author` for `belongsTo(User)` is the target's own. */
const nameFor = ({ kind }: DraftRelation, to: SchemaModel): string => (kind === 'one-to-many' || kind === 'many-to-many' ? plural(to.name) : to.name)

/** The columns on both sides of a relation that is kept here. */
function keysOf({ draft, from, to }: Linked, words: SchemaWords | undefined): { fields: string[]; references: string[] } {
  const references = draft.references ?? (draft.kind === 'many-to-one' || draft.kind === 'one-to-one' ? primaryKey(to) : [])
  if (draft.fields) return { fields: draft.fields.map((name) => from.fields.find((it) => it.column === name)?.name ?? name), references }
  if (draft.isColumn) return { fields: [draft.on], references }
  const column = draft.column ?? (words?.foreignKey === 'camel' ? draft.on + capital(references[0] ?? 'id') : undefined)
  const field = column === undefined ? undefined : from.fields.find((it) => !it.relation && (it.column ?? it.name) === column)
    ?? from.fields.find((it) => !it.relation && it.name === column)
  // `@ForeignKey(() => User) userId` says which column it is.
  const told = words?.column.references && !words.documents ? from.fields.filter((it) => it.refers?.model === to.name && !it.relation) : []
  return { fields: [field?.name ?? (told.length === 1 ? told[0]!.name : draft.on)], references }
}

function addField(it: Linked, keys: { fields: string[]; references: string[] }, back?: Linked): void {
  const { draft, from, to } = it
  const known = from.fields.find(({ name }) => name === draft.on)
  const list = known?.list || draft.kind === 'one-to-many' || draft.kind === 'many-to-many'
  const relation = { model: to.name, ...keys, back: back?.field.name ?? draft.back, name: draft.name }
  const key = from.fields.find(({ name }) => name === keys.fields[0])
  if (draft.owner && key && key.name !== draft.on) key.refers ??= { model: to.name, field: keys.references[0] }
  if (known) {
    known.relation = relation
    known.list = list
    if (!draft.isColumn) known.type = to.name
    it.field = known
    return
  }
  it.field = {
    name: draft.on, type: to.name, list, optional: key && draft.owner ? key.optional : !list,
    ...(draft.column !== undefined && { column: draft.column }), ...(draft.at && { at: draft.at }), relation,
  }
  from.fields.push(it.field)
}

const turned = ({ relation }: SchemaField): { fields?: string[]; references?: string[] } =>
  (relation ? { fields: relation.references, references: relation.fields } : {})

/** The owner on the other side: named, or the only one of that relation's name. */
function backOf({ draft, from, to }: Linked, linked: readonly Linked[]): Linked | undefined {
  const candidates = linked.filter((other) => other.draft.owner && other.from === to && other.to === from)
  if (draft.back !== undefined) return candidates.find((other) => other.draft.on === draft.back)
  const named = candidates.filter((other) => other.draft.name === draft.name)
  if (draft.references) return candidates.find((other) => other.field.relation?.fields.join() === draft.references!.join())
  return named.length === 1 ? named[0] : undefined
}
