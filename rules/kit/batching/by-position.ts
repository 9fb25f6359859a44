/**
 * What is asked for one by one, and answered in the order of the asking where all ask at once: `redis.get(key)` →
 * `redis.mget(keys)`, `ref.get()` → `db.getAll(...refs)`, a pipeline of commands, calls that a library sends together.
 */
import type { NodeId } from '../facts.ts'
import type { ManyByPosition } from '../library.ts'
import type { About, Reached } from '../rule.ts'
import type { Source } from '../source.ts'
import { inPlace, type Batch } from './batch.ts'
import { chainOf, isPure, linksOf, rootOf, stepsOf, varies, within } from '../code/code.ts'
import { declines } from './declines.ts'
import { meanwhile } from './documents.ts'
import { elementPattern } from './element-pattern.ts'
import { anyKey, mayBeEmpty } from './guarded-keys.ts'
import { joinsItself } from './moments.ts'
import { isSteady, keyAt, nameOfList, perItem, type Key, type PerItem } from './per-item.ts'
import { plainCalls } from './plain-calls.ts'
import { writeAnswers } from './position-lines.ts'
import { replaceNode } from '../edits/edit.ts'
import { singular } from '../edits/names.ts'
import { disturbances, handedTo, holdersOf, isChanged, isUnseen, leavesRowsAlone } from '../code/results.ts'
import { kindOfKey, listFacts, walkedFacts, type ListFacts } from '../code/types.ts'

/** A query of which one for all answers in order, taken apart. */
export interface PositionQuery {
  item: PerItem
  many: ManyByPosition
  list: ListFacts
  /** What differs from turn to turn, wherever the query mentions it. */
  key: Key
  mentions: readonly NodeId[]
  /** The word for it. */
  property: string
  /** Keys that are missing are left out. */
  skipsMissing: boolean
  /** The name of the turn's number, where it has one: then answers are taken by it. */
  index: string | undefined
  /** What takes all: the client, as its text. */
  client: string
  /** The word for an answer. */
  word: string
}

export function batchByPosition(reached: Reached, about: About): Batch | undefined {
  const query = positionQuery(reached, about)
  if (!query) return undefined
  const { item, many, key, list, word, property } = query
  const sharing = sharingDoubts(query, reached)
  if (!sharing) return declines(reached, 'what items may share is changed, or the loop writes meanwhile')
  const isArray = list.array === 'yes' || list.query !== undefined || item.map !== undefined
  // A key with something else than a text in it is an error for one command and null for the other.
  // A reference without a key is an error, which then comes before the first turn.
  const isReference = many.by === 'receivers' || many.by === 'references'
  const isEarly = isReference && !item.map && kindOfKey(item, key, list).missing !== false
  const doubts = [...isEarly ? ['no key is missing'] : [], ...isReference && mayBeEmpty(item, key) ? ['no key is an empty text'] : [], ...many.by === 'keys' ? ['every key holds a text'] : [], ...isArray ? [] : [`${nameOfList(item)} is an array`], ...sharing, ...query.callDoubts()]
  return {
    item, key, list, word, property, grouped: false, asText: false, skipsMissing: query.skipsMissing, doubts, title: titles[many.by],
    join: () => undefined,
    written: (name, taken) => writeAnswers(query, name, taken, found => useOf(query, found)),
    use: found => useOf(query, found),
  }
}

const titles = {
  keys: 'Load all values with one command', receivers: 'Load all documents with one request', references: 'Load all documents with one request',
  commands: 'Ask for all values in one pipeline', tick: 'Ask for all values in one round trip',
}

/** Types do not see that there is an answer for each item. */
function useOf({ item, many }: PositionQuery, found: string) {
  const { source, lookup } = item
  const isTyped = source.facts.language.startsWith('ts')
  if (many.by === 'keys' || (isTyped && many.missing !== 'never')) return inPlace(item, nothing[many.missing])(found)
  return [replaceNode(source, lookup, isTyped ? `${found}!` : found)]
}

const nothing = { null: 'null', number: '0', rows: '[]', object: '{}', never: 'undefined' }

type Taken = PositionQuery & { callDoubts(): string[] }

