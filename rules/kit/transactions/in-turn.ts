/** Edits that let what `Promise.all` asks at once go one after the other: `for (const line of lines) { … }`. */
import type { BindingId, NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isPure, usesOf, within } from '../code/code.ts'
import { awaitsIn, moveLines, moved, rewrite } from '../edits/edit.ts'
import { fresh, takenNames } from '../edits/names.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

export interface InTurn {
  edits: TextEdit[]
  /** Each turn is one call: they are asked in the order in which they stood in the list. */
  isPlain: boolean
}

/** What becomes of the results: nobody asks, they get a name, or they are given back. */
interface Use { how: 'unused' | 'named' | 'returned'; statement: { start: number; end: number }; declare?: NodeOf<'declare'> }

export function inTurn(source: Source, gathering: NodeId): InTurn | undefined {
  const call = source.as(gathering, 'call')!
  const use = useOf(source, gathering)
  const [given] = call.arguments
  if (!use || source.as(call.callee, 'member')?.name !== 'all' || call.arguments.length !== 1) return undefined
  const list = source.as(given!, 'array')
  const found = list ? listed(source, list, use) : walked(source, given!, use)
  return found && { edits: [{ ...use.statement, text: found.text }], isPlain: found.isPlain }
}

function useOf(source: Source, gathering: NodeId): Use | undefined {
  const { parent } = source.node(gathering)
  const isAwaited = source.node(parent).kind === 'await'
  const user = isAwaited ? source.node(parent).parent : parent
  const node = source.node(user)
  if (!['block', 'module'].includes(source.node(node.parent).kind)) return undefined
  if (node.kind === 'return' && source.as(source.functionOf(gathering), 'function')?.async) return { how: 'returned', statement: node }
  if (!isAwaited) return undefined
  if (node.kind === 'expression') return { how: 'unused', statement: node }
  if (node.kind !== 'declare' || node.value !== parent || node.exported || node.how === 'using') return undefined
  const isAlone = source.ofKind('declare').filter((id) => source.as(id, 'declare')!.statementStart === node.statementStart).length === 1
  return isAlone ? { how: 'named', statement: { start: node.statementStart, end: node.statementEnd }, declare: node } : undefined
}

interface Written { text: string; isPlain: boolean }

// --- `Promise.all([a(), b()])` ----------------------------------------------------------------------------------

function listed(source: Source, { elements }: NodeOf<'array'>, use: Use): Written | undefined {
  const { semicolon, newline } = styleOf(source)
  const outer = indentAt(source.text, use.statement.start)
  // A tuple's type would be lost where it is given back.
  const names = use.declare && namesIn(source, use.declare)
  if (use.how === 'returned' || (use.declare && !names)) return undefined
  const parts = elements.map((id, index): Written | undefined => {
    if (source.node(id).kind === 'spread' && !names) return spreadText(source, source.as(id, 'spread')!.value, outer)
    // Promises that run already are nothing to begin later.
    if (source.node(id).kind !== 'call') return undefined
    const asked = `await ${moved(source, id, [], outer)}${semicolon}`
    const name = names?.get(index)
    return { text: name === undefined ? asked : `${use.declare!.how} ${name} = ${asked}`, isPlain: true }
  })
  if (parts.includes(undefined)) return undefined
  return { text: parts.map((part) => part!.text).join(newline + outer), isPlain: parts.every((part) => part!.isPlain) }
}

/** `...lines.map((line) => …)`, `...(isNew ? [tx.order.create(…)] : [])`. */
function spreadText(source: Source, id: NodeId, outer: string): Written | undefined {
  const choice = source.as(id, 'conditional')
  if (!choice) return loopText(source, id, undefined, outer)
  const { semicolon, newline, indent } = styleOf(source)
  const [then, otherwise] = [source.as(choice.then, 'array'), source.as(choice.otherwise, 'array')]
  if (!then || otherwise?.elements.length !== 0 || then.elements.some((each) => source.node(each).kind !== 'call')) return undefined
  const inner = newline + outer + indent
  const lines = then.elements.map((each) => `await ${moved(source, each, [], outer + indent)}${semicolon}`)
  return { text: `if (${moved(source, choice.test, [], outer)}) {${inner}${lines.join(inner)}${newline}${outer}}`, isPlain: isPure(source, choice.test) }
}

