/** A call that matters: it has an effect, or leads to code of the workspace. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Call as CallFact } from '../../rules/kit/library.ts'
import type { Source } from '../../rules/kit/source.ts'
import { builtCalls } from './values/chains.ts'
import { rootsOf, type Roots } from './repetition/dependence.ts'
import type { Around } from './repetition/regions.ts'
import type { Turn } from './repetition/turns.ts'
import type { LibraryValue } from './values/values.ts'

/** A call on a library. */
export interface Meaning {
  library: string
  name: string
  fact: CallFact
  receiver: LibraryValue | undefined
  subject: string | undefined
}

export interface Site extends Around {
  readonly node: NodeId
  readonly meaning: Meaning | undefined
  /** Functions of the workspace that it calls. */
  readonly targets: readonly { path: string; node: NodeId }[]
  /** For each argument position of the targets, what it depends on; position -1 is the receiver. */
  readonly given: ReadonlyMap<number, Roots>
  /** What the whole call depends on. */
  readonly roots: Roots
  readonly waited: boolean
}

/**
 * What its arguments depend on is worked out when somebody asks: few calls lead to an effect. It follows from the
 * file's own facts alone, so asking late gives what asking early would.
 */
export class WrittenSite implements Site {
  readonly owner: NodeId
  readonly turns: Turn[]
  readonly proven: boolean
  readonly node: NodeId
  readonly meaning: Meaning | undefined
  readonly targets: Site['targets']
  readonly waited: boolean
  readonly #source: Source
  #roots: Roots | undefined
  #given: ReadonlyMap<number, Roots> | undefined

  constructor(source: Source, around: Around, node: NodeId, meaning: Meaning | undefined, targets: Site['targets'], waited: boolean) {
    this.#source = source
    this.owner = around.owner
    this.turns = around.turns
    this.proven = around.proven
    this.node = node
    this.meaning = meaning
    this.targets = targets
    this.waited = waited
  }

  get roots(): Roots {
    return (this.#roots ??= rootsOf(this.#source, this, this.#parts()))
  }

  get given(): ReadonlyMap<number, Roots> {
    return (this.#given ??= this.#givenTo())
  }

  #givenTo(): ReadonlyMap<number, Roots> {
    if (this.targets.length === 0) return nothing
    const node = this.#source.node(this.node)
    // React hands a component all attributes in its first parameter.
    if (node.kind === 'jsx') return new Map([[0, this.roots]])
    const given = new Map<number, Roots>()
    this.#arguments().forEach((argument, index) => given.set(index, rootsOf(this.#source, this, [argument])))
    const receiver = this.#receiver()
    if (receiver !== undefined) given.set(-1, rootsOf(this.#source, this, [receiver]))
    return given
  }

  /** Everything that the whole call is made of. */
  #parts(): readonly NodeId[] {
    const source = this.#source
    const node = source.node(this.node)
    if (node.kind === 'jsx') return node.attributes.map((it) => it.value)
    const receiver = this.#receiver()
    if (this.meaning?.fact.builds) {
      const given = builtCalls(source, this.node).flatMap((call) => source.as(call, 'call')?.arguments ?? source.as(call, 'tagged')?.values ?? [])
      return receiver === undefined ? given : [...given, receiver]
    }
    return receiver === undefined ? this.#arguments() : [...this.#arguments(), receiver]
  }

  #arguments(): readonly NodeId[] {
    const node = this.#source.node(this.node)
    if (node.kind === 'tagged') return node.values
    return node.kind === 'call' || node.kind === 'new' ? node.arguments : []
  }

  #receiver(): NodeId | undefined {
    const node = this.#source.node(this.node)
    const callee = node.kind === 'tagged' ? node.tag : node.kind === 'call' || node.kind === 'new' ? node.callee : node.kind === 'member' ? this.node : -1
    // Of `load(id)(db)`, what gave the function is what a method's receiver is.
    return this.#source.as(callee, 'member')?.object ?? (this.#source.node(callee)?.kind === 'call' ? callee : undefined)
  }
}

const nothing: ReadonlyMap<number, Roots> = new Map()

/**
 * What decides over an argument of a site, as far as the function it calls uses it: of `{ teamId, item }` only `teamId`,
 * where that is all that matters there.
 */
export function givenAt(source: Source, site: Site, position: number, parts: ReadonlySet<string> | undefined): Roots | undefined {
  const whole = site.given.get(position)
  if (!whole || !parts || (whole.turns.size === 0 && whole.parameters.size === 0)) return whole
  const node = source.node(site.node)
  const argument = node.kind === 'call' || node.kind === 'new' ? source.as(node.arguments[position] ?? -1, 'object') : undefined
  const properties = node.kind === 'jsx' && position === 0 ? node.attributes : argument?.properties
  if (!properties || properties.some((it) => it.spread || it.key === undefined)) return whole
  return rootsOf(source, site, properties.filter((it) => parts.has(it.key!)).map((it) => it.value))
}

/** Parameters of the owner (-1: `this`) of which nothing is in a call's arguments: they only say on what it is called. */
export function clientsOf(source: Source, site: Site): ReadonlySet<number> {
  const { parameters, self } = site.roots
  const clients = new Set(self ? [...parameters, -1] : parameters)
  if (clients.size === 0) return clients
  const links = site.meaning?.fact.builds ? builtCalls(source, site.node) : [site.node]
  const given = links.flatMap((call) => argumentsOf(source, call))
  // `db.prepare(text).bind(id).first()`: what comes before the call is a part of the question as well.
  let client = calleeOf(source, site.node)
  for (let at = client; at >= 0; at = source.as(at, 'member')?.object ?? calleeOf(source, at)) {
    given.push(...argumentsOf(source, at))
    client = at
  }
  const name = source.as(client, 'name')
  const value = name && name.binding >= 0 ? source.facts.bindings[name.binding]!.value : -1
  // A name may hold a question that has been begun.
  if (value >= 0 && holdsCall(source, value)) given.push(client)
  const keys = rootsOf(source, site, given)
  for (const parameter of keys.parameters) clients.delete(parameter)
  if (keys.self) clients.delete(-1)
  return clients
}

function argumentsOf(source: Source, id: NodeId): readonly NodeId[] {
  return source.as(id, 'call')?.arguments ?? source.as(id, 'tagged')?.values ?? []
}

const calleeOf = (source: Source, id: NodeId): NodeId => source.as(id, 'call')?.callee ?? source.as(id, 'tagged')?.tag ?? -1

function holdsCall(source: Source, id: NodeId): boolean {
  for (let at = id, end = source.endOf(id); at < end; at++) if (source.node(at).kind === 'call' || source.node(at).kind === 'tagged') return true
  return false
}