function positionQuery(reached: Reached, about: About): Taken | undefined {
  const { call } = reached
  const { many } = call.facts
  if (many?.style !== 'position' || (many.by === 'tick' && !joinsItself(call, about))) return undefined
  const item = perItem(reached, 'reads')
  const node = item && item.source.as(item.query, 'call')
  const callee = node && item.source.as(node.callee, 'member')
  if (!item || !node || !callee || node.optional || callee.optional) return undefined
  const { source } = item
  const asked = many.by === 'receivers' ? [callee.object] : node.arguments
  const links = many.by === 'receivers' || many.by === 'references' ? linksOf(source, asked[0] ?? -1) : []
  if (many.by === 'references' && links.at(-1)?.name !== many.made) return declines(reached, 'what it is handed is no reference that is made in place')
  const { isKnown, doubts: callDoubts } = plainCalls(source, at => links.some(link => link.call === at))
  const client = clientOf(reached, callee.object, many)
  if (!client || !isSteady(item, client.node, isKnown)) return declines(reached, 'its client is not known before the loop')
  const takes = { keys: 1, receivers: 0, references: 1, commands: undefined, tick: undefined }[many.by]
  if ((takes !== undefined && node.arguments.length !== takes) || (node.types && (many.by === 'commands' || many.by === 'receivers' || many.by === 'references'))) return undefined
  const list = walkedFacts(source, item.list)
  const told = keyOf(item, asked, many, isKnown)
  if (!told || list.array === 'no') return declines(reached, 'what it asks with is not told by one key of the element')
  const { key, mentions } = told
  const any = anyKey(item, key, list)
  const kind = kindOfKey(item, key, list)
  const isElement = source.node(key.origin).kind === 'name' && mentions.length > 0 && key.steps.length === 0
  const isHanded = ['parameter', 'function'].includes(source.node(item.list).kind)
  if (!any || (kind.is === 'object' && (!isElement || isHanded))) return declines(reached, 'what it asks with may be missing, or is no key of a map')
  return {
    item, many, list, key, mentions, skipsMissing: any.isPartial, index: any.isPartial || key.steps.length > 0 ? undefined : indexOf(item), client: source.textOf(client.node) + (client.member === undefined ? '' : `.${client.member}`), callDoubts,
    word: many.by === 'keys' ? 'value' : wordFor(item), property: nameOfKey(source, key),
  }
}

/** What takes all: the receiver itself, or what that is made from. */
function clientOf({ call }: Reached, receiver: NodeId, { on }: ManyByPosition): { node: NodeId; member?: string | undefined } | undefined {
  if (!on) return stepsOf(call.source, receiver) ? { node: receiver } : undefined
  return on.flatMap(({ type, member }) => {
    const node = call.receiverOf(type)
    return node === undefined ? [] : [{ node, member }]
  })[0]
}

/** The one part of the element that everything asked with is made of; the element itself where there are several. */
function keyOf(item: PerItem, asked: readonly NodeId[], { by }: ManyByPosition, isKnown: (at: NodeId) => boolean): { key: Key; mentions: NodeId[] } | undefined {
  const { source, turn, elements } = item
  if (by === 'keys') {
    const key = keyAt(item, asked[0]!, isKnown)
    return key && { key, mentions: [asked[0]!] }
  }
  const mentions: NodeId[] = []
  for (const at of asked.flatMap(each => [each, ...within(source, each)])) {
    const name = source.as(at, 'name')
    if (!name || name.binding < 0) continue
    const own = source.facts.bindings[name.binding]!
    const isOwn = elements.includes(name.binding) || (own.value >= 0 && source.contains(turn, own.value) && !source.contains(at, own.value))
    if (isOwn) mentions.push(wholeOf(source, at))
    else if (varies(source, at, turn)) return undefined
  }
  if (!asked.every(each => isPure(source, each, isKnown)) || mentions.length === 0) return undefined
  const texts = new Set(mentions.map(each => source.textOf(each)))
  if (texts.size === 1) {
    const key = keyAt(item, mentions[0]!, isKnown)
    return key && { key, mentions }
  }
  // Several parts: the element as a whole tells them, where it has a name.
  const roots = mentions.map(each => rootOf(source, each))
  const [only, ...others] = [...new Set(roots.map(each => source.as(each, 'name')?.binding ?? -1))]
  const isWhole = others.length === 0 && elements.includes(only!) && source.facts.bindings[only!]!.path.length === 0
  if (!isWhole && indexOf(item) === undefined) return undefined
  const node = isWhole ? roots[0]! : mentions.find(each => elements.includes(source.as(rootOf(source, each), 'name')?.binding ?? -1))!
  const isPlain = roots.every(each => elements.includes(source.as(each, 'name')?.binding ?? -1)) && !item.conditional
  return isPlain && elementPattern(item, ...mentions.map(each => ({ node: each, origin: each, steps: [] }))) !== undefined ? { key: { node, origin: node, steps: [] }, mentions } : undefined
}