/** The names of `const [posts, total] = …` by their place. */
function namesIn(source: Source, declare: NodeOf<'declare'>): Map<number, string> | undefined {
  if (!declare.pattern || declare.type >= 0) return undefined
  const names = new Map<number, string>()
  for (const id of declare.bindings) {
    const { name, path, fallback } = source.facts.bindings[id]!
    const [place] = path
    if (path.length !== 1 || typeof place !== 'number' || fallback >= 0) return undefined
    names.set(place, name)
  }
  return names
}

// --- `Promise.all(lines.map(async (line) => …))` ----------------------------------------------------------------

function walked(source: Source, given: NodeId, use: Use): Written | undefined {
  const list = resultsOf(source, given, use)
  const { semicolon, newline } = styleOf(source)
  const outer = indentAt(source.text, use.statement.start)
  const loop = list && loopText(source, given, list.name, outer)
  if (!loop) return undefined
  const lines = [
    ...list.declared === undefined ? [] : [`${list.declared} = []${semicolon}`],
    loop.text,
    ...use.how === 'returned' ? [`return ${list.name}${semicolon}`] : [],
  ]
  return { text: lines.join(newline + outer), isPlain: loop.isPlain }
}

/** `for (const line of lines) { … }`, with what its turns give on a list. */
function loopText(source: Source, walk: NodeId, list: string | undefined, outer: string): Written | undefined {
  const call = source.as(walk, 'call')
  const map = call && source.as(call.callee, 'member')
  const id = call?.arguments[0] ?? -1
  const callback = source.as(id, 'function')
  if (!call || !map || map.name !== 'map' || map.optional || call.optional || call.arguments.length !== 1 || callback?.how !== 'arrow' || callback.body < 0) return undefined
  const head = headText(source, callback)
  const { newline, indent } = styleOf(source)
  const body = head === undefined ? undefined : bodyText(source, id, callback, { list, to: outer + indent })
  if (!body) return undefined
  const walkedList = `${moved(source, map.object, [], outer)}${callback.parameters.length > 1 ? '.entries()' : ''}`
  return { text: `for (const ${head} of ${walkedList}) {${newline}${outer}${indent}${body.text}${newline}${outer}}`, isPlain: body.isPlain }
}

/** `line`, `{ id }`, `[index, line]`: what a turn calls its element. */
function headText(source: Source, { parameters }: NodeOf<'function'>): string | undefined {
  const names = parameters.map((id) => {
    const parameter = source.as(id, 'parameter')
    if (!parameter || parameter.rest || parameter.fallback >= 0) return undefined
    if (parameter.binding >= 0) return source.facts.bindings[parameter.binding]!.name
    return parameter.type < 0 ? source.textOf(id) : undefined
  })
  if (names.includes(undefined) || names.length === 0 || names.length > 2) return undefined
  return names.length === 1 ? names[0] : `[${names[1]}, ${names[0]}]`
}

/** The list that takes what the turns give; without a name where nobody asks for it. */
function resultsOf(source: Source, walk: NodeId, { how, declare }: Use): { name?: string; declared?: string } | undefined {
  if (how === 'unused') return {}
  const { start, end } = source.node(walk)
  if (!declare) {
    const name = fresh(takenNames(source, walk), 'results', 'all', 'done')
    return { name, declared: `const ${name}` }
  }
  const [id] = declare.bindings
  if (declare.pattern || id === undefined) return undefined
  const { name } = source.facts.bindings[id]!
  // In a function of its own, an empty list has no type yet.
  const isSeen = declare.type >= 0 || !source.facts.language.startsWith('ts') || isUsedHere(source, id)
  const isHidden = source.facts.bindings.some((it) => it.name === name && it.start > start && it.end < end)
  if (!isSeen || isHidden) return undefined
  const type = declare.type < 0 ? '' : `: ${source.textOf(declare.type)}`
  return { name, declared: `${declare.how} ${name}${type}` }
}

const isUsedHere = (source: Source, id: BindingId): boolean => {
  const { function: own } = source.facts.bindings[id]!
  return usesOf(source, id).every((use) => source.functionOf(use) === own)
}

interface Turn { list: string | undefined; to: string }
/** Its lines move from one indentation to another. */
interface MovedTurn extends Turn { from: string }

