/**
 * Functions of the workspace that hand a statement to a driver as it is, and give its answer, or the rows of it:
 * `query(text, values)`. A call of one means what the driver's own means, where it stands.
 */
import type { NodeId, NodeOf } from '../../../rules/kit/facts.ts'
import type { Call as CallFact, ManyBySql } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Meaning } from '../sites.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf, printOf } from './values.ts'

interface FunctionKey { path: string; node: NodeId }

/** What calling that function means, if it is such a one. */
export function passedOn(evaluator: Evaluator, { path, node }: FunctionKey): Meaning | undefined {
  return evaluator.world.askAt<NodeId, Meaning | undefined>(
    evaluator.world.slots(path).passings, node,
    () => {
      const source = evaluator.world.source(path)
      return source && passing(evaluator, source, node)
    },
    undefined,
    (before, after) => print(before) === print(after),
  )
}

const print = (meaning: Meaning | undefined): string => JSON.stringify([meaning?.library, meaning?.fact]) + (meaning?.receiver ? printOf(meaning.receiver) : '')

function passing(evaluator: Evaluator, source: Source, id: NodeId): Meaning | undefined {
  const own = source.as(id, 'function')
  if (!own || own.generator || own.body < 0 || own.parameters.length === 0 || ['get', 'set', 'constructor'].includes(own.how)) return undefined
  const given = givenBack(source, own)
  const inner = given && runsOnce(source, id, given.call) ? meaningAt(evaluator, source, given.call) : undefined
  if (!given || !inner || !isAlone(evaluator, source, own, given.call)) return undefined
  const { many, sql } = inner.fact
  if (many === undefined && inner.fact.does === 'write' && (sql === 'made' || typeof sql === 'number')) return writing(source, own, given.call, inner, sql)
  if (many?.style !== 'sql') return undefined
  const asked = askedWith(source, own, given.call, many)
  const answer = asked && answered(many, given)
  if (!asked || !answer) return undefined
  const { does, manyBySql } = inner.fact
  // The first of the rows is no list: another one gives that.
  const other = answer.isRow ? givingAll(evaluator, source, own, given.call, asked) : undefined
  const all: ManyBySql = {
    ...many, ...asked, ...answer.of, object: undefined, untyped: undefined, call: other?.name, callRows: other?.many.rows, ...(other && { sync: other.many.sync, list: other.many.list }),
  }
  const isKnown = answer.isRow ? other !== undefined : (many.call ?? inner.name) === inner.name
  const fact: CallFact = {
    does, rows: answer.isRow ? 'one' : 'many', sql: asked.text, ...(isKnown && { many: all }),
    ...(manyBySql && typeof asked.values === 'number' && given.steps.length === 0 && { manyBySql: { ...manyBySql, text: asked.text, values: asked.values } }),
  }
  return { library: inner.library, name: inner.name, fact, receiver: inner.receiver, subject: undefined }
}

/** The function beside it that takes the same and gives all rows: the one that it asks itself, or one of the same file or class. */
function givingAll(evaluator: Evaluator, source: Source, own: NodeOf<'function'>, call: NodeId, asked: Asked): { name: string; many: ManyBySql } | undefined {
  const callee = source.as(call, 'call')!.callee
  const [asks] = optionsOf(evaluator.value(source, callee))
  const isOf = (id: NodeId): { name: string; many: ManyBySql } | undefined => {
    const other = source.as(id, 'function')
    const many = other && other !== own && other.parent !== own.body ? passedOn(evaluator, { path: source.path, node: id })?.fact.many : undefined
    if (!other || many?.style !== 'sql' || many.missing !== 'rows' || many.text !== asked.text || JSON.stringify(many.values) !== JSON.stringify(asked.values)) return undefined
    const name = nameOf(source, other)
    const isTyped = own.typeParameters?.length === other.typeParameters?.length
    return name !== undefined && isTyped && isReachedAlike(source, own, other, name) ? { name, many } : undefined
  }
  if (asks?.kind === 'function' && asks.path === source.path) return isOf(asks.node)
  for (const id of source.ofKind('function')) {
    const found = isOf(id)
    if (found && givesLists(source, source.as(id, 'function')!)) return found
  }
  return undefined
}

/** `Promise<Row[]>`, `Promise<QueryResult<Row>>`, or what the driver says: its type argument is that of one row. */
function givesLists(source: Source, { typeParameters, returns }: NodeOf<'function'>): boolean {
  if (!typeParameters?.length || returns < 0) return true
  const declared = source.as(returns, 'type-name')
  const inner = declared?.name.at(-1) === 'Promise' ? declared.arguments[0] ?? -1 : returns
  return source.as(inner, 'type-array') !== undefined || (source.as(inner, 'type-name')?.arguments.length ?? 0) > 0
}

