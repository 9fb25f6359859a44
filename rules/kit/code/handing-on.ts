/** Helpers that ask the same each on their own: one of the callers asks once, and hands the answer on. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { About, FileEdit, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Asking } from './same-query.ts'
import { isPure, within } from './code.ts'
import { sharingDoubts, nameFor } from './hoisting.ts'
import { insert, replaceNode, rewrite } from '../edits/edit.ts'
import { addImport, importedAs } from '../edits/imports.ts'
import { capital, fresh, takenNames } from '../edits/names.ts'

/** A helper in which `const webhook = await getWebhook(id)` is the question, and what that reads like where it is called. */
export interface Taker {
  source: Source
  function: NodeOf<'function'>
  name: string
  /** `await getWebhook(id)`, and the function that it calls. */
  lookup: NodeId
  asks: string
  /** Its arguments in the caller's words. */
  given: string
  /** Names of the caller that they are made of. */
  names: NodeId[]
  doubts: string[]
}

/** Undefined where the helper cannot be handed the answer: it asks deeper down, it is not the module's own, or types are not told. */
export function takerOf({ routine, step, behind, form }: Asking, about: About): Taker | undefined {
  const [helper, ...others] = step.targets
  const hop = behind.path[1]
  const caller = routine.source
  const given = caller.as(step.node, 'call')
  const source = helper && about.source(helper.path)
  const owner = source?.as(helper!.node, 'function')
  if (!helper || others.length > 0 || !hop || !given || !source || !owner || !form.target || hop.at.path !== source.path) return undefined
  if (!isOpen(source, owner) || given.arguments.length !== owner.parameters.length) return undefined
  const id = source.calls.find((each) => source.node(calleeOf(source, each)).start === hop.at.start && source.node(calleeOf(source, each)).end === hop.at.end)
  const call = id === undefined ? undefined : source.as(id, 'call')
  const callee = call && source.as(call.callee, 'name')
  const lookup = call?.parent ?? -1
  const declare = source.as(source.node(lookup)?.parent ?? -1, 'declare')
  const block = declare && source.as(declare.parent, 'block')
  if (!callee || source.node(lookup).kind !== 'await' || declare?.how !== 'const' || block?.parent !== helper.node) return undefined
  if (callee.name !== about.source(form.target.path)?.as(form.target.node, 'function')?.name) return undefined
  const doubts = sharingDoubts(source, lookup)
  const told = inWordsOf(caller, given, source, helper.node, owner, call!)
  if (!doubts || !told) return undefined
  const before = block.body.slice(0, block.body.indexOf(source.node(lookup).parent))
  const leaves = before.some((at) => [at, ...within(source, at)].some((each) => ['return', 'throw'].includes(source.node(each).kind)))
  return {
    source, function: owner, name: step.name, lookup, asks: callee.name, ...told,
    doubts: [...doubts, ...leaves ? [`\`${step.name}\` needs it each time`] : []],
  }
}

const calleeOf = (source: Source, call: NodeId): NodeId => (source.node(call) as NodeOf<'call'>).callee

/** A function of the module that can take one parameter more: whoever hands it something else there is told by its type. */
function isOpen({ facts, text }: Source, owner: NodeOf<'function'>): boolean {
  if (!owner.async || owner.generator || owner.directives.length > 0 || facts.directives.includes('use server') || !facts.language.startsWith('ts')) return false
  if (owner.how !== 'declaration' && owner.how !== 'arrow' && owner.how !== 'expression') return false
  const first = owner.parameters[0]
  return first !== undefined && text.slice(0, facts.nodes[first]!.start).trimEnd().endsWith('(')
}

