/** What a step of a function asks of databases, and whether on the connection of the transaction around it. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Asked, Hop } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { CallSubject, type Context } from '../call-subject.ts'
import { chainCalls } from '../values/chains.ts'
import { clientsOf, decidedBy, handedIn, mentions, printClient, receiverOf, toldClients, type Client } from './clients.ts'
import type { Evaluator } from '../values/evaluate.ts'
import type { Meaning, Site } from '../sites.ts'
import { keyOf, type FunctionKey } from '../summaries.ts'
import { openedAround, type Opened } from './transactions.ts'
import { optionsOf, printOf, type Value } from '../values/values.ts'

/**
 * A query or write behind a function, with whose client it uses in the words of the function's parameters. `decided`:
 * parameters that say whether it runs at all, as in `if (tx) return …`.
 */
interface Spoken { path: string; node: NodeId; meaning: Meaning; clients: readonly Client[]; hops: Hop[]; waited: boolean; decided: readonly Client[]; takenBy?: Asked['takesHandleAt'] }

/** More are not told apart, and further away none is looked for. */
const mostSpoken = 40
const mostHops = 7

/** Queries and writes of a step that runs in a transaction. */
export function asksOf(context: Context, source: Source, site: Site, opened: Opened): Asked[] {
  if (opened.ambient || context.graph.configured('ambient-transaction', opened.library.name)) return []
  const { evaluator } = context
  const asking = new Asking(context)
  const openers = openersOf(evaluator, opened)
  const receiver = receiverOf(source, site.node)
  const found = asking.at(source, site).map((spoken): Asked => {
    const place = evaluator.world.source(spoken.path)!
    const direct = spoken.hops.length === 0
    const [only] = spoken.clients
    const client = spoken.clients.length === 1 && only?.kind === 'client' && only.at.path === spoken.path ? only : undefined
    return {
      call: new CallSubject(context, place, spoken.node, spoken.meaning, spoken.waited), path: spoken.hops, waited: spoken.waited && site.waited,
      on: isHandle(evaluator, source, site, opened, receiver, direct) ? (direct ? 'handle' : 'unknown') : standing(evaluator, spoken, openers),
      client: client?.at.node, clientType: client && typeOf(evaluator, client.value),
      takesHandleAt: spoken.takenBy, owner: ownerOf(context, spoken),
    }
  })
  return found
}

/** The handle stands in the call itself, or its receiver is made with it: `new Orders(tx)`, `Order.query(trx)`. */
function isHandle(evaluator: Evaluator, source: Source, site: Site, opened: Opened, receiver: NodeId, direct: boolean): boolean {
  if (opened.binding === undefined) return false
  if (!direct) return receiver >= 0 && source.node(receiver).kind !== 'this' && mentions(source, receiver, opened.binding, true)
  if (nameIs(source, receiver, opened.binding)) return true
  return clientsOf(evaluator, source, receiver).some((it) => it.kind === 'handle') || chainCalls(source, site.node).some((call) =>
    (source.as(call, 'call')?.arguments ?? []).some((argument) => mentions(source, argument, opened.binding!, false)))
}

const nameIs = (source: Source, id: NodeId, binding: number): boolean => {
  for (let at = id; at >= 0;) {
    const node = source.node(at)
    if (node.kind === 'name') {
      if (node.binding === binding) return true
      // `const { manager } = runner`.
      const local = node.binding < 0 ? undefined : source.facts.bindings[node.binding]!
      const value = local && local.function !== 0 && local.value >= 0 && local.value < at ? source.node(local.value) : undefined
      if (value?.kind !== 'name' && value?.kind !== 'member') return false
      at = local!.value
    } else if (node.kind === 'member') at = node.object
    else if (node.kind === 'call') at = node.callee
    else if (node.kind === 'cast') at = node.value
    else return false
  }
  return false
}

class Asking {
  readonly #context: Context
  readonly #known = new Map<string, readonly Spoken[]>()

  constructor(context: Context) {
    this.#context = context
  }

  at(source: Source, site: Site): Spoken[] {
    const { evaluator, graph } = this.#context
    const found: Spoken[] = []
    const decided = decidedBy(source, site.node, site.owner)
    const does = site.meaning?.fact.does
    if (site.meaning && (does === 'query' || does === 'write')) {
      found.push({ path: source.path, node: site.node, meaning: site.meaning, clients: clientsAt(evaluator, source, site), hops: [], waited: site.waited, decided })
    }
    for (const target of site.targets) {
      for (const spoken of this.#of(target)) {
        if (spoken.hops.length >= mostHops) continue
        const handed = (clients: readonly Client[]): Client[] => clients.flatMap((it) => handedIn(evaluator, source, site.node, target, it))
        const isHandled = handed(spoken.decided).some((it) => it.kind === 'handle')
        const clients: readonly Client[] = isHandled ? [{ kind: 'unknown' }] : handed(spoken.clients)
        found.push({ ...spoken, clients, takenBy: takenBy(spoken.clients, target), decided: [...decided, ...handed(spoken.decided).filter((it) => it.kind === 'parameter')], hops: [graph.hop(source.path, site), ...spoken.hops], waited: spoken.waited && site.waited })
      }
    }
    return found
  }

