/** What one file defines of data schemas: models, and what is added to models elsewhere. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { ModelForm, RelationKind, SchemaWords } from '../../../rules/kit/definitions.ts'
import type { SchemaModel, SchemaPlace } from '../../../rules/kit/schema.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { classify } from '../entries/classify.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { additionsIn, receiverKey, type Reading } from './additions.ts'
import { classModels } from './of-classes.ts'
import { columnAt, entriesAt, fieldOf, namesAt, objectAt, optionIn, placeOf, says, textAt, type Spot, type Words } from './reading.ts'
import { referenceAt, relationIn, targetAt, type Target } from './targets.ts'
import { optionsOf } from '../values/values.ts'

/** A relation as it is written, before the other side is known. */
export interface DraftRelation {
  on: string
  kind: RelationKind
  target: Target
  fields?: string[]
  references?: string[]
  /** The name of its column in the database. */
  column?: string
  back?: string
  name?: string
  /** It is kept in a column here. */
  owner: boolean
  at?: SchemaPlace
  /** It is a column itself, which holds the key. */
  isColumn?: true
}

export interface DraftModel {
  library: string
  /** Undefined for what others are made from: a base class, a document's schema. */
  name: string | undefined
  key: string
  /** What it takes its columns from. */
  from: string[]
  provider?: string
  model: SchemaModel
  relations: DraftRelation[]
  refers: { field: string; target: Target; to: string | undefined }[]
  /** A class that is defined by a call somewhere else counts with what that call says. */
  isClass?: true
}

export interface Addition {
  library: string
  to: string
  index?: { columns: string[]; unique: boolean }
  relation?: DraftRelation
  incomplete?: true
}

export interface FileSchema { models: DraftModel[]; additions: Addition[] }

const nothing: FileSchema = { models: [], additions: [] }

/** Asked through the memo, and empty for most files. */
export function schemaInFile(evaluator: Evaluator, path: string): FileSchema {
  const { world } = evaluator
  return world.memo.ask<FileSchema>(world.slots(path).schema, () => {
    const source = world.source(path)
    if (!source || ['test', 'fixture', 'migration'].includes(classify(path, source.facts))) return nothing
    const models = classModels(evaluator, source)
    const additions: Addition[] = []
    for (const id of source.calls) readCall(evaluator, source, id, models, additions)
    return models.length + additions.length === 0 ? nothing : { models, additions }
  }, nothing, (before, after) => before === after || JSON.stringify(before) === JSON.stringify(after))
}

function readCall(evaluator: Evaluator, source: Source, id: NodeId, models: DraftModel[], additions: Addition[]): void {
  const call = source.as(id, 'call') ?? source.as(id, 'new')!
  const callee = source.node(call.callee)
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : ''
  // Makers of tables that an app names itself are called at the top of a module.
  const mayDefine = evaluator.definingNames.has(name) || (callee.kind === 'name' && callee.binding >= 0 && source.functionOf(id) === 0)
  if (!mayDefine) return
  for (const value of optionsOf(evaluator.value(source, call.callee))) {
    const fact = value.kind === 'library-function' ? value.fact
      : value.kind === 'library' ? evaluator.world.knowledge.type(value.library, value.type)?.called
      : value.kind === 'library-class' ? value.making : undefined
    const library = value.kind === 'library-function' || value.kind === 'library' || value.kind === 'library-class' ? evaluator.world.knowledge.library(value.library) : undefined
    if (!fact?.defines || !library?.schema) continue
    const reading: Reading = { evaluator, source, id, given: call.arguments, words: library.schema, library: library.schema.library ?? library.name, fact }
    const { defines } = fact
    if (defines.what === 'model') models.push(modelIn(reading, defines))
    else additions.push(...additionsIn(reading, defines))
    return
  }
}

