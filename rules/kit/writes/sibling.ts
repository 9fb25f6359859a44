/**
 * Where the write hides in a function that does nothing but write its one row, that function gets a sibling for many rows
 * beside it: `audits(entries)` beside `audit(entry)`. The caller hands it the rows of all items.
 */
import type { NodeId, NodeOf } from '../facts.ts'
import type { About, FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { namedAs } from '../batching/helper.ts'
import { perItemBehind, withItem, type PerItem } from '../batching/per-item.ts'
import { placeOf } from '../batching/plural-sibling.ts'
import { chainOf, isPure } from '../code/code.ts'
import { awaitsIn, breakArguments, breakUp, insert, replaceNode, rewrite } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { fresh, plural } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { arrow, braced, indentAt, styleOf } from '../edits/style-of.ts'
import { writeDoubts } from './doubts.ts'
import { manyWriteEdits, shapeFor, type ManyWrite } from './many.ts'
import { manyByRows } from './rows.ts'

interface Helper extends NonNullable<ReturnType<typeof namedAs>> {
  source: Source
  own: NodeOf<'function'>
  parameters: NodeOf<'parameter'>[]
  item: PerItem
}

export interface Sibling { title: string; doubts: string[]; edits(): FileEdit[] | undefined }

export function writeSibling(reached: Reached, about: About): Sibling | undefined {
  const helper = reached.call.facts.manyRows ? helperOf(reached) : undefined
  const item = helper && perItemBehind(reached)
  const call = item && item.source.as(item.query, 'call')
  if (!helper || !item || item.caught || item.endsEarly || !call || call.optional || call.types || call.arguments.length !== helper.parameters.length) return undefined
  const { source } = item
  if (call.arguments.some((id) => source.node(id).kind === 'spread')) return undefined
  const inner = manyByRows(withItem(reached, helper.item), about, { how: 'map', constants: [], whole: helper.item.lookup, result: 'unused', isFirst: false })
  const shape = inner && shapeFor(item, 'nothing', [], reached.call.library)
  const doubts = shape && writeDoubts(reached, item, shape, [], item.query, reached.call.facts.manyRows!.partial === true)
  const place = placeOf(helper, source, about)
  if (!inner || !shape || !doubts || doubts === 'stop' || !place || inner.isList) return undefined

  const taken = new Set([...helper.ofClass?.members.map(({ name }) => name) ?? [], ...[helper.source, source].flatMap(({ facts }) => facts.bindings.map((it) => it.name))])
  const many = plural(helper.name)
  const name = many === helper.name ? fresh(taken, `${many}All`) : fresh(taken, many, `${many}All`)
  const method = source.as(call.callee, 'member')
  const [first] = call.arguments
  const last = call.arguments.at(-1)!
  const added = place.is === 'import' && !method ? addImport(source, place.from, name) : undefined
  const isOne = helper.parameters.length === 1
  const outer: ManyWrite = {
    item, shape, outer: [], value: isOne ? first! : item.query, isList: false, needsRows: false, word: inner.word, title: '', doubts: [],
    ...!isOne && { row: objectText(source, helper, call.arguments) },
    join: (list) => ({
      inside: [
        method ? { start: method.nameStart, end: method.end, text: name } : replaceNode(source, call.callee, added?.local ?? name),
        { start: source.node(first!).start, end: source.node(last).end, text: list },
      ],
      elsewhere: added?.edits ?? [],
    }),
  }
  return {
    title: `${inner.title}, in a \`${name}\` beside \`${helper.name}\``, doubts: [...doubts, ...inner.doubts, ''],
    edits: () => together(manyWriteEdits(outer), siblingEdits(helper, inner, name), helper.source),
  }
}

/** A function whose body is the write, told by plain parameters. */
function helperOf(reached: Reached): Helper | undefined {
  const { source, node, facts } = reached.call
  if (reached.path.length !== 1) return undefined
  const query = facts.builds ? chainOf(source, node) : node
  const id = source.functionOf(query)
  const own = source.as(id, 'function')
  if (!own || own.generator || own.body < 0 || own.decorators?.length || own.typeParameters?.length || ['get', 'set', 'constructor'].includes(own.how)) return undefined
  const { parent } = source.node(query)
  const lookup = source.node(parent).kind === 'await' ? parent : query
  const block = source.as(own.body, 'block')
  const [only] = block?.body ?? []
  const statement = only === undefined ? undefined : source.node(only)
  const isOnly = block ? block.body.length === 1 && own.async && (statement?.kind === 'return' || (statement?.kind === 'expression' && lookup !== query)) && statement.value === lookup : own.body === lookup
  const named = isOnly ? namedAs(source, own, id) : undefined
  const parameters = own.parameters.map((it) => source.as(it, 'parameter')).filter((it) => it !== undefined)
  if (!named || parameters.length === 0 || parameters.length !== own.parameters.length) return undefined
  const isTyped = source.facts.language.startsWith('ts')
  if (parameters.some((it) => it.binding < 0 || it.rest || it.optional || it.fallback >= 0 || it.property || (isTyped && it.type < 0))) return undefined
  const item: PerItem = { source, query, lookup, turn: id, list: own.parameters[0]!, elements: parameters.map((it) => it.binding), before: own.body, conditional: false }
  return { ...named, source, own, parameters, item }
}

/** `{ action: 'cancelled', orderId: order.id }`: what the parameters are called. */
function objectText(source: Source, helper: Helper, given: readonly NodeId[]): string {
  const parts = helper.parameters.map(({ binding }, index) => {
    const { name } = helper.source.facts.bindings[binding]!
    const text = source.textOf(given[index]!)
    return text === name ? name : `${name}: ${text}`
  })
  return braced(styleOf(source), parts.join(', '))
}

function siblingEdits({ source, own, parameters, nameStart, nameEnd, start, end, item }: Helper, inner: ManyWrite, name: string): TextEdit[] | undefined {
  const style = styleOf(source)
  const { newline, indent, semicolon } = style
  const names = parameters.map(({ binding }) => source.facts.bindings[binding]!.name)
  const [only] = names
  const rows = fresh(new Set([...names, ...source.facts.bindings.filter((it) => it.function === 0).map((it) => it.name)]), names.length === 1 && plural(only!) !== only ? plural(only!) : plural(inner.word), 'rows')
  const row = source.textOf(inner.value)
  if (awaitsIn(source, inner.value).length > 0 || row.includes('\n') && !isPure(source, inner.value, () => true)) return undefined
  const pattern = names.length === 1 ? only! : braced(style, names.join(', '))
  const isRow = names.length === 1 && row === only
  const text = isRow ? rows : `${rows}.map(${arrow(style, pattern, source.node(inner.value).kind === 'object' ? `(${row})` : row)})`
  const joined = inner.join(text)
  const query = source.node(item.query)
  const outer = indentAt(source.text, start)
  const to = outer + indent
  const write = (broken: TextEdit[]) => rewrite(source, query.start, query.end, [...broken, ...joined.inside])
  const short = write([])
  const isLong = !short.includes('\n') && to.length + 'await '.length + short.length > style.width
  const statement = `await ${isLong ? write(inner.holder !== undefined ? breakUp(source, inner.holder, to) : breakArguments(source, item.query, to)) : short}${semicolon}`
  const line = inner.needsRows ? `if (${rows}.length > 0) ${statement}` : statement

  const isArrow = own.how === 'arrow'
  const open = source.text.indexOf('(', Math.max(nameEnd, isArrow ? own.start : 0))
  const type = (at: number): string => source.textOf(at)
  const isTyped = parameters.every((it) => it.type >= 0)
  const isPlain = names.length > 1 || ['type-name', 'type-object', 'type-other'].includes(source.node(parameters[0]!.type)?.kind ?? '')
  const one = names.length === 1 ? (isTyped ? type(parameters[0]!.type) : '') : braced(style, parameters.map((it, index) => `${names[index]}: ${type(it.type)}`).join('; '))
  const typed = !isTyped ? '' : isPlain ? `: ${one}[]` : `: (${one})[]`
  if (open < 0 || open > source.node(own.parameters[0]!).start) return undefined
  let head = rewrite(source, start, open, [{ start: nameStart, end: nameEnd, text: name }])
  if (isArrow && !own.async) head = `${head}async `
  const body = `{${newline}${to}${line}${newline}${outer}}`
  const behind = isArrow ? ' => ' : ' '
  const stop = isArrow || own.how === 'expression' ? semicolon : ''
  return [...joined.elsewhere, insert(end, `${newline}${newline}${outer}${head}(${rows}${typed})${behind}${body}${stop}`)]
}

function together(caller: FileEdit[] | undefined, sibling: TextEdit[] | undefined, own: Source): FileEdit[] | undefined {
  const [first] = caller ?? []
  if (!first || !('edits' in first) || !sibling) return undefined
  if (first.path === own.path) return inFile(own, [...first.edits, ...sibling])
  const other = inFile(own, sibling)
  return other && [first, ...other]
}
