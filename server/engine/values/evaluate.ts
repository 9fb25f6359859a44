/**
 * What an expression can be, found on demand by following the text: imports, re-exports, initialisers, annotations,
 * members, factories, callbacks. Answers only what the text proves; `unknown` otherwise. Never runs anything.
 */
import type { Binding, Node, NodeId } from '../../../rules/kit/facts.ts'
import type { Library, Value as Fact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { addedSelf } from './added-members.ts'
import { awaitedValue, callValue, constructedValue, returnedValue, taggedValue } from './calls.ts'
import { givenByCallers } from './callers.ts'
import { contextOf } from './contexts.ts'
import { extendedSelf } from './extended.ts'
import { exportedValue, importedValue, moduleValue } from './exports.ts'
import { memberOf } from './members.ts'
import { serviceOf } from './services.ts'
import { typeArgumentValue } from './type-arguments.ts'
import { typeValue } from './type-values.ts'
import { isKnown, optionsOf, sameValue, union, unknown, type LibraryValue, type Value } from './values.ts'
import type { World } from '../world.ts'

/** Longest chain of steps that is followed; real code stays far below. */
const deepest = 60
/** Of an object with more members than this, one of them can be anything. */
const mostMembers = 8

export class Evaluator {
  readonly world: World
  /** How a framework calls a function, set by the part that knows entries; a handler's parameters have its types. */
  entryForm: ((source: Source, functionId: NodeId, path: string) => { framework: Library; parameters: readonly string[]; wrapped: boolean; types: LibraryValue['types'] } | undefined) | undefined
  /** Members that may be personal (`cookies`, `user`), and method names that only known clients have. */
  readonly personalNames: ReadonlySet<string>
  readonly tellingNames: ReadonlyMap<string, readonly string[]>
  /** Members to which something is assigned that matters, and exports whose mention guards an app. */
  readonly assignedNames: ReadonlySet<string>
  readonly guardNames: ReadonlySet<string>
  /** Properties of options objects that hold callbacks. */
  readonly callbackNames: ReadonlySet<string>
  /** Methods that begin or end a transaction. */
  readonly beginningNames: ReadonlySet<string>
  /** Names of what defines data schemas: `pgTable`, `define`. */
  readonly definingNames: ReadonlySet<string>
  /** Methods that put something on the objects of a framework, with the position of its name there; types that hold such. */
  readonly puttingNames: ReadonlyMap<string, number>
  readonly holdingNames: ReadonlySet<string>
  /** Names of what provides services. */
  readonly providingNames: ReadonlySet<string>
  #depth = 0

  constructor(world: World) {
    this.world = world
    this.personalNames = world.knowledge.membersWith('personal')
    this.assignedNames = world.knowledge.membersWith('assigned')
    this.guardNames = world.knowledge.guardNames()
    this.beginningNames = world.knowledge.beginningNames()
    this.callbackNames = world.knowledge.callbackNames()
    this.tellingNames = world.knowledge.tellingNames()
    this.definingNames = world.knowledge.definingNames()
    this.puttingNames = world.knowledge.puttingNames()
    this.holdingNames = world.knowledge.holdingNames()
    this.providingNames = world.knowledge.providingNames()
  }

  /** The value of an expression node. */
  value(source: Source, id: NodeId): Value {
    if (id < 0 || this.#depth > deepest) return unknown
    const scratch = this.world.memo.scratch(source)
    const known = scratch.get(id) as Value | undefined
    if (known) return known
    this.#depth++
    try {
      const value = this.#evaluate(source, source.node(id), id)
      if (this.#depth < deepest / 2) scratch.set(id, value)
      return value
    } finally {
      this.#depth--
    }
  }

  #evaluate(source: Source, node: Node, id: NodeId): Value {
    switch (node.kind) {
      case 'name': return node.binding < 0 ? this.#global(source, node.name) : this.binding(source, node.binding)
      case 'this': return this.self(source, id)
      case 'super': return this.self(source, id)
      case 'member': return this.member(this.value(source, node.object), node.name)
      case 'index': return this.#index(source, node.object, node.index)
      case 'call': return callValue(this, source, id)
      case 'new': return constructedValue(this, source, id)
      case 'tagged': return taggedValue(this, source, node.tag, id)
      case 'dynamic-import': return node.from === undefined ? unknown : this.moduleValue(source.path, node.from)
      case 'await': case 'cast': {
        if (node.kind === 'await') return awaitedValue(this, this.value(source, node.value))
        if (node.how === 'non-null') return this.value(source, node.value)
        const declared = node.how === 'as' && node.type >= 0 ? typeValue(this, source, node.type) : unknown
        const own = isKnown(declared) && declared.kind !== 'array' ? unknown : this.value(source, node.value)
        // Declared or not, the rows of a query stay its rows.
        return declared.kind === 'array' && own.kind === 'array' && own.origin ? { ...declared, origin: own.origin } : isKnown(declared) ? declared : own
      }
      case 'yield': return this.#yielded(this.value(source, node.value))
      case 'object': case 'array': return { kind: 'object', path: source.path, node: id }
      case 'function': return { kind: 'function', path: source.path, node: id }
      case 'class': return { kind: 'class', path: source.path, node: id }
      case 'text': case 'number': return { kind: 'literal', value: node.value }
      case 'literal': return typeof node.value === 'boolean' || node.value === null ? { kind: 'literal', value: node.value } : unknown
      case 'template': return node.values.length ? unknown : { kind: 'literal', value: node.texts[0] ?? '' }
      case 'binary': return this.#binary(source, node.operator, node.left, node.right)
      case 'conditional': return union([this.value(source, node.then), this.value(source, node.otherwise)])
      case 'assign': return this.value(source, node.value)
      default: return unknown
    }
  }

  #yielded(value: Value): Value {
    const service = serviceOf(this, value)
    return isKnown(service) ? service : value
  }

  #binary(source: Source, operator: string, left: NodeId, right: NodeId): Value {
    if (operator === '??' || operator === '||') return union([this.value(source, left), this.value(source, right)])
    return operator === '&&' || operator === ',' ? this.value(source, right) : unknown
  }

  #global(source: Source, name: string): Value {
    const known = this.world.knowledge.global(name)
    return known ? this.fromFact(known.library, known.fact, name) : unknown
  }

  #index(source: Source, object: NodeId, index: NodeId): Value {
    const whole = this.value(source, object)
    const key = this.value(source, index)
    if (key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number')) {
      const found = this.member(whole, String(key.value))
      if (isKnown(found)) return found
    }
    if (whole.kind === 'library') return this.member(whole, '*')
    const element = this.element(whole)
    return isKnown(element) ? element : this.#anyMember(whole)
  }

  /** `handlers[kind]`: one of the few that are written down. */
  #anyMember(whole: Value): Value {
    const source = whole.kind === 'object' ? this.world.source(whole.path) : undefined
    const object = whole.kind === 'object' ? source?.as(whole.node, 'object') : undefined
    if (!object || object.properties.length > mostMembers) return unknown
    return union(object.properties.map((it) => (it.key === undefined ? unknown : this.member(whole, it.key))))
  }

  /** The value of a name. Asked through the memo: names are what everything else leads to. */
  binding(source: Source, id: number): Value {
    const slot = this.world.slots(source.path).name(id)
    if (this.world.memo.has(slot)) return slot.value as Value
    return this.world.memo.ask<Value>(
      slot,
      () => {
        const current = this.world.source(source.path)
        const binding = current?.facts.bindings[id]
        return current && binding ? this.#binding(current, binding) : unknown
      },
      unknown,
      sameValue,
    )
  }

  #binding(source: Source, binding: Binding): Value {
    if (binding.import >= 0) return importedValue(this, source, binding)
    const node = binding.value >= 0 ? source.node(binding.value) : undefined
    if (binding.kind === 'function' || binding.kind === 'class') return node ? this.value(source, binding.value) : unknown
    const whole = this.#wholeOf(source, binding, node)
    let found = this.along(whole, binding.path)
    if (!isKnown(found) && binding.fallback >= 0) found = this.value(source, binding.fallback)
    if (isKnown(found)) return found
    return union(binding.assignments.map((id) => {
      const assign = source.as(id, 'assign')
      return assign && source.node(assign.target).kind === 'name' ? this.value(source, assign.value) : unknown
    }))
  }

  #wholeOf(source: Source, binding: Binding, node: Node | undefined): Value {
    if (node?.kind === 'parameter') return this.parameter(source, binding.value)
    if (node?.kind === 'for-of') return this.element(this.value(source, node.list))
    if (node?.kind === 'for-in') return unknown
    const given = node ? this.value(source, binding.value) : unknown
    // `let kept: Database | null = null` is filled later.
    const found = given.kind === 'literal' && given.value === null && binding.assignments.length ? unknown : given
    if (isKnown(found) || binding.type < 0) return found
    return typeValue(this, source, binding.type)
  }

  /** The value at the end of a destructuring path. */
  along(value: Value, path: readonly (string | number)[]): Value {
    let at = value
    for (const step of path) {
      if (step === '...') continue
      at = typeof step === 'number' && at.kind === 'array' && at.under === undefined ? at.element : this.member(at, String(step))
    }
    return at
  }

  /** What a parameter is given, by its annotation, by the place the function is handed to, or by its default. */
  parameter(source: Source, id: NodeId): Value {
    const parameter = source.as(id, 'parameter')
    if (!parameter) return unknown
    const owner = source.as(parameter.parent, 'function')
    if (parameter.type >= 0) {
      const declared = typeValue(this, source, parameter.type)
      if (isKnown(declared)) return declared
    }
    const index = owner ? owner.parameters.indexOf(id) : -1
    if (owner) {
      const given = contextOf(this, source, parameter.parent, index)
      if (isKnown(given)) return given
    }
    if (parameter.fallback >= 0) {
      const fallback = this.value(source, parameter.fallback)
      if (isKnown(fallback)) return fallback
    }
    const called = index >= 0 ? givenByCallers(this, source, parameter.parent, index) : unknown
    if (isKnown(called) && called.kind !== 'literal') return called
    return { kind: 'parameter', path: source.path, function: parameter.parent, index }
  }

  /** `this` at a node. */
  self(source: Source, id: NodeId): Value {
    let isStatic = false
    for (let at = source.node(id).parent; at >= 0; at = source.node(at).parent) {
      const node = source.node(at)
      if (node.kind === 'class') return { kind: isStatic ? 'class' : 'instance', path: source.path, node: at }
      if (node.kind !== 'function' || node.how === 'arrow') continue
      isStatic = node.static === true
      const parent = source.node(node.parent)
      const added = addedSelf(this, source, at)
      if (isKnown(added)) return added
      if (parent.kind === 'object') return extendedSelf(this, source, node.parent) ?? { kind: 'object', path: source.path, node: node.parent }
      if (parent.kind !== 'class') return unknown
    }
    return unknown
  }

  /** A module as a namespace. */
  moduleValue(from: string, specifier: string): Value {
    return moduleValue(this, from, specifier)
  }

  /** What a file exports under a name. */
  exported(path: string, name: string): Value {
    return exportedValue(this, path, name)
  }

  /** What a function of the workspace gives, before its parameters are known. */
  returned(callee: { path: string; node: NodeId }): Value {
    return returnedValue(this, callee)
  }

  member(value: Value, name: string): Value {
    if (this.#depth > deepest) return unknown
    this.#depth++
    try {
      return memberOf(this, value, name)
    } finally {
      this.#depth--
    }
  }

  /** One element of a list. */
  element(value: Value): Value {
    return union(optionsOf(value).map((option) => {
      if (option.kind === 'array') return option.under === undefined ? option.element : unknown
      if (option.kind !== 'object') return unknown
      const source = this.world.source(option.path)
      const array = source?.as(option.node, 'array')
      return source && array ? union(array.elements.slice(0, 8).map((element) => this.value(source, element))) : unknown
    }))
  }

  /** A library's fact as a value. */
  fromFact(library: Library, fact: Fact, name: string, receiver?: LibraryValue, subject?: string): Value {
    if ('class' in fact) return { kind: 'library-class', library: library.name, type: fact.class, ...(fact.new && { making: fact.new }) }
    if ('is' in fact) {
      return {
        kind: 'library',
        ...this.world.knowledge.typeReference(library, fact.is),
        ...(subject !== undefined && { subject }),
        ...(receiver?.made && { made: receiver.made }),
        ...(receiver?.types && { types: receiver.types }),
      }
    }
    if ('typeArgument' in fact) return typeArgumentValue(this, fact, receiver)
    return { kind: 'library-function', library: library.name, name, fact, ...(receiver && { receiver }), ...(subject !== undefined && { subject }) }
  }

  /** A package's export as a value, if a library describes it. */
  packageValue(value: Extract<Value, { kind: 'package' }>): Value {
    const known = this.world.knowledge.exportOf(value.name, value.subpath, value.path)
    return known ? this.fromFact(known.library, known.fact, value.path.at(-1) ?? 'default') : value
  }
}

