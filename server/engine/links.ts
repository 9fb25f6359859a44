/**
 * The links of one file: what its calls mean. Each call that has an effect, or that leads to code of the workspace,
 * is a *site*, with the function it runs as part of, what repeats it and what its arguments depend on.
 */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Call as CallFact, OptionName } from '../../rules/kit/library.ts'
import type { Place } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import { accessorAt, accessorNames } from './values/accessors.ts'
import { chainEnd, isWaitedFor } from './values/chains.ts'
import { baseMeaning, constructing, constructorsOf } from './values/constructing.ts'
import { elementPosition } from './values/contexts.ts'
import { rootedInTurns } from './repetition/dependence.ts'
import { factAt } from './values/call-facts.ts'
import { entriesOf, type FoundEntry } from './entries/entries.ts'
import type { Evaluator } from './values/evaluate.ts'
import { headerNames, headersIn } from './entries/headers.ts'
import { guardingCall, guardingMention, type Mount } from './entries/mounts.ts'
import { modelGiven } from './values/models.ts'
import { textName } from './names.ts'
import { passedOn } from './values/passed-on.ts'
import { isPackageUsed } from './packages/packages.ts'
import { exportsBoundary, isBoundary } from './entries/boundaries.ts'
import { Regions } from './repetition/regions.ts'
import type { Turn } from './repetition/turns.ts'
import { WrittenSite, type Meaning, type Site } from './sites.ts'
import { isSubquery } from './values/subqueries.ts'
import { optionsOf, type Value } from './values/values.ts'

/** Something a function does besides calling: reads what is personal, sets a header, answers. */
export type Mark =
  | { kind: 'personal'; owner: NodeId; at: Place; says: string }
  | { kind: 'header'; owner: NodeId; at: Place; name: string }
  | { kind: 'answer'; owner: NodeId; at: Place; node: NodeId; fact: CallFact; empty: boolean }

export interface FileLinks {
  path: string
  /** By owner; 0 is the module's own body. */
  sites: Map<NodeId, Site[]>
  marks: Mark[]
  entries: FoundEntry[]
  /** What runs before the handlers of routers and apps. */
  mounts: Mount[]
  /** Options that the file sets for whole libraries. */
  configures: { option: OptionName; library: string }[]
  /** Roots of user interfaces that it renders: `createRoot(element).render(<App />)`. */
  renders: { node: NodeId; argument: NodeId }[]
  /** Something in it catches errors of a user interface while it renders. */
  catchesErrors: boolean
  /** Calls with a well-known client's method name whose receiver could not be proven. */
  unresolved: { at: Place; name: string }[]
}

export function linksOf(evaluator: Evaluator, path: string): FileLinks | undefined {
  return evaluator.world.memo.ask<FileLinks | undefined>(evaluator.world.slots(path).links, () => {
    const source = evaluator.world.source(path)
    return source && new Linker(evaluator, source).link()
  }, undefined)
}

class Linker {
  readonly #evaluator: Evaluator
  readonly #source: Source
  readonly #regions: Regions
  readonly #links: FileLinks

  constructor(evaluator: Evaluator, source: Source) {
    this.#evaluator = evaluator
    this.#source = source
    this.#regions = new Regions(evaluator, source)
    this.#links = { path: source.path, sites: new Map(), marks: [], entries: [], mounts: [], configures: [], renders: [], catchesErrors: false, unresolved: [] }
  }

