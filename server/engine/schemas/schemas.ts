/**
 * Data schemas that the code itself defines, as the same facts as those of schema files: read when a rule first asks,
 * and asked through the memo file by file.
 */
import type { SchemaFacts, SchemaField, SchemaModel } from '../../../rules/kit/schema.ts'
import type { SchemaWords } from '../../../rules/kit/definitions.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { dependenciesOf, packagesAround, providerFor } from '../packages/packages.ts'
import { foldersUpwards, folderOf } from '../packages/paths.ts'
import { schemaInFile, type Addition, type DraftModel, type DraftRelation } from './in-file.ts'
import { linkRelations } from './relations.ts'

export interface CodeSchemas {
  schemas: readonly SchemaFacts[]
  /** Models by what defines them: `path:node` of a class or call. */
  byKey: ReadonlyMap<string, { schema: SchemaFacts; model: SchemaModel }>
}

const none: CodeSchemas = { schemas: [], byKey: new Map() }

/** Everything that the code defines. */
export function codeSchemas(evaluator: Evaluator): CodeSchemas {
  const { world } = evaluator
  return world.memo.ask<CodeSchemas>(world.schemas, () => {
    world.readFiles()
    const drafts: DraftModel[] = []
    const additions: Addition[] = []
    for (const path of world.paths()) {
      const found = schemaInFile(evaluator, path)
      drafts.push(...found.models)
      additions.push(...found.additions)
    }
    return drafts.length === 0 ? none : assembled(evaluator, drafts, additions)
  }, none, (before, after) => before === after || JSON.stringify([...before.byKey]) === JSON.stringify([...after.byKey]))
}

/** The schema that a file's package uses; else the one of a package that it depends on; else the only one there is. */
export function schemaFor(evaluator: Evaluator, path: string, library: string): SchemaFacts | undefined {
  const { surroundings } = evaluator.world
  const all = [...surroundings.schemas, ...codeSchemas(evaluator).schemas].filter((it) => it.library === library)
  if (all.length < 2) return all[0]
  for (const folder of foldersUpwards(folderOf(path))) {
    const found = all.find((it) => it.folder === folder)
    if (found) return found
  }
  const dependencies = dependenciesOf(surroundings, path)
  const used = all.filter(({ folder }) => dependencies.has(surroundings.packages.find((it) => it.folder === folder)?.name ?? ''))
  return used.length === 1 ? used[0] : undefined
}

function assembled(evaluator: Evaluator, drafts: readonly DraftModel[], additions: readonly Addition[]): CodeSchemas {
  const byDraft = new Map<string, DraftModel>()
  // A class that a call defines counts as that call says; its own decorators say nothing then.
  for (const draft of drafts) if (!byDraft.has(draft.key) || byDraft.get(draft.key)!.isClass) byDraft.set(draft.key, draft)
  const added = new Map<string, Addition[]>()
  for (const addition of additions) added.set(addition.to, [...added.get(addition.to) ?? [], addition])
  const { surroundings } = evaluator.world

  const groups = new Map<string, { schema: SchemaFacts; relations: Map<SchemaModel, DraftRelation[]>; refers: Map<SchemaModel, DraftModel['refers']> }>()
  const byKey = new Map<string, { schema: SchemaFacts; model: SchemaModel }>()
  for (const draft of byDraft.values()) {
    if (draft.name === undefined) continue
    const path = draft.model.at!.path
    const name = draft.name === '' ? className(evaluator, draft.key) : draft.name
    if (name === undefined) continue
    const parts = partsOf(draft, byDraft)
    // A document's schema that was made from a class is that class.
    if (parts.slice(1).some((part) => part.isClass && part.name !== undefined && !draft.isClass)) continue
    const folder = packagesAround(surroundings, path)[0]?.folder ?? ''
    const id = `${draft.library} ${folder}`
    let group = groups.get(id)
    if (!group) {
      const schema: SchemaFacts = { path, folder, library: draft.library, provider: draft.provider ?? providerFor(surroundings, path), previewFeatures: [], models: [] }
      groups.set(id, (group = { schema, relations: new Map(), refers: new Map() }))
    }
    const additionsHere = [...parts, ...aliasesOf(draft.key, byDraft)].flatMap(({ key }) => added.get(key) ?? [])
    const model = merged(name, parts, additionsHere)
    group.schema.models.push(model)
    group.relations.set(model, [...parts.flatMap(({ relations }) => relations), ...additionsHere.flatMap(({ relation }) => relation ?? [])])
    group.refers.set(model, parts.flatMap(({ refers }) => refers))
    const entry = { schema: group.schema, model }
    for (const part of [draft, ...aliasesOf(draft.key, byDraft)]) byKey.set(part.key, entry)
    for (const part of parts.slice(1)) if (part.name === undefined && !part.isClass && !byKey.has(part.key)) byKey.set(part.key, entry)
  }
  for (const { schema, relations, refers } of groups.values()) {
    linkRelations(schema, wordsOf(evaluator, schema.library), relations, refers, byKey)
    for (const model of schema.models) finish(model)
  }
  return { schemas: [...groups.values()].map(({ schema }) => schema), byKey }
}

