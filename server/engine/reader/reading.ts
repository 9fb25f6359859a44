import ts from 'typescript'
import type {
  Binding, BindingId, BindingKind, ExportFact, ImportFact, NameNode, Node, NodeId, TypeNameNode,
} from '../facts.ts'

/** Which of TypeScript's two worlds of names a declaration lives in; the sum of both is both. */
export const inValues = 1
export const inTypes = 2

const longestText = 4096

/** One level of names. Its maps are made when the first name arrives: most blocks declare nothing. */
export class Scope {
  readonly parent: Scope | undefined
  readonly function: NodeId
  /** A `var` inside it stops here: functions, the module, namespaces, static blocks. */
  readonly holdsVars: boolean
  values: Map<string, BindingId> | undefined = undefined
  types: Map<string, BindingId> | undefined = undefined

  constructor(parent: Scope | undefined, functionId: NodeId, holdsVars: boolean) {
    this.parent = parent
    this.function = functionId
    this.holdsVars = holdsVars
  }
}

/** How far everything had grown at some moment, to take back a statement that could not be read. */
export type Mark = { nodes: number; bindings: number; lists: number[] }

/**
 * What one pass over a tree gathers. Names are only noted on the way and resolved at the end, when every
 * declaration is known: so hoisting and closures over later constants need no second walk.
 */
export class Reading {
  readonly text: string
  readonly source: ts.SourceFile
  readonly nodes: Node[] = []
  readonly bindings: Binding[] = []
  readonly imports: ImportFact[] = []
  readonly exports: ExportFact[] = []
  readonly moduleScope = new Scope(undefined, 0, true)
  scope = this.moduleScope
  /** The `require('x')` that a declaration has already turned into imports. */
  claimedRequire: ts.Node | undefined = undefined
  /** What a declaration of each binding has exported already. */
  readonly declaredExports = new Map<BindingId, ExportFact>()

  private readonly names: NameNode[] = []
  private readonly nameScopes: Scope[] = []
  private readonly typeNames: TypeNameNode[] = []
  private readonly typeNameScopes: Scope[] = []
  private readonly targets: NodeId[] = []
  private readonly targetWriters: NodeId[] = []
  private readonly redeclared: BindingId[] = []
  private readonly redeclaredBy: NodeId[] = []
  private readonly localExports: ExportFact[] = []
  private readonly localExportNames: string[] = []
  private readonly commonExports: ExportFact[] = []
  private readonly commonExportRoots: NameNode[] = []

  constructor(source: ts.SourceFile) {
    this.source = source
    this.text = source.text
  }

  /** Takes the next slot; call it before reading the children, so that parents come first. */
  add(node: Node): NodeId {
    return this.nodes.push(node) - 1
  }