function nameOf(source: Source, { how, name, parent }: NodeOf<'function'>): string | undefined {
  if (how === 'declaration' || how === 'method') return name
  const declared = source.as(parent, 'declare')
  return declared?.bindings.length === 1 ? source.facts.bindings[declared.bindings[0]!]!.name : undefined
}

/** Both are exported by their names, or are methods of one class. */
function isReachedAlike(source: Source, own: NodeOf<'function'>, other: NodeOf<'function'>, name: string): boolean {
  const isExported = (each: string | undefined): boolean => source.facts.exports.some((it) => it.name === each && it.from === undefined)
  return own.how === 'method' ? other.how === 'method' && own.parent === other.parent : isExported(nameOf(source, own)) && isExported(name)
}

/** `run(text, ...values)`: a statement that gives no rows. */
function writing(source: Source, own: NodeOf<'function'>, call: NodeId, inner: Meaning, sql: 'made' | number): Meaning | undefined {
  const asked = askedWith(source, own, call, sql === 'made' ? { text: 'made', values: 'arguments' } : { text: sql, values: sql + 1 })
  return asked && { library: inner.library, name: inner.name, fact: { does: 'write', sql: asked.text }, receiver: inner.receiver, subject: undefined }
}

function meaningAt(evaluator: Evaluator, source: Source, call: NodeId): Meaning | undefined {
  const [value, ...more] = optionsOf(evaluator.value(source, source.as(call, 'call')!.callee))
  if (more.length > 0) return undefined
  if (value?.kind === 'function') return passedOn(evaluator, value)
  return value?.kind === 'library-function' ? { library: value.library, name: value.name, fact: value.fact, receiver: value.receiver, subject: undefined } : undefined
}

// --- What it gives ---------------------------------------------------------------------------------------------

interface Given { call: NodeId; steps: (string | number)[]; otherwise: 'null' | 'undefined' | undefined }

/** The one thing that the function returns, as the steps from a call. */
function givenBack(source: Source, own: NodeOf<'function'>): Given | undefined {
  if (source.node(own.body).kind !== 'block') return traced(source, own.body)
  const returns: NodeId[] = []
  for (let at = own.body, end = source.endOf(own.body); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'function' || node.kind === 'class') at = source.endOf(at) - 1
    else if (node.kind === 'return') returns.push(node.value)
  }
  return returns.length === 1 && returns[0]! >= 0 ? traced(source, returns[0]!) : undefined
}

function traced(source: Source, id: NodeId, depth = 0): Given | undefined {
  const node = source.node(id)
  if (depth > 8) return undefined
  switch (node.kind) {
    case 'await': case 'cast': return traced(source, node.value, depth + 1)
    case 'member': return further(traced(source, node.object, depth + 1), node.name)
    case 'index': {
      const index = source.as(node.index, 'number')?.value
      return index === undefined ? undefined : further(traced(source, node.object, depth + 1), index)
    }
    case 'name': {
      const binding = node.binding < 0 ? undefined : source.facts.bindings[node.binding]
      if (binding?.kind !== 'const' || binding.value < 0 || binding.fallback >= 0) return undefined
      return binding.path.reduce<Given | undefined>((given, step) => further(given, step), traced(source, binding.value, depth + 1))
    }
    case 'binary': {
      const isNull = source.as(node.right, 'literal')?.value === null
      const given = ['??', '||'].includes(node.operator) && (isNull || source.as(node.right, 'name')?.name === 'undefined') ? traced(source, node.left, depth + 1) : undefined
      return given && given.otherwise === undefined ? { ...given, otherwise: isNull ? 'null' : 'undefined' } : undefined
    }
    case 'call': {
      const callee = source.as(node.callee, 'member')
      const isFirst = callee?.name === 'at' && node.arguments.length === 1 && source.as(node.arguments[0]!, 'number')?.value === 0
      return isFirst ? further(traced(source, callee.object, depth + 1), 0) : { call: id, steps: [], otherwise: undefined }
    }
    default: return undefined
  }
}

const further = (given: Given | undefined, step: string | number): Given | undefined => given && { ...given, steps: [...given.steps, step] }

/** Where the rows are in what the function gives; undefined where it gives something else. */
function answered(many: ManyBySql, { steps, otherwise }: Given): { isRow: boolean; of: Pick<ManyBySql, 'rows' | 'missing'> } | undefined {
  const way = steps.map(String)
  if (way.length === 0 && otherwise === undefined) return { isRow: many.missing !== 'rows', of: { rows: many.rows, missing: many.missing } }
  const below = many.rows === '' ? way : way[0] === many.rows ? way.slice(1) : undefined
  if (!below || many.missing !== 'rows') return undefined
  if (below.length === 0) return otherwise === undefined ? { isRow: false, of: { rows: '', missing: 'rows' } } : undefined
  return below.length === 1 && below[0] === '0' ? { isRow: true, of: { rows: '', missing: otherwise ?? 'undefined' } } : undefined
}

