/**
 * A query by a key wherever it stands, as what a loader is made of: which key it asks for, the query for all keys of one
 * moment, and what each key is given. A loader that keeps nothing means the same as the query itself.
 */
import type { BindingId, NodeId } from '../facts.ts'
import type { OptionName } from '../library.ts'
import type { About, Call, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { numbersOfAll, rowsOfAll } from './any-batch.ts'
import type { Batch } from './batch.ts'
import { bindingOf, chainOf, isConstant, rootOf, within } from '../code/code.ts'
import { memberText, replaceNode } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { camel, capital, plural, singular } from '../edits/names.ts'
import { keyTypeOf } from './key-types.ts'
import { loadByParts } from './load-by-parts.ts'
import { seenAs, type PerItem } from './per-item.ts'
import { askedBy, fieldOf } from '../relations/models.ts'

export interface Load {
  source: Source
  /** The query: its call, or the whole chain of a builder. */
  query: NodeId
  /** What a loader is handed in its place, and the type of that; undefined where the file has no types. */
  key: string
  keyNode: NodeId
  keyType: string | undefined
  /** The key is an object of several columns. */
  isOfParts?: true
  /** The words for one row, for a key and for many keys: `user`, `id`, `ids`. */
  word: string
  by: string
  keys: string
  grouped: boolean
  /** The rows are more than an array, so that an empty array is not the same. */
  isMoreThanArray?: boolean | undefined
  /** It belongs to an object: the class of the method that it stands in. */
  ofClass: NodeId | undefined
  /** Most keys of one query. */
  most: number | undefined
  doubts: string[]
  /** The query for all `keys`, as edits of its text. */
  join(keys: string): { inside: TextEdit[]; elsewhere: TextEdit[] } | undefined
  /** Edits that give a long query several lines, below one that begins with `outer`. */
  breaks(outer: string): TextEdit[]
  /** What follows the query in its declaration, and the name of the rows there. */
  behind: string
  pattern(rows: string): string
  /** How a row's key is found again, and a key among those that were asked for. */
  keyOfRow(row: string): string
  keyOf(key: string): string
  /** What of a row the map holds. */
  valueIn(row: string): string
  /** What a key is given, by the look into the map. */
  value(found: string, key: string): string
  /** The edits where the query stands; `asked` is a promise. */
  use(asked: string): TextEdit[]
}

/** Undefined for any query whose answers a loader would not give alike. `handed`: names that the loader is handed too. */
export function loadOf(reached: Reached, call: Call, about: About, handed: readonly BindingId[] = []): Load | undefined {
  const { source, facts } = call
  const { many } = facts
  if (!many || (many.style === 'sql' && many.sync) || many.style === 'rest' || many.style === 'position' || many.style === 'request') return undefined
  if (call.oneAtATime || isSet(call, 'ambient-transaction')) return undefined
  const query = facts.builds ? chainOf(source, call.node) : call.node
  // A fluent call further on, as `findUnique(…).posts()`, asks something else.
  const further = source.as(source.node(query).parent, 'member')
  if (!facts.builds && many.style !== 'filter' && further?.object === query && further.name !== 'then') return undefined
  const item = itemAt(source, query, call.node, handed)
  if (!item) return undefined
  const direct = seenAs(reached, call, item)
  const batch = rowsOfAll(direct, about) ?? numbersOfAll(direct, about)
  // What else a batch does with its rows is done around a loop.
  const isPlain = batch && !batch.also && !batch.strips
  const load = isPlain ? ofBatch(batch, call, about) : loadByParts(direct, about)
  // One query serves several askers, so that it must not be told by their context who asks.
  const doubts = isSet(call, 'hooks') ? ['no extension looks at who asks'] : []
  return load && { ...load, ofClass: classAt(source, query), doubts: [...load.doubts, ...doubts] }
}

/** An option that is set for all calls in the process. */
function isSet(call: Call, name: OptionName): boolean {
  const option = call.option(name)
  return option.state === 'unknown' && option.why === 'it is set for the whole process'
}

/** The query by itself: whatever a function around it binds may differ from time to time. */
function itemAt(source: Source, query: NodeId, head: NodeId, handed: readonly BindingId[]): PerItem | undefined {
  const { start, end } = source.node(query)
  const elements = new Set<BindingId>()
  for (const at of [query, ...within(source, query)]) {
    const binding = bindingOf(source, at)
    const id = source.as(at, 'name')?.binding ?? -1
    if (!binding || (binding.start >= start && binding.end <= end) || handed.includes(id)) continue
    if (binding.function !== 0) elements.add(id)
    else if (binding.import < 0 && !isConstant(binding)) return undefined
  }
  const receiver = source.node(head)
  const from = receiver.kind === 'call' ? receiver.callee : receiver.kind === 'tagged' ? receiver.tag : -1
  // A client that a caller hands over may be a transaction's, or another one each time.
  if (from < 0 || elements.size === 0 || [from, ...within(source, from)].some(at => elements.has(source.as(at, 'name')?.binding ?? -1))) return undefined
  if (source.node(rootOf(source, query)).kind === 'this' && classAt(source, query) === undefined) return undefined
  const { parent } = source.node(query)
  const lookup = source.node(parent).kind === 'await' ? parent : query
  const own = source.functionOf(query)
  const parameters = [...elements].map(id => source.facts.bindings[id]!.value).filter(value => source.as(value, 'parameter') && source.node(value).parent === own)
  const list = elements.size === 1 && parameters.length === 1 ? parameters[0]! : own
  return { source, query, lookup, turn: query, list, elements: [...elements], before: query, conditional: isGuarded(source, query, own, elements) }
}

/** Its names are tested before it runs. */
function isGuarded(source: Source, query: NodeId, own: NodeId, elements: ReadonlySet<BindingId>): boolean {
  const { start } = source.node(query)
  return [...within(source, own)].some(at => {
    const node = source.node(at)
    const test = node.kind === 'if' || node.kind === 'conditional' ? node.test : node.kind === 'binary' && node.operator === '&&' ? node.left : -1
    return test >= 0 && source.node(test).end <= start && [test, ...within(source, test)].some(inner => elements.has(source.as(inner, 'name')?.binding ?? -1))
  })
}

/** The class whose instance `this` is in the query; undefined where it mentions none. */
function classAt(source: Source, query: NodeId): NodeId | undefined {
  if (source.node(rootOf(source, query)).kind !== 'this') return undefined
  for (let at = source.functionOf(query); at > 0; at = source.functionOf(at)) {
    const own = source.as(at, 'function')!
    if (own.how === 'arrow') continue
    return own.how === 'method' && !own.static && source.node(own.parent).kind === 'class' ? own.parent : undefined
  }
  return undefined
}

const hole = '§'
const mostInOne = 1000

/** What a query for the items of a list is made of serves a loader as well. */
function ofBatch(batch: Batch, call: Call, about: About): Omit<Load, 'ofClass'> | undefined {
  const { item, property } = batch
  const { source, query } = item
  if (batch.isNullable || batch.sync) return undefined
  const used = usedOf(batch)
  const column = fieldOf(askedBy(call, about).model, property)
  const isTyped = source.facts.language.startsWith('ts')
  const keyType = isTyped ? keyTypeOf(source, batch.key.node, column) : undefined
  if (!used || (isTyped && keyType === undefined)) return undefined
  const by = camel(property)
  const { many } = call.facts
  // Rows without a value are none of these, but their type does not tell.
  const asText = (text: string) => (batch.asText || (keyType !== undefined && column?.optional) ? `String(${text})` : text)
  return {
    source, query, key: source.textOf(batch.key.node), keyNode: batch.key.node, keyType, word: batch.word, by, keys: plural(by), grouped: batch.grouped, isMoreThanArray: batch.isMoreThanArray,
    most: many && 'cuts' in many && many.cuts ? undefined : mostInOne,
    doubts: [...new Set(batch.doubts.map(doubt => (doubt.startsWith('the list') ? '' : doubt)))],
    join: keys => {
      const joined = batch.join(`[...${keys}]`)
      const once = (text: string) => text.replace(`[...${keys}].length > 0 ? [...${keys}] : [null]`, () => `[...${keys}]`)
      return joined && { elsewhere: [...joined.elsewhere, ...batch.failure?.(keys).edits ?? []], inside: joined.inside.map(edit => ({ ...edit, text: once(edit.text) })) }
    },
    breaks: outer => batch.breaks?.(outer) ?? [],
    behind: batch.behind ?? '',
    pattern: rows => batch.pattern?.(rows) ?? rows,
    keyOfRow: row => asText(batch.keyIn?.(row) ?? `${row}${memberText(source, property)}`),
    keyOf: asText,
    valueIn: row => batch.valueIn?.(row) ?? row,
    ...used,
  }
}

/** What the look into the map stands for, and where the code asks a loader instead. */
function usedOf(batch: Batch): Pick<Load, 'value' | 'use'> | undefined {
  const { item: { source, lookup, query } } = batch
  if (batch.asksAgain) return ofFailing(batch)
  const edits = batch.use(hole, `${hole}${hole}`)
  const [edit] = edits
  if (edits.length !== 1 || !edit) return undefined
  const around = outOfParentheses(source, lookup)
  const isWhole = edit.start >= around.start && edit.end <= around.end
  const text = edit.text.startsWith('(') && edit.text.endsWith(')') ? edit.text.slice(1, -1) : edit.text
  // Whether there is any.
  if (isWhole && text === hole && batch.valueIn?.('') === 'true') return { value: found => `${found} ?? false`, use: asked => [replaceNode(source, query, asked)] }
  if (isWhole && text.startsWith(hole)) {
    const otherwise = text === hole && !batch.grouped && batch.item.source.as(source.node(lookup).parent, 'member')?.optional ? ' ?? null' : ''
    return { value: found => text.replace(hole, () => found) + otherwise, use: asked => [replaceNode(source, query, asked)] }
  }
  // `const { rows } = await …`: the rows by themselves are loaded, and not the driver's result.
  if (lookup === query) return undefined
  const [before, after] = edit.text.split(hole)
  if (before === undefined || after === undefined || !after.startsWith(' ?? []')) return ofFirst(batch, edit)
  return { value: found => `${found} ?? []`, use: asked => [{ ...edit, text: `${before}await ${asked}${after.slice(' ?? []'.length)}` }] }
}

/** A loader gives an error in the place of what is missing, and whoever asked for that meets it. */
function ofFailing({ item: { source, query }, failure, grouped }: Batch): Pick<Load, 'value' | 'use'> | undefined {
  if (!failure || grouped) return undefined
  const isTyped = source.facts.language.startsWith('ts')
  return {
    value: (found, key) => `${found} ?? ${isTyped ? `(${failure(key).text} as Error)` : failure(key).text}`,
    use: asked => [replaceNode(source, query, asked)],
  }
}

/** `(await …).rows[0]`. */
function ofFirst({ item: { source } }: Batch, edit: TextEdit): Pick<Load, 'value' | 'use'> | undefined {
  if (edit.text !== `${hole}?.[0]`) return undefined
  const at = source.facts.nodes.findIndex(node => node.start === edit.start && node.end === edit.end && node.kind === 'index')
  const holder = source.node(source.node(at).parent)
  const isPart = ['member', 'index', 'call', 'binary', 'unary', 'cast', 'conditional'].includes(holder.kind)
  return { value: found => `${found}?.[0]`, use: asked => [{ ...edit, text: isPart ? `(await ${asked})` : `await ${asked}` }] }
}

/** `userById`, `commentsByPostId`. */
export const nameOfLoad = ({ word, by, grouped }: Load): string => `${grouped ? plural(word) : singular(word)}By${capital(by)}`
