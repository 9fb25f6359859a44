/** What a loader for each request is made of: who makes it, who keeps it, and how a resolver gets at it. */
import type { TextEdit } from '../rule.ts'
import { insert } from '../edits/edit.ts'
import type { FieldQuery } from './field-query.ts'
import { bodyOf, keysParameter, moduleNames } from './loader-lines.ts'
import { capital, fresh, takenNames } from '../edits/names.ts'
import { arrow, styleOf } from '../edits/style-of.ts'

/** The context as the resolver is handed it. */
export interface Handed { name: string; type: string; edits: TextEdit[] }

/** The context's name in the resolver, which may not have asked for it yet. */
export function contextOf({ load: { source }, resolver, context, asksContext }: FieldQuery): Handed | undefined {
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
  const known = new Set([...moduleNames(source), handed.name])
  const keys = fresh(new Set(known), load.keys, 'keys')
  const body = bodyOf(load, keys, known, indent.repeat(2))
  if (!body) return undefined
  const context = isTyped ? `${handed.name}: ${handed.type}` : handed.name
  return [
    `const ${create} = (${asksContext ? context : ''}) =>`,
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