  link(): FileLinks {
    const { entries, mounts } = entriesOf(this.#evaluator, this.#source.path)
    this.#links.entries = entries
    this.#links.mounts.push(...mounts)
    this.#links.catchesErrors = exportsBoundary(this.#source)
    const { nodes } = this.#source.facts
    const personal = this.#evaluator.personalNames
    const accessors = accessorNames(this.#evaluator)
    for (let id = 0; id < nodes.length; id++) {
      const node = nodes[id]!
      if (node.kind === 'call' || node.kind === 'new' || node.kind === 'tagged') this.#call(id)
      else if (node.kind === 'jsx' && node.tag >= 0) this.#component(id, node.tag)
      else if (node.kind === 'member' && personal.has(node.name)) this.#personal(id, this.#evaluator.value(this.#source, id))
      else if (node.kind === 'declare' && node.pattern) this.#destructured(node.bindings, id)
      else if (node.kind === 'assign') this.#assigned(id, node.target, node.value)
      else if (node.kind === 'name' && node.binding >= 0) this.#links.mounts.push(...guardingMention(this.#evaluator, this.#source, id, node.binding))
      if (node.kind === 'member' && accessors.has(node.name)) this.#read(id)
      if (isBoundary(this.#evaluator, this.#source, node)) this.#links.catchesErrors = true
    }
    this.#destructuredParameters()
    return this.#links
  }

  #place(start: number, end: number): Place {
    return { path: this.#source.path, start, end }
  }

  #add(site: Site): void {
    const list = this.#links.sites.get(site.owner)
    if (list) list.push(site)
    else this.#links.sites.set(site.owner, [site])
  }

  #call(id: NodeId): void {
    const node = this.#source.node(id)
    if (node.kind !== 'call' && node.kind !== 'new' && node.kind !== 'tagged') return
    const calleeId = node.kind === 'tagged' ? node.tag : node.callee
    const given = node.kind === 'tagged' ? node.values : node.arguments
    const values = optionsOf(this.#evaluator.value(this.#source, calleeId))
    const targets: Site['targets'][number][] = []
    let meaning: Meaning | undefined
    for (const value of values) {
      if (node.kind === 'new') {
        if (value.kind === 'class') {
          targets.push(...constructorsOf(this.#evaluator, value))
          meaning ??= baseMeaning(this.#evaluator, value)
        } else if (value.kind === 'library-class') meaning ??= constructing(this.#evaluator, value)
      } else if (value.kind === 'function') {
        const passed = values.length === 1 && node.kind === 'call' ? passedOn(this.#evaluator, value) : undefined
        if (passed) meaning = passed
        else targets.push({ path: value.path, node: value.node })
      } else meaning ??= this.#meaning(value, node.kind === 'tagged')
    }
    if (meaning) {
      const subject = modelGiven(this.#evaluator, meaning.fact, this.#source, given) ?? meaning.subject
      meaning = { ...meaning, subject, fact: factAt(this.#evaluator, this.#source, id, meaning.fact, meaning.receiver) }
    }
    if (meaning) this.#known(id, meaning)
    else if (values.every((value) => value.kind === 'unknown' || value.kind === 'parameter')) this.#unproven(calleeId)
    if (meaning?.fact.does || targets.length) this.#site(id, meaning, targets)
    if (node.kind === 'call') this.#references(id, given)
  }

  #meaning(value: Value, tagged: boolean): Meaning | undefined {
    if (value.kind === 'library-function') {
      return { library: value.library, name: value.name, fact: value.fact, receiver: value.receiver, subject: value.subject }
    }
    if (value.kind !== 'library') return undefined
    const type = this.#evaluator.world.knowledge.type(value.library, value.type)
    const fact = tagged ? type?.tagged : type?.called
    return fact && { library: value.library, name: value.type, fact, receiver: value, subject: value.subject }
  }

  /** Marks and settings that a library call leaves behind. */
  #known(id: NodeId, meaning: Meaning): void {
    const source = this.#source
    const { fact } = meaning
    const node = source.node(id)
    const given = node.kind === 'call' || node.kind === 'new' ? node.arguments : []
    const at = this.#place(node.start, node.end)
    const mark = (): NodeId => this.#regions.around(id).owner
    for (const it of fact.configures ?? []) {
      if (it.when && source.as(given[it.when.argument] ?? -1, 'text')?.value !== it.when.is) continue
      for (const library of it.libraries) this.#links.configures.push({ option: it.option, library })
    }
    const rendered = fact.renders === undefined ? undefined : given[fact.renders]
    if (rendered !== undefined) this.#links.renders.push({ node: id, argument: rendered })
    if (fact.guardsAll) this.#links.mounts.push(guardingCall(source, id, meaning.library))
    if (fact.personal) this.#links.marks.push({ kind: 'personal', owner: mark(), at, says: `${textName(source, id) ?? meaning.name}` })
    else if (fact.returns) this.#personal(id, this.#evaluator.value(source, id))
    if (fact.header !== undefined) for (const name of headerNames(this.#evaluator, source, fact.header, given)) this.#links.marks.push({ kind: 'header', owner: mark(), at, name })
    if (fact.answers === undefined) return
    const body = given[fact.answers]
    const empty = body === undefined || (source.node(body).kind === 'literal')
    this.#links.marks.push({ kind: 'answer', owner: mark(), at, node: id, fact, empty })
    for (const place of [...fact.headersAt ? [fact.headersAt] : [], ...fact.headersAlsoAt ?? []]) {
      for (const name of headersIn(this.#evaluator, source, given[place.argument], place.path)) this.#links.marks.push({ kind: 'header', owner: mark(), at, name })
    }
  }

  #personal(id: NodeId, value: Value): void {
    if (!optionsOf(value).some((option) => option.kind === 'library' && this.#evaluator.world.knowledge.type(option.library, option.type)?.personal)) return
    const node = this.#source.node(id)
    this.#links.marks.push({
      kind: 'personal', owner: this.#regions.around(id).owner, at: this.#place(node.start, node.end), says: textName(this.#source, id) ?? 'the session',
    })
  }

  #destructured(bindings: readonly number[], id: NodeId): void {
    for (const binding of bindings) {
      const last = this.#source.facts.bindings[binding]!.path.at(-1)
      if (typeof last !== 'string' || !this.#evaluator.personalNames.has(last)) continue
      this.#personal(id, this.#evaluator.binding(this.#source, binding))
    }
  }

  /** `({ locals, cookies }) => …`. */
  #destructuredParameters(): void {
    this.#source.facts.bindings.forEach((binding, id) => {
      if (binding.path.length && binding.value >= 0 && this.#source.node(binding.value).kind === 'parameter') this.#destructured([id], binding.value)
    })
  }

  /** `ctx.body = posts`. */
  #assigned(id: NodeId, target: NodeId, value: NodeId): void {
    this.#configured(target)
    const member = this.#source.as(target, 'member')
    if (!member || !this.#evaluator.assignedNames.has(member.name)) return
    for (const option of optionsOf(this.#evaluator.value(this.#source, target))) {
      const fact = option.kind === 'library' ? this.#evaluator.world.knowledge.type(option.library, option.type)?.assigned : undefined
      if (fact?.answers === undefined) continue
      const { start, end } = this.#source.node(id)
      this.#links.marks.push({
        kind: 'answer', owner: this.#regions.around(id).owner, at: this.#place(start, end), node: id, fact, empty: this.#source.node(value).kind === 'literal',
      })
    }
  }

  /** `axios.defaults.timeout = 5000`. */
  #configured(target: NodeId): void {
    const member = this.#source.as(target, 'member')
    const defaults = member && this.#source.as(member.object, 'member')
    if (!member || defaults?.name !== 'defaults') return
    const value = this.#evaluator.value(this.#source, defaults.object)
    if (value.kind === 'library' && member.name === 'timeout') this.#links.configures.push({ option: 'timeout', library: value.library })
  }

  /** A method name that only known clients have, on a receiver that could not be followed. */
  #unproven(calleeId: NodeId): void {
    const member = this.#source.as(calleeId, 'member')
    const owners = member && this.#evaluator.tellingNames.get(member.name)
    if (!owners || !isPackageUsed(this.#evaluator.world.surroundings, owners)) return
    this.#links.unresolved.push({ at: this.#place(member.start, member.end), name: textName(this.#source, calleeId) ?? member.name })
  }

  #site(id: NodeId, meaning: Meaning | undefined, targets: Site['targets']): void {
    const source = this.#source
    const end = meaning?.fact.builds ? chainEnd(source, id) : id
    if (meaning?.fact.builds && isSubquery(this.#evaluator, source, id, meaning.library)) return
    // A constructor works at once.
    const waited = source.node(id).kind === 'new' || isWaitedFor(source, end, (functionId) => this.#regions.run(functionId).how !== 'separate')
    this.#add(new WrittenSite(source, this.#regions.around(id), id, meaning, targets, waited))
  }

  /** Functions handed over by name: `posts.map(serialize)`, `db.transaction(work)`. */
  #references(id: NodeId, given: readonly NodeId[]): void {
    const callee = this.#source.as(this.#source.as(id, 'call')!.callee, 'member')
    given.forEach((argument, position) => {
      const kind = this.#source.node(argument).kind
      if (kind !== 'name' && kind !== 'member' && kind !== 'call') return
      const functions = optionsOf(this.#evaluator.value(this.#source, argument)).filter((value) => value.kind === 'function')
      if (!functions.length) return
      const run = this.#regions.handed(id, position, undefined)
      if (run.how === 'separate') return
      const around = this.#regions.around(id)
      const turns: Turn[] = run.turn ? [...around.turns, run.turn] : around.turns
      const element = run.turn ? rootedInTurns(turns.length - 1) : rootedInTurns()
      const first = callee ? elementPosition[callee.name] ?? 0 : 0
      this.#add({
        ...around, turns, proven: around.proven && run.proven, node: argument, meaning: undefined,
        targets: functions.map(({ path, node }) => ({ path, node })), given: new Map([[first, element]]), roots: element,
        waited: isWaitedFor(this.#source, id, (functionId) => this.#regions.run(functionId).how !== 'separate'),
      })
    })
  }

  /** `await post.author`: a getter, or a relation that is loaded when it is read. */
  #read(id: NodeId): void {
    const found = accessorAt(this.#evaluator, this.#source, id)
    if (found) this.#site(id, found.meaning, found.targets)
  }

  /** `<Row post={post} />`: React calls the component with its attributes. */
  #component(id: NodeId, tag: NodeId): void {
    const functions = optionsOf(this.#evaluator.value(this.#source, tag)).filter((value) => value.kind === 'function')
    if (!functions.length) return
    const targets = functions.map(({ path, node }) => ({ path, node }))
    this.#add(new WrittenSite(this.#source, this.#regions.around(id), id, undefined, targets, true))
  }
}
