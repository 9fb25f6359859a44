/** Edits that hand a transaction's handle to a helper, which takes it already or gets a parameter for it. */
import type { Binding, NodeId, NodeOf } from '../facts.ts'
import type { About, FileEdit, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Escape } from './transactions.ts'
import type { Handle } from './edits.ts'
import { bindingOf, chainOf, isConstant, rootOf, stepsOf, usesOf } from '../code/code.ts'
import { addProperty, insert, replaceNode } from '../edits/edit.ts'
import { fresh, takenNames } from '../edits/names.ts'
import { importedAs } from '../edits/imports.ts'
import { inFile } from '../edits/offer.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'

/** `recordAudit(order)` → `recordAudit(order, tx)`: the helper has a parameter for it. */
export function handedEdits(source: Source, { asked, step }: Escape, handle: Handle): TextEdit[] | undefined {
  const call = source.as(step.node, 'call')
  const taken = asked.takesHandleAt
  if (!call || !taken) return undefined
  return givenAt(source, call, taken.index, taken.steps, handle.text)
}

function givenAt(source: Source, call: NodeOf<'call'>, index: number, steps: readonly string[], text: string): TextEdit[] | undefined {
  if (call.arguments.some((it) => source.node(it).kind === 'spread') || steps.length > 1) return undefined
  const given = call.arguments[index]
  const [step] = steps
  const entry = step === text ? text : `${step}: ${text}`
  if (given === undefined) {
    const missing = Array.from({ length: index - call.arguments.length }, () => 'undefined')
    const written = step === undefined ? text : braced(styleOf(source), entry)
    const last = call.arguments.at(-1)
    return [insert(last === undefined ? call.end - 1 : source.node(last).end, `${last === undefined ? '' : ', '}${[...missing, written].join(', ')}`)]
  }
  const node = source.node(given)
  if (step === undefined) return node.kind === 'name' || node.kind === 'member' ? [replaceNode(source, given, text)] : undefined
  if (node.kind !== 'object') return undefined
  const own = node.properties.find((it) => it.key === step)
  if (own) return own.shorthand ? [{ start: own.start, end: own.end, text: entry }] : [replaceNode(source, own.value, text)]
  return addProperty(source, given, step, text).map((edit) => ({ ...edit, text: edit.text.replace(`${step}: ${text}`, entry) }))
}

/**
 * The escape as the last function on the way sees it that has the handle already: what asks beside `db` in
 * `place(order, db)` is behind one call from there.
 */
export function seenFromHelper(escape: Escape, about: About): { source: Source; escape: Escape; handle: Handle } | undefined {
  const { asked, step } = escape
  const hop = asked.path.at(-1)
  const source = hop && asked.path.length > 1 ? about.source(hop.at.path) : undefined
  const node = source?.calls.find((id) => {
    const { start, end } = source.node(source.as(id, 'call')?.callee ?? 0)
    return start === hop!.at.start && end === hop!.at.end
  })
  if (!source || node === undefined) return undefined
  const owner = source.functionOf(node)
  for (const { on, call, owner: own } of step.asks) {
    if (on !== 'handle' || own !== owner || call.source.path !== source.path || call.facts.takesHandle || call.library !== asked.call.library) continue
    const callee = source.as(call.node, 'call')?.callee ?? -1
    const steps = callee < 0 ? undefined : stepsOf(source, callee)
    const isOwn = steps?.length === (call.subject === undefined ? 2 : 3)
    const client = isOwn ? namesOf(source, rootOf(source, callee)).find((it) => isConstant(it) && it.function === owner && it.start < source.node(node).start) : undefined
    if (!client) continue
    const handle = { text: client.name, name: client.name, edits: [] }
    return { source, handle, escape: { ...escape, asked: { ...asked, path: [hop!] }, step: { ...step, node, name: hop!.name } } }
  }
  return undefined
}