function modelIn(reading: Reading, form: ModelForm): DraftModel {
  const { evaluator, source, id, given, words, library } = reading
  const at = (position: number | undefined): Spot | undefined => (position === undefined || given[position] === undefined ? undefined : { source, id: given[position]! })
  const whole = at(form.whole)
  const options = whole ?? at(form.options)
  const columns = at(form.columns) ?? optionIn(evaluator, whole, words.model?.columns)
  const named = form.name === undefined ? undefined : textAt(evaluator, at(form.name))
  const holder = declaredName(source, id)
  const table = textAt(evaluator, optionIn(evaluator, options, words.model?.table)) ?? (words.extra ? named : undefined)
  const own = words.extra ? undefined : named ?? textAt(evaluator, optionIn(evaluator, options, words.model?.name))
  const receiver = form.receiver ? receiverKey(reading) : undefined
  const schema = form.schema === undefined || given[form.schema] === undefined ? undefined : targetAt(evaluator, source, given[form.schema]!)
  const model: SchemaModel = {
    name: '', fields: [], unique: [], indexes: [], at: placeOf(source, source.node(id), id),
    form: words.extra ? 'table' : words.documents ? 'document' : 'options',
    ...(table !== undefined && { table }),
    ...(columns && { columnsAt: placeOf(columns.source, columns.source.node(columns.id), columns.id) }),
  }
  const draft: DraftModel = {
    library, model, key: receiver ?? `${source.path}:${id}`, relations: [], refers: [],
    name: own ?? (receiver !== undefined ? '' : form.schema === undefined && form.name === undefined && !whole ? undefined : holder),
    from: schema?.key === undefined ? [] : [schema.key],
    ...(form.provider !== undefined && { provider: form.provider }),
  }
  if (columns) readColumns(evaluator, draft, columns, words)
  else if (form.columns !== undefined) model.incomplete = true
  if (schema && schema.key === undefined) model.incomplete = true
  const extra = at(form.extra) ?? (form.extra === undefined ? options : undefined)
  if (extra) model.extraAt = placeOf(extra.source, extra.source.node(extra.id), extra.id)
  if (form.extra !== undefined && extra) readExtra(evaluator, model, extra, words)
  if (options) readOptions(evaluator, draft, options, words)
  addStandards(evaluator, model, words, options)
  const underscores = words.underscores === undefined ? undefined : optionIn(evaluator, options, [words.underscores])
  if (underscores?.source.as(underscores.id, 'literal')?.value === true) for (const field of model.fields) if (field.name !== underscored(field.name)) field.column ??= underscored(field.name)
  return draft
}

const underscored = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Keys and timestamps that a library adds unasked. */
function addStandards(evaluator: Evaluator, model: SchemaModel, words: SchemaWords, options: Spot | undefined): void {
  const { key, timestamps } = words
  if (key !== undefined && !model.primary && model.columnsAt) {
    if (!model.fields.some(({ name }) => name === key)) model.fields.unshift({ name: key, type: words.documents ? 'ObjectId' : 'Int', list: false, optional: false })
    model.primary = [key]
  }
  if (!timestamps) return
  const option = optionIn(evaluator, options, [timestamps.option])
  const isOff = option?.source.as(option.id, 'literal')?.value === false
  if (isOff || (!option && !timestamps.otherwise)) return
  for (const name of timestamps.columns) {
    if (!model.fields.some((field) => field.name === name)) model.fields.push({ name, type: 'DateTime', list: false, optional: true })
  }
}

function readColumns(evaluator: Evaluator, draft: DraftModel, columns: Spot, words: SchemaWords, prefix = ''): void {
  const { model } = draft
  const { entries, complete } = entriesAt(evaluator, columns.source, columns.id)
  if (!complete) model.incomplete = true
  for (const { key, source, property } of entries) {
    const column = columnAt(evaluator, source, property.value, words)
    const name = prefix + key
    if (column.nested && objectAt(evaluator, source, property.value) && prefix.split('.').length < 4) {
      model.fields.push({ name, type: 'Json', list: column.list, optional: true, at: placeOf(source, property, property.value) })
      readColumns(evaluator, draft, { source, id: property.value }, words, `${name}.`)
      continue
    }
    const field = fieldOf(evaluator, name, column, words, placeOf(source, property, property.value))
    model.fields.push(field)
    readWords(evaluator, draft, name, column.words, words)
    const relation = relationIn(evaluator, source, property.value, name, words)
    if (relation) draft.relations.push(relation)
  }
}

/** What the words on a column say of keys, indexes and what it refers to. */
export function readWords(evaluator: Evaluator, draft: DraftModel, name: string, words: Words, schema: SchemaWords): void {
  const { model } = draft
  const { column } = schema
  if (says(words, column.primary) === true) (model.primary ??= []).push(name)
  else if (says(words, column.unique) === true) model.unique.push([name])
  else if (says(words, column.index) !== false || says(words, column.unique) === undefined) model.indexes.push([name])
  const reference = column.references?.map((word) => words.get(word)).find((word) => word !== undefined)
  const target = reference && referenceAt(evaluator, reference.source, reference.given[0] ?? -1)
  if (!target) return
  draft.refers.push({ field: name, target: target.target, to: target.field })
  if (schema.documents) draft.relations.push({ on: name, kind: 'many-to-one', target: target.target, owner: true, isColumn: true })
}

