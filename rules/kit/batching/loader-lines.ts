/** Writes down loaders: what a loader is made of, where it is kept, and the edits of the query that it stands for. */
import type { NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { commentsOf } from '../edits/comments.ts'
import { insert, moveLines, movedEdit, rewrite } from '../edits/edit.ts'
import { addImport, below, moduleLines } from '../edits/imports.ts'
import { camel, capital, fresh, plural, singular } from '../edits/names.ts'
import { arrow, indentAt, styleOf } from '../edits/style-of.ts'
import { broken } from './batch.ts'
import type { Load } from './load.ts'

/** The body of the function that gives what each of some keys is given; `taken` are names that it must not hide. */
export function bodyOf(load: Load, keys: string, taken: ReadonlySet<string>, indent: string): string[] | undefined {
  const { source, word, by, grouped } = load
  const style = styleOf(source)
  const { newline, trailingComma } = style
  const inner = new Set([...taken, keys])
  const rows = fresh(inner, plural(word), 'rows')
  const row = fresh(inner, singular(word) === rows ? 'row' : singular(word), 'row')
  const key = fresh(inner, load.isOfParts ? 'key' : by, 'key')
  const map = fresh(inner, load.isOfParts ? 'byKey' : `by${capital(by)}`)
  const asked = askedFor(load, keys, indent, `const ${load.pattern(rows)} = await `)
  if (asked === undefined) return undefined
  const isTyped = source.facts.language.startsWith('ts')
  const none = !isTyped ? '[]' : load.isMoreThanArray ? `[] as (typeof ${rows})[number][]` : `[] as typeof ${rows}`
  const filled = (pairs: string) => {
    const short = `const ${map} = new Map(${pairs})`
    return columnsOf(source, indent) + short.length <= style.width ? short
      : `const ${map} = new Map(${newline}${indent}${style.indent}${pairs}${trailingComma}${newline}${indent})`
  }
  return [
    `const ${load.pattern(rows)} = await ${asked}${load.behind}`,
    ...grouped
      ? [
          filled(`${keys}.map(${arrow(style, key, `[${load.keyOf(key)}, ${none}]`)})`),
          `for (const ${row} of ${rows}) ${map}.get(${load.keyOfRow(row)})?.push(${row})`,
        ]
      : [filled(`${rows}.map(${arrow(style, row, `[${load.keyOfRow(row)}, ${load.valueIn(row)}]`)})`)],
    `return ${keys}.map(${arrow(style, key, load.value(`${map}.get(${load.keyOf(key)})`, key))})`,
  ]
}

/** The query for all keys, as it reads in the loader. */
function askedFor(load: Load, keys: string, indent: string, before: string): string | undefined {
  const { source, query } = load
  const { width } = styleOf(source)
  const joined = load.join(keys)
  if (!joined) return undefined
  const { start, end } = source.node(query)
  const from = indentAt(source.text, start)
  const inside = [...joined.inside.map(edit => movedEdit(source, edit, from, indent)), ...moveLines(source, start, end, from, indent)]
  const short = rewrite(source, start, end, inside)
  const isLong = columnsOf(source, indent) + before.length + short.length > width && !short.includes('\n')
  return isLong ? rewrite(source, start, end, broken(inside, load.breaks(indent))) : short
}

/** Of blanks, whatever the file is indented with. */
const columnsOf = (source: Source, indent: string): number => (indent.length / styleOf(source).indent.length) * 2

/** The parameter of that function, with its type where there are types. */
export const keysParameter = ({ keyType }: Load, keys: string): string => {
  if (keyType === undefined) return keys
  const isPlain = /^[\w.]+$/.test(keyType) || keyType.startsWith('{') || keyType.startsWith('NonNullable<')
  return `${keys}: readonly ${isPlain ? keyType : `(${keyType})`}[]`
}

/** Names of the module, which mean something in a loader beside it. */
export const moduleNames = (source: Source): Set<string> => new Set(source.facts.bindings.filter(it => it.function === 0).map(it => it.name))

/** Loaders beside their queries, which keep nothing: constants of the module, or fields of the class. */
export function loadersBeside(source: Source, loads: readonly { load: Load; name: string }[]): TextEdit[] | undefined {
  const style = styleOf(source)
  const { indent, newline, semicolon, trailingComma } = style
  const added = addImport(source, 'dataloader', 'default', 'DataLoader')
  const edits: TextEdit[] = []
  const constants: string[] = []
  const fields = new Map<NodeId, string[]>()
  for (const { load, name } of loads) {
    const outer = load.ofClass === undefined ? '' : indent
    const keys = fresh(moduleNames(source), load.keys, 'keys')
    const body = bodyOf(load, keys, moduleNames(source), outer + indent.repeat(2))
    if (!body) return undefined
    const isTyped = load.keyType !== undefined
    const options = `{ cache: false${load.most === undefined ? '' : `, maxBatchSize: ${load.most}`} }`
    const made = [
      `new ${added.local}(`,
      `${indent}async ${arrow(isTyped ? { ...style, arrowParentheses: true } : style, keysParameter(load, keys), '{')}`,
      ...body.map(line => `${indent}${indent}${line}${semicolon}`),
      `${indent}},`,
      `${indent}${options}${trailingComma}`,
      ')',
    ].join(newline + outer)
    if (load.ofClass === undefined) constants.push(...(constants.length > 0 ? [''] : []), `const ${name} = ${made}${semicolon}`)
    else fields.set(load.ofClass, [...fields.get(load.ofClass) ?? [], `${isTyped ? 'private readonly ' : ''}${name} = ${made}${semicolon}`])
    edits.push(...load.join(keys)!.elsewhere, ...load.use(`${load.ofClass === undefined ? '' : 'this.'}${name}.load(${load.key})`))
  }
  const lines = constants.length > 0 ? below(source, added.edits, moduleLines(source, 0, constants)) : added.edits
  return unique([...edits, ...lines, ...[...fields].map(([owner, texts]) => inClass(source, owner, texts))])
}

/** Several queries may need one and the same import. */
const unique = (edits: readonly TextEdit[]): TextEdit[] => edits.filter((edit, index) =>
  edits.findIndex(each => each.start === edit.start && each.end === edit.end && each.text === edit.text) === index)

/** Behind the last field of a class, else before its first member. */
function inClass(source: Source, owner: NodeId, texts: readonly string[]): TextEdit {
  const { indent, newline } = styleOf(source)
  const { members } = source.as(owner, 'class')!
  const gap = newline + newline + indent
  const last = members.filter(({ kind, value }) => kind === 'field' && source.node(value)?.kind !== 'parameter').at(-1)
  if (last) {
    const end = source.text[last.end] === ';' && source.text[last.end - 1] !== ';' ? last.end + 1 : last.end
    return insert(end, texts.map(text => gap + text).join(''))
  }
  const [first] = members
  return insert(aboveOf(source, first!.decorators?.[0]?.start ?? first!.start), texts.map(text => text + gap).join(''))
}

/** In front of what describes a member. */
function aboveOf(source: Source, start: number): number {
  const comment = commentsOf(source).findLast(({ end }) => end <= start)
  return comment && source.text.slice(comment.end, start).trim() === '' ? aboveOf(source, comment.start) : start
}

/** A name for each loader that nothing in its file or class has. */
export function namesFor(source: Source, loads: readonly Load[], name: (load: Load) => string): { load: Load; name: string }[] {
  const taken = new Set(source.facts.bindings.map(binding => binding.name))
  for (const id of source.ofKind('class')) for (const member of source.as(id, 'class')!.members) taken.add(member.name)
  return loads.map(load => ({ load, name: fresh(taken, camel(name(load)), `${load.word}Loader`) }))
}
