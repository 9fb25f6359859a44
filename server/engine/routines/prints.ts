/**
 * Expressions as texts by which equal ones are known, also through calls: a parameter reads as what it was given. No
 * text means that it may be another value each time, or that the code does not tell.
 */
import type { Binding, BindingId, NodeId, Property } from '../../../rules/kit/facts.ts'
import type { Library } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { isBound, originOf, waits, type NameOrigin } from '../values/origins.ts'
import { optionsOf, type LibraryValue, type Value } from '../values/values.ts'

/** A function while it is called from another one; the outermost has no caller. */
export interface Frame {
  source: Source
  owner: NodeId
  caller?: { frame: Frame; site: NodeId }
}

/** Longest chain of names and calls that is followed. */
const deepest = 24
const conversions = new Set(['String', 'Number', 'BigInt', 'Boolean'])
const pureMethods = new Set(['toString', 'toLowerCase', 'toUpperCase', 'trim', 'toHexString', 'toISOString', 'valueOf'])
const constants = new Set(['undefined', 'NaN', 'Infinity', 'process', 'globalThis'])
/** SQL that gives something else each time, or that takes a lock. */
const changing = /\b(now|random|rand|nextval|clock_timestamp|statement_timestamp|gen_random_uuid|uuid_generate_v4|newid|sysdate|getdate|datetime|changes|last_insert_rowid)\s*\(|\bcurrent_(timestamp|date|time)\b|\bfor\s+(no\s+key\s+)?(update|share)\b|\bskip\s+locked\b/i

export class Printer {
  readonly #evaluator: Evaluator
  readonly #library: Library
  /** Names of the outermost function that were met. */
  readonly names = new Set<BindingId>()
  /** Names that were followed to what they stand for: what they hold may still be changed. */
  readonly objects = new Set<BindingId>()
  /** A name of a called function was met that stands for what it waited for: its text holds for that call alone. */
  local = false
  /** Parameters of functions inside of arguments, by their names. */
  readonly #inner = new Map<BindingId, string>()
  #depth = 0

  constructor(evaluator: Evaluator, library: Library) {
    this.#evaluator = evaluator
    this.#library = library
  }

  /** All of them, or nothing. */
  all(frame: Frame, ids: readonly NodeId[]): string | undefined {
    const texts: string[] = []
    for (const id of ids) {
      const text = this.print(frame, id)
      if (text === undefined) return undefined
      texts.push(text)
    }
    return texts.join()
  }

  print(frame: Frame, id: NodeId): string | undefined {
    if (id < 0 || this.#depth > deepest) return undefined
    this.#depth++
    const text = this.#print(frame, id)
    this.#depth--
    return text
  }

  #print(frame: Frame, id: NodeId): string | undefined {
    const { source } = frame
    const node = source.node(id)
    switch (node.kind) {
      case 'name': return node.binding >= 0 ? this.#binding(frame, node.binding) : constants.has(node.name) ? node.name : undefined
      case 'this': return this.self(frame, id)
      case 'member': return this.#member(frame, id, node.object, node.name)
      case 'index': return this.#joined(frame, [node.object, node.index], ([object, index]) => `${object}[${index}]`)
      case 'text': return changing.test(node.value) ? undefined : JSON.stringify(node.value)
      case 'number': return String(node.value)
      case 'literal': return node.value === 'regular-expression' || node.value === 'bigint' ? source.textOf(id) : String(node.value)
      case 'template': return node.texts.some((text) => changing.test(text)) ? undefined : this.#joined(frame, node.values, (values) => `\`${node.texts.join('$')}\`(${values.join()})`)
      case 'tagged': return this.tagged(frame, node)
      case 'object': return this.#object(frame, node.properties)
      case 'array': return this.#joined(frame, node.elements, (elements) => `[${elements.join()}]`)
      case 'spread': return this.#joined(frame, [node.value], ([value]) => `...${value}`)
      case 'await': return this.#joined(frame, [node.value], ([value]) => `await ${value}`)
      case 'cast': return this.print(frame, node.value)
      case 'unary': return ['++', '--', 'delete'].includes(node.operator) ? undefined : this.#joined(frame, [node.value], ([value]) => `${node.operator}${value}`)
      case 'binary': return this.#joined(frame, [node.left, node.right], ([left, right]) => `(${left}${node.operator}${right})`)
      case 'conditional': return this.#joined(frame, [node.test, node.then, node.otherwise], (parts) => `(${parts.join('?')})`)
      case 'function': return this.#function(frame, id)
      case 'call': return this.#call(frame, node.callee, node.arguments)
      case 'new': return node.arguments.length > 0 ? this.#made(frame, node.callee, node.arguments) : undefined
      default: return undefined
    }
  }

  /** A component's attributes; those without a value are true. */
  attributes(frame: Frame, attributes: readonly Property[]): string | undefined {
    return this.#object(frame, attributes.filter((it) => it.value >= 0 && it.key !== 'key'))
  }

  tagged(frame: Frame, { tag, texts, values }: { tag: NodeId; texts: readonly string[]; values: readonly NodeId[] }): string | undefined {
    const member = frame.source.as(tag, 'member')
    const receiver = this.receiver(frame, member ? member.object : tag)
    const given = this.all(frame, values)
    if (receiver === undefined || given === undefined || texts.some((text) => changing.test(text))) return undefined
    return `${receiver}${member ? `.${member.name}` : ''}\`${texts.join('$')}\`(${given})`
  }

  #joined(frame: Frame, ids: readonly NodeId[], join: (texts: string[]) => string): string | undefined {
    const texts = ids.map((id) => this.print(frame, id))
    return texts.every((text) => text !== undefined) ? join(texts) : undefined
  }

  #object(frame: Frame, properties: readonly Property[]): string | undefined {
    const texts = properties.map((property) => {
      const value = property.method ? undefined : this.print(frame, property.value)
      if (value === undefined) return undefined
      if (property.spread) return `...${value}`
      return property.key !== undefined ? `${property.key}:${value}` : property.computed === undefined ? undefined : `[${this.print(frame, property.computed)}]:${value}`
    })
    return texts.every((text) => text !== undefined) ? `{${texts.join()}}` : undefined
  }

  #member(frame: Frame, id: NodeId, object: NodeId, name: string): string | undefined {
    // What is injected is one thing, whichever field holds it.
    if (frame.source.node(object).kind === 'this') {
      const value = this.#evaluator.value(frame.source, id)
      if (value.kind === 'instance') return `instance:${value.path}:${value.node}`
      if (value.kind === 'library' && this.#isClient(value)) return `${value.library}#${value.type}.${name}`
    }
    const whole = this.print(frame, object)
    return whole === undefined ? undefined : `${whole}.${name}`
  }

  /** Of a whole database, not of one model: something that transactions are begun with. */
  #isClient(value: LibraryValue): boolean {
    if (value.types || value.subject !== undefined) return false
    const members = Object.values(this.#evaluator.world.knowledge.type(value.library, value.type)?.members ?? {})
    return members.some((it) => 'runs' in it && it.runs?.some((callback) => callback.transaction))
  }

  /** `this`: the class, or what the method was called on. */
  self(frame: Frame, id: NodeId): string | undefined {
    const value = this.#evaluator.self(frame.source, id)
    if (!frame.caller) return value.kind === 'instance' ? `instance:${value.path}:${value.node}` : value.kind === 'object' ? `object:${value.path}:${value.node}` : undefined
    const { source } = frame.caller.frame
    const call = isBound(source, frame.caller.site) ? undefined : source.as(frame.caller.site, 'call')
    const receiver = call && source.as(call.callee, 'member')?.object
    return receiver === undefined ? undefined : this.receiver(frame.caller.frame, receiver)
  }

  /** What a method is called on; unlike an argument it may be made by a call: `getRepository(User)`. */
  receiver(frame: Frame, id: NodeId): string | undefined {
    const { source } = frame
    const node = source.node(id)
    if (node.kind === 'await' || node.kind === 'cast') return this.receiver(frame, node.value)
    if (node.kind === 'member') {
      if (source.node(node.object).kind === 'this') return this.print(frame, id)
      const whole = this.receiver(frame, node.object)
      return whole === undefined ? undefined : `${whole}.${node.name}`
    }
    if (node.kind === 'call') {
      const callee = source.as(node.callee, 'member')
      const made = callee ? this.receiver(frame, callee.object) : this.print(frame, node.callee)
      const given = this.all(frame, node.arguments)
      return made === undefined || given === undefined ? undefined : `${made}${callee ? `.${callee.name}` : ''}(${given})`
    }
    const name = source.as(id, 'name')
    const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
    // A local name for a client: `const db = await connect()`, `const { prisma } = ctx`.
    if (binding?.kind === 'const' && binding.function !== 0 && binding.value >= 0 && source.node(binding.value).kind !== 'parameter') {
      const whole = this.receiver(frame, binding.value)
      if (whole !== undefined) return along(whole, binding)
    }
    return this.print(frame, id)
  }

  #binding(frame: Frame, id: BindingId): string | undefined {
    const { source } = frame
    const inner = this.#inner.get(id)
    if (inner !== undefined) return inner
    const binding = source.facts.bindings[id]!
    if (binding.import >= 0) return originText(originOf(this.#evaluator, source, id))
    if (binding.function === 0) return `${source.path}:${id}`
    const value = binding.value >= 0 ? source.node(binding.value) : undefined
    if (binding.assignments.length > 0) return this.#own(frame, id)
    if (value?.kind === 'parameter' && value.parent === frame.owner) return this.#parameter(frame, id, binding)
    if (binding.kind === 'const' && value && value.kind !== 'for-of' && value.kind !== 'for-in' && value.kind !== 'parameter') {
      const known = new Set(this.names)
      const whole = binding.fallback >= 0 ? undefined : this.print(frame, binding.value)
      if (whole !== undefined) {
        if (!frame.caller) this.objects.add(id)
        return along(whole, binding)
      }
      for (const name of this.names) if (!known.has(name)) this.names.delete(name)
    }
    return this.#own(frame, id)
  }

  /** A name that stands for nothing but itself; in a function that is called, only what it waits for is steady. */
  #own(frame: Frame, id: BindingId): string | undefined {
    const { source } = frame
    const binding = source.facts.bindings[id]!
    if (!frame.caller) this.names.add(id)
    else {
      if (binding.assignments.length > 0 || binding.value < 0 || !waits(source, binding.value)) return undefined
      this.local = true
    }
    return `@${source.path}:${id}`
  }

  #parameter(frame: Frame, id: BindingId, binding: Binding): string | undefined {
    const { source, caller } = frame
    const position = source.as(frame.owner, 'function')!.parameters.indexOf(binding.value)
    if (!caller) {
      this.names.add(id)
      return along(`parameter${position}`, binding)
    }
    const given = this.#given(caller.frame.source, caller.site, position)
    if (given === undefined) return binding.fallback >= 0 ? this.print(frame, binding.fallback) : `undefined`
    if (typeof given !== 'number') return undefined
    return this.#alongNode(caller.frame, given, binding.path)
  }

  /** What a call hands over at a position; `unclear` where a spread stands before it. */
  #given(source: Source, site: NodeId, position: number): NodeId | 'unclear' | undefined {
    const node = source.node(site)
    if (node.kind === 'jsx') return position === 0 ? site : undefined
    if ((node.kind !== 'call' && node.kind !== 'new') || isBound(source, site)) return 'unclear'
    if (node.arguments.slice(0, position + 1).some((it) => source.node(it).kind === 'spread')) return 'unclear'
    return node.arguments[position]
  }

  #alongNode(frame: Frame, id: NodeId, path: Binding['path']): string | undefined {
    const [step, ...rest] = path
    const node = frame.source.node(id)
    const properties = node.kind === 'object' ? node.properties : node.kind === 'jsx' ? node.attributes : undefined
    if (step !== undefined && properties && typeof step === 'string' && properties.every((it) => !it.spread && it.key !== undefined)) {
      const property = properties.findLast((it) => it.key === step)
      return property === undefined ? 'undefined' : property.value < 0 ? undefined : this.#alongNode(frame, property.value, rest)
    }
    const whole = node.kind === 'jsx' ? undefined : this.print(frame, id)
    return whole === undefined || path.includes('...') ? undefined : [whole, ...path].join('.')
  }

  #function(frame: Frame, id: NodeId): string | undefined {
    const { source } = frame
    const node = source.as(id, 'function')!
    const block = source.as(node.body, 'block')
    const body = block ? (block.body.length === 1 ? source.as(block.body[0]!, 'return')?.value : undefined) : node.body
    if (body === undefined || body < 0) return undefined
    source.facts.bindings.forEach((binding, at) => {
      const position = node.parameters.indexOf(binding.value)
      if (position >= 0 && binding.value >= 0) this.#inner.set(at, along(`given${this.#depth}.${position}`, binding))
    })
    const text = this.print(frame, body)
    return text === undefined ? undefined : `=>${text}`
  }

  #call(frame: Frame, callee: NodeId, given: readonly NodeId[]): string | undefined {
    const { source } = frame
    const name = source.as(callee, 'name')
    const member = source.as(callee, 'member')
    const isPure = name?.binding === -1 ? conversions.has(name.name) : member !== undefined && given.length === 0 && pureMethods.has(member.name)
    if (isPure) return this.#joined(frame, [...member ? [member.object] : [], ...given], (texts) => `${name?.name ?? member!.name}(${texts.join()})`)
    // A member of a callback's parameter belongs to the builder: `(user, { eq }) => eq(user.id, id)`.
    const root = this.#rootOf(source, callee)
    if (root >= 0 && this.#inner.has(root)) return this.#joined(frame, [callee, ...given], ([made, ...texts]) => `${made}(${texts.join()})`)
    return this.#isOfLibrary(this.#evaluator.value(source, callee)) ? this.#joined(frame, [callee, ...given], ([made, ...texts]) => `${made}(${texts.join()})`) : undefined
  }

  #rootOf(source: Source, id: NodeId): BindingId {
    for (let at = id; ;) {
      const node = source.node(at)
      if (node.kind === 'member') at = node.object
      else if (node.kind === 'call') at = node.callee
      else return node.kind === 'name' ? node.binding : -1
    }
  }

  /** `new ObjectId(id)`, `new Date(day)`. */
  #made(frame: Frame, callee: NodeId, given: readonly NodeId[]): string | undefined {
    const name = frame.source.as(callee, 'name')
    const isDate = name?.binding === -1 && name.name === 'Date'
    const isPlain = isDate || (name !== undefined && name.binding >= 0 && this.#evaluator.value(frame.source, callee).kind === 'package')
    return isPlain ? this.#joined(frame, given, (texts) => `new ${name!.name}(${texts.join()})`) : undefined
  }

  /** Operators of the query's own library: `eq`, `and`, `In`. */
  #isOfLibrary(value: Value): boolean {
    return optionsOf(value).every((option) => {
      if (option.kind === 'library-function') return option.library === this.#library.name && option.fact.does === undefined
      return option.kind === 'package' && this.#library.packages.some((it) => it.replace(/\/\*$/, '') === option.name)
    })
  }
}

const originText = ({ path, binding, name }: NameOrigin): string => `${path}${binding === undefined ? `#${name}` : `:${binding}`}`

const along = (whole: string, { path }: Binding): string => [whole, ...path].join('.')
