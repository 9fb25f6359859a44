/** What a loader for each request is made of: who makes it, who keeps it, and how a resolver gets at it. */
import type { NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { insert, keyText } from '../edits/edit.ts'
import type { FieldQuery } from './field-query.ts'
import { capital, fresh, plural, takenNames } from '../edits/names.ts'
import { arrow, braced, styleOf } from '../edits/style-of.ts'

/** Types of columns whose values are keys of a map, in TypeScript. */
export const keyTypes: Record<string, string> = { String: 'string', Int: 'number', Float: 'number', BigInt: 'bigint' }

/** The context as the resolver is handed it. */
export interface Handed { name: string; type: string; edits: TextEdit[] }

/** The context's name in the resolver, which may not have asked for it yet. */
export function contextOf({ source, resolver, context, asksContext }: FieldQuery): Handed | undefined {
  const { parameters } = resolver
  const known = source.as(parameters[context] ?? -1, 'parameter')
  const isTyped = source.facts.language.startsWith('ts')
  if (known) {
    const type = known.type < 0 ? undefined : source.textOf(known.type)
    if (known.binding < 0 || known.rest || known.optional || known.fallback >= 0) return undefined
    if (asksContext && isTyped && (type === undefined || !/^\w+$/.test(type))) return undefined
    return { name: source.facts.bindings[known.binding]!.name, type: asksContext ? type ?? 'object' : 'object', edits: [] }
  }
  const last = source.as(parameters.at(-1) ?? -1, 'parameter')
  if (!last || last.rest || parameters.length > context) return undefined
  const taken = takenNames(source, resolver.body)
  const annotated = parameters.some(it => (source.as(it, 'parameter')?.type ?? -1) >= 0)
  const names = [...Array.from({ length: context - parameters.length }, () => (annotated ? [fresh(taken, '_', 'unused'), ': unknown'] : [fresh(taken, '_', 'unused'), ''])), [fresh(taken, 'context'), annotated ? ': object' : '']]
  const text = names.map(([name, type]) => `, ${name}${type}`).join('')
  const isBare = !/[([,]\s*$/.test(source.text.slice(0, last.start)) && parameters.length === 1 && source.text[last.start] !== '{' && source.text[last.start] !== '('
  const edits = isBare ? [insert(last.start, '('), insert(last.end, `${text})`)] : [insert(last.end, text)]
  return { name: names.at(-1)![0]!, type: 'object', edits }
}

interface Wanted { loader: string; word: string; taken: Set<string>; made: string; handed: Handed }

/** The function that makes a loader, the loaders by request, and the function that gives a request's own. */
export function loaderLines(query: FieldQuery, { loader, word, taken, made, handed }: Wanted): string[] {
  const { source, grouped, condition, asksContext } = query
  const style = styleOf(source)
  const { indent, semicolon: end } = style
  const isTyped = source.facts.language.startsWith('ts')
  const create = fresh(taken, `create${capital(loader)}`)
  const loaders = fresh(taken, `${loader}s`)
  // In the loader's own function only names of the module mean something.
  const inner = new Set([...source.facts.bindings.filter(it => it.function === 0).map(it => it.name), handed.name])
  const keys = fresh(inner, plural(condition.key), 'keys')
  const rows = fresh(inner, plural(word), 'rows')
  const row = fresh(inner, word, 'row')
  const byKey = fresh(inner, `${rows}By${capital(condition.key)}`)
  const key = fresh(inner, condition.key, 'key')
  const type = keyTypes[query.column.type]!
  const context = isTyped ? `${handed.name}: ${handed.type}` : handed.name
  const member = `${row}.${condition.key}`
  const body = [
    `const ${rows} = await ${allRows(query, keys)}`,
    ...grouped
      ? [
          `const ${byKey} = new Map(${keys}.map(${arrow(style, key, `[${key}, []${isTyped ? ` as typeof ${rows}` : ''}]`)}))`,
          `for (const ${row} of ${rows}) ${byKey}.get(${member})?.push(${row})`,
          `return ${keys}.map(${arrow(style, key, `${byKey}.get(${key}) ?? []`)})`,
        ]
      : [
          `const ${byKey} = new Map(${rows}.map(${arrow(style, row, `[${member}, ${row}]`)}))`,
          `return ${keys}.map(${arrow(style, key, `${byKey}.get(${key}) ?? ${query.many.missing}`)})`,
        ],
  ]
  const head = `const ${create} = (${asksContext ? context : ''}) =>`
  return [
    head,
    `${indent}new ${made}(async ${arrow(isTyped ? { ...style, arrowParentheses: true } : style, isTyped ? `${keys}: readonly ${type}[]` : keys, '{')}`,
    ...body.map(line => `${indent}${indent}${line}${end}`),
    `${indent}})${end}`,
    `const ${loaders} = new WeakMap${isTyped ? `<object, ReturnType<typeof ${create}>>` : ''}()${end}`,
    '',
    `function ${loader}(${context}) {`,
    `${indent}const loader = ${loaders}.get(${handed.name}) ?? ${create}(${asksContext ? handed.name : ''})${end}`,
    `${indent}${loaders}.set(${handed.name}, loader)${end}`,
    `${indent}return loader${end}`,
    '}',
  ]
}

/** The resolver's query, for a list of keys; its lines stand as deep as the loader's. */
function allRows({ source, call, method, many, condition }: FieldQuery, keys: string): string {
  const style = styleOf(source)
  const list = `[...${keys}]`
  const asked = many.in ? braced(style, `${many.in}: ${list}`) : list
  const { start, end } = source.node(call)
  const text = source.text
  const pair = `${keyText(source, condition.key)}: ${asked}`
  const whole = text.slice(start, method.nameStart) + many.call + text.slice(method.end, condition.start) + pair + text.slice(condition.end, end)
  return indented(whole, source, source.node(call) as NodeOf<'call'>, style.indent.repeat(2))
}

function indented(text: string, source: Source, node: NodeOf<'call'>, indent: string): string {
  const lineStart = source.text.lastIndexOf('\n', node.start - 1) + 1
  const from = /^[ \t]*/.exec(source.text.slice(lineStart))![0]
  return text.replaceAll(`\n${from}`, `\n${indent}`)
}