/** `room.id` of `room`: what is read of a name, as far as it is read only. */
function wholeOf(source: Source, name: NodeId): NodeId {
  for (let at = name; ;) {
    const { parent } = source.node(at)
    const member = source.as(parent, 'member')
    if (!member || member.object !== at || source.as(member.parent, 'call')?.callee === parent) return at
    at = parent
  }
}

/** `for (const [index, room] of rooms.entries())`, `for (let index = 0; …)`: the turn's number. */
function indexOf({ source, list, elements, indexed, outer, crossed }: PerItem): string | undefined {
  if (outer || crossed) return undefined
  if (indexed) return source.facts.bindings[indexed.index]!.name
  const call = source.as(list, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!callee || callee.name !== 'entries' || call.arguments.length > 0) return undefined
  const walked = listFacts(source, callee.object)
  const number = elements.map(each => source.facts.bindings[each]!).find(({ path }) => path.length === 1 && path[0] === 0)
  return walked.array === 'yes' || walked.query !== undefined ? number?.name : undefined
}

/** The word for the key: `id`, `ownerUid`. */
function nameOfKey(source: Source, { origin, node }: Key): string {
  const name = (id: NodeId) => source.as(id, 'member')?.name ?? source.as(id, 'name')?.name
  return name(node) ?? name(origin) ?? 'key'
}

/** As the code calls what it gets. */
function wordFor({ source, lookup }: PerItem): string {
  const [holder] = holdersOf(source, lookup)
  const binding = holder === undefined ? undefined : source.facts.bindings[holder]!
  return binding && binding.path.length === 0 && binding.name.length > 2 ? singular(binding.name) : 'value'
}

/** What must hold of answers that equal keys share; undefined where the code changes them, or what is asked for. */
function sharingDoubts({ item, many }: PositionQuery, reached: Reached): string[] | undefined {
  const { source, lookup, turn, elements, query } = item
  const client = source.as(source.as(query, 'call')!.callee, 'member')!.object
  const others = many.on === undefined
    ? disturbances(source, within(source, turn), query, { library: reached.call.library, client, writes: (_, effect) => (effect === 'none' ? 'no' : 'yes') })
    : meanwhile(reached, item, write => isOfSame(source, write, query))
  if (others === 'stop') return undefined
  if (many.missing === 'null' || many.missing === 'number') return others
  const holders = holdersOf(source, lookup)
  if (holders.some(each => isChanged(source, each))) return undefined
  if (!isUnseen(source, lookup) && !leavesRowsAlone(source, turn, elements)) return undefined
  return [...others, ...holders.flatMap(each => handedTo(source, each)).map(name => (name ? `\`${name}\` leaves what it gets as it is` : ''))]
}

/** Whether both ask the same collection, as far as texts tell. */
function isOfSame(source: Source, write: NodeId, query: NodeId): 'no' | 'perhaps' | 'yes' {
  const [one, other] = [write, query].map(each => linksOf(source, chainOf(source, each)).map(link => source.as(source.as(link.call, 'call')!.arguments[0] ?? -1, 'text')?.value))
  const [own, asked] = [one![0], other![0]]
  return own === undefined || asked === undefined ? 'perhaps' : own === asked ? 'yes' : 'no'
}
