/** Clients of databases and services in the code that makes them: what is done with them, and where they are closed. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Library } from '../library.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { spanOf } from './code.ts'
import { moveLines, removeLines, removeStatement, rewrite } from '../edits/edit.ts'
import { callsNamed, effectOf } from './results.ts'
import { indentAt } from '../edits/style-of.ts'

/** The call of a method that closes the client, on this use of its name. */
export function isClosedBy(source: Source, use: NodeId, library: Library): boolean {
  const member = source.as(source.node(use).parent, 'member')
  const call = member && source.as(member.parent, 'call')
  return member?.object === use && call?.callee === source.node(use).parent && effectOf(library, member.name) === 'release'
}

/**
 * What else is done with the client than asking it and closing it, by name, for the reader to judge; undefined where
 * it is handed away, since its new owner may close it.
 */
export function otherUses(source: Source, uses: readonly NodeId[], library: Library): string[] | undefined {
  const found: string[] = []
  for (const use of uses) {
    const { parent } = source.node(use)
    const member = source.as(parent, 'member')
    if (member?.object !== use) {
      const holder = source.node(parent)
      const isGiven = holder.kind === 'call' || holder.kind === 'new' || holder.kind === 'object'
      if (!isGiven) return undefined
      found.push('')
      continue
    }
    const effect = effectOf(library, member.name)
    const isCalled = source.as(member.parent, 'call')?.callee === parent
    // `prisma.user` is a table; `pool.on(…)` does something that we know nothing about.
    if (isCalled && (effect === undefined || effect === 'none') && !isKnownAsk(library, member.name)) found.push(member.name)
  }
  return found
}

/** A method without an effect of its own that runs a callback or hands something out. */
const isKnownAsk = (library: Library, name: string): boolean =>
  callsNamed(library, name).some(({ runs, returns }) => runs !== undefined || returns !== undefined)

/** Edits that take the closing calls out, with a `finally` that did nothing else; undefined where one is part of more. */
export function withoutClosing(source: Source, uses: readonly NodeId[]): (() => TextEdit[]) | undefined {
  const edits: (() => TextEdit)[] = []
  for (const use of uses) {
    const call = source.node(source.node(use).parent).parent
    const { parent } = source.node(call)
    const outer = source.node(parent).kind === 'await' ? parent : call
    const statement = source.node(outer).parent
    const block = source.as(source.node(statement).parent, 'block')
    if (source.node(statement).kind !== 'expression' || !block) return undefined
    const at = block.parent
    const attempt = source.as(at, 'try')
    const isOnly = attempt?.finally === source.node(statement).parent && block.body.length === 1
    if (!isOnly) edits.push(() => removeStatement(source, statement))
    else if (attempt.catch >= 0) edits.push(() => withoutFinally(source, attempt))
    else if (canUnwrap(source, at)) edits.push(() => unwrapped(source, at, attempt))
    else return undefined
  }
  return () => edits.map(edit => edit())
}

function withoutFinally(source: Source, attempt: NodeOf<'try'>): TextEdit {
  return { start: source.node(attempt.catch).end, end: source.node(attempt.finally).end, text: '' }
}

/** Names of the inner block must not meet those of the outer one. */
function canUnwrap(source: Source, at: NodeId): boolean {
  const attempt = source.as(at, 'try')!
  const { start, end } = source.node(attempt.block)
  const outer = source.as(attempt.parent, 'block')
  if (!outer) return false
  const inner = source.facts.bindings.filter(binding => binding.start >= start && binding.end <= end).map(binding => binding.name)
  const around = source.facts.bindings.filter(binding => binding.function === source.functionOf(at) && (binding.start < start || binding.end > end))
  return !around.some(binding => inner.includes(binding.name)) && source.as(attempt.block, 'block')!.body.length > 0
}

/** The statements of a `try` that needs none, one level further out. */
function unwrapped(source: Source, at: NodeId, attempt: NodeOf<'try'>): TextEdit {
  const { body } = source.as(attempt.block, 'block')!
  const start = spanOf(source, body[0]!).start
  const end = spanOf(source, body.at(-1)!).end
  const from = indentAt(source.text, start)
  const to = indentAt(source.text, attempt.start)
  const text = rewrite(source, start, end, moveLines(source, start, end, from, to))
  const rest = removeLines(source.text, attempt.start, attempt.end)
  return { start: attempt.start, end: Math.min(rest.end, source.node(at).end), text }
}
