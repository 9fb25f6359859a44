/** Where a call that is the same on every turn can stand once, and what its turns get instead. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Asking, Invariant } from './same-query.ts'
import { chainOf, linksOf, ownStatement, statementOf, stepsOf, varies, within } from './code.ts'
import { commentBeside, commentsAbove } from '../edits/comments.ts'
import { insertBefore, moveLines, removeLines, rewrite } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { camel, fresh, plural, singular, small, takenNames } from '../edits/names.ts'
import { handedTo, holdersOf, isChanged } from './results.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

const settling = new Set(['then', 'catch', 'finally'])

/** `await load(…)`, where the step as a whole is what is asked again. */
export function lookupOf({ routine, step, behind, form }: Asking): NodeId | undefined {
  const { source } = routine
  const isWhole = behind.path.length === 0 || step.targets.some((it) => it.path === form.target?.path && it.node === form.target.node)
  if (!isWhole || source.node(step.node).kind === 'jsx' || step.behind.some(({ call }) => call.effect !== 'query')) return undefined
  const chain = chainOf(source, step.node)
  if (linksOf(source, chain).some(({ name }) => settling.has(name))) return undefined
  const { parent } = source.node(chain)
  return source.node(parent).kind === 'await' ? parent : undefined
}

/** Doubts about sharing one answer; undefined where the code changes it. */
export function sharingDoubts(source: Source, lookup: NodeId): string[] | undefined {
  const holders = holdersOf(source, lookup)
  if (holders.some((id) => isChanged(source, id) || source.facts.bindings[id]!.assignments.length > 0)) return undefined
  const names = holders.flatMap((id) => handedTo(source, id))
  const call = source.as(source.node(lookup).parent, 'call')
  if (call) names.push(stepsOf(source, call.callee)?.at(-1) ?? '')
  return names.map((name) => (name ? `\`${name}\` leaves what it gets as it is` : ''))
}

/** The statement before which the call, or what is made of `parts`, can stand. */
export function placeBefore({ routine: { source }, repetitions }: Invariant, lookup: NodeId, parts = [lookup]): NodeId | undefined {
  const outermost = repetitions[0]!.node
  if (repetitions.some(({ node }) => source.node(node).kind === 'jsx' || parts.some((part) => varies(source, part, node)))) return undefined
  let own = source.functionOf(lookup)
  for (const at of source.outwards(source.node(lookup).parent)) {
    if (at === outermost) break
    const node = source.node(at)
    if (node.kind === 'try' && node.catch >= 0) return undefined
    if (node.kind === 'function') {
      if (!node.async || (node.how !== 'arrow' && [...within(source, lookup)].some((id) => source.node(id).kind === 'this'))) return undefined
      own = source.functionOf(at)
    }
  }
  const isLoop = source.node(outermost).kind !== 'call'
  const before = isLoop ? statementOf(source, outermost) : ownStatement(source, outermost)
  const holder = source.as(own, 'function')
  return before !== undefined && (!isLoop || before === outermost) && holder?.async ? before : undefined
}

/** Whether some turns do without it. */
export function isConditional({ routine: { source }, repetitions }: Invariant, lookup: NodeId): boolean {
  let child = lookup
  for (const at of source.outwards(source.node(lookup).parent)) {
    if (at === repetitions[0]!.node) return false
    const node = source.node(at)
    if ((node.kind === 'if' || node.kind === 'conditional') && child !== node.test) return true
    if (node.kind === 'switch' || (node.kind === 'binary' && ['&&', '||', '??'].includes(node.operator) && child === node.right)) return true
    if (node.kind === 'block' && node.body.slice(0, node.body.indexOf(child)).some((it) => leaves(source, it))) return true
    child = at
  }
  return false
}

const leaves = (source: Source, id: NodeId): boolean =>
  [id, ...within(source, id)].some((at) => ['continue', 'break', 'return', 'throw'].includes(source.node(at).kind) && source.functionOf(at) === source.functionOf(id))

/** Moves the whole `const settings = await …` where nothing else has its names, else only the call. */
export function moveEdits({ routine: { source }, step }: Asking, lookup: NodeId, before: NodeId): TextEdit[] {
  const declared = source.as(source.node(lookup).parent, 'declare')
  if (declared && declared.value === lookup && isAlone(source, declared) && !isTaken(source, declared)) return moveStatement(source, declared, before)
  const name = fresh(takenNames(source, lookup), nameFor(step.name, step.call?.subject, step.call?.facts.rows))
  const to = indentAt(source.text, source.node(before).start)
  const { start, end } = source.node(lookup)
  const text = rewrite(source, start, end, moveLines(source, start, end, indentAt(source.text, start), to))
  return [insertBefore(source, before, [`const ${name} = ${text}${styleOf(source).semicolon}`]), namedInstead(source, lookup, name)]
}

/** A name needs no parentheses, but those of a call or an `if` are not its own. */
export function namedInstead(source: Source, lookup: NodeId, name: string): TextEdit {
  const { start, end, parent } = source.node(lookup)
  const holder = source.node(parent)
  const isOperand = holder.kind === 'member' || holder.kind === 'index' || holder.kind === 'binary'
  return { ...(isOperand ? outOfParentheses(source, lookup) : { start, end }), text: name }
}

function isAlone(source: Source, { statementStart, how, parent }: NodeOf<'declare'>): boolean {
  const same = source.ofKind('declare').filter((id) => source.as(id, 'declare')!.statementStart === statementStart)
  return how === 'const' && same.length === 1 && source.node(parent).kind === 'block'
}

/** Its names mean something else where it would stand. */
function isTaken(source: Source, { bindings }: NodeOf<'declare'>): boolean {
  const names = new Set(bindings.map((id) => source.facts.bindings[id]!.name))
  return source.facts.bindings.some((binding, id) => names.has(binding.name) && !bindings.includes(id))
}

function moveStatement(source: Source, { statementStart, statementEnd }: NodeOf<'declare'>, before: NodeId): TextEdit[] {
  const { text } = source
  const start = commentsAbove(source, statementStart)[0]?.start ?? statementStart
  const end = commentBeside(source, statementEnd)?.end ?? statementEnd
  const from = indentAt(text, statementStart)
  const to = indentAt(text, source.node(before).start)
  return [insertBefore(source, before, [rewrite(source, start, end, moveLines(source, start, end, from, to))]), removeLines(text, start, end)]
}

const verbs = ['get', 'find', 'fetch', 'load', 'read', 'query', 'lookup', 'select', 'resolve', 'count']

/** `getTaxRate` → `taxRate`; a query is named after its table. */
export function nameFor(callee: string, subject: string | undefined, rows: 'one' | 'many' | 'number' | undefined): string {
  if (subject !== undefined) return rows === 'number' ? `${camel(singular(subject))}Count` : rows === 'many' ? plural(camel(subject)) : camel(singular(subject))
  const last = callee.split('.').at(-1)!
  const verb = verbs.find((it) => last.startsWith(it) && last.length > it.length && last[it.length] === last[it.length]!.toUpperCase())
  return rows === undefined ? small(verb ? last.slice(verb.length) : `${last}Result`) : rows === 'one' ? 'found' : 'rows'
}
