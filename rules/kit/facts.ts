/**
 * The facts of one file: a small, scope-resolved intermediate representation, and a pure function of
 * the file's text. Everything later (linking, effects, rules, fixes) reads this and never a compiler's
 * tree, so that another parser can take the reader's place.
 *
 * Flat and serialisable: a node is a plain object in `nodes`, and every reference to another node is its
 * index (`NodeId`). Node 0 is the module itself. A parent always comes before its children.
 */

/** Raised whenever the meaning of a fact changes; part of the cache's key. */
export const factsVersion = 4

/** Index into `FileFacts.nodes`. */
export type NodeId = number
/** Index into `FileFacts.bindings`. */
export type BindingId = number

export type Language = 'ts' | 'tsx' | 'js' | 'jsx'

export interface FileFacts {
  version: number
  language: Language
  /** Every node, parents before children; node 0 is the module. */
  nodes: Node[]
  bindings: Binding[]
  imports: ImportFact[]
  exports: ExportFact[]
  /** Offsets at which lines start, for turning offsets into lines and columns. */
  lineStarts: number[]
  /** `'use client'`, `'use server'` … at the top of the file. */
  directives: string[]
  /** `crowdproof-ignore…` comments. */
  suppressions: Suppression[]
  /** Syntax errors that the parser recovered from. */
  syntaxErrors: { message: string; start: number }[]
  /** Starts with `#!`. */
  shebang: boolean
}

export interface ImportFact {
  /** The module as written: `./prisma`, `@prisma/client`. */
  from: string
  /** `default`, `*` (namespace) or the exported name; `''` for an import for its effects only. */
  name: string
  /** -1 where nothing is bound. */
  binding: BindingId
  typeOnly: boolean
  /** Bound by `require()`: the binding then has a `value` too, and `*` is the whole module. */
  require?: true
  /** The whole statement; for `require`, the call. */
  start: number
  end: number
}

export interface ExportFact {
  /** The exported name, `default`, or `*` for `export * from`. `export =` is `default`. */
  name: string
  /** The local binding that is exported (`export { a }`, `export const a`), else -1. */
  binding: BindingId
  /** The exported expression (`export default f()`), function or class node, else -1. */
  value: NodeId
  /** Re-exports: the module as written and the name there (`*` for a namespace or everything). */
  from?: string
  imported?: string
  typeOnly: boolean
}

/**
 * What follows the marker in a comment:
 * `crowdproof-ignore-next-line n-plus-one -- ten rows at most`.
 */
export interface Suppression {
  scope: 'next-line' | 'line' | 'file'
  /** Empty: every rule. */
  rules: string[]
  reason: string
  start: number
  end: number
}

export type BindingKind =
  | 'const' | 'let' | 'var' | 'using' | 'parameter' | 'import' | 'function' | 'class' | 'enum'
  | 'namespace' | 'catch' | 'type' | 'interface' | 'type-parameter'

/**
 * A name that is bound somewhere in the file. Destructured names keep their way from the whole value:
 * in `const { data: [first] } = load()` the binding `first` has the path `['data', 0]`.
 */
export interface Binding {
  name: string
  kind: BindingKind
  /** The function (or module, 0) whose scope holds it. */
  function: NodeId
  /** Where the name stands. */
  start: number
  end: number
  /**
   * The node that gives the value: the initialiser of a variable, the `parameter` node of a parameter,
   * the `function`/`class`/`enum` node, the iterated `for-of`/`for-in` node, or the `import` index via `import`.
   * -1 where there is none.
   */
  value: NodeId
  /** Steps from that value to this name: property names, array positions, `'...'` for a rest, `'[]'` for a computed key. */
  path: (string | number)[]
  /** Default value inside a pattern or of a parameter (`= expr`), else -1. */
  fallback: NodeId
  /** The declared type node of the whole pattern (follow `path` into it), the body of a type alias, or -1. */
  type: NodeId
  /** Index into `imports`, else -1. */
  import: number
  /**
   * Whatever gives it a value besides its declaration: `assign` nodes, `unary` ones (`++`), `for-of` and `for-in`
   * heads, and `declare` nodes that repeat a `var`.
   */
  assignments: NodeId[]
}

interface Base {
  start: number
  end: number
  /** -1 for the module. */
  parent: NodeId
}

/** A property of an object literal, a JSX attribute, or a member of a type. */
export interface Property {
  /** Undefined for a spread and for a key that is computed. */
  key?: string
  /** The computed key's expression. */
  computed?: NodeId
  /** The value; for a spread, what is spread. -1 for a JSX attribute without a value. */
  value: NodeId
  spread?: true
  shorthand?: true
  /** A method, getter or setter written inside the literal. */
  method?: 'method' | 'get' | 'set'
  start: number
  end: number
  optional?: true
  /** A member of a type that has no name. */
  signature?: 'call' | 'new' | 'index'
}

export interface Decorator {
  /** The expression after `@`: a `call` or a `name`. */
  value: NodeId
  start: number
  end: number
}

