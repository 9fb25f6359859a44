/**
 * Calls of which nothing is known but what they are handed: `startOfDay(day)`, `slug(name)`. A query for all items asks for
 * their value earlier and once more, or once instead of for each: that they give the same then is a doubt.
 */
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { bindingOf, rootOf, stepsOf } from '../code/code.ts'

/** What the language has, and gives the same for the same. */
const known = new Set(['Date.now', 'parseInt', 'parseFloat', 'encodeURIComponent', 'JSON.stringify', 'Number.parseInt', 'Number.parseFloat'])

/** Methods that hand over, one after the other, what is there. */
const taking = new Set(['next', 'shift', 'pop', 'push', 'unshift', 'splice', 'set', 'add', 'delete', 'random', 'randomUUID', 'read'])

export interface PlainCalls {
  isKnown(at: NodeId): boolean
  /** One for each function that was met. */
  doubts(): string[]
}

/** Knows such calls besides those of which `isKnown` says so. */
export function plainCalls(source: Source, isKnown: (at: NodeId) => boolean = () => false): PlainCalls {
  const names = new Set<string>()
  return {
    isKnown(at) {
      if (isKnown(at)) return true
      const name = plainCall(source, at)
      if (name !== undefined && name !== '') names.add(name)
      return name !== undefined
    },
    doubts: () => [...names].map(name => `\`${name}\` gives the same each time`),
  }
}

/** The name of a function that is called like this; empty for one of the language's own. */
export function plainCall(source: Source, at: NodeId): string | undefined {
  const call = source.as(at, 'call')
  if (!call || call.optional || source.node(call.parent).kind === 'await') return undefined
  const root = rootOf(source, call.callee)
  const binding = bindingOf(source, root)
  const member = source.as(call.callee, 'member')
  const steps = stepsOf(source, call.callee)
  if (member && taking.has(member.name)) return undefined
  if (!binding) {
    if (source.node(root).kind === 'this') return steps?.length === 2 ? steps.join('.') : undefined
    const name = steps?.join('.') ?? ''
    return source.node(root).kind === 'name' && (known.has(name) || (name.startsWith('Math.') && name !== 'Math.random')) ? '' : undefined
  }
  const isFunction = binding.kind === 'import' || binding.import >= 0 || binding.kind === 'function' || source.node(binding.value)?.kind === 'function'
  return isFunction ? steps?.join('.') ?? binding.name : undefined
}
