/** What a loader for each request is made of: who makes it, who keeps it, and how a resolver gets at it. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import { usesOf } from '../code/code.ts'
import { insert, memberText, replaceNode } from '../edits/edit.ts'
import type { Load } from './load.ts'
import type { FieldQuery } from './field-query.ts'
import { bodyOf, keysParameter, moduleNames } from './loader-lines.ts'
import { capital, fresh, takenNames } from '../edits/names.ts'
import { arrow, braced, styleOf } from '../edits/style-of.ts'

/** The context as the resolver is handed it; `parts`: what a loader takes out of it. */
export interface Handed { name: string; type: string; parts?: readonly string[]; edits: TextEdit[] }

/** The context's name in the resolver, which may not have asked for it yet. */
export function contextOf({ load, resolver, context, asksContext }: FieldQuery): Handed | undefined {
  const { source } = load
  const { parameters } = resolver
  const known = source.as(parameters[context] ?? -1, 'parameter')
  const isTyped = source.facts.language.startsWith('ts')
  if (known) {
    const type = known.type < 0 ? undefined : source.textOf(known.type)
    if (known.rest || known.optional || known.fallback >= 0) return undefined
    if (asksContext && isTyped && (type === undefined || !/^\w+$/.test(type))) return undefined
    if (known.binding < 0) return takenApart(load, resolver, parameters[context]!, asksContext ? type ?? 'object' : 'object')
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

/** `{ db }: Context` gets a name, by which its parts are read where the resolver still needs them. */
function takenApart({ source, query }: Load, resolver: NodeOf<'function'>, parameter: NodeId, type: string): Handed | undefined {
  const node = source.as(parameter, 'parameter')!
  const bindings = source.facts.bindings.flatMap((binding, id) => (binding.value === parameter ? [{ ...binding, id }] : []))
  if (source.text[node.start] !== '{' || bindings.some(({ path, fallback, assignments }) => path.length !== 1 || path[0] === '...' || fallback >= 0 || assignments.length > 0)) return undefined
  const name = fresh(takenNames(source, resolver.body), 'context')
  const end = source.text.lastIndexOf('}', node.type < 0 ? node.end : source.node(node.type).start) + 1
  const edits: TextEdit[] = [{ start: node.start, end, text: name }]
  const parts: string[] = []
  for (const { id, path, name: local } of bindings) {
    const uses = usesOf(source, id)
    if (uses.some(use => source.contains(query, use))) parts.push(local === path[0] ? local : `${String(path[0])}: ${local}`)
    for (const use of uses.filter(each => !source.contains(query, each))) {
      const short = source.as(source.node(use).parent, 'object')?.properties.some(({ value, shorthand }) => value === use && shorthand)
      edits.push(replaceNode(source, use, `${short ? `${local}: ` : ''}${name}${memberText(source, String(path[0]))}`))
    }
  }
  return { name, type, parts, edits }
}

interface Wanted { loader: string; taken: Set<string>; made: string; handed: Handed }

/** The function that makes a loader, the loaders by request, and the function that gives a request's own. */
export function loaderLines({ load, asksContext }: FieldQuery, { loader, taken, made, handed }: Wanted): string[] | undefined {
  const { source } = load
  const style = styleOf(source)
  const { indent, semicolon: end } = style
  const isTyped = source.facts.language.startsWith('ts')
  const create = fresh(taken, `create${capital(loader)}`)
  const loaders = fresh(taken, `${loader}s`)
  // In the loader's own function only names of the module mean something.
  const known = new Set([...moduleNames(source), handed.name, ...(handed.parts ?? []).map(part => part.split(': ').at(-1)!)])
  const keys = fresh(new Set(known), load.keys, 'keys')
  const body = bodyOf(load, keys, known, indent.repeat(2))
  if (!body) return undefined
  const context = isTyped ? `${handed.name}: ${handed.type}` : handed.name
  const own = handed.parts ? context.replace(handed.name, () => braced(style, handed.parts!.join(', '))) : context
  return [
    `const ${create} = (${asksContext ? own : ''}) =>`,
    `${indent}new ${made}(async ${arrow(isTyped ? { ...style, arrowParentheses: true } : style, keysParameter(load, keys), '{')}`,
    ...body.map(line => `${indent}${indent}${line}${end}`),
    `${indent}}${load.most === undefined ? '' : `, { maxBatchSize: ${load.most} }`})${end}`,
    `const ${loaders} = new WeakMap${isTyped ? `<object, ReturnType<typeof ${create}>>` : ''}()${end}`,
    '',
    `function ${loader}(${context}) {`,
    `${indent}const loader = ${loaders}.get(${handed.name}) ?? ${create}(${asksContext ? handed.name : ''})${end}`,
    `${indent}${loaders}.set(${handed.name}, loader)${end}`,
    `${indent}return loader${end}`,
    '}',
  ]
}
