/** What a call does where that depends on how it is written. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Call } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { effectOfSql } from '../../../rules/kit/sql/words.ts'
import { chainCalls } from './chains.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf, type LibraryValue } from './values.ts'

export function factAt(evaluator: Evaluator, source: Source, id: NodeId, fact: Call, receiver?: LibraryValue): Call {
  if (fact.sql !== undefined) return bySql(evaluator, source, id, fact, fact.sql, receiver)
  const given = givenAt(source, id)
  if (fact.asGiven !== undefined) return { ...fact, ...givenFact(evaluator, source, given[fact.asGiven]) }
  if (fact.unrunBy && chainCalls(source, id).some((call) => fact.unrunBy!.includes(methodOf(source, call)))) return { ...fact, does: undefined }
  if (fact.becomes) {
    const become = chainCalls(source, id).map((call) => fact.becomes![methodOf(source, call)]).find((it) => it !== undefined)
    if (become) return { ...fact, does: become, rows: undefined, many: undefined }
  }
  if (fact.wrapsClient && !opens(evaluator, source, given[fact.wrapsClient.argument], fact.wrapsClient.opensBy)) return { ...fact, does: undefined }
  return fact
}

/** `pool.query('update …')` is a write, whatever the method's name says. */
function bySql(evaluator: Evaluator, source: Source, id: NodeId, fact: Call, where: NonNullable<Call['sql']>, receiver: LibraryValue | undefined): Call {
  const tagged = source.as(id, 'tagged')
  const made = where === 'made' && receiver?.made ? evaluator.world.source(receiver.made.path) : undefined
  const text = tagged ? tagged.texts.join(' ? ')
    : made ? sqlIn(evaluator, made, givenAt(made, receiver!.made!.node)[0])
    : typeof where === 'number' ? sqlIn(evaluator, source, givenAt(source, id)[where]) : undefined
  const effect = text === undefined ? undefined : effectOfSql(text)
  if (effect === undefined || effect === fact.does) return fact
  return { ...fact, does: effect === 'none' ? undefined : effect, rows: undefined, many: undefined }
}

/** The text of an argument as far as it can be followed; also of `{ text: … }` and `{ sql: … }`. */
function sqlIn(evaluator: Evaluator, source: Source, argument: NodeId | undefined): string | undefined {
  if (argument === undefined) return undefined
  const node = source.node(argument)
  if (node.kind === 'text') return node.value
  if (node.kind === 'template') return node.texts.join(' ? ')
  if (node.kind === 'tagged') return node.texts.join(' ? ')
  if (node.kind === 'binary') return sqlIn(evaluator, source, node.left)
  if (node.kind === 'object') return sqlIn(evaluator, source, node.properties.find((it) => it.key === 'text' || it.key === 'sql')?.value)
  if (node.kind === 'name') {
    const binding = node.binding < 0 ? undefined : source.facts.bindings[node.binding]
    if (binding && binding.path.length === 0 && binding.value > 0 && binding.kind !== 'parameter') return sqlIn(evaluator, source, binding.value)
  }
  const value = evaluator.value(source, argument)
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
}

function givenAt(source: Source, id: NodeId): readonly NodeId[] {
  const node = source.node(id)
  return node.kind === 'call' || node.kind === 'new' ? node.arguments : []
}

function methodOf(source: Source, call: NodeId): string {
  const node = source.as(call, 'call')
  return (node && source.as(node.callee, 'member')?.name) ?? ''
}

/** `client.send(new SendEmailCommand(…))`. */
function givenFact(evaluator: Evaluator, source: Source, argument: NodeId | undefined): Call | undefined {
  if (argument === undefined) return undefined
  for (const value of optionsOf(evaluator.value(source, argument))) {
    const fact = value.kind === 'library' ? evaluator.world.knowledge.type(value.library, value.type)?.given : undefined
    if (fact) return fact
  }
  return undefined
}

/** Whether a connection is opened with what is given: an address, or options with one of these properties. */
function opens(evaluator: Evaluator, source: Source, argument: NodeId | undefined, properties: readonly string[]): boolean {
  if (argument === undefined) return false
  const node = source.node(argument)
  if (node.kind === 'object') return node.properties.some((it) => it.key !== undefined && properties.includes(it.key))
  if (isText(source, argument)) return true
  const value = evaluator.value(source, argument)
  if (value.kind === 'literal') return typeof value.value === 'string'
  const place = value.kind === 'object' && value.node !== argument ? evaluator.world.source(value.path) : undefined
  return place !== undefined && value.kind === 'object' && opens(evaluator, place, value.node, properties)
}

/** A text, put together or taken from the environment, as far as the file itself shows. */
function isText(source: Source, id: NodeId, depth = 0): boolean {
  if (id < 0 || depth > 8) return false
  const node = source.node(id)
  switch (node.kind) {
    case 'text': case 'template': return true
    case 'cast': return isText(source, node.value, depth + 1)
    case 'binary': return isText(source, node.left, depth + 1) || isText(source, node.right, depth + 1)
    case 'conditional': return isText(source, node.then, depth + 1) || isText(source, node.otherwise, depth + 1)
    case 'member': return isEnvironment(source, node.object)
    case 'name': {
      const binding = node.binding < 0 ? undefined : source.facts.bindings[node.binding]
      return binding?.kind === 'const' && binding.path.length === 0 && isText(source, binding.value, depth + 1)
    }
    default: return false
  }
}

/** `process.env`, `import.meta.env`. */
function isEnvironment(source: Source, id: NodeId): boolean {
  const member = source.as(id, 'member')
  if (member?.name !== 'env') return false
  const object = source.as(member.object, 'name')
  return object ? object.name === 'process' && object.binding < 0 : source.node(member.object).kind === 'other'
}