  /**
   * Where a node's first token stands. Most nodes begin right away or after plain blanks, which is
   * settled here; comments, conflict markers and rare blanks are left to the compiler.
   */
  startOf(node: ts.Node): number {
    const text = this.text
    let at = node.pos
    if (at === node.end) return at
    let code = text.charCodeAt(at)
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at)
    if (code > 64 && code < 124) return at
    if (code === 40 || code === 39 || code === 34 || (code > 47 && code < 58)) return at
    return Math.min(node.getStart(this.source), node.end)
  }

  /** A literal's text, cut where nobody reads on. */
  textOf(node: { text: string }): string {
    const text = node.text
    return text.length > longestText ? text.slice(0, longestText) : text
  }

  /** A name used as a value here; resolved at the end. */
  use(name: NameNode): void {
    this.names.push(name)
    this.nameScopes.push(this.scope)
  }

  /** A name used as a type here; resolved at the end. */
  useType(name: TypeNameNode): void {
    this.typeNames.push(name)
    this.typeNameScopes.push(this.scope)
  }

  /** `writer` gives a new value to whatever names the expression `target` holds. */
  writeTo(target: NodeId, writer: NodeId): void {
    this.targets.push(target)
    this.targetWriters.push(writer)
  }

  /** `writer` declares a `var` again that already has a binding. */
  redeclare(binding: BindingId, writer: NodeId): void {
    this.redeclared.push(binding)
    this.redeclaredBy.push(writer)
  }

  /** `export { local as … }`: the local name may be declared later in the file. */
  exportLocal(fact: ExportFact, local: string): void {
    this.exports.push(fact)
    this.localExports.push(fact)
    this.localExportNames.push(local)
  }

  /** `module.exports…`/`exports…`: holds only if `root` turns out to be no name of this file. */
  exportCommon(fact: ExportFact, root: NameNode): void {
    this.commonExports.push(fact)
    this.commonExportRoots.push(root)
  }

  /** The scope in which a `var` of the current place lands. */
  varScope(): Scope {
    let scope = this.scope
    while (!scope.holdsVars && scope.parent) scope = scope.parent
    return scope
  }

  /** Creates a binding and makes its name known in the current scope (a `var`'s: in its function). */
  declare(name: string, at: ts.Node, kind: BindingKind, meaning: number, value: NodeId, type = -1): BindingId {
    const scope = kind === 'var' ? this.varScope() : this.scope
    const id = this.bindings.push({
      name, kind, function: scope.function, start: this.startOf(at), end: at.end,
      value, path: [], fallback: -1, type, import: -1, assignments: [],
    }) - 1
    if (meaning & inValues) (scope.values ??= new Map()).set(name, id)
    if (meaning & inTypes) (scope.types ??= new Map()).set(name, id)
    return id
  }

  mark(): Mark {
    return { nodes: this.nodes.length, bindings: this.bindings.length, lists: this.lists().map(list => list.length) }
  }

  /** Takes back everything since the mark, which must have been set in the module's own scope. */
  restore(mark: Mark): void {
    this.scope = this.moduleScope
    this.claimedRequire = undefined
    this.nodes.length = mark.nodes
    this.bindings.length = mark.bindings
    this.lists().forEach((list, index) => list.length = mark.lists[index]!)
    for (const [binding, fact] of this.declaredExports) {
      if (binding >= mark.bindings) this.declaredExports.delete(binding)
      else if (fact.value >= mark.nodes) fact.value = -1
    }
    for (const names of [this.moduleScope.values, this.moduleScope.types]) {
      for (const [name, id] of names ?? []) if (id >= mark.bindings) names!.delete(name)
    }
    // Overloads and merged interfaces also touch what stood before the mark.
    for (const binding of this.bindings) {
      if (binding.value >= mark.nodes) binding.value = -1
      if (binding.type >= mark.nodes) binding.type = -1
    }
    for (const node of this.nodes) {
      if (node.kind !== 'type-object') continue
      node.properties = node.properties.filter(property => property.value < mark.nodes)
      node.extends = node.extends?.filter(id => id < mark.nodes)
    }
  }

  /** Resolves everything that was noted on the way. */
  finish(): void {
    const { nodes, bindings } = this
    for (let i = 0; i < this.names.length; i++) {
      const node = this.names[i]!
      node.binding = findValue(this.nameScopes[i], node.name)
    }
    for (let i = 0; i < this.typeNames.length; i++) {
      const node = this.typeNames[i]!
      node.binding = findType(this.typeNameScopes[i], node.name[0]!)
    }
    for (let i = 0; i < this.targets.length; i++) this.markWritten(this.targets[i]!, this.targetWriters[i]!)
    for (let i = 0; i < this.redeclared.length; i++) bindings[this.redeclared[i]!]!.assignments.push(this.redeclaredBy[i]!)
    for (let i = 0; i < this.localExports.length; i++) this.resolveExport(this.localExports[i]!, this.localExportNames[i]!)
    for (let i = 0; i < this.commonExports.length; i++) {
      if (this.commonExportRoots[i]!.binding === -1) this.exports.push(this.commonExports[i]!)
    }
    for (const fact of this.exports) {
      if (fact.binding !== -1 || fact.value === -1) continue
      const value = nodes[fact.value]!
      if (value.kind === 'name') fact.binding = value.binding
    }
  }

  private resolveExport(fact: ExportFact, local: string): void {
    const value = this.moduleScope.values?.get(local)
    const binding = value ?? this.moduleScope.types?.get(local) ?? -1
    fact.binding = binding
    if (binding === -1) return
    if (value === undefined) fact.typeOnly = true
    const { kind, value: node } = this.bindings[binding]!
    if (kind === 'function' || kind === 'class') fact.value = node
  }

  /** Follows a target, which may be a pattern, to the names that get a new value. */
  private markWritten(target: NodeId, writer: NodeId): void {
    const node = this.nodes[target]
    if (!node) return
    switch (node.kind) {
      case 'name':
        if (node.binding !== -1) this.bindings[node.binding]!.assignments.push(writer)
        return
      case 'cast':
      case 'spread':
        return this.markWritten(node.value, writer)
      case 'assign':
        // A default inside a pattern: its own note names itself, this one the whole assignment.
        return this.markWritten(node.target, writer)
      case 'array':
        for (const element of node.elements) this.markWritten(element, writer)
        return
      case 'object':
        for (const property of node.properties) this.markWritten(property.value, writer)
    }
  }

  private lists(): unknown[][] {
    return [
      this.imports, this.exports, this.names, this.nameScopes, this.typeNames, this.typeNameScopes, this.targets,
      this.targetWriters, this.redeclared, this.redeclaredBy, this.localExports, this.localExportNames,
      this.commonExports, this.commonExportRoots,
    ]
  }
}

function findValue(scope: Scope | undefined, name: string): BindingId {
  for (; scope; scope = scope.parent) {
    const found = scope.values?.get(name)
    if (found !== undefined) return found
  }
  return -1
}

function findType(scope: Scope | undefined, name: string): BindingId {
  for (; scope; scope = scope.parent) {
    const found = scope.types?.get(name)
    if (found !== undefined) return found
  }
  return -1
}
