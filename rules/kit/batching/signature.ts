/** Where a function is declared besides its own text: the member of an interface, an object type or an abstract class. */
import type { NodeId } from '../facts.ts'
import type { About, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { insert } from '../edits/edit.ts'
import { ofPromise } from '../code/types.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

export interface Signature {
  source: Source
  /** What the type is called. */
  of: string
  /** The member as a whole, and what its text begins with, up to the name. */
  start: number
  end: number
  head: string
  parameters: readonly NodeId[]
  returns: NodeId
}

/** The member `name` of a class or an object type; undefined where that one has none with a declared result. */
export function signatureIn({ path, node }: { path: string; node: NodeId }, name: string, about: About): Signature | undefined {
  const source = about.source(path)
  const type = source?.node(node)
  if (!source || !type) return undefined
  if (type.kind === 'type-object') {
    const property = type.properties.find(({ key }) => key === name)
    const own = property && source.as(property.value, 'type-function')
    const of = source.facts.bindings.find(binding => binding.type === node || binding.value === node)?.name ?? 'its type'
    return own && property && !property.optional ? { source, of, start: property.start, end: property.end, head: '', parameters: own.parameters, returns: own.returns } : undefined
  }
  const member = type.kind === 'class' ? type.members.find(each => each.name === name && !each.static) : undefined
  const own = member && source.as(member.value, 'function')
  // Where the class has a body for it, that one would need a sibling too.
  if (type.kind !== 'class' || !member || own?.body !== -1 || own.returns < 0) return undefined
  return { source, of: type.name, start: member.start, end: member.end, head: source.text.slice(member.start, own.nameStart), parameters: own.parameters, returns: own.returns }
}

/** A member beside it that takes a list of `listed`, and gives a function of `given` for each. */
export function signatureEdits({ source, start, end, head, parameters, returns }: Signature, sibling: {
  name: string
  list: string
  /** The parameters that differ from turn to turn, by their places. */
  given: readonly { index: number; name: string | undefined }[]
  settled: boolean
  sync: boolean
}): TextEdit[] | undefined {
  const { name, list, given, settled, sync } = sibling
  const typed = given.map(({ index }) => source.as(parameters[index] ?? -1, 'parameter'))
  if (returns < 0 || typed.some(each => !each || each.type < 0 || each.rest)) return undefined
  const givenType = settled ? ofPromise(source, returns) : returns
  if (givenType === undefined) return undefined
  const result = source.textOf(givenType)
  const listed = given.length === 1 ? listOf(source, typed[0]!.type) : `{ ${given.map((each, at) => `${each.name}: ${source.textOf(typed[at]!.type)}`).join('; ')} }[]`
  const taken = parameters.flatMap((parameter, index) => {
    if (index === given[0]!.index) return [`${list}: ${listed}`]
    return given.some(each => each.index === index) ? [] : [source.textOf(parameter)]
  })
  const each = `(${given.map(({ index }) => source.textOf(parameters[index]!)).join(', ')}) => ${result}`
  // Members end with the mark that this one ends with, which may count as a part of it or not.
  const mark = [end - 1, end].find(at => source.text[at] === ';' || source.text[at] === ',')
  const text = `${head}${name}(${taken.join(', ')}): ${sync ? each : `Promise<${each}>`}${mark === undefined ? '' : source.text[mark]!}`
  return [insert(mark === end ? end + 1 : end, `${styleOf(source).newline}${indentAt(source.text, start)}${text}`)]
}

/** `T[]`, with parentheses where the type has several words. */
export function listOf(source: Source, id: NodeId): string {
  const type = source.node(id)
  const isPlain = ['type-name', 'type-literal', 'type-index', 'type-object', 'type-array'].includes(type.kind) || (type.kind === 'type-other' && type.word !== '')
  return isPlain ? `${source.textOf(id)}[]` : `(${source.textOf(id)})[]`
}
