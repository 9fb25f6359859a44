/**
 * What an expression can be, as far as the text proves it. Values are small, plain and comparable, and refer to
 * the workspace's own code by file and node. Promises are transparent: `await` changes nothing.
 */
import type { Call as CallFact } from '../../../rules/kit/library.ts'
import type { NodeId } from '../../../rules/kit/facts.ts'

export type Value =
  | { kind: 'unknown' }
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A function of the workspace; `self` is what `this` means in it, where it was reached as a member. */
  | { kind: 'function'; path: string; node: NodeId; self?: Value }
  | { kind: 'class'; path: string; node: NodeId }
  | { kind: 'instance'; path: string; node: NodeId }
  /** An object literal. */
  | { kind: 'object'; path: string; node: NodeId }
  /** A declared object type, interface body or class-less shape: members have declared types. */
  | { kind: 'shape'; path: string; node: NodeId }
  /** A list; with `under`, what holds the list under that property (`{ rows }`). `origin`: the query that gave it. */
  | { kind: 'array'; element: Value; origin?: Origin; under?: string }
  | { kind: 'module'; path: string }
  /** An export of a package that no library describes, or a namespace of one that does. */
  | { kind: 'package'; name: string; subpath: string; path: string[] }
  /** A value of a library's type. */
  | LibraryValue
  /** A library's class itself. */
  | { kind: 'library-class'; library: string; type: string; making?: CallFact }
  /** A function or method of a library. */
  | LibraryFunction
  /** A parameter of a function of the workspace, before it is known what it is given. */
  | { kind: 'parameter'; path: string; function: NodeId; index: number; called?: true }
  | { kind: 'union'; options: Value[] }

export interface LibraryValue {
  kind: 'library'
  library: string
  type: string
  /** The member that `*` stood for: a model or table. */
  subject?: string
  /** The call that made it, whose options count for it. */
  made?: Origin
  /** The call that defined it, where it is a model, a table or a schema. */
  defined?: Origin
  /** Known from an annotation only: how it was made is not. */
  declared?: true
  /** Waiting for it gives many rows: a query that is built in steps. */
  rows?: true
  /** Waiting for it gives a row, or many, of that type of the library. */
  row?: string
  /** Those rows are in that member of what waiting for it gives. */
  under?: string
  /** An object whose members are its too. */
  extended?: Origin
  /** Type arguments given where it was made. */
  types?: { path: string; nodes: NodeId[] }
  /** The class of the workspace whose instances are its rows. */
  entity?: Origin
}

export interface LibraryFunction {
  kind: 'library-function'
  library: string
  /** Its name there: `findMany`. */
  name: string
  fact: CallFact
  receiver?: LibraryValue
  subject?: string
  /** The class of the workspace that it was reached through. */
  entity?: Origin
}

/** A node in a file. */
export interface Origin { path: string; node: NodeId }

export const unknown: Value = { kind: 'unknown' }

export const isKnown = (value: Value): boolean => value.kind !== 'unknown'

/** One value for several possible ones; unknown options are left out. */
export function union(values: readonly Value[]): Value {
  const single = onlyKnown(values)
  if (single) return single
  const options: Value[] = []
  const seen = new Set<string>()
  for (const value of values.flatMap((it) => (it.kind === 'union' ? it.options : [it]))) {
    if (value.kind === 'unknown' || (value.kind === 'literal' && value.value === null)) continue
    const print = printOf(value)
    if (seen.has(print)) continue
    seen.add(print)
    options.push(value)
  }
  if (options.length === 0) return values.find((value) => value.kind === 'literal') ?? unknown
  return options.length === 1 ? options[0]! : { kind: 'union', options: options.slice(0, 8) }
}

/** Most unions are of one value, or of one that is known: that one as it is. */
function onlyKnown(values: readonly Value[]): Value | undefined {
  let found: Value | undefined
  for (const value of values) {
    if (value.kind === 'unknown') continue
    if (found || (value.kind === 'literal' && value.value === null)) return undefined
    found = value
  }
  return found ?? unknown
}

/** Each possible value. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.options : [value]
}

/** A text by which two values are told apart. */
export function printOf(value: Value): string {
  switch (value.kind) {
    case 'unknown': return '?'
    case 'literal': return `=${JSON.stringify(value.value)}`
    case 'function': return `f${value.path}:${value.node}${value.self ? `@${printOf(value.self)}` : ''}`
    case 'class': case 'instance': case 'object': case 'shape': return `${value.kind}${value.path}:${value.node}`
    case 'array': return `[${printOf(value.element)}]${value.under ?? ''}${value.origin ? `${value.origin.path}:${value.origin.node}` : ''}`
    case 'module': return `m${value.path}`
    case 'package': return `p${value.name}/${value.subpath}:${value.path.join('.')}`
    case 'library':
      return `l${value.library}#${value.type}.${value.subject ?? ''}${value.made ? `<${value.made.path}:${value.made.node}>` : ''}${value.defined ? `:${value.defined.path}:${value.defined.node}` : ''}${value.types ? `{${value.types.path}:${value.types.nodes.join()}}` : ''}${entityOf(value)}`
    case 'library-class': return `c${value.library}#${value.type}`
    case 'library-function': return `g${value.library}#${value.name}(${value.receiver ? printOf(value.receiver) : ''})${value.subject ?? ''}${entityOf(value)}`
    case 'parameter': return `a${value.path}:${value.function}.${value.index}${value.called ? '()' : ''}`
    case 'union': return value.options.map(printOf).join('|')
  }
}

const entityOf = ({ entity }: { entity?: Origin }): string => (entity ? `=${entity.path}:${entity.node}` : '')

export const sameValue = (before: Value, after: Value): boolean => before === after || printOf(before) === printOf(after)