/** The arguments of the inner call, with the caller's own expressions in the place of the helper's parameters. */
function inWordsOf(caller: Source, given: NodeOf<'call'>, source: Source, id: NodeId, owner: NodeOf<'function'>, call: NodeOf<'call'>): { given: string; names: NodeId[] } | undefined {
  const edits: TextEdit[] = []
  const names: NodeId[] = []
  for (const at of call.arguments.flatMap((each) => [each, ...within(source, each)])) {
    const name = source.as(at, 'name')
    if (!name) continue
    const binding = source.facts.bindings[name.binding]
    const index = owner.parameters.indexOf(binding?.value ?? -1)
    const expression = given.arguments[index]
    if (binding?.kind !== 'parameter' || expression === undefined || binding.function !== id || binding.assignments.length > 0 || !isPure(caller, expression)) return undefined
    const inner = memberOf(caller, expression, binding.path)
    if (inner === undefined) return undefined
    names.push(inner.node)
    const shorthand = source.as(name.parent, 'object')?.properties.find((each) => each.shorthand && each.value === at)
    edits.push(replaceNode(source, at, shorthand && inner.text !== name.name ? `${name.name}: ${inner.text}` : inner.text))
  }
  if (call.arguments.length === 0 || !call.arguments.every((each) => isPure(source, each))) return undefined
  const [start, end] = [source.node(call.arguments[0]!).start, source.node(call.arguments.at(-1)!).end]
  const text = rewrite(source, start, end, edits)
  return text.includes('\n') ? undefined : { given: text, names }
}

/** What a pattern takes of an argument: `organisation` of `{ email, organisation }`. */
function memberOf(caller: Source, expression: NodeId, path: readonly (string | number)[]): { text: string; node: NodeId } | undefined {
  const [key, ...rest] = path
  if (key === undefined) return { text: caller.textOf(expression), node: expression }
  const object = caller.as(expression, 'object')
  if (typeof key !== 'string' || rest.length > 0) return undefined
  if (!object) return caller.node(expression).kind === 'name' ? { text: `${caller.textOf(expression)}.${key}`, node: expression } : undefined
  const property = object.properties.find((each) => each.key === key && !each.spread && !each.method)
  return property && { text: caller.textOf(property.value), node: property.value }
}

/** How the caller gets at what the helper asks with; undefined where it cannot. */
export function askedIn(caller: Source, taker: Taker, asking: Asking, about: About): { local: string; edits: TextEdit[] } | undefined {
  const { source, asks } = taker
  const target = asking.form.target!
  if (target.path === caller.path || source.path === caller.path) return { local: asks, edits: [] }
  const known = caller.facts.imports.find((each) => each.name === asks && !each.typeOnly && importedAs(caller, each.from, asks) !== undefined)
  if (known) return { local: importedAs(caller, known.from, asks)!, edits: [] }
  if (!about.source(target.path)?.exportsNamed(asks).length) return undefined
  const fact = source.facts.imports.find((each) => each.name === asks)
  const from = fact && !fact.from.startsWith('.') ? fact.from : about.specifier(caller.path, target.path)
  return addImport(caller, from, asks)
}

/** The helper takes it as one parameter more, which nobody else has to give. */
export function takingEdits({ source, function: owner, lookup, asks }: Taker): TextEdit[] {
  const name = nameFor(asks, undefined, undefined)
  const local = fresh(takenNames(source, lookup), `known${capital(name)}`)
  return [
    insert(source.node(owner.parameters.at(-1)!).end, `, ${local}?: Awaited<ReturnType<typeof ${asks}>>`),
    replaceNode(source, lookup, `${local} ?? (${source.textOf(lookup)})`),
  ]
}

/** `getWorkspace(id)` → `getWorkspace(id, webhook)`. */
export function handing(caller: Source, step: NodeId, name: string): TextEdit {
  const call = caller.as(step, 'call')!
  return insert(caller.node(call.arguments.at(-1)!).end, `, ${name}`)
}

/** The edits of each file together. */
export function byFile(edits: readonly (readonly [Source, readonly TextEdit[]])[], finish: (source: Source, edits: TextEdit[]) => FileEdit[] | undefined): FileEdit[] | undefined {
  const files = new Map<string, { source: Source; edits: TextEdit[] }>()
  for (const [source, own] of edits) {
    const file = files.get(source.path) ?? { source, edits: [] }
    // Two helpers may be the same one.
    file.edits.push(...own.filter((edit) => !file.edits.some((each) => each.start === edit.start && each.end === edit.end && each.text === edit.text)))
    files.set(source.path, file)
  }
  const all = [...files.values()].map((file) => finish(file.source, file.edits))
  return all.includes(undefined) ? undefined : all.flatMap((each) => each!)
}