/** A name, and in `const client = tx ?? prisma` the handle that it may be. */
function namesOf(source: Source, id: NodeId): Binding[] {
  const binding = bindingOf(source, id)
  const choice = binding && binding.kind === 'const' && binding.path.length === 0 ? source.as(binding.value, 'binary') : undefined
  const other = choice && ['??', '||'].includes(choice.operator) ? bindingOf(source, choice.left) : undefined
  return [binding, other].filter((it) => it !== undefined)
}

/** A parameter for a helper that has none: everybody else goes on as before. */
export function parameterEdits(source: Source, { asked, step }: Escape, handle: Handle): FileEdit[] | undefined {
  const { call, client, owner } = asked
  const place = call.source
  const step0 = source.as(step.node, 'call')
  const helper = place.as(owner, 'function')
  const node = client === undefined ? undefined : place.node(client)
  if (asked.path.length !== 1 || !step0 || !helper || node?.kind !== 'name' || call.facts.takesHandle?.argument !== undefined || call.facts.sendsTogether) return undefined
  if (!place.contains(owner, call.node) || !place.contains(chainOf(place, call.node), client!) || place.facts.bindings[node.binding]!.function === owner) return undefined
  const parameters = helper.parameters.map((id) => place.as(id, 'parameter'))
  if (parameters.some((it) => it === undefined || it.rest) || helper.how === 'get' || helper.how === 'set' || helper.how === 'constructor') return undefined
  // What is remembered for others must not hang on one transaction.
  const wrapper = place.as(helper.parent, 'call')
  if (wrapper && importedAs(place, 'react', 'cache') !== place.as(wrapper.callee, 'name')?.name) return undefined
  const uses = usesOf(place, node.binding).filter((id) => place.contains(owner, id))
  // A helper that begins a transaction of its own, or hands its client on, needs another hand.
  const members = uses.map((id) => memberUsed(place, id))
  if (members.includes('')) return undefined

  const name = fresh(takenNames(place, client!), 'db', 'client', handle.name)
  const type = typeText(place, node.name, members)
  const isTyped = place.facts.language === 'ts' || place.facts.language === 'tsx'
  const written = `${name}${isTyped ? `: ${type}` : ''} = ${node.name}`
  const first = place.text.indexOf('(', helper.nameEnd > helper.start ? helper.nameEnd : helper.start)
  const last = helper.parameters.at(-1)
  // `order => …` has no parentheses to put another one into.
  if (last === undefined ? place.text[first + 1] !== ')' : first < 0 || first > place.node(helper.parameters[0]!).start) return undefined
  const edits = [insert(last === undefined ? first + 1 : place.node(last).end, `${last === undefined ? '' : ', '}${written}`), ...uses.map((id) => replaceNode(place, id, name))]
  const given = givenAt(source, step0, helper.parameters.length, [], handle.text)
  if (!given) return undefined
  const here = [...given, ...handle.edits]
  if (place === source) return inFile(source, [...edits, ...here])
  const [one, other] = [inFile(source, here), inFile(place, edits)]
  return one && other ? [...one, ...other] : undefined
}

/** The member of the client that is used there; undefined where it is called, '' where it is something else. */
function memberUsed(source: Source, id: NodeId): string | undefined {
  const parent = source.node(source.node(id).parent)
  if (parent.kind === 'member' && parent.object === id) return parent.name.includes('transaction') ? '' : parent.name
  return (parent.kind === 'call' && parent.callee === id) || (parent.kind === 'tagged' && parent.tag === id) ? undefined : ''
}

/** `Pick<typeof prisma, 'audit'>`: what the handle has as well. */
function typeText(source: Source, client: string, members: readonly (string | undefined)[]): string {
  if (members.includes(undefined)) return `typeof ${client}`
  const names = [...new Set(members as string[])].map((it) => quoted(styleOf(source), it))
  return `Pick<typeof ${client}, ${names.join(' | ')}>`
}
