/** Models that are classes with decorators. */
import type { ClassMember, Decorator, NodeId } from '../../../rules/kit/facts.ts'
import type { Decorates, SchemaWords } from '../../../rules/kit/definitions.ts'
import type { Library } from '../../../rules/kit/library.ts'
import type { SchemaModel } from '../../../rules/kit/schema.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { isUniqueIndex, readWords, type DraftModel, type DraftRelation } from './in-file.ts'
import { columnAt, entriesAt, fieldOf, namesAt, optionIn, placeOf, resultOf, textAt, type Column, type Spot, type Words } from './reading.ts'
import { targetAt } from './targets.ts'
import { optionsOf } from '../values/values.ts'

interface Said { decorates: Decorates; library: Library; given: readonly NodeId[] }

/** What the decorators of a class or member say, of those that a library describes. */
function saidBy(evaluator: Evaluator, source: Source, decorators: readonly Decorator[] | undefined): Said[] {
  return (decorators ?? []).flatMap((decorator): Said[] => {
    const call = source.as(decorator.value, 'call')
    for (const value of optionsOf(evaluator.value(source, call?.callee ?? decorator.value))) {
      const library = value.kind === 'library-function' ? evaluator.world.knowledge.library(value.library) : undefined
      const decorates = value.kind === 'library-function' ? value.fact.decorates : undefined
      if (library?.schema && decorates) return [{ decorates, library, given: call?.arguments ?? [] }]
    }
    return []
  })
}

export function classModels(evaluator: Evaluator, source: Source): DraftModel[] {
  return source.ofKind('class').flatMap((id) => {
    const node = source.as(id, 'class')!
    const decorated = node.members.filter((member) => member.decorators?.length)
    if (!node.decorators?.length && decorated.length === 0) return []
    const own = saidBy(evaluator, source, node.decorators)
    const members = decorated.map((member) => ({ member, said: saidBy(evaluator, source, member.decorators) })).filter(({ said }) => said.length > 0)
    const library = [...own, ...members.flatMap(({ said }) => said)][0]?.library
    return library?.schema ? [draftOf(evaluator, source, id, library, library.schema, own, members)] : []
  })
}

function draftOf(
  evaluator: Evaluator, source: Source, id: NodeId, library: Library, words: SchemaWords, own: readonly Said[], members: readonly { member: ClassMember; said: Said[] }[],
): DraftModel {
  const node = source.as(id, 'class')!
  const model: SchemaModel = { name: '', fields: [], unique: [], indexes: [], at: placeOf(source, node, id), form: 'class' }
  const entity = own.find(({ decorates }) => decorates.what === 'model')
  const base = node.extends < 0 ? undefined : targetAt(evaluator, source, node.extends)?.key
  const draft: DraftModel = {
    library: words.library ?? library.name, name: entity ? node.name : undefined, key: `${source.path}:${id}`, from: base === undefined ? [] : [base],
    model, relations: [], refers: [], isClass: true,
  }
  const options = optionsIn(source, entity?.given ?? [])
  const table = textIn(source, entity?.given ?? []) ?? textAt(evaluator, optionIn(evaluator, options, words.model?.table))
  if (table !== undefined) model.table = table
  for (const { decorates, given } of own) if (decorates.what === 'index' || decorates.what === 'unique') readIndex(evaluator, source, model, given, words, decorates.what === 'unique')
  const indexes = optionIn(evaluator, options, words.model?.indexes)
  const list = indexes && indexes.source.as(indexes.id, 'array')
  for (const element of list?.elements ?? []) {
    const listed = optionIn(evaluator, { source: indexes!.source, id: element }, words.index?.columns)
    const columns = listed && namesAt(evaluator, listed.source, listed.id)
    if (columns) (isUniqueIndex(evaluator, { source: indexes!.source, id: element }, words) ? model.unique : model.indexes).push(columns)
  }
  for (const { member, said } of members) readMember(evaluator, source, draft, member, said, words)
  if (words.key !== undefined && entity && !model.primary) {
    if (!model.fields.some(({ name }) => name === words.key)) model.fields.unshift({ name: words.key, type: words.documents ? 'ObjectId' : 'Int', list: false, optional: false })
    model.primary = [words.key]
  }
  const timestamps = words.timestamps
  if (timestamps && entity && (timestamps.otherwise || optionIn(evaluator, options, [timestamps.option]))) {
    for (const name of timestamps.columns) if (!model.fields.some((field) => field.name === name)) model.fields.push({ name, type: 'DateTime', list: false, optional: true })
  }
  return draft
}

