/** Whether an expression is certainly no promise, so that nobody needs to wait for it. */
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { rootOf, within } from './code.ts'

/** What the function gives: its short body, or the values of its `return`s. */
export function resultsOf(source: Source, id: NodeId): NodeId[] {
  const { body } = source.as(id, 'function')!
  if (source.node(body).kind !== 'block') return [body]
  return [...within(source, body)].flatMap(at => {
    const node = source.as(at, 'return')
    return node && node.value >= 0 && source.functionOf(at) === id ? [node.value] : []
  })
}

const values = new Set(['object', 'array', 'text', 'number', 'literal', 'template', 'unary', 'member', 'index', 'await'])
const methods = new Set(['map', 'filter', 'slice', 'join', 'some', 'every', 'includes', 'sort', 'reduce', 'toFixed', 'toISOString', 'trim', 'toLowerCase', 'toUpperCase', 'toString', 'getTime'])
const builtIns = new Set(['Math', 'Number', 'String', 'Boolean', 'Object', 'JSON', 'Date'])

/** `settled`: what is known to be a value. */
export function isSettled(source: Source, id: NodeId, settled: ReadonlySet<NodeId>): boolean {
  if (settled.has(id)) return true
  const node = source.node(id)
  if (node.kind === 'conditional') return isSettled(source, node.then, settled) && isSettled(source, node.otherwise, settled)
  // A comparison or a sum is a value whatever its sides are.
  if (node.kind === 'binary' && !['&&', '||', '??'].includes(node.operator)) return true
  if (node.kind === 'binary') return isSettled(source, node.left, settled) && isSettled(source, node.right, settled)
  if (node.kind === 'cast') return isSettled(source, node.value, settled)
  if (node.kind === 'name') {
    const binding = source.facts.bindings[node.binding]
    if (!binding) return node.name === 'undefined'
    const { value, path, assignments } = binding
    const isFirst = value >= 0 && (path.length > 0 || source.node(value).kind === 'parameter' || isSettled(source, value, settled))
    return isFirst && assignments.every(at => isSettled(source, source.as(at, 'assign')?.value ?? at, settled))
  }
  if (node.kind === 'call') {
    const callee = source.as(node.callee, 'member')
    const root = source.as(callee?.object ?? node.callee, 'name')
    if (root !== undefined && root.binding < 0 && builtIns.has(root.name)) return true
    // `comments.map(comment => comment.text)`: a method of what is there, and not of a field that may hold a repository.
    const isAsync = node.arguments.some(at => source.as(at, 'function')?.async)
    return callee !== undefined && methods.has(callee.name) && !(callee.name === 'reduce' && isAsync)
      && source.node(rootOf(source, callee.object)).kind !== 'this' && isSettled(source, callee.object, settled)
  }
  return values.has(node.kind)
}
