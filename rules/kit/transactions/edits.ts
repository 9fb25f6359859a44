/** Edits that let a call run in the transaction around it: its client is replaced, or it is told the handle. */
import type { NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Escape } from './transactions.ts'
import { chainOf } from '../code/code.ts'
import { addOptions, addProperty, insert, replaceNode } from '../edits/edit.ts'
import { fresh, takenNames } from '../edits/names.ts'
import { braced, styleOf } from '../edits/style-of.ts'

/** The transaction's handle as it is written in the callback, with the edit that gives it a name where it has none. */
export interface Handle { text: string; name: string; edits: TextEdit[] }

export function handleOf(source: Source, { transaction, step }: Escape): Handle | undefined {
  const { handle, binding, callback, library } = transaction
  if (handle !== undefined && binding !== undefined) {
    if (isHidden(source, step.node, handle, binding)) return undefined
    const member = callback === undefined ? library.handles?.begun : undefined
    return { text: member === undefined ? handle : `${handle}.${member}`, name: handle, edits: [] }
  }
  const node = callback === undefined ? undefined : source.as(callback, 'function')
  // The callback is the transaction's own: in a wrapper's, the handle may be another parameter.
  const takes = node !== undefined && transaction.own && node.parameters.length === 0
  const open = takes ? source.text.indexOf('(', node.start) : -1
  if (open < 0 || open > source.node(node!.body).start || source.text.slice(open + 1, source.text.indexOf(')', open)).trim() !== '') return undefined
  const name = fresh(takenNames(source, step.node), library.handles?.name ?? 'tx')
  return { text: name, name, edits: [insert(open + 1, name)] }
}

/** Another thing of that name lies between the transaction and the place. */
function isHidden(source: Source, id: NodeId, name: string, binding: number): boolean {
  const { start, end } = source.node(id)
  const own = source.facts.bindings[binding]!
  return source.facts.bindings.some((it, index) => {
    if (index === binding || it.name !== name || it.function === own.function) return false
    const scope = source.node(it.function)
    return it.function !== 0 && scope.start <= start && scope.end >= end && scope.start > own.start
  })
}

/** The call itself runs with the handle afterwards; undefined where it cannot be written. */
export function directEdits(source: Source, escape: Escape, handle: Handle): TextEdit[] | undefined {
  const { call } = escape.asked
  if (call.facts.takesHandle) return toldEdits(source, escape, handle)
  const edit = clientEdit(source, escape, handle.text)
  return edit && [edit]
}

/** `prisma.user` → `tx.user`, `this.users.save` → `manager.withRepository(this.users).save`. */
export function clientEdit(source: Source, { asked, transaction }: Escape, handle: string): TextEdit | undefined {
  const { call, client, clientType } = asked
  if (client === undefined || call.library !== transaction.library || call.facts.sendsTogether || call.source !== source) return undefined
  if (!source.contains(chainOf(source, call.node), client) || source.node(client).kind === 'call') return undefined
  const { parent } = source.node(client)
  const holder = source.as(parent, 'member')
  // `dataSource.manager` as a whole is what the handle is.
  if (holder?.object === client && holder.name === call.library.handles?.begun) return replaceNode(source, parent, handle)
  const template = clientType === undefined ? undefined : call.library.handles?.clients?.[clientType]
  const text = template === undefined ? handle : template.replace('{handle}', handle).replace('{client}', source.textOf(client))
  return replaceNode(source, client, text)
}

/** `{ transaction: t }`, `.session(session)`, `query(trx)`. */
function toldEdits(source: Source, { asked, transaction }: Escape, { text }: Handle): TextEdit[] | undefined {
  const { argument, path, links, list } = asked.call.facts.takesHandle!
  const call = source.as(asked.call.node, 'call')
  if (!call || transaction.library !== asked.call.library && !asked.call.library.over?.includes(transaction.library.name)) return undefined
  const given = call.arguments
  if (list) {
    // Told its transaction it takes a list, and gives one.
    const [row] = given
    if (row === undefined || given.length > 1 || asked.call.result === 'used') return undefined
    const { start, end } = source.node(row)
    if (source.node(row).kind !== 'object') return undefined
    const option = path === text ? text : `${path}: ${text}`
    return [insert(start, '['), insert(end, `], ${braced(styleOf(source), option)}`)]
  }
  const link = links?.[0]
  if (link !== undefined && asked.call.facts.builds && path !== undefined) return [insert(call.end, `.${link}(${text})`)]
  if (argument === undefined) return clientOf(source, asked.client, text)
  if (path === undefined) return given.length === argument ? [insert(call.end - 1, given.length ? `, ${text}` : text)] : undefined
  const options = given[argument]
  const short = (edit: TextEdit): TextEdit => ({ ...edit, text: path === text ? edit.text.replace(`${path}: ${text}`, path) : edit.text })
  if (options !== undefined) return source.node(options).kind === 'object' ? addProperty(source, options, path, text).map(short) : undefined
  return given.length === argument ? [addOptions(source, asked.call.node, 0, [path === text ? path : `${path}: ${text}`])] : undefined
}

const clientOf = (source: Source, client: NodeId | undefined, text: string): TextEdit[] | undefined =>
  client === undefined || source.node(client).kind === 'call' ? undefined : [replaceNode(source, client, text)]