  #of(target: FunctionKey): readonly Spoken[] {
    const key = keyOf(target)
    const known = this.#known.get(key)
    if (known) return known
    // Nothing new is behind a circle.
    this.#known.set(key, [])
    const source = this.#context.evaluator.world.source(target.path)
    const found = new Map<string, Spoken>()
    for (const site of source ? this.#context.graph.links(target.path)?.sites.get(target.node) ?? [] : []) {
      // What a transaction of its own does takes the connection of whoever began it.
      const own = openedAround(this.#context.evaluator, source!, site.node, target.node)
      const ways = this.at(source!, site)
      for (const spoken of own ? ways.map((it) => this.#within(own, it)) : ways) {
        const print = `${spoken.path} ${spoken.node} ${spoken.clients.map(printClient).join()}`
        const other = found.get(print)
        if (!other || other.hops.length > spoken.hops.length) found.set(print, spoken)
      }
    }
    const all = [...found.values()].slice(0, mostSpoken)
    this.#known.set(key, all)
    return all
  }

  #within(own: Opened, spoken: Spoken): Spoken {
    if (!spoken.clients.some((it) => it.kind === 'handle')) return spoken
    return { ...spoken, clients: openersOf(this.#context.evaluator, own) }
  }
}

/** The parameter by which a function lets its caller choose the client. */
function takenBy(clients: readonly Client[], target: FunctionKey): Asked['takesHandleAt'] {
  const own = clients.find((it) => it.kind === 'parameter' && it.path === target.path && it.function === target.node)
  return own?.kind === 'parameter' ? { index: own.index, steps: own.steps } : undefined
}

function ownerOf({ graph }: Context, spoken: Spoken): NodeId {
  for (const [owner, sites] of graph.links(spoken.path)?.sites ?? []) if (sites.some((site) => site.node === spoken.node)) return owner
  return 0
}

function typeOf(evaluator: Evaluator, value: Value, depth = 0): string | undefined {
  if (value.kind === 'library' || value.kind === 'library-class') return value.type
  if ((value.kind !== 'instance' && value.kind !== 'class') || depth > 6) return undefined
  const source = evaluator.world.source(value.path)
  const base = source?.as(value.node, 'class')?.extends ?? -1
  return source && base >= 0 ? optionsOf(evaluator.value(source, base)).map((it) => typeOf(evaluator, it, depth + 1)).find((it) => it !== undefined) : undefined
}

function clientsAt(evaluator: Evaluator, source: Source, site: Site): readonly Client[] {
  const told = toldClients(evaluator, source, site.node, site.meaning!.fact)
  const receiver = receiverOf(source, site.node)
  return [...told, ...clientsOf(evaluator, source, receiver)]
}

/** The clients that a transaction was opened on; of a nested one, those of the outermost. */
function openersOf(evaluator: Evaluator, { begin, binding, callback, library }: Opened, depth = 0): readonly Client[] {
  const receiver = receiverOf(begin.source, begin.call)
  const own = callback === undefined && binding !== undefined && begin.source.as(receiver, 'name')?.binding === binding ? begin.source.facts.bindings[binding] : undefined
  const checkedOut = own && [own.value, ...own.assignments.map((it) => begin.source.as(it, 'assign')?.value ?? -1)].flatMap((it) => (it < 0 ? [] : clientsOf(evaluator, begin.source, it)))
  const clients = checkedOut ?? clientsOf(evaluator, begin.source, receiver)
  // `transaction(async (trx) => …)` of a package: the models behind it are that library's.
  if (clients.every((it) => it.kind === 'unknown') && begin.source.as(begin.source.as(begin.call, 'call')?.callee ?? -1, 'name')) {
    return [{ kind: 'client', value: { kind: 'library-class', library: library.name, type: '' }, at: { path: begin.source.path, node: begin.call } }]
  }
  const outer = depth < 3 && clients.some((it) => it.kind === 'handle') ? openedAround(evaluator, begin.source, begin.call) : undefined
  return outer ? openersOf(evaluator, outer, depth + 1) : clients
}

function standing(evaluator: Evaluator, { clients }: Spoken, openers: readonly Client[]): Asked['on'] {
  if (clients.some((it) => it.kind === 'handle')) return 'handle'
  if (clients.length === 0 || clients.some((it) => it.kind !== 'client')) return 'unknown'
  const relations = clients.map((client) => openers.some((opener) => isSameDatabase(evaluator, client, opener)))
  if (relations.every(Boolean)) return 'outer'
  return relations.some(Boolean) ? 'unknown' : 'other'
}

/** Whether a client asks the database that another one opened a transaction on, as far as the code tells. */
function isSameDatabase(evaluator: Evaluator, one: Client, other: Client): boolean {
  // A wrapper that is handed its client, or makes it elsewhere, says nothing about another one.
  if (one.kind !== 'client' || other.kind !== 'client') return false
  if (one.field && other.field && connectionName(evaluator, one) !== connectionName(evaluator, other)) return false
  const [a, b] = [identityOf(one.value), identityOf(other.value)]
  if (a && b) return a === b || isMadeOf(evaluator, other.value, one.value) || isMadeOf(evaluator, one.value, other.value)
  const [library, opening] = [libraryOf(evaluator, one.value), libraryOf(evaluator, other.value)]
  if (library !== opening) {
    const over = library === undefined ? undefined : evaluator.world.knowledge.library(library)?.over
    return (opening !== undefined && over?.includes(opening)) || isMadeOf(evaluator, other.value, one.value)
  }
  // Two fields of one class with the same type are there because they differ.
  if (one.field && other.field && one.field.class === other.field.class && one.field.path === other.field.path && one.field.name !== other.field.name) {
    return printOf(one.value) !== printOf(other.value)
  }
  return true
}

/** The call, or the class, by which clients are told apart. */
function identityOf(value: Value): string | undefined {
  if (value.kind === 'instance') return `${value.path} ${value.node}`
  return value.kind === 'library' && value.made ? `${value.made.path} ${value.made.node}` : undefined
}

function libraryOf(evaluator: Evaluator, value: Value, depth = 0): string | undefined {
  if (value.kind === 'library' || value.kind === 'library-class') return value.library
  if ((value.kind !== 'instance' && value.kind !== 'class') || depth > 6) return undefined
  const source = evaluator.world.source(value.path)
  const base = source?.as(value.node, 'class')?.extends ?? -1
  return source && base >= 0 ? optionsOf(evaluator.value(source, base)).map((it) => libraryOf(evaluator, it, depth + 1)).find((it) => it !== undefined) : undefined
}

/** `drizzle(pool)`, `new Kysely({ dialect: new PostgresDialect({ pool }) })`: one client asks through the other. */
function isMadeOf(evaluator: Evaluator, made: Value, from: Value): boolean {
  const origin = made.kind === 'library' ? made.made : undefined
  const source = origin && evaluator.world.source(origin.path)
  const wanted = identityOf(from)
  return source !== undefined && wanted !== undefined && isGiven(evaluator, source, origin!.node, wanted)
}

function isGiven(evaluator: Evaluator, source: Source, id: NodeId, wanted: string, depth = 0): boolean {
  if (depth > 4 || id < 0) return false
  const node = source.node(id)
  const inside = node.kind === 'call' || node.kind === 'new' ? node.arguments : node.kind === 'object' ? node.properties.map((it) => it.value) : []
  return inside.some((it) => it >= 0 && (optionsOf(evaluator.value(source, it)).some((value) => identityOf(value) === wanted) || isGiven(evaluator, source, it, wanted, depth + 1)))
}

/**
 * `@InjectRepository(Visit, 'analytics')`, `@InjectDataSource('analytics')`: the text that names another connection. What
 * cannot begin a transaction is named by its first text itself: `@InjectModel('Order')`.
 */
function connectionName(evaluator: Evaluator, client: Client & { kind: 'client' }): string {
  const { field, value } = client
  const source = field && evaluator.world.source(field.path)
  const member = source?.as(field!.class, 'class')?.members.find((it) => it.name === field!.name)
  const parameter = member && source!.as(member.value, 'parameter')
  const type = value.kind === 'library' ? evaluator.world.knowledge.type(value.library, value.type) : undefined
  const begins = Object.values(type?.members ?? {}).some((it) => 'runs' in it && it.runs?.some((callback) => callback.transaction))
  for (const decorator of [...member?.decorators ?? [], ...parameter?.decorators ?? []]) {
    const given = source!.as(decorator.value, 'call')?.arguments ?? []
    const text = given.slice(begins ? 0 : 1).map((it) => source!.as(it, 'text')).find((it) => it !== undefined)
    if (text) return text.value
  }
  return ''
}