const optionsIn = (source: Source, given: readonly NodeId[]): Spot | undefined => {
  const id = given.findLast((each) => source.node(each).kind === 'object')
  return id === undefined ? undefined : { source, id }
}

const textIn = (source: Source, given: readonly NodeId[]): string | undefined =>
  given.map((each) => source.as(each, 'text')?.value).find((text) => text !== undefined)

/** `@Index(['a', 'b'])`, `@Index('name', ['a'], { unique: true })`, `@Index({ properties: ['a'] })`; above a property, of that one. */
function readIndex(evaluator: Evaluator, source: Source, model: SchemaModel, given: readonly NodeId[], words: SchemaWords, unique: boolean, property?: string): void {
  const options = optionsIn(source, given)
  const list = given.find((each) => ['array', 'function'].includes(source.node(each).kind))
  const listed = optionIn(evaluator, options, words.index?.columns)
  const found = list !== undefined ? namesAt(evaluator, source, list) : listed && namesAt(evaluator, listed.source, listed.id)
  const texts = given.flatMap((each) => source.as(each, 'text')?.value ?? [])
  // An index on what a document's own words name: `PostSchema.index({ title: 1 })` in a decorator.
  const columns = found ?? (property !== undefined ? [property] : list === undefined && !listed && texts.length > 1 ? texts.slice(1) : undefined)
  if (!columns) return void (model.incomplete = true)
  if (unique || isUniqueIndex(evaluator, options, words)) model.unique.push(columns)
  else model.indexes.push(columns)
}

function readMember(evaluator: Evaluator, source: Source, draft: DraftModel, member: ClassMember, said: readonly Said[], words: SchemaWords): void {
  const { model } = draft
  const { name } = member
  const column = columnOf(evaluator, source, member, said, words)
  const relation = said.find(({ decorates }) => decorates.what === 'relation')
  const at = placeOf(source, member, member.value >= 0 ? member.value : undefined)
  if (relation && relation.decorates.what === 'relation') {
    const draftRelation = relationOf(evaluator, source, name, relation.decorates.relation, relation.given, said, words)
    if (draftRelation) draft.relations.push({ ...draftRelation, at })
    else model.incomplete = true
  } else model.fields.push(fieldOf(evaluator, name, column, words, at))
  readWords(evaluator, draft, name, column.words, words)
  if (said.some(({ decorates }) => decorates.what === 'column' && decorates.primary)) (model.primary ??= []).push(name)
  for (const { decorates, given } of said) {
    if (decorates.what === 'index' || decorates.what === 'unique') readIndex(evaluator, source, model, given, words, decorates.what === 'unique', name)
  }
}