/** `table => [index().on(table.authorId), unique().on(table.slug)]`, or the same in an object. */
function readExtra(evaluator: Evaluator, model: SchemaModel, extra: Spot, words: SchemaWords): void {
  const spot = objectAt(evaluator, extra.source, extra.id)
  if (!spot || !words.extra) return void (model.incomplete = true)
  const node = spot.source.node(spot.id)
  const list = node.kind === 'array' ? node.elements : node.kind === 'object' ? node.properties.map(({ value }) => value) : []
  for (const each of list) {
    const { names, columns } = extraIn(evaluator, spot.source, each, words.extra.columns)
    const says = (heads: readonly string[]): boolean => names.some((name) => heads.includes(name))
    if (says(words.extra.primary) && columns) model.primary = columns
    else if (says(words.extra.unique)) model.unique.push(columns ?? [])
    else if (says(words.extra.index)) model.indexes.push(columns ?? [])
    else if (names.length === 0) model.incomplete = true
    if (!columns && (says(words.extra.index) || says(words.extra.unique))) model.incomplete = true
  }
}

function extraIn(evaluator: Evaluator, source: Source, id: NodeId, methods: readonly string[]): { names: string[]; columns: string[] | undefined } {
  const names: string[] = []
  let columns: string[] | undefined
  for (let at = id; ;) {
    const call = source.as(at, 'call')
    if (!call) return { names, columns }
    const callee = source.node(call.callee)
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : ''
    names.push(name)
    if (methods.includes(name)) {
      const found = call.arguments.filter((each) => source.node(each).kind !== 'text').flatMap((each) => namesAt(evaluator, source, each) ?? [])
      if (found.length) columns = found
    }
    const listed = optionIn(evaluator, call.arguments[0] === undefined || source.node(call.arguments[0]).kind !== 'object' ? undefined : { source, id: call.arguments[0] }, ['columns'])
    if (listed) columns ??= namesAt(evaluator, listed.source, listed.id)
    if (callee.kind !== 'member') return { names, columns }
    at = callee.object
  }
}

/** Indexes and uniques among a model's options, and its relations there. */
function readOptions(evaluator: Evaluator, draft: DraftModel, options: Spot, words: SchemaWords): void {
  const { model } = draft
  for (const [names, alwaysUnique] of [[words.model?.indexes, false], [words.model?.uniques, true]] as const) {
    const list = optionIn(evaluator, options, names)
    if (!list) continue
    const spot = objectAt(evaluator, list.source, list.id)
    const array = spot?.source.as(spot.id, 'array')
    if (!spot || !array) {
      model.incomplete = true
      continue
    }
    for (const element of array.elements) {
      const one = { source: spot.source, id: element }
      const listed = optionIn(evaluator, one, words.index?.columns)
      const columns = listed && namesAt(evaluator, listed.source, listed.id)
      if (!columns) model.incomplete = true
      else if (alwaysUnique || isUniqueIndex(evaluator, one, words)) model.unique.push(columns)
      else model.indexes.push(columns)
    }
  }
  const relations = optionIn(evaluator, options, words.model?.relations)
  if (!relations) return
  for (const { key, source, property } of entriesAt(evaluator, relations.source, relations.id).entries) {
    const relation = relationIn(evaluator, source, property.value, key, words)
    if (relation) draft.relations.push(relation)
  }
}

export function isUniqueIndex(evaluator: Evaluator, spot: Spot | undefined, words: SchemaWords): boolean {
  const option = optionIn(evaluator, spot, words.index?.unique)
  if (option) return option.source.as(option.id, 'literal')?.value === true
  return textAt(evaluator, optionIn(evaluator, spot, words.index?.type))?.toLowerCase() === 'unique'
}

/** The name under which the file knows what a call gives: `posts` of `const posts = pgTable(…)`. */
function declaredName(source: Source, id: NodeId): string | undefined {
  let at = id
  for (;;) {
    const parent = source.node(at).parent
    const node = source.node(parent)
    if (node.kind === 'declare') return node.bindings.length === 1 ? source.facts.bindings[node.bindings[0]!]!.name : undefined
    if (node.kind === 'member' && node.object === at) at = node.parent
    else if (node.kind === 'cast' || node.kind === 'binary' || node.kind === 'conditional') at = parent
    else return undefined
  }
}

