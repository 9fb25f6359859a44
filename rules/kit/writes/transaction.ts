/** Puts a loop of writes into one transaction: `await prisma.$transaction(async (tx) => { … })`. */
import type { NodeId } from '../facts.ts'
import type { Library } from '../library.ts'
import type { About, FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isSamePlace, stepsOf, within } from '../code/code.ts'
import { replaceNode, rewrite } from '../edits/edit.ts'
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
  if (isList && (!opening.takesList || source.node(item.lookup).kind === 'await' || source.as(item.turn, 'function')?.async)) return undefined
  for (const step of reached.routine.steps) {
    if (!source.contains(whole, step.node)) continue
    const isOfClient = step.call?.library.name === call.library.name
    // What is done elsewhere would not be a part of the transaction.
    if (step.behind.some((each) => each.call.library.name === call.library.name) && !isOfClient) return undefined
    if (!isOfClient) continue
    if (!isOn(source, step.node, client)) return undefined
  }
  const clients = [...within(source, whole)].filter((at) => isSamePlace(source, at, client))
  if (clients.length === 0) return undefined
  const bound = isList ? undefined : call.library.transactions?.bound
  return { item, whole, clients, member: opening.member, isList, doubts: ['none should stay when one fails', ...bound === undefined ? [] : [bound]] }
}

/** The member that hands its own kind to a callback, and commits when that is done. */
function openingOf(library: Library): { member: string; takesList: boolean } | undefined {
  for (const type of Object.values(library.types ?? {})) {
    for (const [member, value] of Object.entries(type.members ?? {})) {
      if ('class' in value || 'is' in value || 'typeArgument' in value) continue
      const isOpening = value.runs?.some((it) => it.transaction && !it.ambient && it.argument === 0 && it.with?.[0] === 'self')
      if (isOpening) return { member, takesList: value.sendsTogether?.trips === 'each' }
    }
  }
  return undefined
}

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

export function transactionEdits({ item, whole, clients, member, isList }: InTransaction): FileEdit[] | undefined {
  const { source } = item
  const { newline, indent, semicolon } = styleOf(source)
  const client = source.textOf(clients[0]!)
  if (isList) {
    const { callee } = source.as(whole, 'call')!
    return inFile(source, [replaceNode(source, callee, `${client}.${member}`)])
  }
  const { start, end } = source.node(whole)
  if (semicolon === '' && source.text[start] === '(') return undefined
  if ([...within(source, whole)].some((at) => source.node(at).kind === 'yield' || (source.node(at).kind === 'text' && source.textOf(at).includes('\n')))) return undefined
  const handle = fresh(takenNames(source, whole), 'tx', 'trx', 'transaction')
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
