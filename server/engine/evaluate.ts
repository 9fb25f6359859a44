/**
 * What an expression can be, found on demand by following the text: imports, re-exports, initialisers, annotations,
 * members, factories, callbacks. Answers only what the text proves; `unknown` otherwise. Never runs anything.
 */
import type { Binding, FunctionNode, Node, NodeId } from '../../rules/kit/facts.ts'
import type { Call as CallFact, Library, Value as Fact } from '../../rules/kit/library.ts'
import type { Source } from '../../rules/kit/source.ts'
import { contextOf } from './contexts.ts'
import { memberOf } from './members.ts'
import { pickedValue, typeArgumentValue } from './type-arguments.ts'
import { genericReturn, typeValue } from './type-values.ts'
import { isKnown, optionsOf, sameValue, union, unknown, type LibraryValue, type Value } from './values.ts'
import { subtreeEnd, type World } from './world.ts'

/** Longest chain of steps that is followed; real code stays far below. */
const deepest = 60

/** Methods that give back (part of) the array that they are called on. */
const sameArray = new Set(['filter', 'slice', 'sort', 'reverse', 'concat', 'toSorted', 'toReversed', 'splice', 'values', 'with'])
const oneElement = new Set(['find', 'findLast', 'at', 'pop', 'shift'])

export class Evaluator {
  readonly world: World
  /** How a framework calls a function, set by the part that knows entries; a handler's parameters have its types. */
  entryForm: ((source: Source, functionId: NodeId) => { framework: Library; parameters: readonly string[]; wrapped: boolean; types: LibraryValue['types'] } | undefined) | undefined
  /** Members that may be personal (`cookies`, `user`), and method names that only known clients have. */
  readonly personalNames: ReadonlySet<string>
  readonly tellingNames: ReadonlySet<string>
  /** Members to which something is assigned that matters, and exports whose mention guards an app. */
  readonly assignedNames: ReadonlySet<string>
  readonly guardNames: ReadonlySet<string>
  #depth = 0

  constructor(world: World) {
    this.world = world
    this.personalNames = world.knowledge.membersWith('personal')
    this.assignedNames = world.knowledge.membersWith('assigned')
    this.guardNames = world.knowledge.guardNames()
    this.tellingNames = world.knowledge.tellingNames()
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
      case 'call': return this.call(source, id)
      case 'new': return this.#construct(source, id)
      case 'tagged': return this.#tagged(source, node.tag, id)
      case 'dynamic-import': return node.from === undefined ? unknown : this.moduleValue(source.path, node.from)
      case 'await': case 'cast': {
        if (node.kind === 'await') return this.value(source, node.value)
        if (node.how === 'non-null') return this.value(source, node.value)
        const declared = node.how === 'as' && node.type >= 0 ? typeValue(this, source, node.type) : unknown
        return isKnown(declared) ? declared : this.value(source, node.value)
      }
      case 'yield': return this.value(source, node.value)
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
    return this.element(whole)
  }

  /** The value of a name. Asked through the memo: names are what everything else leads to. */
  binding(source: Source, id: number): Value {
    return this.world.memo.ask<Value>(
      this.world.slots(source.path).name(id),
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
    if (binding.import >= 0) return this.#imported(source, binding)
    const node = binding.value >= 0 ? source.node(binding.value) : undefined
    if (binding.kind === 'function' || binding.kind === 'class') return node ? this.value(source, binding.value) : unknown
    const whole = this.#wholeOf(source, binding, node)
    let found = this.#along(whole, binding.path)
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
    const found = node ? this.value(source, binding.value) : unknown
    if (isKnown(found) || binding.type < 0) return found
    return typeValue(this, source, binding.type)
  }

  #along(value: Value, path: readonly (string | number)[]): Value {
    let at = value
    for (const step of path) {
      if (step === '...') continue
      at = typeof step === 'number' && at.kind === 'array' ? at.element : this.member(at, String(step))
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
    return { kind: 'parameter', path: source.path, function: parameter.parent, index }
  }

  #imported(source: Source, binding: Binding): Value {
    const fact = source.facts.imports[binding.import]!
    const module = this.moduleValue(source.path, fact.from)
    return fact.name === '*' ? this.#along(module, binding.path) : this.member(module, fact.name)
  }

