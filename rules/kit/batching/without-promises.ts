/** The turns of a loop whose lookups are none any more: what need not be waited for is not. */
import type { TextEdit } from '../rule.ts'
import { isSettled, resultsOf } from '../code/settled.ts'
import { ofPromise } from '../code/types.ts'
import { awaitsIn, moveLines, replaceNode, rewrite } from '../edits/edit.ts'
import { indentAt } from '../edits/style-of.ts'
import type { PerItem } from './per-item.ts'

/**
 * The edits of a loop's turns; where the callback of `Promise.all(list.map(async …))` has nothing left to wait for,
 * the promises go as well.
 */
export function withoutPromises(item: PerItem, edits: TextEdit[]): TextEdit[] {
  const { source, map, turn, lookup } = item
  if (!map || !isSettledTurn(item)) return edits
  const whole = source.node(map.awaited ?? map.all)
  const call = source.node(map.call)
  const { text } = source
  const head = text.slice(whole.start, call.start)
  const tail = text.slice(call.end, whole.end)
  // Anything besides the call's own signs would be a comment.
  if (!['await Promise.all(', 'Promise.all('].includes(head.trimEnd()) || ![')', ',)'].includes(withoutBlanks(tail))) return edits

  const callback = source.as(turn, 'function')!
  // Its declared result is no promise any more either.
  const settled = callback.returns < 0 ? undefined : ofPromise(source, callback.returns)
  if (callback.returns >= 0 && settled === undefined) return edits
  const isAsync = source.node(lookup).kind === 'await'
  const after = callback.start + 'async'.length
  const gap = text.slice(after).length - text.slice(after).trimStart().length
  const sync: TextEdit[] = [
    ...isAsync ? [{ start: callback.start, end: after + gap, text: '' }] : [], ...settled === undefined ? [] : [replaceNode(source, callback.returns, source.textOf(settled))],
  ]
  const from = indentAt(text, call.start)
  const to = indentAt(text, whole.start)
  const lines = from.length > to.length ? moveLines(source, call.start, call.end, from, to) : []
  const callee = source.as(source.as(map.call, 'call')!.callee, 'member')
  // Nobody takes what the turns give.
  if (callee?.name === 'map' && source.as(source.node(map.awaited ?? map.all).parent, 'expression')) sync.push({ start: callee.nameStart, end: callee.end, text: 'forEach' })
  const inside = edits.filter(edit => edit.start >= call.start && edit.end <= call.end)
  const outside = edits.filter(edit => !inside.includes(edit))
  return [...outside, { start: whole.start, end: whole.end, text: rewrite(source, call.start, call.end, [...inside, ...sync, ...lines]) }]
}

const withoutBlanks = (text: string): string => text.split(/\s+/).join('')

/** What the callback gives is no promise once the lookup is none. */
function isSettledTurn({ source, turn, lookup }: PerItem): boolean {
  const callback = source.as(turn, 'function')
  return callback?.how === 'arrow' && !awaitsIn(source, turn).some(at => at !== lookup)
    && resultsOf(source, turn).every(value => isSettled(source, value, new Set([lookup])))
}