// --- Expressions -----------------------------------------------------------------------------------

export interface NameNode extends Base { kind: 'name'; name: string; /** -1: a global or unknown name. */ binding: BindingId }
export interface ThisNode extends Base { kind: 'this' | 'super' }
export interface MemberNode extends Base { kind: 'member'; object: NodeId; name: string; optional?: true; nameStart: number }
export interface IndexNode extends Base { kind: 'index'; object: NodeId; index: NodeId; optional?: true }
export interface CallNode extends Base {
  kind: 'call'
  callee: NodeId
  arguments: NodeId[]
  types?: NodeId[]
  optional?: true
}
export interface NewNode extends Base { kind: 'new'; callee: NodeId; arguments: NodeId[]; types?: NodeId[] }
/** A tagged template: sql`…`. */
export interface TaggedNode extends Base { kind: 'tagged'; tag: NodeId; texts: string[]; values: NodeId[]; types?: NodeId[] }
/** `import('./x')`. */
export interface DynamicImportNode extends Base { kind: 'dynamic-import'; from: string | undefined; argument: NodeId }
export interface AwaitNode extends Base { kind: 'await'; value: NodeId }
export interface YieldNode extends Base { kind: 'yield'; value: NodeId; delegate: boolean }
export interface ObjectNode extends Base { kind: 'object'; properties: Property[] }
export interface ArrayNode extends Base { kind: 'array'; elements: NodeId[] }
export interface SpreadNode extends Base { kind: 'spread'; value: NodeId }
export interface TextNode extends Base { kind: 'text'; value: string }
export interface NumberNode extends Base { kind: 'number'; value: number }
export interface LiteralNode extends Base { kind: 'literal'; value: boolean | null | 'regular-expression' | 'bigint' }
export interface TemplateNode extends Base { kind: 'template'; texts: string[]; values: NodeId[] }
export interface UnaryNode extends Base { kind: 'unary'; operator: string; value: NodeId }
export interface BinaryNode extends Base { kind: 'binary'; operator: string; left: NodeId; right: NodeId }
/** The target is a name, member, index, or — for a pattern — an object/array node. */
export interface AssignNode extends Base { kind: 'assign'; operator: string; target: NodeId; value: NodeId }
export interface ConditionalNode extends Base { kind: 'conditional'; test: NodeId; then: NodeId; otherwise: NodeId }
/** `x as T`, `x satisfies T`, `<T>x`, `x!`. */
export interface CastNode extends Base { kind: 'cast'; value: NodeId; type: NodeId; how: 'as' | 'satisfies' | 'non-null' }
/** `tag` is a name or member node; -1 for a fragment. Intrinsic elements carry their name in `intrinsic`. */
export interface JsxNode extends Base {
  kind: 'jsx'
  tag: NodeId
  intrinsic?: string
  attributes: Property[]
  children: NodeId[]
  tagStart: number
  tagEnd: number
}
/** Text between JSX tags is left out. Anything else that has expressions inside. */
export interface OtherNode extends Base { kind: 'other'; parts: NodeId[] }

// --- Functions and classes ---------------------------------------------------------------------------

export interface FunctionNode extends Base {
  kind: 'function'
  /** Declared or assigned name, property key or member name; `''` where there is none. */
  name: string
  nameStart: number
  nameEnd: number
  how: 'declaration' | 'expression' | 'arrow' | 'method' | 'get' | 'set' | 'constructor'
  async: boolean
  generator: boolean
  parameters: NodeId[]
  /** A `block`, or an expression for a short arrow; -1 without a body (overload, abstract). */
  body: NodeId
  returns: NodeId
  /** `'use server'` … at the top of its body. */
  directives: string[]
  decorators?: Decorator[]
  /** Type parameters' bindings. */
  typeParameters?: BindingId[]
  static?: true
}
export interface ParameterNode extends Base {
  kind: 'parameter'
  /** The single binding of `name: T`; -1 for a pattern (its bindings point here through `value`). */
  binding: BindingId
  type: NodeId
  fallback: NodeId
  rest?: true
  /** `constructor(private readonly x: T)`. */
  property?: true
  optional?: true
  decorators?: Decorator[]
}
export interface ClassNode extends Base {
  kind: 'class'
  name: string
  nameStart: number
  nameEnd: number
  /** The expression after `extends`, else -1. */
  extends: NodeId
  extendsTypes?: NodeId[]
  implements: NodeId[]
  /** Fields and methods; constructor parameter properties are fields too. */
  members: ClassMember[]
  decorators?: Decorator[]
}
export interface ClassMember {
  name: string
  kind: 'method' | 'get' | 'set' | 'field' | 'constructor'
  static: boolean
  /** The function node, the field's initialiser, or the `parameter` node; -1 where there is none. */
  value: NodeId
  /** Declared type of a field, else -1. */
  type: NodeId
  decorators?: Decorator[]
  start: number
  end: number
}

// --- Statements ----------------------------------------------------------------------------------------

