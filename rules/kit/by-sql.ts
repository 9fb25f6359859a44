/** Queries that are written in SQL: `pool.query('SELECT * FROM users WHERE id = $1', [id])`. */
import type { NodeId, NodeOf } from './facts.ts'
import type { ManyBySql } from './library.ts'
import type { Reached, TextEdit } from './rule.ts'
import type { Batch } from './batch.ts'
import { stepsOf, usesOf, within } from './code.ts'
import { breakArguments, replaceNode, wrapped } from './edit.ts'
import { camel, singular } from './names.ts'
import { isSteady, keyAt, perItem, type PerItem } from './per-item.ts'
import { disturbances, handedTo, isChanged, isOnlyRead, isReadOf, leavesRowsAlone } from './results.ts'
import { isRead, keyedSelect } from './sql.ts'
import { kindOfKey, listFacts, memberType, resolved } from './types.ts'

export function batchBySql(reached: Reached): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'sql') return undefined
  const item = perItem(reached)
  const call = item && item.source.as(item.query, 'call')
  if (!item || !call || call.optional || !stepsOf(item.source, call.callee)) return undefined
  const { source, query } = item
  if (call.arguments.length !== Math.max(many.text, many.values) + 1) return undefined
  const text = source.as(call.arguments[many.text]!, 'text')
  const values = source.as(call.arguments[many.values]!, 'array')
  if (!text || !values || values.elements.some(each => source.node(each).kind === 'spread')) return undefined

  const varying = values.elements.filter(each => !isSteady(item, each))
  const [value] = varying
  const key = varying.length === 1 ? keyAt(item, value!) : undefined
  const select = key && keyedSelect(text.value, values.elements.indexOf(value!) + 1)
  if (!key || !select) return undefined
  // A declared row must show the key as well.
  const [row] = call.types ?? []
  const property = select.property ?? select.column
  if (row !== undefined && (select.property === undefined || (source.as(resolved(source, row), 'type-object') && !memberType(source, row, property)))) return undefined
  const list = listFacts(source, item.list)
  const kind = kindOfKey(item, key, list)
  if (kind.is === 'object' || list.array === 'no') return undefined

  const rows = rowsIn(item, many)
  if (!rows || (select.one && (select.sorted || !rows.isFirst))) return undefined
  if (select.property === undefined && !rows.isRead) return undefined
  const client = source.as(call.callee, 'member')!.object
  const meanwhile = disturbances(source, within(source, item.turn), query, {
    library: reached.call.library,
    client,
    writes: other => {
      const given = source.as(source.as(other, 'call')?.arguments[many.text] ?? -1, 'text')
      return given && isRead(given.value) ? 'no' : 'yes'
    },
  })
  if (meanwhile === 'stop' || rows.holders.some(holder => isChanged(source, holder))) return undefined
  if (!rows.isRead && !leavesRowsAlone(source, item.turn, item.elements)) return undefined
  const handed = rows.holders.flatMap(holder => handedTo(source, holder)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))
  // No schema tells the column's type, and a map knows 1.0 from 1.
  const doubts = [`\`${select.column}\` is a number or a text`, ...meanwhile, ...handed, ...select.cast ? [''] : []]
  const isArray = list.array === 'yes' || item.map !== undefined || (list.query !== undefined && list.way[0] === many.rows)
  if (!isArray) doubts.push('')

  return {
    item, key, list, word: singular(camel(select.table)), property, grouped: true, asText: true,
    skipsMissing: false, doubts,
    join(keys) {
      // Only where the text stands in the file as it is, without escapes, do its offsets fit.
      if (source.text.slice(text.start + 1, text.end - 1) !== text.value) return undefined
      const inside: TextEdit[] = select.edits.map(edit => ({ ...edit, start: edit.start + text.start + 1, end: edit.end + text.start + 1 }))
      return { inside: [...inside, replaceNode(source, value!, keys)], elsewhere: [] }
    },
    breaks: outer => breakArguments(source, query, outer),
    pattern: name => `{ ${many.rows}: ${name} }`,
    use: rows.use,
  }
}

interface Rows {
  /** Names that hold the rows, or one of them. */
  holders: number[]
  /** Only the first row is looked at. */
  isFirst: boolean
  /** Nobody would see a column more. */
  isRead: boolean
  use(found: string): TextEdit[]
}

/** How the rows are taken out of the result, which itself is not made anew. */
function rowsIn(item: PerItem, many: ManyBySql): Rows | undefined {
  const { source, lookup } = item
  const { parent } = source.node(lookup)
  const holder = source.node(parent)
  if (holder.kind === 'member' && holder.name === many.rows) return ofMember(item, parent)
  return holder.kind === 'declare' && holder.value === lookup ? ofDeclaration(item, holder, many) : undefined
}

/** `(await …).rows`, perhaps with `[0]`. */
function ofMember({ source }: PerItem, member: NodeId): Rows {
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

function ofDeclaration({ source, lookup }: PerItem, node: NodeOf<'declare'>, many: ManyBySql): Rows | undefined {
  if (node.type >= 0 || node.bindings.length !== 1) return undefined
  const [id] = node.bindings
  const binding = source.facts.bindings[id!]!
  const { end } = source.node(lookup)
  const isFirstOf = (uses: readonly NodeId[]) => uses.length > 0 && uses.every(use => {
    const index = source.as(source.node(use).parent, 'index')
    return index?.object === use && source.as(index.index, 'number')?.value === 0
  })
  if (binding.path[0] === many.rows && binding.fallback < 0) {
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
      return fact?.name === many.rows && fact.object === usesOf(source, id!)[index]
    })
  if (!isPlain) return undefined
  return {
    holders: [id!], isFirst: isFirstOf(members), isRead: members.every(member => isReadOf(source, member)),
    use: found => [replaceNode(source, lookup, `{ ${many.rows}: ${found} ?? [] }`)],
  }
}
