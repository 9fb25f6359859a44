/** Parentheses, which the facts leave out: those that only group, and those that a text needs in the place of another. */
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'

/** The stretch of a node with the parentheses around it, which the facts leave out: not those of a call or a statement. */
export function outOfParentheses(source: Source, id: NodeId): { start: number; end: number } {
  const { text } = source
  let { start, end } = source.node(id)
  for (;;) {
    let left = start - 1
    while (isBlank(text[left])) left--
    let right = end
    while (isBlank(text[right])) right++
    if (text[left] !== '(' || text[right] !== ')' || !isGrouping(text, left)) return { start, end }
    start = left
    end = right + 1
  }
}

const operators = new Set(['return', 'await', 'typeof', 'void', 'case', 'of', 'in', 'throw', 'yield', 'delete', 'else', 'do', 'instanceof', 'default', 'extends'])

/** Whether a parenthesis only groups: what is called, or a word such as `if`, would end just before it. */
function isGrouping(text: string, at: number): boolean {
  let end = at
  while (isBlank(text[end - 1])) end--
  const last = text[end - 1] ?? ''
  if (last === '>') return text[end - 2] === '='
  if (last === ')' || last === ']' || last === '}') return false
  let start = end
  while (start > 0 && isWordLetter(text[start - 1]!)) start--
  return start === end || operators.has(text.slice(start, end))
}

const isWordLetter = (letter: string): boolean => letter === '_' || letter === '$' || letter.toLowerCase() !== letter.toUpperCase() || (letter >= '0' && letter <= '9')

const isBlank = (letter: string | undefined): boolean => letter === ' ' || letter === '\n' || letter === '\r' || letter === '\t'

/** Puts `text`, which ends in a weaker operator than a call, where `id` stood: in parentheses where they are needed. */
export function wrapped(source: Source, id: NodeId, text: string): string {
  const { parent } = source.node(id)
  const holder = source.node(parent)
  const needs = holder.kind === 'binary' || holder.kind === 'unary' || holder.kind === 'cast' || holder.kind === 'await'
    || (holder.kind === 'conditional' && holder.test === id)
    // What is waited for has parentheses there already.
    || ((holder.kind === 'member' || holder.kind === 'index') && holder.object === id && source.node(id).kind === 'call')
  return needs ? `(${text})` : text
}