export interface ModuleNode extends Base { kind: 'module'; body: NodeId[] }
/** A name that jumps say; the statement begins with it. */
interface Labelled extends Base { label?: string }
export interface BlockNode extends Labelled { kind: 'block'; body: NodeId[] }
export interface ExpressionStatement extends Base { kind: 'expression'; value: NodeId }
/** One declarator of `const a = 1, b = 2` each; `statementStart/End` span the whole statement. */
export interface DeclareNode extends Base {
  kind: 'declare'
  how: 'const' | 'let' | 'var' | 'using'
  /** All names that it binds. */
  bindings: BindingId[]
  /** The target is a pattern: where it stands in the text. */
  pattern: boolean
  targetStart: number
  targetEnd: number
  value: NodeId
  type: NodeId
  statementStart: number
  statementEnd: number
  exported: boolean
}
export interface IfNode extends Base { kind: 'if'; test: NodeId; then: NodeId; otherwise: NodeId }
export interface ForNode extends Labelled { kind: 'for'; init: NodeId[]; test: NodeId; update: NodeId; body: NodeId }
export interface ForOfNode extends Labelled {
  kind: 'for-of' | 'for-in'
  /** Names bound for each element (empty where the target is an existing variable). */
  bindings: BindingId[]
  /** The existing variable or pattern that is assigned, in `for (x of xs)`. */
  target?: NodeId
  targetStart: number
  targetEnd: number
  list: NodeId
  body: NodeId
  await: boolean
}
export interface WhileNode extends Labelled { kind: 'while' | 'do'; test: NodeId; body: NodeId }
export interface ReturnNode extends Base { kind: 'return' | 'throw'; value: NodeId }
export interface TryNode extends Base { kind: 'try'; block: NodeId; catch: NodeId; catchBinding: BindingId; finally: NodeId }
export interface SwitchNode extends Base { kind: 'switch'; subject: NodeId; cases: { test: NodeId; body: NodeId[] }[] }
export interface JumpNode extends Base { kind: 'break' | 'continue'; label?: string }
/** Statements with nothing to say: empty, debugger, type declarations. */
export interface EmptyNode extends Base { kind: 'empty' }

// --- Types ---------------------------------------------------------------------------------------------

/** `Prisma.TransactionClient`, `Repository<User>`; `binding` is that of the first name. */
export interface TypeNameNode extends Base { kind: 'type-name'; name: string[]; binding: BindingId; arguments: NodeId[] }
/** `typeof db`; the value is an expression node (name or member). */
export interface TypeQueryNode extends Base { kind: 'type-query'; value: NodeId }
/** `rest`: a tuple that may go on, `[string, ...string[]]`. */
export interface TypeListNode extends Base { kind: 'type-union' | 'type-intersection' | 'type-tuple'; types: NodeId[]; rest?: true }
export interface TypeArrayNode extends Base { kind: 'type-array'; element: NodeId }
/** An object type or an interface's body; `extends` holds an interface's heritage. */
export interface TypeObjectNode extends Base { kind: 'type-object'; properties: Property[]; extends?: NodeId[] }
export interface TypeFunctionNode extends Base { kind: 'type-function'; parameters: NodeId[]; returns: NodeId }
export interface TypeIndexNode extends Base { kind: 'type-index'; object: NodeId; index: NodeId }
export interface TypeLiteralNode extends Base { kind: 'type-literal'; value: string | number | boolean | null }
/** `import('x').Y`. */
export interface TypeImportNode extends Base { kind: 'type-import'; from: string; name: string[]; arguments: NodeId[] }
/** Keywords (`string`, `any` …) keep their word; everything else is `''`. */
export interface TypeOtherNode extends Base { kind: 'type-other'; word: string }

export type ExpressionNode =
  | NameNode | ThisNode | MemberNode | IndexNode | CallNode | NewNode | TaggedNode | DynamicImportNode | AwaitNode
  | YieldNode | ObjectNode | ArrayNode | SpreadNode | TextNode | NumberNode | LiteralNode | TemplateNode | UnaryNode
  | BinaryNode | AssignNode | ConditionalNode | CastNode | JsxNode | OtherNode | FunctionNode | ClassNode
export type StatementNode =
  | ModuleNode | BlockNode | ExpressionStatement | DeclareNode | IfNode | ForNode | ForOfNode | WhileNode | ReturnNode
  | TryNode | SwitchNode | JumpNode | EmptyNode
export type TypeNode =
  | TypeNameNode | TypeQueryNode | TypeListNode | TypeArrayNode | TypeObjectNode | TypeFunctionNode | TypeIndexNode
  | TypeLiteralNode | TypeImportNode | TypeOtherNode
export type Node = ExpressionNode | StatementNode | TypeNode | ParameterNode
export type NodeKind = Node['kind']
/** The node types of a kind, also where one type covers several kinds. */
export type NodeOf<K extends NodeKind, N = Node> = N extends { kind: infer Own } ? (K extends Own ? N : never) : never
