/** Writes an index into what defines a model. */
import semver from 'semver'
import type { NodeId } from '../facts.ts'
import type { SchemaWords } from '../definitions.ts'
import type { Unindexed } from './indexes.ts'
import type { About, FileEdit, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { addProperty, insert, memberText, replaceNode } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { inFile } from '../edits/offer.ts'
import { arrow, braced, indentAt, quoted, styleOf } from '../edits/style-of.ts'

/** Undefined where the model is written in a way that has no known place for an index. */
export function indexEdits(found: Unindexed, words: SchemaWords | undefined, about: About): (() => FileEdit[] | undefined) | undefined {
  const { model, field } = found
  if (model.form === 'block') {
    const at = model.extraAt
    const [column] = field.relation?.fields ?? [field.name]
    const { newline = '\n' } = model
    const line = `  @@index([${column}])${newline}`
    // The schema may have changed since it was read.
    return at && (() => (about.text(at.path)?.startsWith('}', at.start) ? [{ path: at.path, edits: [insert(at.start, model.spaced ? line : newline + line)] }] : undefined))
  }
  const place = field.at
  const source = place && about.source(place.path)
  if (!words?.adds || !place || !source || place.path !== model.at?.path) return undefined
  switch (words.adds.how) {
    case 'word': return withWord(source, place.node ?? -1, words.adds.word, model.form === 'class')
    case 'decorator': return model.form === 'class' ? withDecorator(source, place, words.adds) : undefined
    case 'option': return model.form === 'class' ? withDecorator(source, place, { name: 'Index', from: importOf(source, model.at.node ?? -1) }) : withOption(source, found, words.adds)
    default: return withExtra(source, found, words.adds, about)
  }
}

/** The module that the class's own decorators come from. */
function importOf(source: Source, id: NodeId): string | undefined {
  for (const { value } of source.as(id, 'class')?.decorators ?? []) {
    const name = source.as(source.as(value, 'call')?.callee ?? value, 'name')
    const fact = name && source.facts.imports[source.facts.bindings[name.binding]?.import ?? -1]
    if (fact) return fact.from
  }
  return undefined
}

/** `{ type: String }` → `{ type: String, index: true }`, `String` → `{ type: String, index: true }`, `@Prop()` → `@Prop({ index: true })`. */
function withWord(source: Source, id: NodeId, word: string, isClass: boolean): (() => FileEdit[] | undefined) | undefined {
  if (isClass || id < 0) return undefined
  const node = source.node(id)
  if (node.kind === 'object') return () => inFile(source, addProperty(source, id, word, 'true'))
  if (node.kind !== 'name' && node.kind !== 'member') return undefined
  return () => inFile(source, [replaceNode(source, id, braced(styleOf(source), `type: ${source.textOf(id)}, ${word}: true`))])
}

function withDecorator(source: Source, place: { start: number }, { name, from }: { name: string; from: string | undefined }): (() => FileEdit[] | undefined) | undefined {
  if (from === undefined) return undefined
  return () => {
    const { edits, local } = addImport(source, from, name)
    return inFile(source, [...edits, insert(place.start, `@${local}()${styleOf(source).newline}${indentAt(source.text, place.start)}`)])
  }
}

function withOption(source: Source, { model, field }: Unindexed, adds: { property: string; columns: string }): (() => FileEdit[] | undefined) | undefined {
  const { extraAt, columnsAt } = model
  if (!columnsAt || columnsAt.path !== source.path) return undefined
  const style = styleOf(source)
  const entry = braced(style, `${adds.columns}: [${quoted(style, field.column ?? field.name)}]`)
  if (!extraAt) return () => inFile(source, [insert(columnsAt.end, `, ${braced(style, `${adds.property}: [${entry}]`)}`)])
  const options = source.as(extraAt.node ?? -1, 'object')
  if (!options || extraAt.path !== source.path || options.properties.some(({ spread }) => spread)) return undefined
  const known = options.properties.find(({ key }) => key === adds.property)
  if (!known) return () => inFile(source, addProperty(source, extraAt.node!, adds.property, `[${entry}]`))
  return () => inFile(source, intoList(source, known.value, entry) ?? [])
}

/** Behind the last element, on a line of its own where that one has it. */
function intoList(source: Source, id: NodeId, entry: string): TextEdit[] | undefined {
  const list = source.as(id, 'array')
  if (!list) return undefined
  const last = list.elements.at(-1)
  if (last === undefined) return [insert(list.start + 1, entry)]
  const { start, end } = source.node(last)
  const before = source.text.slice(source.text.lastIndexOf('\n', start) + 1, start)
  return [insert(end, before.trim() === '' ? `,${styleOf(source).newline}${before}${entry}` : `, ${entry}`)]
}

type Extra = Extract<NonNullable<SchemaWords['adds']>, { how: 'extra' }>

function withExtra(source: Source, { schema, model, field }: Unindexed, adds: Extra, about: About): (() => FileEdit[] | undefined) | undefined {
  const { extraAt, columnsAt } = model
  const from = adds.from[schema.provider ?? '']
  if (!columnsAt || columnsAt.path !== source.path || from === undefined) return undefined
  const style = styleOf(source)
  const name = `${model.table ?? model.name}_${field.column ?? field.name}_idx`
  const entryOf = (local: string, table: string) => `${local}(${quoted(style, name)}).${adds.on}(${table}${memberText(source, field.name)})`
  if (!extraAt) {
    const version = semver.coerce(about.version(source.path, adds.package) ?? '')
    const isList = !version || semver.gte(version, adds.listSince)
    return () => {
      const { edits, local } = addImport(source, from, adds.name)
      const entry = entryOf(local, 'table')
      const body = isList ? `[${entry}]` : `(${braced(style, `${field.name}Idx: ${entry}`)})`
      return inFile(source, [...edits, insert(columnsAt.end, `, ${arrow(style, 'table', body)}`)])
    }
  }
  const callback = source.as(extraAt.node ?? -1, 'function')
  const parameter = callback && source.as(callback.parameters[0] ?? -1, 'parameter')
  if (!callback || !parameter || parameter.binding < 0) return undefined
  const table = source.facts.bindings[parameter.binding]!.name
  const body = source.as(callback.body, 'block')
  const result = body ? body.body.map(each => source.as(each, 'return')?.value ?? -1).find(value => value >= 0) ?? -1 : callback.body
  const kind = result < 0 ? undefined : source.node(result).kind
  if (kind !== 'array' && kind !== 'object') return undefined
  return () => {
    const { edits, local } = addImport(source, from, adds.name)
    const entry = entryOf(local, table)
    const inside = kind === 'array' ? intoList(source, result, entry) ?? [] : addProperty(source, result, `${field.name}Idx`, entry)
    return inFile(source, [...edits, ...inside])
  }
}