function columnOf(evaluator: Evaluator, source: Source, member: ClassMember, said: readonly Said[], schema: SchemaWords): Column {
  const words: Words = new Map()
  let type: string | undefined
  let list = false
  for (const { decorates, given } of said) {
    if (decorates.what === 'word') words.set(decorates.word, { source, given })
    if (decorates.what === 'column' && decorates.type !== undefined) type = decorates.type
    if (decorates.what === 'column' && decorates.optional) for (const word of schema.column.optional?.slice(0, 1) ?? []) words.set(word, { source, given: [] })
    if (decorates.what !== 'column' && decorates.what !== 'relation') continue
    for (const id of given) {
      const node = source.node(id)
      if (node.kind === 'object') for (const entry of entriesAt(evaluator, source, id).entries) words.set(entry.key, { source: entry.source, given: [entry.property.value] })
      else if (decorates.what === 'column') {
        const inner = columnAt(evaluator, source, id, schema)
        type ??= inner.type
        list ||= inner.list
      }
    }
  }
  const written = schema.column.type?.map((word) => words.get(word)).find((word) => word !== undefined)
  if (written) {
    const inner = columnAt(evaluator, written.source, written.given[0]!, schema)
    type = inner.type ?? type
    list ||= inner.list
    for (const [word, value] of inner.words) if (!words.has(word)) words.set(word, value)
  }
  const declared = declaredType(source, member.type)
  return { words, type: type ?? declared.type, list: list || declared.list }
}

/** What the property's own type says. */
function declaredType(source: Source, id: NodeId): { type: string | undefined; list: boolean } {
  if (id < 0) return { type: undefined, list: false }
  const node = source.node(id)
  if (node.kind === 'type-other') return { type: node.word || undefined, list: false }
  if (node.kind === 'type-array') return { ...declaredType(source, node.element), list: true }
  if (node.kind === 'type-union') return node.types.map((type) => declaredType(source, type)).find(({ type }) => type !== undefined && type !== 'null' && type !== 'undefined') ?? { type: undefined, list: false }
  if (node.kind === 'type-literal') return { type: 'Enum', list: false }
  if (node.kind !== 'type-name') return { type: undefined, list: false }
  const binding = source.facts.bindings[node.binding]
  return { type: binding?.kind === 'enum' ? 'Enum' : node.name.at(-1), list: false }
}

function relationOf(
  evaluator: Evaluator, source: Source, on: string, kind: DraftRelation['kind'], given: readonly NodeId[], said: readonly Said[], words: SchemaWords,
): DraftRelation | undefined {
  const options = optionsIn(source, given)
  const plain = given.filter((each) => source.node(each).kind !== 'object')
  const named = optionIn(evaluator, options, words.relation?.target)
  const target = plain[0] !== undefined ? targetAt(evaluator, source, plain[0]) : named && targetAt(evaluator, named.source, named.id)
  if (!target) return undefined
  const second = plain[1] === undefined ? undefined : nameIn(evaluator, source, plain[1])
  const option = (names: readonly string[] | undefined): string | undefined => {
    const found = optionIn(evaluator, options, names)
    return found && nameIn(evaluator, found.source, found.id)
  }
  const back = (words.relation?.second === 'back' ? second : undefined) ?? option(words.relation?.back)
  const field = (words.relation?.second === 'fields' ? second : undefined) ?? option(words.relation?.fields)
  const join = said.find(({ decorates }) => decorates.what === 'join')
  const joinOptions = join && optionsIn(source, join.given)
  const column = textAt(evaluator, optionIn(evaluator, joinOptions, ['name'])) ?? textAt(evaluator, optionIn(evaluator, options, ['joinColumn', 'fieldName']))
  const referenced = textAt(evaluator, optionIn(evaluator, joinOptions, ['referencedColumnName']))
  const isMapped = optionIn(evaluator, options, ['mappedBy']) !== undefined
  const owner = kind === 'many-to-one' || (kind === 'one-to-one' && !isMapped && (join !== undefined || words.foreignKey === undefined))
  return {
    on, kind, target, owner,
    ...(field !== undefined && (owner ? { fields: [field] } : { references: [field] })),
    ...(column !== undefined && { column }), ...(referenced !== undefined && { references: [referenced] }), ...(back !== undefined && { back }),
  }
}

/** `post => post.author`, `'author'`. */
function nameIn(evaluator: Evaluator, source: Source, id: NodeId): string | undefined {
  const at = source.as(id, 'function') ? resultOf(source, id) : id
  const node = at < 0 ? undefined : source.node(at)
  return node?.kind === 'member' ? node.name : textAt(evaluator, { source, id: at })
}
