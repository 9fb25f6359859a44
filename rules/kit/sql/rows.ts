/** How rows come out of a driver's result, and what the file says of their type. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { ManyBySql } from '../library.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { SqlText } from './text.ts'
import { usesOf } from '../code/code.ts'
import { insert, replaceNode } from '../edits/edit.ts'
import { outOfParentheses, wrapped } from '../edits/parentheses.ts'
import type { PerItem } from '../batching/per-item.ts'
import { holdersOf, isOnlyRead, isReadOf, isUnseen } from '../code/results.ts'
import { takesFirst } from '../batching/rows-taken.ts'
import { braced, styleOf } from '../edits/style-of.ts'
import { memberType, resolved } from '../code/types.ts'
import type { SqlKey } from './keyed.ts'

export interface Rows {
  /** Names that hold the rows, or one of them. */
  holders: number[]
  /** Only the first row is looked at. */
  isFirst: boolean
  /** Nobody would see a column more. */
  isRead: boolean
  /** Their number is asked for. */
  counts?: true
  use(found: string): TextEdit[]
}

/** How the rows are taken out of the result, which itself is not made anew. */
export function rowsTaken(item: PerItem, many: ManyBySql): Rows | undefined {
  const { source } = item
  const at = uncast(source, item.lookup)
  if (many.rows === '') return itself(source, at, many)
  const { parent } = source.node(at)
  const holder = source.node(parent)
  if (many.count !== undefined && holder.kind === 'member' && holder.object === at && holder.name === many.count) {
    return { holders: [], isFirst: false, isRead: true, counts: true, use: found => [replaceNode(source, parent, wrapped(source, parent, `${found}?.length ?? 0`))] }
  }
  const isMember = holder.kind === 'member' ? holder.name === many.rows : holder.kind === 'index' && String(source.as(holder.index, 'number')?.value) === many.rows
  if (isMember && (holder as NodeOf<'member'>).object === at) return ofMember(source, parent)
  return holder.kind === 'declare' && holder.value === at ? ofDeclaration(source, at, holder, many.rows, many.count) : undefined
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

function ofDeclaration(source: Source, at: NodeId, node: NodeOf<'declare'>, rows: string, count: string | undefined): Rows | undefined {
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
  // `const result = await …`, of which only the rows are used, or their number.
  const members = usesOf(source, id!).map(use => source.node(use).parent)
  const names = members.map((member, index) => {
    const fact = source.as(member, 'member')
    return fact?.object === usesOf(source, id!)[index] ? fact?.name : undefined
  })
  if (binding.path.length > 0 || members.length === 0 || names.some(name => name === undefined || (name !== rows && name !== count))) return undefined
  const ofRows = members.filter((_, index) => names[index] === rows)
  const parts = (found: string) => [...names.includes(rows) ? [`${rows}: ${found} ?? []`] : [], ...names.some(name => name !== rows) ? [`${count}: ${found}?.length ?? 0`] : []]
  return {
    holders: [id!], isFirst: ofRows.length === members.length && isFirstOf(ofRows), isRead: ofRows.every(member => isReadOf(source, member)), ...ofRows.length < members.length && { counts: true },
    use: found => [replaceNode(source, at, braced(styleOf(source), parts(found).join(', ')))],
  }
}

/**
 * The rows' declared type, for the query of many: what follows it (` as User[]`) and edits of type arguments. Undefined
 * where a file with types would not say enough.
 */
export function rowText({ source, lookup, query }: PerItem, many: ManyBySql, text: SqlText, keys: readonly SqlKey[], values: readonly NodeId[]): { behind: string; types: TextEdit[]; isSure?: boolean } | undefined {
  if (!source.facts.language.startsWith('ts')) return { behind: '', types: [] }
  const types = parameterTypes(source, text, many, values)
  if (!types) return undefined
  const cast = source.as(source.node(lookup).parent, 'cast')
  const shape = `{ ${keys.map(({ property }) => `${property}: unknown`).join('; ')} }`
  if (cast) {
    const row = cast.type < 0 ? undefined : manyOf(source, cast.type, many.missing === 'rows', keys, shape)
    if (row === undefined || many.rows !== '' || source.as(cast.parent, 'cast')) return undefined
    return { behind: ` as ${row}`, types, isSure: !isNothingIn(source, cast.type) }
  }
  const call = source.as(query, 'call') ?? source.as(query, 'tagged')
  const statement = prepared(source, text)?.types ?? []
  const row = statement.at(-1) ?? call?.types?.[0]
  const isAny = row === undefined || many.untyped?.types?.endsWith(source.textOf(row)) === true
  if (!isAny) {
    const shown = showing(source, row, keys, shape)
    return shown === undefined ? undefined : { behind: '', types: shown === '' ? types : [...types, replaceNode(source, row, shown)] }
  }
  if (text.made?.isTyped) return undefined
  if (call?.types?.length || statement.length > 0 || many.untyped === undefined) return { behind: '', types }
  if (many.untyped.as) return { behind: ` as ${shape}[]`, types }
  const callee = source.as(source.as(query, 'call')?.callee ?? -1, 'member')
  return callee ? { behind: '', types: [insert(callee.end, `<${many.untyped.types}>`)] } : undefined
}

/** A declared row with its keys: '' where it shows them as it is. */
function showing(source: Source, row: NodeId, keys: readonly SqlKey[], shape: string): string | undefined {
  const array = source.as(resolved(source, row), 'type-array')
  const element = array?.element ?? row
  if (!isHidden(source, element, keys)) return ''
  const own = source.node(row).kind === 'type-array'
  if (array && !own) return undefined
  const whole = `${source.textOf(element)} & ${shape}`
  return array ? `(${whole})[]` : whole
}

/** A key that was not asked for is in no type; one that was is, unless the type is known and lacks it. */
function isHidden(source: Source, type: NodeId, keys: readonly SqlKey[]): boolean {
  const isObject = source.as(resolved(source, type), 'type-object') !== undefined
  return keys.some(({ property, hidden }) => (isObject ? memberType(source, type, property) === undefined : hidden))
}

/** `User | undefined` as `User[]`; a row that is known not to show its key gets it. */
function manyOf(source: Source, type: NodeId, isList: boolean, keys: readonly SqlKey[], shape: string): string | undefined {
  const union = source.as(type, 'type-union')
  const [only, ...more] = union ? union.types.filter(each => !isNothing(source, each)) : [type]
  if (only === undefined || more.length > 0) return undefined
  const element = isList ? source.as(only, 'type-array')?.element : only
  if (element === undefined) return isList ? source.textOf(only) : undefined
  const text = source.textOf(element)
  return isHidden(source, element, keys) ? `(${text} & ${shape})[]` : `${text}[]`
}

const isNothing = (source: Source, id: NodeId): boolean => source.as(id, 'type-other')?.word === 'undefined' || source.as(id, 'type-literal')?.value === null
/** The cast says that a row may be missing, or nothing at all. */
const isNothingIn = (source: Source, type: NodeId): boolean => ['any', 'unknown'].includes(source.as(type, 'type-other')?.word ?? '') || source.as(type, 'type-union')?.types.some(each => isNothing(source, each)) === true

function prepared(source: Source, text: SqlText): NodeOf<'call'> | undefined {
  return text.statement ? source.as(source.node(text.text).parent, 'call') : undefined
}

/** `prepare<[number], User>` takes one text now. */
function parameterTypes(source: Source, text: SqlText, many: ManyBySql, values: readonly NodeId[]): TextEdit[] | undefined {
  if (many.text !== 'made') return []
  const types = prepared(source, text)?.types ?? []
  if (types.length === 0 || many.values === 'bound') return []
  const tuple = source.as(types[0]!, 'type-tuple')
  if (types.length !== 2 || !tuple || tuple.types.length !== text.values.length) return undefined
  return values.map(value => replaceNode(source, tuple.types[text.values.indexOf(value)]!, 'string'))
}
