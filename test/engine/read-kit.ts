import { expect } from 'vitest'
import type { FileFacts, Language, Node, NodeId, NodeKind } from '../../server/engine/facts.ts'
import { readFacts } from '../../server/engine/reader/read-facts.ts'

/** The node type of a kind, also where one type stands for several kinds (`for-of` and `for-in`). */
type NodeOf<K extends NodeKind, N = Node> = N extends { kind: infer Own } ? K extends Own ? N : never : never

/** Facts with short ways to ask for what a test is about. */
export function read(text: string, language: Language = 'ts') {
  const facts = readFacts(text, language)
  expect(problemsOf(facts, text)).toEqual([])
  return {
    ...facts,
    facts,
    all: <K extends NodeKind>(kind: K) => facts.nodes.filter(node => node.kind === kind) as NodeOf<K>[],
    first: <K extends NodeKind>(kind: K) => facts.nodes.find(node => node.kind === kind) as NodeOf<K>,
    node: (id: NodeId | undefined) => facts.nodes[id ?? -1]!,
    binding: (name: string) => facts.bindings.find(binding => binding.name === name)!,
    text: (id: NodeId | undefined) => id === undefined || id < 0 ? '' : text.slice(facts.nodes[id]!.start, facts.nodes[id]!.end),
  }
}

/**
 * Checks marks in the code: of all places behind the same number, the declaration is what the others resolve to.
 * Behind a 0 stands a name that belongs to nothing in the file.
 */
export function expectResolved(code: string, language: Language = 'ts'): void {
  const { nodes, bindings } = read(code, language)
  const declared = new Map<string, number>()
  const used: [mark: string, binding: number][] = []
  for (const { 0: whole, 1: mark, index } of code.matchAll(/\/\*(\d)\*\//g)) {
    const at = index + whole.length
    const uses = nodes.filter(node => node.start === at && (node.kind === 'name' || node.kind === 'type-name'))
    const own = bindings.findIndex(binding => binding.start === at)
    if (own !== -1) declared.set(mark!, own)
    else if (!uses.length) throw new Error(`nothing to resolve at ${code.slice(at, at + 20)}`)
    for (const use of uses) if (own === -1) used.push([mark!, (use as NodeOf<'name'>).binding])
  }
  expect(used).toEqual(used.map(([mark]) => [mark, mark === '0' ? -1 : declared.get(mark)]))
}

const childKeys = [
  'object', 'index', 'callee', 'arguments', 'types', 'tag', 'values', 'argument', 'left', 'right', 'target', 'test', 'then',
  'otherwise', 'type', 'children', 'parts', 'elements', 'parameters', 'body', 'returns', 'fallback', 'extends', 'extendsTypes',
  'implements', 'init', 'update', 'list', 'block', 'catch', 'finally', 'subject', 'element',
]
const withoutValue = new Set<NodeKind>(['text', 'number', 'literal', 'type-literal'])

/** Every node that a node refers to, holes (-1) included. */
export function childrenOf(node: Node): NodeId[] {
  const fields = node as unknown as Record<string, NodeId | NodeId[] | undefined>
  const children = childKeys.flatMap(key => fields[key] ?? [])
  if ('value' in node && !withoutValue.has(node.kind)) children.push(node.value as NodeId)
  if ('types' in node && node.kind === 'call') children.push(...node.types ?? [])
  for (const property of 'properties' in node ? node.properties : 'attributes' in node ? node.attributes : []) {
    children.push(property.value, property.computed ?? -1)
  }
  if (node.kind === 'class') for (const member of node.members) children.push(member.value, member.type)
  if (node.kind === 'switch') for (const { test, body } of node.cases) children.push(test, ...body)
  if ('decorators' in node) for (const { value } of node.decorators ?? []) children.push(value)
  return children
}

/** What is wrong with facts as such, whatever they are about; empty when they keep every promise. */
export function problemsOf(facts: FileFacts, text: string): string[] {
  const { nodes, bindings, imports, exports } = facts
  const problems: string[] = []
  const inText = (start: number, end: number) => start >= 0 && start <= end && end <= text.length
  const isNode = (id: NodeId) => Number.isInteger(id) && id >= -1 && id < nodes.length
  const isBinding = (id: number) => Number.isInteger(id) && id >= -1 && id < bindings.length
  nodes.forEach((node, id) => {
    const say = (what: string) => problems.push(`${what}: node ${id} ${JSON.stringify(node)}`)
    if (!inText(node.start, node.end)) say('span')
    if (id === 0 ? node.parent !== -1 : !(node.parent >= 0 && node.parent < id)) say('parent')
    for (const child of childrenOf(node)) {
      if (!isNode(child)) say('child')
      else if (child !== -1 && child <= id) say('child before its parent')
    }
    if ('binding' in node && !isBinding(node.binding)) say('binding')
    if ('bindings' in node && !node.bindings.every(binding => binding !== -1 && isBinding(binding))) say('bindings')
    if ('nameStart' in node && 'nameEnd' in node && !inText(node.nameStart, node.nameEnd)) say('name')
    if ('targetStart' in node && !inText(node.targetStart, node.targetEnd)) say('target')
    if ('tagStart' in node && !inText(node.tagStart, node.tagEnd)) say('tag')
  })
  bindings.forEach((binding, id) => {
    const say = (what: string) => problems.push(`${what}: binding ${id} ${JSON.stringify(binding)}`)
    if (!inText(binding.start, binding.end)) say('span')
    if (![binding.value, binding.type, binding.fallback, ...binding.assignments].every(isNode)) say('node')
    if (binding.function !== 0 && nodes[binding.function]?.kind !== 'function') say('function')
    if (binding.import !== -1 && imports[binding.import]?.binding !== id) say('import')
  })
  for (const fact of imports) if (!isBinding(fact.binding) || !inText(fact.start, fact.end)) problems.push(`import ${JSON.stringify(fact)}`)
  for (const fact of exports) if (!isBinding(fact.binding) || !isNode(fact.value)) problems.push(`export ${JSON.stringify(fact)}`)
  for (const { message } of facts.syntaxErrors) if (message.includes('could not be read')) problems.push(message)
  for (const { start, end } of facts.suppressions) if (!inText(start, end)) problems.push('suppression')
  return problems
}
