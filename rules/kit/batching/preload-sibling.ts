/**
 * A sibling for many of a function that asks for one: it asks for all at once, and gives a function that does for each
 * what the other one does. `preloadProgress(ids)` beside `getProgress(id)`.
 */
import type { NodeId, NodeOf } from '../facts.ts'
import type { About, Call, Reached, Step, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { numbersOfAll, rowsOfAll } from './any-batch.ts'
import { asksOfSteady } from './guarded-keys.ts'
import { besideOf, reachedAs } from './beside.ts'
import { keysOfAny, writeBatch, type Written } from './batch.ts'
import { chainOf } from '../code/code.ts'
import { capital, fresh, singular, small } from '../edits/names.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { declines, reasonsAgainst } from './declines.ts'
import { isConditional, seenAs, type PerItem } from './per-item.ts'
import { askingText, givenTo, type Given } from './preload-asking.ts'
import { bodyOf, listName, siblingEdits } from './preload-text.ts'
import { signatureEdits } from './signature.ts'
import { extensionDoubts } from './row-sharing.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'
import { kindOfKey } from '../code/types.ts'
import { isWaitedTogether } from './turn-shapes.ts'

/** A sibling for many, as a caller needs it. */
export interface ManySibling {
  name: string
  /** How the caller calls it, and what has to be imported for that. */
  callee: { text: string; edits: TextEdit[] }
  given: readonly Given[]
  /** What is asked for at once. */
  calls: Call[]
  doubts: string[]
  /** Siblings that have to be there, this one among them, by file. */
  siblings: { source: Source; edits: TextEdit[] }[]
  /** What it gives for each is no promise. */
  settled: boolean
  /** It answers at once. */
  sync: boolean
  /** A name for what it gives. */
  local(taken: Set<string>): string
}

/** A call of a turn that is made ready for all turns before the first one. */
export interface Preload extends ManySibling {
  /** `list` is the name of the items where the lines stand. */
  write(list: string, taken: Set<string>): Written | undefined
}

export interface Asking {
  reached: Reached
  about: About
  /** Functions on the way: one that calls itself is not made ready. */
  way: readonly string[]
}

/** `item`: the turn, and the call in it. `target`: the function that it calls. */
export function preloadOf(item: PerItem, target: { path: string; node: NodeId }, asking: Asking): Preload | undefined {
  const { source, query, lookup } = item
  const call = source.as(query, 'call')
  // What it is a method of may be missing where nothing has asked yet.
  const made = call && !asksOfSteady(item, call.callee) && siblingOf({ source, callee: call.callee }, target, (file, own, isTyped) => givenTo(item, call, file, own, isTyped), asking)
  if (!call || !made) return undefined
  const { settled, sync, given, callee } = made
  return {
    ...made,
    write(list, taken) {
      const asked = askingText(item, call, given, callee.text, list)
      if (asked === undefined) return undefined
      const local = made.local(taken)
      const each = `${local}(${given.map(({ key }) => source.textOf(key.node)).join(', ')})`
      const { start, end } = settled ? outOfParentheses(source, lookup) : source.node(lookup)
      return {
        lines: [`const ${local} = ${sync ? '' : 'await '}${asked}${styleOf(source).semicolon}`],
        turns: [{ start, end, text: !settled && source.node(lookup).kind === 'await' ? `await ${each}` : each }],
        elsewhere: callee.edits,
      }
    },
  }
}

/** `caller`: the expression that names the function where it is called. */
export function siblingOf(
  caller: { source: Source; callee: NodeId }, target: { path: string; node: NodeId }, takes: (source: Source, own: NodeOf<'function'>, isTyped: boolean) => Given[] | undefined, { reached, about, way }: Asking,
): ManySibling | undefined {
  const source = about.source(target.path)
  const own = source?.as(target.node, 'function')
  const place = `${target.path} ${target.node}`
  if (!source || !own || own.generator || own.body < 0 || own.decorators?.length || own.typeParameters?.length || way.includes(place)) return undefined
  if (caller.source.path === source.path && source.contains(target.node, caller.callee)) return declines(reached, 'the function calls itself')
  const beside = besideOf(source, target.node, caller, about)
  if (!beside) return declines(reached, 'no function can stand beside the one behind the call')
  const given = takes(source, own, beside.signature !== undefined && source.node(own.parent).kind === 'object')
  if (!given) return declines(reached, 'what the function is handed cannot be told before the loop')

  const turn = turnOf(source, own, target.node, given, indentAt(source.text, beside.start))
  if (turn.elements.some(id => source.facts.bindings[id]!.assignments.length > 0)) return undefined
  const steps = about.routine(source.path, target.node)?.steps ?? []
  // Who writes is no lookup: what one turn reads, the one before may have written.
  if (steps.some(step => step.behind.some(({ call }) => call.effect === 'write'))) return declines(reached, 'the function behind the call writes')
  const parts = partsOf(turn, target.node, steps, { reached, about, way: [...way, place] })
  if (parts.length === 0) return undefined
  const isPrivate = beside.name.startsWith('#')
  const noun = nounOf(beside.name.slice(isPrivate ? 1 : 0), parts)
  const body = bodyOf(turn, own, target.node, parts, given)
  const sync = parts.every(part => part.sync)
  const textFor = (called: string) => body && siblingEdits({ source, own, beside, given, name: called, sync, lines: body.lines, closure: body.closure })
  const wanted = `${isPrivate ? '#' : ''}preload${noun}`
  // Another place has asked for the same one.
  const isThere = beside.taken.has(wanted) && source.text.includes(textFor(wanted)?.[0]?.text.trim() ?? '\0')
  const name = isThere ? wanted : (isPrivate ? '#' : '') + fresh(new Set([...beside.taken].map(each => (isPrivate && each.startsWith('#') ? each.slice(1) : each))), `preload${noun}`)
  const callee = reachedAs(caller.source, caller.callee, source, beside, name, about)
  if (!callee) return declines(reached, 'the sibling of the function behind the call would not be known here')
  const sibling = textFor(name)
  if (!body || !sibling) return undefined
  const { signature } = beside
  const declared = signature ? signatureEdits(signature, { name, list: listName(given), given, settled: body.settled, sync }) : []
  if (!declared) return declines(reached, 'the type that the caller knows the function by does not tell what it gives')
  const word = withoutKey(noun)
  return {
    name, callee, given, settled: body.settled, sync, calls: parts.flatMap(part => part.calls), doubts: [...parts.flatMap(part => part.doubts), ...signature ? [`nothing else is a \`${signature.of}\``] : []],
    siblings: isThere ? [] : [{ source, edits: [...sibling, ...body.elsewhere] }, ...signature ? [{ source: signature.source, edits: declared }] : [], ...parts.flatMap(part => part.siblings)],
    local: taken => fresh(taken, `${small(word)}Of`, `${small(word)}For`, `preloaded${word}`),
  }
}

/** The function's body, as the turn of a loop over what it is given. */
export type Turn = Omit<PerItem, 'query' | 'lookup' | 'conditional'>

function turnOf(source: Source, own: NodeOf<'function'>, id: NodeId, given: readonly Given[], outer: string): Turn {
  const parameters = given.map(each => own.parameters[each.index]!)
  return {
    source, turn: own.body, before: own.body, list: parameters.length === 1 ? parameters[0]! : id, indent: outer + styleOf(source).indent,
    elements: source.facts.bindings.flatMap((binding, at) => (parameters.includes(binding.value) ? [at] : [])),
    ...parameters.length > 1 && { parts: true as const },
  }
}

// --- What is asked for at once --------------------------------------------------------------------------------

export interface Part {
  item: PerItem
  calls: Call[]
  doubts: string[]
  siblings: ManySibling['siblings']
  /** The turn is given a value, or a promise of one. */
  settled: boolean
  sync: boolean
  /** The word for what it gives. */
  word: string
  write(list: string, taken: Set<string>): Written | undefined
}

function partsOf(turn: Turn, id: NodeId, steps: readonly Step[], asking: Asking): Part[] {
  const { source } = turn
  const parts: Part[] = []
  const others: number[] = []
  for (const step of steps) {
    const head = step.call?.node ?? step.node
    const query = step.call?.facts.builds ? chainOf(source, head) : head
    const { parent } = source.node(query)
    const lookup = source.node(parent).kind === 'await' ? parent : query
    const item: PerItem = { ...turn, query, lookup, conditional: isConditional(source, lookup, turn.turn) }
    const part = step.repetitions.length === 0 && source.functionOf(query) === id ? partOf(item, step, asking) : undefined
    const isGiven = lookup !== query || part?.sync || source.node(parent).kind === 'return' || parent === id || isWaitedTogether(source, query)
    // What is asked for only where a cache has nothing must not be asked for everything.
    const isSpared = item.conditional && others.some(start => start < source.node(lookup).start)
    const isBehindCache = item.conditional && step.behind.some(({ call }) => call.effect === 'query') && parts.some(each => each.calls.some(call => call.effect === 'cache'))
    if (isBehindCache) return []
    if (!part || !isGiven || isSpared) others.push(source.node(lookup).start)
    else parts.push({ ...part, doubts: [...part.doubts, ...isCaught(item) ? ['a query that fails may end the loop'] : []] })
  }
  return parts
}

function partOf(item: PerItem, step: Step, asking: Asking): Part | undefined {
  const { call } = step
  if (!call) {
    const [target] = step.targets
    const inner = step.behind.length > 0 && step.targets.length === 1 ? preloadOf(item, target!, asking) : undefined
    return inner && { ...inner, item, word: '' }
  }
  if (call.effect !== 'query' && call.effect !== 'cache') return undefined
  const seen = seenAs(asking.reached, call, item)
  const batch = rowsOfAll(seen, asking.about) ?? numbersOfAll(seen, asking.about)
  for (const why of batch ? [] : reasonsAgainst(seen)) declines(asking.reached, `of \`${call.name}\`: ${why}`)
  if (!batch || !keysOfAny(batch) || asksOfSteady(item, item.query)) return undefined
  // A library takes one value of any type sooner than a list of them.
  if (kindOfKey(item, batch.key, batch.list).word === 'unknown') return declines(asking.reached, `of \`${call.name}\`: nothing is known of its key`)
  const doubts = [...batch.doubts, ...extensionDoubts(call)]
  return { item, calls: [call], doubts, siblings: [], settled: !batch.asksAgain, sync: batch.sync === true, word: batch.word, write: (list, taken) => writeBatch(batch, list, taken) }
}

function isCaught({ source, lookup, turn }: PerItem): boolean {
  for (const at of source.outwards(source.node(lookup).parent)) {
    if (at === turn) return false
    const node = source.as(at, 'try')
    if (node && source.contains(node.block, lookup)) return true
  }
  return false
}

/** `getCourseProgress` → `CourseProgress`; of `findById` the word for what is asked for. */
function nounOf(name: string, parts: readonly Part[]): string {
  const verb = verbs.find(each => name.startsWith(each) && name.length > each.length && name[each.length] === name[each.length]!.toUpperCase())
  const end = ['Of', 'For'].find(each => name.endsWith(each) && name.length > each.length)
  const rest = capital(name.slice(verb?.length ?? 0, end ? -end.length : undefined))
  const word = parts.find(part => part.word !== '')?.word
  // `find` and `findOne` say nothing of what they find.
  const isBare = rest === 'One' || verbs.includes(small(rest))
  if (word === undefined || !(rest.startsWith('By') || isBare)) return rest
  return capital(singular(word)) + (isBare ? '' : rest)
}

/** `CustomerById` → `Customer`. */
function withoutKey(noun: string): string {
  const by = noun.indexOf('By')
  return by > 0 ? noun.slice(0, by) : noun
}

const verbs = ['get', 'find', 'fetch', 'load', 'read', 'list', 'resolve', 'lookup', 'compute', 'calculate', 'build', 'make', 'to', 'query', 'select']
