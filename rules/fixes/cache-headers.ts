import type { NodeId } from '../kit/facts.ts'
import type { About, Fix, Handler, TextEdit } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { isPlainObject, linksOf, ownStatement, propertyOf, rootOf } from '../kit/code/code.ts'
import { addInner, addOptions, addProperty, insertBefore } from '../kit/edits/edit.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { braced, quoted, styleOf } from '../kit/edits/style-of.ts'

const header = 'Cache-Control'

/** Says in the answer for how long anybody may keep it. How long that is, only the reader knows. */
export function cacheHeaders(handler: Handler, about: About): Fix | undefined {
  const { source, entry, personal, policy, headers, responses } = handler
  if (entry.method !== 'GET' && entry.method !== 'HEAD') return undefined
  if (personal.length > 0 || policy.length > 0 || headers.some(name => name === '*' || name === header.toLowerCase())) return undefined
  const seconds = about.settings.maxAge
  const edits: (() => TextEdit[])[] = []
  for (const { node, facts } of responses) {
    if (isFailure(source, node, facts.answers)) continue
    const value = () => quoted(styleOf(source), `public, max-age=${seconds}`)
    const edit = facts.headersAt ? inInit(source, node, facts.headersAt, value) : bySetter(source, node, facts.headersBy, value)
    if (!edit) return undefined
    edits.push(edit)
  }
  if (edits.length === 0) return undefined
  return offer({
    recipe: 'cache-headers',
    title: `Let browsers and CDNs keep the answer for ${seconds} s`,
    doubts: ['it may be that old'],
    edits: () => inFile(source, edits.flatMap(edit => edit())),
  })
}

/** It answers with an error or a redirection, or with a status that cannot be read: nothing to keep. */
function isFailure(source: Source, node: NodeId, body: number | undefined): boolean {
  const call = source.as(node, 'call') ?? source.as(node, 'new')
  if (!call) return true
  const isBad = (id: NodeId) => (source.as(id, 'number')?.value ?? 0) >= 300
  if (call.arguments.some((each, index) => index !== body && isBad(each))) return true
  const inits = call.arguments.flatMap(each => source.as(each, 'object') ?? [])
  const status = inits.flatMap((init, index) => (index === body && inits.length > 1 ? [] : propertyOf(init, 'status') ?? []))
  if (status.some(({ value }) => isBad(value))) return true
  return linksOf(source, node).slice(0, -1).some(link => source.as(link.call, 'call')!.arguments.some(each => {
    const { kind } = source.node(each)
    return isBad(each) || (kind !== 'number' && kind !== 'text' && kind !== 'object')
  }))
}

/** `res.set('Cache-Control', …)` before the statement that answers. */
function bySetter(source: Source, node: NodeId, setter: string | undefined, value: () => string): (() => TextEdit[]) | undefined {
  const statement = ownStatement(source, node)
  const call = source.as(node, 'call')
  const root = call && rootOf(source, call.callee)
  if (setter === undefined || statement === undefined || root === undefined || source.node(root).kind !== 'name') return undefined
  return () => {
    const style = styleOf(source)
    const line = `${source.textOf(root)}.${setter}(${quoted(style, header)}, ${value()})${style.semicolon}`
    return [insertBefore(source, statement, [line])]
  }
}

/** Among the headers of `Response.json(body, { headers })`. */
function inInit(source: Source, node: NodeId, at: { argument: number; path: string }, value: () => string): (() => TextEdit[]) | undefined {
  const call = source.as(node, 'call') ?? source.as(node, 'new')
  if (!call || call.arguments.some(each => source.node(each).kind === 'spread')) return undefined
  const entry = () => braced(styleOf(source), `${quoted(styleOf(source), header)}: ${value()}`)
  if (call.arguments.length <= at.argument) {
    return () => [addOptions(source, node, at.argument - call.arguments.length, [`${at.path}: ${entry()}`])]
  }
  const given = call.arguments[at.argument]!
  const init = source.as(given, 'object')
  if (!isPlainObject(init)) return undefined
  const headers = propertyOf(init, at.path)
  if (!headers) return () => addProperty(source, given, at.path, entry())
  const names = source.as(headers.value, 'object')
  if (!names || names.properties.some(({ key }) => key?.toLowerCase() === header.toLowerCase())) return undefined
  return () => addInner(source, given, headers.value, header, value())
}
