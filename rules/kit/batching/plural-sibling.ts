/**
 * Where the query hides in a function that is one lookup by key, that function gets a sibling for many keys next to it:
 * `getUsers(ids)` beside `getUser(id)`. The caller asks it once for all items.
 */
import type { Batch } from './batch.ts'
import { isModule } from './beside.ts'
import type { About, FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { anyKey } from './guarded-keys.ts'
import { askedAgain, batchEdits, broken, endDoubts, inPlace, keysOfAny } from './batch.ts'
import { batchByBuilder } from './by-builder.ts'
import { batchByChain } from './by-chain.ts'
import { batchByClauses } from './by-clauses.ts'
import { batchByHelper } from './by-helper.ts'
import { batchByObject } from './by-object.ts'
import { batchBySql } from './by-sql.ts'
import { breakChain, insert, replaceNode, rewrite } from '../edits/edit.ts'
import { helperOf, type Helper } from './helper.ts'
import { addImport, importedAs } from '../edits/imports.ts'
import { capital, fresh, plural } from '../edits/names.ts'
import { isSteady, keyAt, perItemBehind, withItem, type PerItem } from './per-item.ts'
import { handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { inFile } from '../edits/offer.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'
import { kindOfKey, listFacts } from '../code/types.ts'

export interface Sibling { word: string; name: string; doubts: string[]; edits(): FileEdit[] | undefined }

export function pluralSibling(reached: Reached, about: About): Sibling | undefined {
  const helper = helperOf(reached)
  const item = helper && perItemBehind(reached)
  const call = item && item.source.as(item.query, 'call')
  if (!helper || !item || !call || call.optional || writesMeanwhile(reached, item)) return undefined
  const direct = withItem(reached, helper.item)
  const inner = batchByObject(direct, about) ?? batchByBuilder(direct, about) ?? batchByHelper(direct, about) ?? batchByChain(direct, about) ?? batchBySql(direct) ?? batchByClauses(direct, about)
  // Of many rows for each key nobody but this caller would take the first.
  if (!inner || inner.isNullable || inner.also || inner.firstOfSeveral) return undefined

  const { source } = item
  const varying = call.arguments.filter(each => !isSteady(item, each))
  const [argument] = varying
  const key = varying.length === 1 && call.arguments[helper.position] === argument ? keyAt(item, argument!) : undefined
  if (!key || call.arguments.some(each => source.node(each).kind === 'spread')) return undefined
  const list = listFacts(source, item.list)
  const kind = kindOfKey(item, key, list)
  const holders = holdersOf(source, item.lookup)
  if (kind.is === 'object' || list.array === 'no' || kind.missing === true || holders.some(each => isChanged(source, each))) return undefined
  if (!isUnseen(source, item.lookup) && !leavesRowsAlone(source, item.turn, item.elements)) return undefined
  // Who asks for the first of several must know that there is but one.
  const isRow = helper.givesFirst || reached.call.facts.rows === 'one' || !inner.grouped || givesRow(inner)
  const name = siblingName(helper, source)
  const place = placeOf(helper, source, about)
  if (!place) return undefined

  const outer: Batch = {
    item, key, list, word: inner.word, property: inner.property, asText: inner.asText, skipsMissing: anyKey(item, key, list)?.isPartial === true,
    grouped: inner.grouped && !(isRow && inner.property === 'id'),
    doubts: [], ...(inner.mayBeNull && { mayBeNull: inner.mayBeNull }), ...(inner.isMoreThanArray && { isMoreThanArray: true }), ...(inner.strips && !isUnseen(source, item.lookup) && { strips: inner.strips }), ...(isSync(helper, item) && { sync: true }), ...(inner.asksAgain && { asksAgain: true }), ...(inner.keyIn && { keyIn: inner.keyIn }),
    join: keys => joined(item, helper, name, place, keys),
    use: found => (isRow ? used(item, inner, helper, found) : inPlace(item, '[]')(found)),
  }
  if (!keysOfAny(outer)) return undefined
  const doubts = [...inner.doubts, ...endDoubts(item), ...holders.flatMap(each => handedTo(source, each)).map(() => ''), '']
  return { word: inner.word, name, doubts, edits: () => together(batchEdits(outer), siblingEdits(helper, inner, name), source, helper.source) }
}

/** One row is taken out of the rows, as the lookup did. */
const givesRow = (inner: Batch): boolean => {
  const [edit] = inner.use('found', 'rows')
  return edit !== undefined && !edit.text.includes('[]')
}

function used(item: PerItem, inner: Batch, helper: Helper, found: string): TextEdit[] {
  const isNull = helper.orNull || inner.use('found', 'rows').some(edit => edit.text.endsWith('?? null'))
  const row = inner.grouped && inner.property !== 'id' ? `${found}?.[0]` : found
  if (inner.asksAgain) return [askedAgain(item, row)]
  return isNull ? inPlace(item, 'null')(row) : [replaceNode(item.source, item.lookup, row)]
}

const isSync = (helper: Helper, item: PerItem): boolean => !helper.function.async && item.source.node(item.lookup).kind !== 'await' && item.map === undefined

/** Something in the turn writes to the same table. */
function writesMeanwhile(reached: Reached, item: PerItem): boolean {
  return reached.routine.steps.some(step => item.source.contains(item.turn, step.node) && step.behind.some(({ call }) =>
    call.effect === 'write' && (call.subject === undefined || call.subject === reached.call.subject)))
}

/** `getUser` → `getUsers`, `findUserById` → `findUsersByIds`, `findOne` → `findByIds`, `ordersOf` → `ordersByCustomerIds`. */
function siblingName(helper: Helper, caller: Source): string {
  const { name, source, parameter } = helper
  const keys = capital(plural(source.facts.bindings[parameter.binding]!.name))
  if (name.endsWith('For') && name.length > 'For'.length) return fresh(takenBy(helper, caller), `${plural(name.slice(0, -'For'.length))}For`, `${name}${keys}`)
  const by = name.lastIndexOf('By')
  const stem = by > 0 ? name.slice(0, by) : name.endsWith('One') || name.endsWith('Of') ? name.slice(0, name.endsWith('One') ? -'One'.length : -'Of'.length) : name
  const hasNoun = stem !== stem.toLowerCase() || name.endsWith('Of')
  const many = hasNoun ? plural(stem) : stem
  const byKeys = `${many}By${by > 0 ? plural(name.slice(by + 'By'.length)) : keys}`
  const taken = takenBy(helper, caller)
  return stem === name && many !== name ? fresh(taken, many, byKeys) : fresh(taken, byKeys)
}

/** Names that a sibling cannot have: of its class, or of both files. */
export const takenBy = ({ name, ofClass, source }: Pick<Helper, 'name' | 'ofClass' | 'source'>, caller: Source): Set<string> => new Set([
  name, ...(ofClass ? ofClass.members.map(member => member.name) : [source, caller].flatMap(each => each.facts.bindings.map(binding => binding.name))),
])

/** How the caller gets at the sibling. */
export type Place = { is: 'member' } | { is: 'local' } | { is: 'import'; from: string }

export function placeOf(helper: Pick<Helper, 'name' | 'source' | 'ofClass' | 'isExported'>, caller: Source, about: About): Place | undefined {
  if (helper.ofClass) return { is: 'member' }
  if (helper.source === caller || helper.source.path === caller.path) return { is: 'local' }
  if (!helper.isExported) return undefined
  const fact = caller.facts.imports.find(each => !each.typeOnly && (each.name === helper.name || each.name === '*') && isModule(each.from, helper.source.path))
  if (fact) return { is: 'import', from: fact.from }
  const known = caller.facts.imports.find(each => each.name === helper.name)
  return known?.from.startsWith('.') ? { is: 'import', from: about.specifier(caller.path, helper.source.path) } : undefined
}

/** The caller's call, for all keys. */
function joined({ source, query }: PerItem, helper: Helper, name: string, place: Place, keys: string) {
  const call = source.as(query, 'call')!
  const member = source.as(call.callee, 'member')
  const added = place.is === 'import' && !member && importedAs(source, place.from, helper.name) !== `*.${helper.name}` ? addImport(source, place.from, name) : undefined
  const callee: TextEdit = member ? { start: member.nameStart, end: member.end, text: name } : replaceNode(source, call.callee, added?.local ?? name)
  return { inside: [callee, replaceNode(source, call.arguments[helper.position]!, keys)], elsewhere: added?.edits ?? [] }
}

/** The sibling behind the helper. */
function siblingEdits(helper: Helper, inner: Batch, name: string): TextEdit[] | undefined {
  const { source, function: own, parameter, item } = helper
  const style = styleOf(source)
  const binding = source.facts.bindings[parameter.binding]!
  const keys = fresh(new Set(source.facts.bindings.filter(each => each.function === helper.id && each !== binding).map(each => each.name)), plural(binding.name))
  const inside = inner.join(keys)
  if (!inside) return undefined
  const { start, end } = source.node(item.query)
  const outer = indentAt(source.text, helper.start)
  const line = `return ${rewrite(source, start, end, inside.inside)}`
  const isLong = outer.length + style.indent.length + line.length > style.width && !line.includes('\n')
  const query = rewrite(source, start, end, isLong ? broken(inside.inside, inner.breaks?.(outer + style.indent) ?? breakChain(source, item.query, outer + style.indent)) : inside.inside)
  const answer = inner.pattern ? undefined : `return ${query}${inner.behind ?? ''}`
  const rows = plural(inner.word)
  const lines = [
    ...inner.failsOnEmpty ? [`if (${keys}.length === 0) return []`] : [],
    ...answer ? [answer] : [`const ${inner.pattern!(rows)} = ${inner.sync ? '' : 'await '}${query}${inner.behind ?? ''}`, `return ${rows}`],
  ]
  const { newline, indent, semicolon } = style
  const body = `{${newline}${lines.map(each => `${outer}${indent}${each}${semicolon}${newline}`).join('')}${outer}}`
  const head: TextEdit[] = [{ start: helper.nameStart, end: helper.nameEnd, text: name }, ...parameterEdits(source, parameter, binding, keys)]
  const bodyStart = source.node(own.body).start
  // A declared result is that of one row.
  const returns = own.returns >= 0 ? returnsEdit(source, own.returns) : []
  const isArrow = own.how === 'arrow'
  const headEnd = isArrow ? source.text.lastIndexOf('=>', bodyStart) + '=>'.length : bodyStart
  const text = `${rewrite(source, helper.start, headEnd, [...head, ...returns])}${isArrow ? ' ' : ''}${body}${isArrow || own.how === 'expression' ? semicolon : ''}`
  const gap = newline + newline + outer
  return [...inside.elsewhere, insert(helper.end, gap + text)]
}

function parameterEdits(source: Source, parameter: Helper['parameter'], binding: { start: number; end: number }, keys: string): TextEdit[] {
  const name = { start: binding.start, end: binding.end, text: keys }
  if (parameter.type < 0) return [name]
  const type = source.node(parameter.type)
  const text = source.textOf(parameter.type)
  const isPlain = ['type-name', 'type-literal', 'type-index'].includes(type.kind) || (type.kind === 'type-other' && type.word !== '')
  return [name, { start: type.start, end: type.end, text: isPlain ? `${text}[]` : `(${text})[]` }]
}

/** Takes `: Promise<User | null>` away. */
function returnsEdit(source: Source, returns: number): TextEdit[] {
  const { start, end } = source.node(returns)
  return [{ start: source.text.lastIndexOf(':', start), end, text: '' }]
}

function together(caller: FileEdit[] | undefined, sibling: TextEdit[] | undefined, source: Source, own: Source): FileEdit[] | undefined {
  const [first] = caller ?? []
  if (!first || !('edits' in first) || !sibling) return undefined
  if (source.path === own.path) return inFile(source, [...first.edits, ...sibling])
  const other = inFile(own, sibling)
  return other && [first, ...other]
}
