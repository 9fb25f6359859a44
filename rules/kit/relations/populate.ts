/** Documents that load a relation one by one, `await post.populate('author')`, where the query that found them can load it for all. */
import type { NodeId } from '../facts.ts'
import type { FileEdit, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, chainOf, isConstant, linksOf, usesOf, within } from '../code/code.ts'
import { insert, removeStatement, replaceNode } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { inFile } from '../edits/offer.ts'
import { isSteady, nameOfList, perItem, type PerItem } from '../batching/per-item.ts'
import { leavesRowsAlone } from '../code/results.ts'
import { listFacts } from '../code/types.ts'

export interface Along { relation: string; list: string; doubts: string[]; edits(): FileEdit[] | undefined }

export function populateAlong(reached: Reached): Along | undefined {
  const { fills } = reached.call.facts
  const item = fills && perItem(reached)
  if (!fills || !item || item.conditional) return undefined
  const { source, query, elements, turn } = item
  const call = source.as(query, 'call')
  const callee = call && source.as(call.callee, 'member')
  const receiver = callee && source.as(callee.object, 'name')
  if (!call || !receiver || callee?.optional || !elements.includes(receiver.binding) || bindingOf(source, callee!.object)!.path.length > 0) return undefined
  const relation = source.as(call.arguments[0] ?? -1, 'text')?.value
  if (relation === undefined || !call.arguments.every(each => isSteady(item, each))) return undefined

  const place = placeFor(reached, item, fills)
  const gone = place === undefined ? undefined : withoutTurns(item)
  if (place === undefined || !gone) return undefined
  const rest = [...within(source, turn)].filter(at => !source.contains(query, at) && elements.includes(source.as(at, 'name')?.binding ?? -1))
  // What stands before it sees the key, what stands behind it the document.
  if (rest.some(at => source.node(at).start < source.node(query).start)) return undefined
  const text = source.text.slice(callee!.nameStart - 1, call.end)
  return {
    relation, list: nameOfList(item),
    // Documents of one key are then one document.
    doubts: leavesRowsAlone(source, turn, []) ? [] : ['no document is changed'],
    edits: () => inFile(source, [insert(place, text), ...gone]),
  }
}

/** Where the query for the list takes one link more; undefined where its documents are seen before they are filled. */
function placeFor({ repetitions, routine }: Reached, item: PerItem, { unless, before, link }: { link: string; unless: string[]; before: string[] }): number | undefined {
  const { source, list, turn } = item
  const binding = source.as(list, 'name')?.binding ?? -1
  const named = source.facts.bindings[binding]
  const { query, way } = listFacts(source, list)
  if (!named || !isConstant(named) || named.type >= 0 || query === undefined || way.length > 0 || repetitions.length > 1) return undefined
  const links = linksOf(source, query)
  if (chainOf(source, links[0]?.call ?? query) !== query || links.some(each => unless.includes(each.name))) return undefined
  const found = routine.steps.find(step => step.call && links.some(each => each.call === step.node))
  if (!found || found.call!.facts.row === undefined || found.call!.facts.rows !== 'many' || found.call!.facts.builds !== true) return undefined
  const start = source.node(turn).start
  if (usesOf(source, binding).some(use => use !== list && source.node(use).start < start)) return undefined
  // Something in between may change what is filled in.
  const end = source.node(query).end
  const isBetween = (at: NodeId) => source.node(at).start > end && source.node(at).start < start
  if (routine.steps.some(step => isBetween(step.node) && !(step.call ? step.call.effect === 'query' : step.reads))) return undefined
  const last = links.at(-1)!
  const isEnding = before.includes(last.name)
  return links.some(each => each.name === link && each.call === last.call) || !isEnding ? end : source.node(last.receiver).end
}

/** What is left of the turns: the statement goes, or the whole loop where it did only this. */
function withoutTurns(item: PerItem): TextEdit[] | undefined {
  const { source, turn, lookup, map } = item
  if (map) return withoutMap(source, item)
  const statement = source.node(lookup).parent
  const body = source.as(source.as(turn, 'for-of')?.body ?? -1, 'block')
  const held = body?.body.includes(statement) ? withoutName(item, statement) : undefined
  if (held) return held
  if (source.as(statement, 'expression')?.value !== lookup) return undefined
  if (!body) return source.as(turn, 'for-of')?.body === statement ? [removeStatement(source, turn)] : undefined
  return body.body.includes(statement) ? [removeStatement(source, body.body.length === 1 ? turn : statement)] : undefined
}

/** `const filled = await post.populate('author')` is the document itself: what is read of it is read of that. */
function withoutName({ source, query }: PerItem, statement: NodeId): TextEdit[] | undefined {
  const node = source.as(statement, 'declare')
  const [binding] = node?.bindings ?? []
  if (!node || node.pattern || node.type >= 0 || binding === undefined || !isConstant(source.facts.bindings[binding]!)) return undefined
  const own = source.textOf(source.as(source.as(query, 'call')!.callee, 'member')!.object)
  const uses = usesOf(source, binding)
  const isRead = uses.every(use => source.as(source.node(use).parent, 'member')?.object === use)
  return isRead ? [removeStatement(source, statement), ...uses.map(use => replaceNode(source, use, own))] : undefined
}

/** `await Promise.all(posts.map((post) => post.populate('author')))` gives the documents that it was given. */
function withoutMap(source: Source, { map, turn, lookup, list }: PerItem): TextEdit[] | undefined {
  const callback = source.as(turn, 'function')
  const whole = map?.awaited
  if (!callback || whole === undefined || callback.body !== lookup) return undefined
  const { parent } = source.node(whole)
  if (source.as(parent, 'expression')) return [removeStatement(source, parent)]
  return [{ ...outOfParentheses(source, whole), text: source.textOf(list) }]
}
