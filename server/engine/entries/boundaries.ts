/** What catches errors while a user interface renders. */
import type { Node } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'

const catching = new Set(['componentDidCatch', 'getDerivedStateFromError'])
const routeProperties = new Set(['errorElement', 'errorComponent', 'ErrorBoundary', 'defaultErrorComponent'])

/** A route module that brings its own boundary, as file routers take it: `export function ErrorBoundary`. */
export const exportsBoundary = (source: Source): boolean => source.facts.exports.some((fact) => fact.name === 'ErrorBoundary')

/** A class that catches render errors, a library's boundary, or a router's own. */
export function isBoundary(evaluator: Evaluator, source: Source, node: Node): boolean {
  if (node.kind === 'class') return node.members.some((member) => catching.has(member.name))
  if (node.kind === 'object') return node.properties.some((property) => property.key !== undefined && routeProperties.has(property.key))
  if (node.kind !== 'jsx' || node.tag < 0) return false
  if (node.attributes.some((attribute) => attribute.key !== undefined && routeProperties.has(attribute.key))) return true
  const tag = source.node(node.tag)
  if (tag.kind === 'member') return tag.name === 'ErrorBoundary'
  const value = evaluator.value(source, node.tag)
  return value.kind === 'package' && value.path.at(-1) === 'ErrorBoundary'
}
