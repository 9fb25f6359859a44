/** Puts a loop of writes into one transaction: `await prisma.$transaction(async (tx) => { … })`. */
import type { NodeId } from '../facts.ts'
import type { Call, Library, Type } from '../library.ts'
import type { About, FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, isSamePlace, stepsOf, within } from '../code/code.ts'
import { asyncWord, moved, replaceNode, rewrite } from '../edits/edit.ts'
import { fresh, takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { perItem, type PerItem } from '../batching/per-item.ts'
import { arrow, indentAt, styleOf } from '../edits/style-of.ts'
import { loopsAround } from './many.ts'
import { hasSlowStep } from './writes.ts'

export interface InTransaction {
  item: PerItem
  /** The outermost loop, or the `Promise.all`. */
  whole: NodeId
  /** Where the client stands in the loop: the handle takes its place. */
  clients: NodeId[]
  /** The client's member that opens a transaction. */
  member: string
  /** What the handle is called. */
  name: string
  /** A list of promises is handed over, rather than a callback. */
  isList: boolean
  doubts: string[]
}

export function inTransaction(reached: Reached, about: About): InTransaction | undefined {
  const { call, source } = reached
  if (reached.transaction || call.facts.gathered || reached.guards.includes('sent-together') || hasSlowStep(reached)) return undefined
  const item = perItem(reached, 'innermost')
  const outer = item && loopsAround(reached, item)
  const opening = openingOf(call.library)
  const client = item && clientOf(reached)
  const dependencies = about.dependencies(source.path)
  if (!item || !outer || !opening || client === undefined || call.library.transactions?.without?.some((name) => dependencies.has(name))) return undefined

  const whole = item.map?.all ?? outer.at(-1) ?? item.turn
  const isList = item.map !== undefined
  if (isList && (!opening.takesList || !plainEdits(item))) return undefined
  for (const step of reached.routine.steps) {
    if (!source.contains(whole, step.node)) continue
    const isOfClient = step.call?.library.name === call.library.name
    // What is done elsewhere would not be a part of the transaction.
    if (step.behind.some((each) => each.call.library.name === call.library.name) && !isOfClient) return undefined
    if (!isOfClient) continue
    if (!isOn(source, step.node, client)) return undefined
  }
  const clients = [...within(source, whole)].filter((at) => isSamePlace(source, at, client))
  if (clients.length === 0 || (!isList && hidesType(source, whole))) return undefined
  const bound = isList ? undefined : call.library.transactions?.bound
  return { item, whole, clients, member: opening.member, name: call.library.handles?.name ?? 'tx', isList, doubts: ['none should stay when one fails', ...bound === undefined ? [] : [bound]] }
}

/** A name around the loop gets a value in it, by which its type is known after it: in a callback the compiler does not see that. */
function hidesType(source: Source, whole: NodeId): boolean {
  if (!source.facts.language.startsWith('ts')) return false
  return [...within(source, whole)].some((at) => {
    const assign = source.as(at, 'assign')
    const binding = assign && bindingOf(source, assign.target)
    if (!binding || assign.operator !== '=' || source.contains(whole, binding.value) || binding.start >= source.node(whole).start) return false
    if (binding.type >= 0) return source.node(binding.type).kind === 'type-union'
    const first = binding.value < 0 ? undefined : source.node(binding.value)
    return first === undefined || (first.kind === 'literal' && first.value === null) || (first.kind === 'name' && first.name === 'undefined') || first.kind === 'array'
  })
}

/** `async (tag) => { await prisma.tag.update(…) }` → `(tag) => prisma.tag.update(…)`: it is the transaction that begins them. */
function plainEdits({ source, turn, query, lookup, map }: PerItem): TextEdit[] | undefined {
  const callback = source.as(turn, 'function')!
  if (callback.how !== 'arrow') return callback.async || lookup !== query ? undefined : []
  const edits: TextEdit[] = []
  if (callback.body !== lookup) {
    const [only, ...others] = source.as(callback.body, 'block')?.body ?? []
    const statement = only === undefined ? undefined : source.node(only)
    const isUnused = map?.awaited !== undefined && source.node(source.node(map.awaited).parent).kind === 'expression'
    const isOnly = statement?.kind === 'return' || (statement?.kind === 'expression' && isUnused)
    if (others.length > 0 || !isOnly || statement.value !== lookup) return callback.async || lookup !== query ? undefined : []
    edits.push(replaceNode(source, callback.body, moved(source, query, [], indentAt(source.text, callback.start))))
  } else if (lookup !== query) edits.push(replaceNode(source, lookup, source.textOf(query)))
  if (!callback.async) return edits
  const word = asyncWord(source, callback)
  return word && [word, ...edits]
}

/** The member that hands its own kind to a callback, and commits when that is done: `transaction`, `transaction().execute`. */
function openingOf(library: Library): { member: string; takesList: boolean } | undefined {
  const types = library.types ?? {}
  for (const [name, type] of Object.entries(types)) {
    for (const [member, value] of callsOf(type)) {
      if (handsOn(value, 'self')) return { member, takesList: value.sendsTogether?.trips === 'each' }
      const built = value.returns === undefined || value.returns === 'self' ? undefined : types[value.returns]
      const [opening] = built ? callsOf(built).find(([, each]) => handsOn(each, name)) ?? [] : []
      if (opening !== undefined) return { member: `${member}().${opening}`, takesList: false }
    }
  }
  return undefined
}

const callsOf = (type: Type): [string, Call][] =>
  Object.entries(type.members ?? {}).flatMap(([member, value]) => ('class' in value || 'is' in value || 'typeArgument' in value ? [] : [[member, value]]))

const handsOn = ({ runs }: Call, type: string): boolean =>
  runs?.some((it) => it.transaction && !it.ambient && it.argument === 0 && it.with?.[0] === type) ?? false

/** `prisma` of `prisma.post.update`, `db` of `db.update(posts)` and `db('posts')`. */
function clientOf({ call, source }: Reached): NodeId | undefined {
  const { callee } = source.as(call.node, 'call') ?? { callee: -1 }
  if (callee < 0) return undefined
  const member = source.as(callee, 'member')
  if (!member) return source.node(callee).kind === 'name' ? callee : undefined
  const model = source.as(member.object, 'member')
  const client = model && model.name === call.subject ? model.object : member.object
  return stepsOf(source, client) && (call.facts.target !== 'receiver' || model !== undefined) ? client : undefined
}

/** Whether another call is on that client as well. */
function isOn(source: Source, call: NodeId, client: NodeId): boolean {
  const node = source.node(call)
  let at = node.kind === 'call' ? node.callee : -1
  while (at >= 0) {
    if (isSamePlace(source, at, client)) return true
    at = source.as(at, 'member')?.object ?? -1
  }
  return false
}

export function transactionEdits({ item, whole, clients, member, name, isList }: InTransaction): FileEdit[] | undefined {
  const { source } = item
  const { newline, indent, semicolon } = styleOf(source)
  const client = source.textOf(clients[0]!)
  if (isList) {
    const { callee } = source.as(whole, 'call')!
    return inFile(source, [replaceNode(source, callee, `${client}.${member}`), ...plainEdits(item) ?? []])
  }
  const { start, end } = source.node(whole)
  if (semicolon === '' && source.text[start] === '(') return undefined
  if ([...within(source, whole)].some((at) => source.node(at).kind === 'yield' || (source.node(at).kind === 'text' && source.textOf(at).includes('\n')))) return undefined
  const handle = fresh(takenNames(source, whole), name, 'tx', 'trx', 'transaction')
  const outer = indentAt(source.text, start)
  const inside: TextEdit[] = clients.map((id) => replaceNode(source, id, handle))
  const fixed = source.facts.nodes.filter((node) => ['text', 'template', 'tagged'].includes(node.kind) && node.start >= start && node.end <= end)
  for (const line of source.facts.lineStarts) {
    if (line <= start || line >= end || fixed.some((node) => node.start < line && line < node.end)) continue
    if (source.text[line] !== '\n' && source.text[line] !== '\r') inside.push({ start: line, end: line, text: indent })
  }
  const body = rewrite(source, start, end, inside)
  const head = arrow(styleOf(source), handle, `{${newline}${outer}${indent}${body}${newline}${outer}}`)
  return inFile(source, [{ start, end, text: `await ${client}.${member}(async ${head})${semicolon}` }])
}