const wordsOf = (evaluator: Evaluator, library: string): SchemaWords | undefined => evaluator.world.knowledge.library(library)?.schema

/** The model itself, then everything that it takes columns from. */
function partsOf(draft: DraftModel, byDraft: ReadonlyMap<string, DraftModel>, seen = new Set<string>()): DraftModel[] {
  if (seen.has(draft.key)) return []
  seen.add(draft.key)
  return [draft, ...draft.from.flatMap((key) => {
    const base = byDraft.get(key)
    return base ? partsOf(base, byDraft, seen) : []
  })]
}

/** What only passes a model's columns on: `SchemaFactory.createForClass(Post)`, `model(Post.name, PostSchema)`. */
function aliasesOf(key: string, byDraft: ReadonlyMap<string, DraftModel>, depth = 0): DraftModel[] {
  if (depth > 3) return []
  return [...byDraft.values()].filter((draft) => !draft.isClass && draft.model.fields.every(({ at }) => at === undefined) && draft.from.includes(key))
    .flatMap((draft) => [draft, ...aliasesOf(draft.key, byDraft, depth + 1)])
}

function className(evaluator: Evaluator, key: string): string | undefined {
  const at = key.lastIndexOf(':')
  return evaluator.world.source(key.slice(0, at))?.as(Number(key.slice(at + 1)), 'class')?.name
}

function merged(name: string, parts: readonly DraftModel[], additions: readonly Addition[]): SchemaModel {
  const [own] = parts as [DraftModel]
  const fields: SchemaField[] = []
  for (const { model } of parts) for (const field of model.fields) if (!fields.some((it) => it.name === field.name)) fields.push({ ...field })
  // The definition that holds the columns is where an index is put.
  const main = parts.find(({ model }) => model.columnsAt ?? model.fields.some(({ at }) => at)) ?? own
  const { at, form, columnsAt, extraAt, table } = main.model
  const primary = parts.map(({ model }) => model.primary).find((columns) => columns !== undefined)
  return {
    name, fields,
    ...(primary && { primary: [...primary] }),
    unique: [...primary ? [primary] : [], ...parts.flatMap(({ model }) => model.unique), ...additions.flatMap(({ index }) => (index?.unique ? [index.columns] : []))],
    indexes: [...parts.flatMap(({ model }) => model.indexes), ...additions.flatMap(({ index }) => (index && !index.unique ? [index.columns] : []))],
    ...(table !== undefined && { table }), ...(at && { at }), ...(form && { form }), ...(columnsAt && { columnsAt }), ...(extraAt && { extraAt }),
    ...((parts.some(({ model }) => model.incomplete) || additions.some(({ incomplete }) => incomplete)) && { incomplete: true as const }),
  }
}

/** Columns in keys and indexes by the names that code has for them. */
function finish(model: SchemaModel): void {
  const nameOf = (column: string): string[] => {
    if (model.fields.some(({ name, relation }) => name === column && !relation)) return [column]
    const field = model.fields.find((it) => it.column === column) ?? model.fields.find(({ name }) => name === column)
    if (!field) return [column]
    return field.relation && field.relation.fields.length > 0 ? field.relation.fields : [field.name]
  }
  const all = (lists: string[][]): string[][] => {
    const seen = new Set<string>()
    return lists.map((columns) => columns.flatMap(nameOf)).filter((columns) => columns.length > 0 && !seen.has(columns.join()) && seen.add(columns.join()))
  }
  model.unique = all(model.unique)
  model.indexes = all(model.indexes)
  if (model.primary) model.primary = model.primary.flatMap(nameOf)
}

