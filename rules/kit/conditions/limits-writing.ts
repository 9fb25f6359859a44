/** Writes a limit into a query. */
import type { Call as Fact } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { chainOf } from '../code/code.ts'
import { addProperty, insert } from '../edits/edit.ts'
import { linksBehind } from './in-chains.ts'
import { methodOf } from './conditions.ts'
import { braced, indentAt, styleOf } from '../edits/style-of.ts'

/** Undefined where the query is written in a way that has no known place for a limit. */
export function limitEdits({ call }: Reached, limit: number): (() => TextEdit[]) | undefined {
  const { source, node, facts, library } = call
  const option = facts.options?.limit
  if (option && !option.path.includes('.')) return inOptions(source, node, option.argument, option.path, limit)
  const chain = library.asks?.links
  const method = chain?.limits?.[0]
  if (chain && method !== undefined && facts.builds) {
    const { links } = linksBehind(source, node)
    const end = chainOf(source, node)
    const { kind } = source.node(source.node(end).parent)
    // A query that is built in steps gets its limit where its author wants it.
    if (kind === 'declare' || kind === 'assign') return undefined
    const last = links.find(({ name }) => chain.ends?.includes(name) || ['then', 'catch', 'finally'].includes(name))
    const before = last ? source.as(source.as(last.call, 'call')!.callee, 'member')!.object : end
    return () => [insert(source.node(before).end, `${gapOf(source, before)}.${method}(${limit})`)]
  }
  const at = sqlOf(source, node, facts.sql)
  return at === undefined ? undefined : inSql(source, at, limit)
}

function sqlOf(source: Source, node: NodeId, sql: Fact['sql']): NodeId | undefined {
  if (sql === 'template' || source.as(node, 'tagged')) return node
  const call = source.as(node, 'call')
  // `db.prepare('…').all()`; a statement that was prepared elsewhere may have other users.
  const made = sql === 'made' ? source.as(source.as(call?.callee ?? -1, 'member')?.object ?? -1, 'call') : undefined
  return made ? made.arguments[0] : typeof sql === 'number' ? call?.arguments[sql] : undefined
}

function inOptions(source: Source, node: NodeId, position: number, property: string, limit: number): (() => TextEdit[]) | undefined {
  const call = source.as(node, 'call')
  const given = call?.arguments[position]
  if (!call) return undefined
  if (given === undefined) {
    if (call.arguments.length !== position) return undefined
    const text = braced(styleOf(source), `${property}: ${limit}`)
    return () => [insert(call.end - 1, call.arguments.length > 0 ? `, ${text}` : text)]
  }
  const object = source.as(given, 'object')
  if (!object || object.properties.some(({ spread }) => spread)) return undefined
  return () => addProperty(source, given, property, String(limit))
}

/** A chain on lines of its own goes on so. */
function gapOf(source: Source, id: NodeId): string {
  const callee = source.as(source.as(id, 'call')?.callee ?? -1, 'member')
  if (!callee || methodOf(source, id) === undefined) return ''
  const between = source.text.slice(source.node(callee.object).end, callee.nameStart)
  return between.includes('\n') ? styleOf(source).newline + indentAt(source.text, callee.nameStart) : ''
}

/** Behind the last word of the text. */
function inSql(source: Source, id: NodeId, limit: number): (() => TextEdit[]) | undefined {
  const { start, end, kind } = source.node(id)
  if (kind !== 'text' && kind !== 'template' && kind !== 'tagged') return undefined
  const inner = source.text.slice(start, end - 1)
  const body = inner.trimEnd().replace(/;$/, '').trimEnd()
  if (/\bfor\s+(no\s+key\s+)?(update|share)\b/i.test(body) || /--[^\n]*$/.test(body)) return undefined
  const isUpper = /\bFROM\b/.test(body)
  const at = start + body.length
  const lineStart = source.text.lastIndexOf('\n', at - 1) + 1
  const isLong = lineStart > start
  const gap = isLong ? styleOf(source).newline + indentAt(source.text, at) : ' '
  return () => [insert(at, `${gap}${isUpper ? 'LIMIT' : 'limit'} ${limit}`)]
}
