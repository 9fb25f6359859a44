/** Work in a request that nobody waits for the result of: what recipes may move elsewhere, and with which parts. */
import type { BindingId, NodeId, NodeOf } from '../facts.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, rootOf, spanOf, stepsOf, usesOf, within } from '../code/code.ts'
import { commentsOf } from './comments.ts'
import { moved, removeStatement } from './edit.ts'
import { fileBehind, specifierFrom } from './files.ts'
import { isCommonJs, removeImport } from './imports.ts'
import { braced, quoted, styleOf } from './style-of.ts'

export interface Work {
  call: NodeId
  /** The `await` around it, which is a statement of its own. */
  waits: NodeId
  statement: NodeId
}

/** A direct call that is awaited as a statement of its own, so that nothing uses what it gives. */
export function backgroundCall({ source, call, path }: Reached): Work | undefined {
  if (path.length > 0 || source !== call.source || source.node(call.node).kind !== 'call') return undefined
  const waits = source.node(call.node).parent
  const statement = source.node(waits).parent
  if (source.as(waits, 'await')?.value !== call.node || source.as(statement, 'expression')?.value !== waits) return undefined
  return { call: call.node, waits, statement }
}

const notData = new Set([
  'Buffer', 'Uint8Array', 'ArrayBuffer', 'Date', 'Map', 'Set', 'WeakMap', 'Readable', 'Writable', 'Stream', 'ReadableStream',
  'Blob', 'File', 'FormData', 'Error', 'RegExp', 'Request', 'Response',
])
const dataKinds = new Set([
  'name', 'member', 'index', 'text', 'number', 'template', 'object', 'array', 'conditional', 'binary', 'cast', 'await', 'call', 'unary',
])

/** Whether a value survives being written down as JSON, as far as the code shows; calls and names of unknown type may. */
export function mayBeData(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'literal') return typeof node.value === 'boolean' || node.value === null
  if (!dataKinds.has(node.kind)) return false
  if (node.kind === 'object') return node.properties.every(({ value, method }) => !method && mayBeData(source, value))
  if (node.kind === 'array') return node.elements.every(each => mayBeData(source, each))
  if (node.kind === 'template') return true
  if (node.kind === 'conditional') return mayBeData(source, node.then) && mayBeData(source, node.otherwise)
  if (node.kind === 'binary') return mayBeData(source, node.left) && mayBeData(source, node.right)
  if (node.kind === 'cast' || node.kind === 'await') return mayBeData(source, node.value)
  if (node.kind === 'call') return !stepsOf(source, node.callee)?.some(step => notData.has(step) || step === 'createReadStream')
  if (node.kind !== 'name') return true
  const binding = bindingOf(source, id)
  if (!binding) return node.name !== 'undefined'
  if (binding.kind === 'function' || binding.kind === 'class') return false
  if (isNoDataType(source, binding.type)) return false
  const value = binding.value < 0 ? undefined : source.node(binding.value)
  if (value?.kind === 'new' || value?.kind === 'function' || value?.kind === 'jsx') return false
  return binding.path.length > 0 || !value || !dataKinds.has(value.kind) || mayBeData(source, binding.value)
}

function isNoDataType(source: Source, type: NodeId): boolean {
  if (type < 0) return false
  return [type, ...within(source, type)].some(id => source.as(id, 'type-name')?.name.some(name => notData.has(name)))
}

/** What another file needs so that it can make the call: imports, and perhaps a copy of the client's declaration. */
export interface Supplies { imports: string[]; declaration: string | undefined; cleanUp: TextEdit[] }

/** Gathers them for the client that the call is made on; undefined where it cannot be had outside of the request. */
export function suppliesFor(about: About, source: Source, call: NodeId, path: string): (() => Supplies) | undefined {
  const callee = source.as(call, 'call')!.callee
  const root = rootOf(source, callee)
  const id = source.as(root, 'name')?.binding ?? -1
  const binding = source.facts.bindings[id]
  if (!binding || !stepsOf(source, callee)) return undefined
  if (binding.import >= 0) {
    const line = importLine(about, source, id, path)
    return line === undefined ? undefined : () => ({ imports: [line()], declaration: undefined, cleanUp: withoutUses(source, [id], call) })
  }
  const made = binding.value < 0 ? undefined : source.node(binding.value)
  if (binding.kind !== 'const' || binding.path.length > 0 || (made?.kind !== 'call' && made?.kind !== 'new')) return undefined
  const declare = source.facts.nodes.find((node): node is NodeOf<'declare'> => node.kind === 'declare' && node.bindings.includes(id))
  if (!declare || declare.pattern || declare.exported) return undefined
  const needed = new Set<BindingId>()
  for (const at of [binding.value, ...within(source, binding.value)]) {
    const { kind } = source.node(at)
    if (kind === 'await' || kind === 'this' || kind === 'function') return undefined
    const name = source.as(at, 'name')?.binding ?? -1
    if (name >= 0) needed.add(name)
  }
  const lines = [...needed].map(each => importLine(about, source, each, path))
  if (lines.some(line => line === undefined)) return undefined
  return () => ({
    imports: lines.map(line => line!()),
    declaration: `const ${binding.name} = ${moved(source, binding.value, [], '')}${styleOf(source).semicolon}`,
    cleanUp: withoutUses(source, [id, ...needed], call),
  })
}

/** The import that gives another file the same thing. */
function importLine(about: About, source: Source, id: BindingId, path: string): (() => string) | undefined {
  const binding = source.facts.bindings[id]!
  const fact = source.facts.imports[binding.import]
  if (!fact || fact.typeOnly) return undefined
  const target = fact.from.startsWith('.') ? fileBehind(about, source.path, fact.from) : undefined
  if (fact.from.startsWith('.') && target === undefined) return undefined
  return () => {
    const style = styleOf(source)
    const from = quoted(style, target === undefined ? fact.from : specifierFrom(about, source, path, target))
    const { name } = binding
    if (isCommonJs(source)) {
      const names = fact.name === '*' ? name : braced(style, fact.name === name ? name : `${fact.name}: ${name}`)
      return `const ${names} = require(${from})${style.semicolon}`
    }
    const names = fact.name === 'default' ? name : fact.name === '*' ? `* as ${name}`
      : braced(style, fact.name === name ? name : `${fact.name} as ${name}`)
    return `import ${names} from ${from}${style.semicolon}`
  }
}

/** Takes away what only the call has used: the client's declaration and its imports. */
function withoutUses(source: Source, [first, ...others]: BindingId[], call: NodeId): TextEdit[] {
  const gone = [source.node(source.as(call, 'call')!.callee)]
  const isUnused = (id: BindingId) => usesOf(source, id).every(use =>
    gone.some(({ start, end }) => source.node(use).start >= start && source.node(use).end <= end))
    && !source.facts.exports.some(fact => fact.binding === id)
  if (first === undefined || !isUnused(first)) return []
  const binding = source.facts.bindings[first]!
  if (binding.import >= 0) return removed(removeImport(source, first))
  const at = source.facts.nodes.findIndex(node => node.kind === 'declare' && node.bindings.includes(first))
  const span = spanOf(source, at)
  const isShared = source.facts.nodes.filter(node => node.kind === 'declare' && node.statementStart === span.start).length > 1
  if (isShared || commentsOf(source).some(({ start }) => start >= span.start && start < span.end)) return []
  gone.push(source.node(at))
  return [removeStatement(source, at), ...others.filter(isUnused).flatMap(id => removed(removeImport(source, id)))]
}

const removed = (edit: TextEdit | undefined): TextEdit[] => (edit ? [edit] : [])
