/** Whether anything keeps a query from giving all rows that there will ever be. */
import type { Reached } from '../rule.ts'
import { askingOf, isBounded, type Asking, type Condition } from './conditions.ts'
import { fieldOf, isOfFewValues } from '../relations/models.ts'

export interface Unbounded {
  /** No condition at all; conditions that hold for a part of the rows that grows with them; a search. */
  kind: 'whole' | 'part' | 'narrowed'
  asking: Asking
}

/** Tables that somebody keeps by hand, whose rows do not grow with the visitors. */
const keptByHand = new Set([
  'country', 'currency', 'language', 'locale', 'timezone', 'region', 'role', 'permission', 'plan', 'tier', 'setting', 'config', 'configuration', 'flag', 'status', 'type',
  'category', 'unit', 'rate', 'method', 'faq', 'option', 'migration', 'theme', 'provider', 'price',
])

/** What an export, a sitemap or a nightly job is for is all rows. */
const wantsAll = /sitemap|export|backup|\brss|feed\.|csv|download|generatestaticparams|getstaticpaths|seed|migrat|cutover|reindex|backfill|warm|clean-?up|\bcron|\bjobs?\b|\bworkers?\b|\bqueues?\b|\bworkflows?\b|nightly|scheduled|reminder|digest|telemetry/i

/** Undefined where something bounds it, or where it cannot be told. */
export function unboundedRows(reached: Reached): Unbounded | undefined {
  const { call, path, reach, guards } = reached
  if (path.length > 0 || call.facts.rows !== 'many' || call.facts.sendsTogether || call.facts.ofRelation || call.streams) return undefined
  if (reach !== 'request' && reach !== 'unknown') return undefined
  if (guards.includes('cursor') || guards.includes('stream')) return undefined
  if (call.facts.options?.limit && call.option('limit').state !== 'absent') return undefined
  const asking = askingOf(call)
  if (!asking || !asking.complete || asking.gives !== 'many') return undefined
  const isCommon = (column: string) => {
    const field = fieldOf(call.model?.model, column)
    return field !== undefined && isOfFewValues(field)
  }
  if (isBounded(asking.conditions, isCommon)) return undefined
  const table = call.model?.model.name ?? call.subject ?? asking.table ?? tableGiven(reached)
  if (table !== undefined && keptByHand.has(oneOf(table))) return undefined
  if (isForAll(reached)) return undefined
  return { kind: kindOf(asking.conditions), asking }
}

export const isForAll = ({ routine, entry, call }: Reached): boolean => wantsAll.test([routine.name, entry?.name, call.source.path].join(' '))

/** `db('posts')`, `.from('posts')`, `collection('posts')`. */
function tableGiven({ call: { source, node } }: Reached): string | undefined {
  for (let at = node; ;) {
    const call = source.as(at, 'call')
    if (!call) return undefined
    const text = source.as(call.arguments[0] ?? -1, 'text')
    if (text) return text.value.split(/\s/)[0]
    const member = source.as(call.callee, 'member')
    if (!member) return undefined
    at = member.object
  }
}

/** `siteSettings` → `setting`: the last word, without its plural. */
function oneOf(table: string): string {
  const words = table.split('.').at(-1)!.replace(/(Table|Model|Schema|Entity)$/, '').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z]+/).filter(Boolean)
  const plain = words.at(-1) ?? ''
  return plain.endsWith('ies') ? `${plain.slice(0, -3)}y` : plain.endsWith('s') && !plain.endsWith('ss') ? plain.slice(0, -1) : plain
}

function kindOf(conditions: readonly Condition[]): Unbounded['kind'] {
  const narrowing = conditions.filter(({ how, fixed, common }) => !fixed && !common && how !== 'other')
  return conditions.length === 0 ? 'whole' : narrowing.length > 0 ? 'narrowed' : 'part'
}
