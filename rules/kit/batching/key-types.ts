/** The types of keys, as text that may stand anywhere in the file. */
import type { NodeId } from '../facts.ts'
import type { SchemaField } from '../schema.ts'
import type { Source } from '../source.ts'
import { bindingOf, within } from '../code/code.ts'
import { kindOfType, memberType } from '../code/types.ts'
import { quoted, styleOf } from '../edits/style-of.ts'

/** Types of columns whose values are keys of a map, in TypeScript. */
const ofColumns: Record<string, string> = { String: 'string', Int: 'number', Float: 'number', BigInt: 'bigint', DateTime: 'Date', Boolean: 'boolean' }

/** By the column's type, else by what the file declares of the key; undefined where neither tells. */
export function keyTypeOf(source: Source, key: NodeId, column: SchemaField | undefined): string | undefined {
  const known = column && !column.list ? ofColumns[column.type] : undefined
  if (known !== undefined) return known
  const found = declaredType(source, key)
  return found?.includes('=>') ? undefined : found
}

function declaredType(source: Source, id: NodeId): string | undefined {
  const node = source.node(id)
  if (node.kind === 'template' || node.kind === 'text') return 'string'
  if (node.kind === 'number') return 'number'
  if (node.kind === 'new') return source.as(node.callee, 'name')?.name
  if (node.kind === 'call') return conversions[source.as(node.callee, 'name')?.name ?? '']
  if (node.kind === 'cast') return node.how === 'non-null' ? nonNull(declaredType(source, node.value)) : undefined
  if (node.kind === 'member') {
    const type = typeNode(source, node.object)
    return type === undefined ? undefined : memberText(source, type, node.name)
  }
  const binding = bindingOf(source, id)
  if (!binding) return undefined
  const type = binding.type >= 0 ? binding.type : source.as(binding.value, 'parameter')?.type ?? -1
  if (type < 0 || !isOfModule(source, type)) return undefined
  const steps = binding.path.map(String)
  if (steps.includes('...')) return undefined
  let at: NodeId | undefined = type
  for (const step of steps.slice(0, -1)) at = at === undefined ? undefined : memberType(source, at, step)?.type
  const last = steps.at(-1)
  const text = last === undefined ? textOf(source, type) : at === undefined ? undefined : memberText(source, at, last)
  return binding.fallback >= 0 ? nonNull(text) : text
}

const conversions: Record<string, string> = { String: 'string', Number: 'number', BigInt: 'bigint' }

const nonNull = (text: string | undefined): string | undefined => (text === undefined || !/[^\w.]/.test(text) ? text : `NonNullable<${text}>`)

/** The declared type of a name or of a member of it. */
function typeNode(source: Source, id: NodeId): NodeId | undefined {
  const node = source.node(id)
  if (node.kind === 'member') {
    const outer = typeNode(source, node.object)
    return outer === undefined ? undefined : memberType(source, outer, node.name)?.type
  }
  const binding = bindingOf(source, id)
  if (!binding) return undefined
  let type: NodeId | undefined = binding.type >= 0 ? binding.type : source.as(binding.value, 'parameter')?.type ?? -1
  for (const step of binding.path) type = type === undefined || type < 0 ? undefined : memberType(source, type, String(step))?.type
  return type !== undefined && type >= 0 ? type : undefined
}

/** A member's own type where the file shows it, else by its name: `Item['symbol']`. */
function memberText(source: Source, type: NodeId, name: string): string | undefined {
  const own = memberType(source, type, name)
  if (own) return textOf(source, own.type)
  const node = source.as(type, 'type-name')
  return node && isOfModule(source, type) ? `NonNullable<${source.textOf(type)}[${quoted(styleOf(source), name)}]>` : undefined
}

/** Its text, without what a key cannot be. */
function textOf(source: Source, type: NodeId): string | undefined {
  if (!isOfModule(source, type)) return undefined
  const { word, missing } = kindOfType(source, type)
  if (word !== undefined) return word
  const text = source.textOf(type)
  return missing || source.node(type).kind === 'type-index' ? `NonNullable<${text}>` : text
}

/** No name of it is one of a function's, as a type parameter is. */
function isOfModule(source: Source, type: NodeId): boolean {
  return [type, ...within(source, type)].every(at => {
    const name = source.as(at, 'type-name')
    const binding = name && source.facts.bindings[name.binding]
    return !binding || (binding.function === 0 && binding.kind !== 'type-parameter')
  })
}