function bodyText(source: Source, id: NodeId, callback: NodeOf<'function'>, turn: Turn): Written | undefined {
  const { semicolon } = styleOf(source)
  const block = source.as(callback.body, 'block')
  if (!block) {
    const isCall = callback.body >= 0 && ['call', 'await'].includes(source.node(callback.body).kind)
    return isCall ? { text: given(source, callback.body, moved(source, callback.body, [], turn.to), turn) + semicolon, isPlain: isCall } : undefined
  }
  const own = [...within(source, id)].filter((at) => source.functionOf(at) === id)
  const returns = own.filter((at) => source.node(at).kind === 'return')
  const last = block.body.at(-1)
  const isTangled = source.facts.bindings.some((it) => it.kind === 'var' && it.function === id)
    || returns.some((at) => isInLoop(source, at, id)) || own.some((at) => source.node(at).kind === 'yield')
  if (last === undefined || isTangled || (turn.list !== undefined && !['return', 'throw'].includes(source.node(last).kind))) return undefined
  const { start, end } = stretchOf(source, block)
  const isOnLines = source.text.slice(block.start, start).includes('\n')
  const from = isOnLines ? indentAt(source.text, source.node(block.body[0]!).start) : turn.to
  const edits = returns.map((at) => returnEdit(source, at, at === last, { ...turn, from }))
  if (edits.includes(undefined)) return undefined
  const text = rewrite(source, start, end, [...edits as TextEdit[], ...moveLines(source, start, end, from, turn.to)])
  return { text, isPlain: block.body.length === 1 && awaitsIn(source, callback.body).length <= 1 }
}

/** From the first to the last of what stands between the braces, comments included. */
function stretchOf(source: Source, { start, end }: NodeOf<'block'>): { start: number; end: number } {
  const inside = source.text.slice(start + 1, end - 1)
  return { start: start + 1 + inside.length - inside.trimStart().length, end: end - 1 - (inside.length - inside.trimEnd().length) }
}

function isInLoop(source: Source, id: NodeId, callback: NodeId): boolean {
  for (const at of source.outwards(id)) {
    if (at === callback) return false
    if (['for', 'for-of', 'for-in', 'while', 'do'].includes(source.node(at).kind)) return true
  }
  return false
}

/** `return line` → `results.push(line)`, and on with the next turn. */
function returnEdit(source: Source, id: NodeId, isLast: boolean, turn: MovedTurn): TextEdit | undefined {
  const { semicolon, newline, indent } = styleOf(source)
  const { start, end, value, parent } = source.as(id, 'return') as NodeOf<'return'>
  const isNothing = turn.list === undefined && (value < 0 || isPure(source, value))
  if (isNothing && isLast) return undefined
  const said = isNothing ? [] : [(value < 0 ? `${turn.list}.push(undefined)` : given(source, value, textIn(source, value, turn), turn)) + semicolon]
  const lines = isLast ? said : [...said, `continue${semicolon}`]
  const own = indentAt(source.text, start)
  const outer = own.startsWith(turn.from) ? turn.to + own.slice(turn.from.length) : own
  if (source.node(parent).kind !== 'if' || lines.length === 1) return { start, end, text: lines.join(newline + outer) }
  // Without braces on a line of its own: there is no knowing whose indentation that is.
  if (source.text.slice(source.text.lastIndexOf('\n', start) + 1, start).trim() === '') return undefined
  return { start, end, text: `{${newline}${outer}${indent}${lines.join(newline + outer + indent)}${newline}${outer}}` }
}

function textIn(source: Source, value: NodeId, { from, to }: MovedTurn): string {
  const { start, end } = source.node(value)
  return rewrite(source, start, end, moveLines(source, start, end, from, to))
}

/** A turn's value as a statement: waited for, and put on the list. */
function given(source: Source, value: NodeId, text: string, { list }: Turn): string {
  const { kind } = source.node(value)
  const isDone = kind === 'await' || kind === 'object' || kind === 'text' || kind === 'number' || kind === 'literal' || isWaitedName(source, value)
  const waited = isDone ? text : kind === 'call' || kind === 'name' || kind === 'member' ? `await ${text}` : `await (${text})`
  return list === undefined ? waited : `${list}.push(${waited})`
}

/** A name of what was waited for. */
function isWaitedName(source: Source, id: NodeId): boolean {
  const binding = source.facts.bindings[source.as(id, 'name')?.binding ?? -1]
  return binding !== undefined && binding.value >= 0 && (source.node(binding.value).kind === 'await' || source.node(binding.value).kind === 'parameter')
}
