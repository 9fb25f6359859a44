/** The lines that ask for items by requests of so many keys, until no key is left. */
import type { TextEdit } from '../rule.ts'
import type { RequestQuery } from './by-request.ts'
import type { Written } from './batch.ts'
import { keysText } from './batch.ts'
import { elementPattern } from './element-pattern.ts'
import { anyKey } from './guarded-keys.ts'
import { indentOf } from './per-item.ts'
import { keyText, memberText } from '../edits/edit.ts'
import { addImport } from '../edits/imports.ts'
import { camel, capital, fresh, plural, singular } from '../edits/names.ts'
import { stepsOf } from '../code/code.ts'
import { arrow, braced, styleOf } from '../edits/style-of.ts'

export function writeRequests(query: RequestQuery, list: string, taken: Set<string>, use: (found: string) => TextEdit[]): Written | undefined {
  const { item, many, key, column, word, asText } = query
  const { source } = item
  const style = styleOf(source)
  const asked = askedWith(query)
  const text = anyKey(item, key, query.list)?.text
  const element = elementPattern(item, key)
  if (!asked || text === undefined || element === undefined) return undefined
  const { newline, indent, semicolon: end } = style
  const isTyped = source.facts.language.startsWith('ts')
  const type = isTyped ? ': Record<string, any>[]' : ''
  const rows = fresh(taken, plural(word), `found${capital(plural(word))}`)
  const keys = fresh(taken, 'keys', `${word}Keys`)
  const one = camel(column)
  const name = one === column ? column : `${keyText(source, column)}: ${one}`
  const all = query.keys.properties.map(each => (each.key === column ? name : source.text.slice(each.start, each.end)))
  const [row, map] = [singular(rows) === rows ? 'row' : singular(rows), fresh(taken, `${plural(word)}By${capital(one)}`)]

  const outer = indentOf(item)
  const inner = newline + outer + indent
  const { table, at } = tableText(query)
  const kept = query.kept.map(each => `, ${source.text.slice(each.start, each.end)}`).join('')
  const request = braced(style, `${many.request}: ${braced(style, `${table}: ${braced(style, `${many.keys}: ${keys}.slice(0, ${many.most})${kept}`)}`)}`)
  const start = `const ${braced(style, `${many.rows}, ${many.left}`)} = await `
  const ask = asked.text(request)
  const isLong = outer.length + indent.length + start.length + ask.length > style.width
  const found = `String(${row}${memberText(source, column)})`
  const lines = [
    `const ${rows}${type} = []${end}`,
    `let ${keys}${type} = [...new Set(${keysText({ item, list: query.list, skipsMissing: query.skipsMissing }, list, element, key, text)})].map(${arrow(style, one, `(${braced(style, all.join(', '))})`)})${end}`,
    [
      `while (${keys}.length > 0) {`,
      `${start}${isLong ? asked.text(request, inner) : ask}${end}`,
      `${rows}.push(...(${many.rows}?.${at} ?? []))${end}`,
      `${keys} = [...${keys}.slice(${many.most}), ...(${many.left}?.${at}?.${many.keys} ?? [])]${end}`,
    ].join(inner) + `${newline}${outer}}`,
    `const ${map} = new Map(${rows}.map(${arrow(style, row, `[${asText ? found : `${row}${memberText(source, column)}`}, ${row}]`)}))${end}`,
  ]
  const own = source.textOf(key.node)
  return { lines, turns: use(`${map}.get(${asText ? `String(${own})` : own})`), elsewhere: asked.elsewhere }
}

/** The call, for any request; with `inner`, which is a line's begin, over several lines. */
function askedWith({ item, many, head, command }: RequestQuery): { text(request: string, inner?: string): string; elsewhere: TextEdit[] } | undefined {
  const { source } = item
  const call = source.as(head, 'call')!
  const callee = source.as(call.callee, 'member')!
  const behind = source.text.slice(source.node(head).end, source.node(item.query).end)
  const { indent, trailingComma } = styleOf(source)
  if (many.command === undefined) return { text: request => `${source.textOf(callee.object)}.${many.call}(${request})${behind}`, elsewhere: [] }
  const binding = source.as(command!.callee, 'name')!.binding
  const from = source.facts.imports.find(each => each.binding === binding)?.from
  if (from === undefined) return undefined
  const added = addImport(source, from, many.command)
  return {
    elsewhere: added.edits,
    text: (request, inner) => `${source.textOf(call.callee)}(${inner === undefined ? '' : inner + indent}new ${added.local}(${request})${inner === undefined ? '' : trailingComma + inner})${behind}`,
  }
}

/** `users` and `users`, or `[Tables.users]` twice: as a property's name, and as a member's. */
function tableText({ item: { source }, table }: RequestQuery): { table: string; at: string } {
  const text = source.as(table, 'text')?.value
  if (text !== undefined) {
    const member = memberText(source, text)
    return { table: keyText(source, text), at: member.startsWith('.') ? member.slice(1) : member }
  }
  // What the environment holds may be missing for the types, which the one form minds and the other does not.
  const isOfEnvironment = stepsOf(source, table)?.slice(0, 2).join('.') === 'process.env' && source.facts.language.startsWith('ts')
  const computed = `[${source.textOf(table)}${isOfEnvironment ? '!' : ''}]`
  return { table: computed, at: computed }
}
