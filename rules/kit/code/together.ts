/** Several `const x = await …` as one: `const [x, y] = await Promise.all([…])`. */
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Independent, Reading } from './independence.ts'
import { spanOf } from './code.ts'
import { commentBeside, commentsAbove } from '../edits/comments.ts'
import { moveLines, removeLines, rewrite } from '../edits/edit.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

/** Undefined where `Promise` is a name of the file's own, or a comment has no place. */
export function togetherEdits(source: Source, { readings, at }: Independent): TextEdit[] | undefined {
  if (source.facts.bindings.some(({ name }) => name === 'Promise')) return undefined
  const { newline, semicolon, indent, trailingComma, width } = styleOf(source)
  const target = at === 'first' ? readings[0]! : readings.at(-1)!
  const span = spanOf(source, target.statement)
  const outer = indentAt(source.text, span.start)
  const texts = readings.map((reading) => ({ ...partsOf(source, reading, outer, reading === target), reading }))
  const head = `${target.declare.how} [${texts.map(({ name }) => name).join(', ')}] = await Promise.all([`
  const values = texts.map(({ value }) => value)
  const short = `${head}${values.join(', ')}])${semicolon}`
  const isLong = values.some((value) => value.includes('\n')) || outer.length + short.length > width || texts.some(({ comments }) => comments.length > 0)
  const inner = newline + outer + indent
  const long = head + texts.map(({ value, comments }, index) => {
    const lines = [...comments, value].map((text) => text.replaceAll(newline + outer, inner))
    return inner + lines.join(inner) + (index < texts.length - 1 ? ',' : trailingComma)
  }).join('') + `${newline}${outer}])${semicolon}`
  return texts.map(({ reading, start, end }) =>
    (reading === target ? { start, end, text: isLong ? long : short } : removeLines(source.text, start, end)))
}

/** The pattern, the call and the comments of a statement; a comment of the first one stays where it is. */
function partsOf(source: Source, reading: Reading, outer: string, isFirst: boolean): { name: string; value: string; comments: string[]; start: number; end: number } {
  const { text } = source
  const { declare, value } = reading
  const span = spanOf(source, reading.statement)
  const node = source.node(value)
  const from = indentAt(text, span.start)
  const above = isFirst ? [] : commentsAbove(source, span.start)
  const start = above[0]?.start ?? span.start
  const beside = commentBeside(source, span.end)
  const end = beside?.end ?? span.end
  const comments = [...above, ...beside ? [beside] : []].map((it) => text.slice(it.start, it.end))
  return {
    name: text.slice(declare.targetStart, declare.targetEnd),
    value: rewrite(source, node.start, node.end, moveLines(source, node.start, node.end, from, outer)),
    comments, start, end,
  }
}