  /** A module as a namespace. */
  moduleValue(from: string, specifier: string): Value {
    const resolution = this.world.resolve(from, specifier)
    const generated = this.world.knowledge.generatedBy(resolution.kind === 'file' ? resolution.path : resolution.kind === 'unresolved' ? resolution.tried : '')
    if (generated) return { kind: 'package', name: generated.packages[0]!, subpath: '', path: [] }
    if (resolution.kind === 'file') return { kind: 'module', path: resolution.path }
    if (resolution.kind === 'package') return { kind: 'package', name: resolution.name, subpath: resolution.subpath, path: [] }
    return unknown
  }

  /** What a file exports under a name. */
  exported(path: string, name: string): Value {
    return this.world.askAt<string, Value>(
      this.world.slots(path).exports, name,
      () => {
        const source = this.world.source(path)
        return source ? this.#exported(source, name) : unknown
      },
      unknown,
      sameValue,
    )
  }

  #exported(source: Source, name: string): Value {
    return this.#findExport(source, name, new Set()) ?? unknown
  }

  /** Undefined where no such export exists. Files that re-export each other in a circle are looked at once. */
  #findExport(source: Source, name: string, seen: Set<string>): Value | undefined {
    if (seen.has(source.path)) return undefined
    seen.add(source.path)
    const stars: string[] = []
    for (const fact of source.facts.exports) {
      if (fact.name === '*' && fact.from !== undefined) stars.push(fact.from)
      if (fact.name !== name) continue
      if (fact.from !== undefined) return this.#fromModule(source, fact.from, fact.imported ?? name, new Set())
      if (fact.binding >= 0) return this.binding(source, fact.binding)
      if (fact.value >= 0) return this.value(source, fact.value)
    }
    if (name === 'default') return undefined
    // What a package exports cannot be seen unless a library describes it: it is believed where no file says more.
    let elsewhere: Value | undefined
    for (const from of stars) {
      const found = this.#fromModule(source, from, name, seen)
      if (found && found.kind !== 'package') return found
      elsewhere ??= found
    }
    return elsewhere
  }

  #fromModule(source: Source, from: string, name: string, seen: Set<string>): Value | undefined {
    const module = this.moduleValue(source.path, from)
    if (name === '*') return module
    if (module.kind !== 'module') {
      const found = this.member(module, name)
      return isKnown(found) ? found : undefined
    }
    const target = this.world.source(module.path)
    return target && this.#findExport(target, name, seen)
  }

  /** `this` at a node. */
  self(source: Source, id: NodeId): Value {
    for (let at = source.node(id).parent; at >= 0; at = source.node(at).parent) {
      const node = source.node(at)
      if (node.kind === 'class') return { kind: 'instance', path: source.path, node: at }
      if (node.kind !== 'function' || node.how === 'arrow') continue
      const parent = source.node(node.parent)
      if (parent.kind === 'object') return { kind: 'object', path: source.path, node: node.parent }
      if (parent.kind !== 'class') return unknown
    }
    return unknown
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
      if (option.kind === 'array') return option.element
      if (option.kind !== 'object') return unknown
      const source = this.world.source(option.path)
      const array = source?.as(option.node, 'array')
      return source && array ? union(array.elements.slice(0, 8).map((element) => this.value(source, element))) : unknown
    }))
  }

  /** What a call gives. */
  call(source: Source, id: NodeId): Value {
    const node = source.as(id, 'call')
    if (!node) return unknown
    const callee = source.node(node.callee)
    if (callee.kind === 'member') {
      const passed = this.#builtIn(source, callee.name, callee.object, node.arguments)
      if (passed) return passed
    }
    const result = union(optionsOf(this.value(source, node.callee)).map((option) => this.result(option, source, id)))
    return isKnown(result) ? result : this.#calledParameter(source, node.callee)
  }

  /** `make()` where `make` is a parameter: what it gives is known at the calls of its function. */
  #calledParameter(source: Source, callee: NodeId): Value {
    const name = source.as(callee, 'name')
    const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
    if (binding?.kind !== 'parameter' || binding.path.length) return unknown
    const owner = source.as(binding.function, 'function')
    const index = owner ? owner.parameters.indexOf(binding.value) : -1
    return index < 0 ? unknown : { kind: 'parameter', path: source.path, function: binding.function, index, called: true }
  }

  /** Methods of promises, functions and arrays, whatever the receiver is. */
  #builtIn(source: Source, name: string, object: NodeId, given: readonly NodeId[]): Value | undefined {
    if (name === 'catch' || name === 'finally' || name === 'bind') return this.value(source, object)
    if (name === 'then') {
      const callback = given[0] === undefined ? unknown : this.value(source, given[0])
      return callback.kind === 'function' ? this.returned(callback) : this.value(source, object)
    }
    const receiver = source.node(object)
    if (receiver.kind === 'name' && receiver.binding < 0) {
      if (receiver.name === 'Promise' && given[0] !== undefined) return this.value(source, given[0])
      if (receiver.name === 'Array' && given[0] !== undefined) return this.value(source, given[0])
      if (receiver.name === 'Object' && (name === 'freeze' || name === 'assign')) return union(given.map((it) => this.value(source, it)))
    }
    if (!sameArray.has(name) && !oneElement.has(name) && name !== 'map' && name !== 'flatMap') return undefined
    const whole = this.value(source, object)
    if (whole.kind !== 'array') return undefined
    if (sameArray.has(name)) return whole
    if (oneElement.has(name)) return whole.element
    const callback = given[0] === undefined ? unknown : this.value(source, given[0])
    return { kind: 'array', element: callback.kind === 'function' ? this.returned(callback) : unknown }
  }

  /** What calling `callee` at a call, `new` or tagged node gives. */
  result(callee: Value, source: Source, id: NodeId): Value {
    switch (callee.kind) {
      case 'function': return this.#substitute(this.returned(callee), callee, source, id)
      case 'library-function': return this.#libraryResult(callee.fact, callee.library, callee.receiver, callee.subject, source, id)
      case 'library': {
        const called = this.world.knowledge.type(callee.library, callee.type)?.called
        return called ? this.#libraryResult(called, callee.library, callee, callee.subject, source, id) : unknown
      }
      case 'package': {
        const known = this.world.knowledge.exportOf(callee.name, callee.subpath, callee.path)
        if (!known) return { ...callee, path: [...callee.path, '()'] }
        const value = this.fromFact(known.library, known.fact, callee.path.at(-1) ?? 'default')
        return value.kind === 'package' ? unknown : this.result(value, source, id)
      }
      case 'shape': return this.#shapeResult(callee)
      default: return unknown
    }
  }

  /** A declared function type. */
  #shapeResult(callee: { path: string; node: NodeId }): Value {
    const source = this.world.source(callee.path)
    const type = source?.as(callee.node, 'type-function')
    return source && type ? typeValue(this, source, type.returns) : unknown
  }

  #libraryResult(fact: CallFact, library: string, receiver: LibraryValue | undefined, subject: string | undefined, source: Source, id: NodeId): Value {
    const node = source.node(id)
    const given = node.kind === 'call' || node.kind === 'new' ? node.arguments : []
    if (fact.wraps !== undefined) return given[fact.wraps] === undefined ? unknown : this.value(source, given[fact.wraps]!)
    if (fact.picks) return pickedValue(this, fact.picks, receiver, source, given)
    const own = node.kind === 'call' && node.types?.length && !fact.keepsTypes ? { path: source.path, nodes: node.types } : undefined
    const types = own ?? receiver?.types
    if (fact.returns === 'self' && receiver && !fact.makes) return types ? { ...receiver, types } : receiver
    const giving = fact.runs?.find((it) => it.gives)
    if (giving) {
      const callback = given[giving.argument === 'last' ? given.length - 1 : giving.argument]
      const value = callback === undefined ? unknown : this.value(source, callback)
      if (value.kind === 'function') return this.returned(value)
    }
    if (fact.returns) {
      const owner = this.world.knowledge.library(library)!
      const type = fact.returns === 'self' && receiver ? receiver : this.world.knowledge.typeReference(owner, fact.returns)
      return {
        kind: 'library', library: type.library, type: type.type,
        ...(subject !== undefined && { subject }),
        made: fact.makes || fact.does === 'connect' || fact.builds || !receiver?.made ? { path: source.path, node: id } : receiver.made,
        ...(types && { types }),
      }
    }
    return fact.rows === 'many' ? { kind: 'array', element: unknown, origin: { path: source.path, node: id } } : unknown
  }

  #tagged(source: Source, tag: NodeId, id: NodeId): Value {
    const value = this.value(source, tag)
    if (value.kind === 'library') {
      const fact = this.world.knowledge.type(value.library, value.type)?.tagged
      if (fact) return this.#libraryResult(fact, value.library, value, value.subject, source, id)
    }
    return this.result(value, source, id)
  }

  #construct(source: Source, id: NodeId): Value {
    const node = source.as(id, 'new')
    if (!node) return unknown
    return union(optionsOf(this.value(source, node.callee)).map((callee): Value => {
      if (callee.kind === 'class') return { kind: 'instance', path: callee.path, node: callee.node }
      const made = { made: { path: source.path, node: id }, ...(node.types?.length && { types: { path: source.path, nodes: node.types } }) }
      if (callee.kind === 'library-class') return { kind: 'library', library: callee.library, type: callee.type, ...made }
      if (callee.kind === 'library') return this.#instance(callee, made)
      if (callee.kind === 'package') return { ...callee, path: [...callee.path, 'new'] }
      return unknown
    }))
  }

  /** `new Post()` where `Post` is a class that a library made: a Mongoose model. */
  #instance(callee: LibraryValue, made: Pick<LibraryValue, 'made' | 'types'>): Value {
    const returns = this.world.knowledge.type(callee.library, callee.type)?.new?.returns
    const owner = this.world.knowledge.library(callee.library)
    return returns && owner ? { kind: 'library', ...this.world.knowledge.typeReference(owner, returns), ...made } : unknown
  }

  /** What a function of the workspace gives, before its parameters are known. */
  returned(callee: { path: string; node: NodeId }): Value {
    return this.world.askAt<NodeId, Value>(
      this.world.slots(callee.path).returns, callee.node,
      () => {
        const source = this.world.source(callee.path)
        const node = source?.as(callee.node, 'function')
        return source && node ? this.#returned(source, node, callee.node) : unknown
      },
      unknown,
      sameValue,
    )
  }

  #returned(source: Source, node: FunctionNode, id: NodeId): Value {
    const generic = genericReturn(source, node, id)
    if (generic) return generic
    const declared = node.returns >= 0 ? typeValue(this, source, node.returns) : unknown
    if (isKnown(declared) && declared.kind !== 'shape') return declared
    if (node.body < 0) return declared
    if (source.node(node.body).kind !== 'block') return this.#or(this.value(source, node.body), declared)
    const values: Value[] = []
    for (let at = node.body, end = subtreeEnd(source, node.body); at < end; at++) {
      const inner = source.node(at)
      if (inner.kind === 'function' || inner.kind === 'class') at = subtreeEnd(source, at) - 1
      else if (inner.kind === 'return' && inner.value >= 0) values.push(this.value(source, inner.value))
    }
    return this.#or(union(values), declared)
  }

  #or(first: Value, second: Value): Value {
    return isKnown(first) ? first : second
  }

  /** Puts what was given at a call in the place of the callee's parameters. */
  #substitute(value: Value, callee: { path: string; node: NodeId }, source: Source, id: NodeId): Value {
    if (value.kind === 'union') return union(value.options.map((option) => this.#substitute(option, callee, source, id)))
    if (value.kind !== 'parameter' || value.path !== callee.path || value.function !== callee.node) return value
    const node = source.node(id)
    const given = node.kind === 'call' ? node.arguments[value.index] : undefined
    if (given === undefined) return unknown
    const found = this.value(source, given)
    return value.called ? union(optionsOf(found).map((option) => (option.kind === 'function' ? this.returned(option) : unknown))) : found
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