// --- What it hands on --------------------------------------------------------------------------------------------

interface Asked { text: number; values: ManyBySql['values'] }

/** The places of its parameters with the text and the values, if it hands both on as they are. */
function askedWith(source: Source, own: NodeOf<'function'>, call: NodeId, many: Pick<ManyBySql, 'text' | 'values' | 'object'>): Asked | undefined {
  const parts = partsOf(source, source.as(call, 'call')!, many)
  const text = parts && parameterAt(source, own, parts.text)
  const values = parts && parameterAt(source, own, parts.values)
  if (!text || !values || text.rest || (parts.spread ? false : values.rest && many.values !== 'arguments' && typeof many.values === 'object')) return undefined
  return { text: text.position, values: values.rest ? { from: values.position } : values.position }
}

function partsOf(source: Source, call: NodeOf<'call'>, many: Pick<ManyBySql, 'text' | 'values' | 'object'>): { text: NodeId; values: NodeId; spread: boolean } | undefined {
  const spread = (given: readonly NodeId[], from: number): NodeId => (given.length === from + 1 ? source.as(given[from]!, 'spread')?.value ?? -1 : -1)
  if (many.text === 'made') {
    let holder = source.as(call.callee, 'member')?.object ?? -1
    let given: readonly NodeId[] = call.arguments
    if (many.values === 'bound') {
      const bind = source.as(holder, 'call')
      const member = bind && source.as(bind.callee, 'member')
      if (member?.name !== 'bind' || given.length > 0) return undefined
      given = bind!.arguments
      holder = member.object
    }
    const made = source.as(holder, 'call')
    return made?.arguments.length === 1 ? { text: made.arguments[0]!, values: spread(given, 0), spread: true } : undefined
  }
  if (typeof many.text !== 'number') return undefined
  if (typeof many.values === 'object') return { text: call.arguments[many.text] ?? -1, values: spread(call.arguments, many.values.from), spread: true }
  if (typeof many.values !== 'number') return undefined
  const object = many.object && call.arguments.length === 1 ? source.as(call.arguments[many.text] ?? -1, 'object') : undefined
  if (object) {
    const at = (key: string): NodeId => object.properties.find((it) => it.key === key && !it.method)?.value ?? -1
    return object.properties.length === 2 ? { text: at(many.object!.text), values: at(many.object!.values), spread: false } : undefined
  }
  return call.arguments.length === 2 ? { text: call.arguments[many.text] ?? -1, values: call.arguments[many.values] ?? -1, spread: false } : undefined
}

function parameterAt(source: Source, own: NodeOf<'function'>, id: NodeId): { position: number; rest: boolean } | undefined {
  if (id < 0) return undefined
  const cast = source.as(id, 'cast')
  if (cast) return parameterAt(source, own, cast.value)
  const name = source.as(id, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  const position = binding?.kind === 'parameter' && binding.path.length === 0 && binding.assignments.length === 0 ? own.parameters.indexOf(binding.value) : -1
  return position < 0 ? undefined : { position, rest: source.as(own.parameters[position]!, 'parameter')?.rest === true }
}

// --- What else it does -------------------------------------------------------------------------------------------

const straight = new Set(['block', 'declare', 'return', 'await', 'member', 'index', 'binary', 'cast', 'call', 'expression'])

/** Nothing decides whether it is asked, nothing asks again, and what fails is thrown on. */
function runsOnce(source: Source, id: NodeId, call: NodeId): boolean {
  for (const at of source.outwards(source.node(call).parent)) {
    const node = source.node(at)
    if (at === id) return true
    if (node.kind === 'try') {
      const last = node.catch < 0 ? undefined : source.as(node.catch, 'block')?.body.at(-1)
      if (!source.contains(node.block, call) || (node.catch >= 0 && source.node(last ?? node.catch).kind !== 'throw')) return false
    } else if (!straight.has(node.kind)) return false
  }
  return false
}

/** Beside that call it may log and measure, but touch nothing else outside. */
function isAlone(evaluator: Evaluator, source: Source, own: NodeOf<'function'>, call: NodeId): boolean {
  for (let at = own.body, end = source.endOf(own.body); at < end; at++) {
    const node = source.node(at)
    if ((node.kind !== 'call' && node.kind !== 'new' && node.kind !== 'tagged') || at === call) continue
    const values = optionsOf(evaluator.value(source, node.kind === 'tagged' ? node.tag : node.callee))
    if (values.some((value) => value.kind === 'library-function' && value.fact.does !== undefined)) return false
  }
  return true
}
