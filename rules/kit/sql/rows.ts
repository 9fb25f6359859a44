/** How rows come out of a driver's result, and what the file says of their type. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { ManyBySql } from '../library.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { SqlText } from './text.ts'
import { usesOf } from '../code/code.ts'
import { insert, outOfParentheses, replaceNode, wrapped } from '../edits/edit.ts'
import type { PerItem } from '../batching/per-item.ts'
import { holdersOf, isOnlyRead, isReadOf, isUnseen } from '../code/results.ts'
import { takesFirst } from '../batching/rows-taken.ts'
import { memberType, resolved } from '../code/types.ts'

export interface Rows {
  /** Names that hold the rows, or one of them. */
  holders: number[]
  /** Only the first row is looked at. */
  isFirst: boolean
  /** Nobody would see a column more. */
  isRead: boolean
  use(found: string): TextEdit[]
}

/** How the rows are taken out of the result, which itself is not made anew. */
export function rowsTaken(item: PerItem, many: ManyBySql): Rows | undefined {
  const { source } = item
  const at = uncast(source, item.lookup)
  if (many.rows === '') return itself(source, at, many)
  const { parent } = source.node(at)
  const holder = source.node(parent)
  const isMember = holder.kind === 'member' ? holder.name === many.rows : holder.kind === 'index' && String(source.as(holder.index, 'number')?.value) === many.rows
  if (isMember && (holder as NodeOf<'member'>).object === at) return ofMember(source, parent)
  return holder.kind === 'declare' && holder.value === at ? ofDeclaration(source, at, holder, many.rows) : undefined
}

/** The outermost `as` around it. */
function uncast(source: Source, id: NodeId): NodeId {
  let at = id
  while (source.as(source.node(at).parent, 'cast')) at = source.node(at).parent
  return at
}

/** The rows, or the one row, by themselves. */
function itself(source: Source, at: NodeId, many: ManyBySql): Rows {
  const otherwise = many.missing === 'null' ? ' ?? null' : many.missing === 'rows' ? ' ?? []' : ''
  const member = source.as(source.node(at).parent, 'member')
  return {
    holders: holdersOf(source, at), isFirst: takesFirst(source, at), isRead: isUnseen(source, at),
    // With `?.` behind it, null and undefined are the same.
    use: found => (member?.optional ? [{ ...outOfParentheses(source, at), text: found }] : [replaceNode(source, at, otherwise === '' ? found : wrapped(source, at, found + otherwise))]),
  }
}

/** `(await …).rows`, perhaps with `[0]`. */
function ofMember(source: Source, member: NodeId): Rows {
  const outer = source.as(source.node(member).parent, 'index')
  const isFirst = outer?.object === member && source.as(outer.index, 'number')?.value === 0
  const at = isFirst ? source.node(member).parent : member
  const declared = source.as(source.node(at).parent, 'declare')
  return {
    holders: declared?.bindings ?? [],
    isFirst,
    isRead: isReadOf(source, at),
    use: found => [replaceNode(source, at, isFirst ? `${found}?.[0]` : wrapped(source, at, `${found} ?? []`))],
  }
}

function ofDeclaration(source: Source, at: NodeId, node: NodeOf<'declare'>, rows: string): Rows | undefined {
  if (node.type >= 0 || node.bindings.length !== 1) return undefined
  const [id] = node.bindings
  const binding = source.facts.bindings[id!]!
  const { end } = source.node(at)
  const isFirstOf = (uses: readonly NodeId[]) => uses.length > 0 && uses.every(use => {
    const index = source.as(source.node(use).parent, 'index')
    return index?.object === use && source.as(index.index, 'number')?.value === 0
  })
  if (String(binding.path[0] ?? '') === rows && binding.fallback < 0) {
    const isRow = binding.path.length === 2 && binding.path[1] === 0
    if (binding.path.length > 1 && !isRow) return undefined
    return {
      holders: [id!], isFirst: isRow || isFirstOf(usesOf(source, id!)), isRead: isOnlyRead(source, id!),
      use: found => [{ start: node.targetStart, end, text: `${isRow ? `[${binding.name}]` : binding.name} = ${found} ?? []` }],
    }
  }
  // `const result = await …`, of which only the rows are used.
  const members = usesOf(source, id!).map(use => source.node(use).parent)
  const isPlain = binding.path.length === 0 && members.length > 0
    && members.every((member, index) => {
      const fact = source.as(member, 'member')
      return fact?.name === rows && fact.object === usesOf(source, id!)[index]
    })
  if (!isPlain) return undefined
  return {
    holders: [id!], isFirst: isFirstOf(members), isRead: members.every(member => isReadOf(source, member)),
    use: found => [replaceNode(source, at, `{ ${rows}: ${found} ?? [] }`)],
  }
}

/**
 * The rows' declared type, for the query of many: what follows it (` as User[]`) and edits of type arguments. Undefined
 * where a file with types would not say enough.
 */
export function rowText({ source, lookup, query }: PerItem, many: ManyBySql, text: SqlText, property: string): { behind: string; types: TextEdit[] } | undefined {
  if (!source.facts.language.startsWith('ts')) return { behind: '', types: [] }
  const types = parameterTypes(source, text, many)
  if (!types) return undefined
  const cast = source.as(source.node(lookup).parent, 'cast')
  if (cast) {
    const row = cast.type < 0 ? undefined : manyOf(source, cast.type, many.missing === 'rows', property)
    if (row === undefined || many.rows !== '' || source.as(cast.parent, 'cast')) return undefined
    return { behind: ` as ${row}`, types }
  }
  const call = source.as(query, 'call') ?? source.as(query, 'tagged')
  const isTyped = (call?.types?.length ?? 0) > 0 || types.length > 0 || isTypedStatement(source, text)
  if (isTyped || many.untyped === undefined) return { behind: '', types }
  if (many.untyped.as) return { behind: ` as { ${property}: unknown }[]`, types }
  const callee = source.as(source.as(query, 'call')?.callee ?? -1, 'member')
  return callee ? { behind: '', types: [insert(callee.end, `<${many.untyped.types}>`)] } : undefined
}

/** `User | undefined` as `User[]`; a row that is known not to show its key gets it. */
function manyOf(source: Source, type: NodeId, isList: boolean, property: string): string | undefined {
  const union = source.as(type, 'type-union')
  const isNothing = (id: NodeId) => source.as(id, 'type-other')?.word === 'undefined' || source.as(id, 'type-literal')?.value === null
  const [only, ...more] = union ? union.types.filter(each => !isNothing(each)) : [type]
  if (only === undefined || more.length > 0) return undefined
  const element = isList ? source.as(only, 'type-array')?.element : only
  if (element === undefined) return isList ? source.textOf(only) : undefined
  const isHidden = source.as(resolved(source, element), 'type-object') !== undefined && memberType(source, element, property) === undefined
  const text = source.textOf(element)
  return isHidden ? `(${text} & { ${property}: unknown })[]` : `${text}[]`
}

const isTypedStatement = (source: Source, text: SqlText): boolean => (prepared(source, text)?.types?.length ?? 0) > 0

function prepared(source: Source, text: SqlText): NodeOf<'call'> | undefined {
  return source.as(source.node(text.text).parent, 'call')
}

/** `prepare<[number], User>` takes one text now. */
function parameterTypes(source: Source, text: SqlText, many: ManyBySql): TextEdit[] | undefined {
  if (many.text !== 'made') return []
  const types = prepared(source, text)?.types ?? []
  if (types.length === 0) return []
  return text.values.length === 1 && types.length === 2 ? [replaceNode(source, types[0]!, '[string]')] : undefined
}
