import type { NodeId } from '../kit/facts.ts'
import type { Option } from '../kit/library.ts'
import type { About, Fix, Reached, TextEdit } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { propertyOf, rootOf, stepsOf } from '../kit/code/code.ts'
import { addOptions, addProperty, keyText, replaceNode } from '../kit/edits/edit.ts'
import { valueOf } from '../kit/edits/files.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { effectOf } from '../kit/code/results.ts'
import { braced, styleOf } from '../kit/edits/style-of.ts'

/** Limits how long a call to another service may take: at the call, or where its client is made. */
export function addTimeout(reached: Reached, about: About): Fix | undefined {
  const { call } = reached
  const { source } = call
  const option = call.facts.options?.timeout
  if (reached.path.length > 0 || !option || call.facts.streams) return undefined
  const milliseconds = about.settings.timeout
  const time = milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`
  const value = valueIn(option, milliseconds)
  if (value === undefined) return undefined

  const maker = option.instance && makerOf(reached, about)
  if (option.instance && maker) {
    const edits = withOption(maker.source, maker.node, { ...option, ...option.instance }, value, [])
    return edits && offer({
      recipe: 'add-timeout', title: `Give up after ${time} on every call of \`${maker.name}\``,
      doubts: ['none of them may take longer'], edits: () => inFile(maker.source, edits()),
    })
  }
  const doubts: string[] = []
  // A signal keeps a framework from sharing the same request among the components of one render.
  const isRendered = reached.entry?.kind === 'page' || reached.entry?.kind === 'layout'
  if (isRendered && option.unit === 'signal' && asks(source, call.node)) doubts.push('no other component asks for the same')
  const edits = withOption(source, call.node, option, value, doubts)
  return edits && offer({ recipe: 'add-timeout', title: `Give up after ${time}`, doubts, edits: () => inFile(source, edits()) })
}

/** Whether the request only asks, as far as its options show; only such requests are shared. */
function asks(source: Source, id: NodeId): boolean {
  const options = source.as(id, 'call')?.arguments.flatMap(each => source.as(each, 'object')?.properties ?? []) ?? []
  const method = source.as(options.find(({ key }) => key === 'method')?.value ?? -1, 'text')?.value.toUpperCase()
  return method === undefined || method === 'GET' || method === 'HEAD'
}

function valueIn({ unit }: Option, milliseconds: number): string | undefined {
  if (unit === 'ms') return String(milliseconds)
  if (unit === 's') return String(milliseconds / 1000)
  return unit === 'signal' ? `AbortSignal.timeout(${milliseconds})` : undefined
}

/** The call in the workspace that made the client which the call is made on. */
function makerOf({ call }: Reached, about: About): { source: Source; node: NodeId; name: string } | undefined {
  const node = call.source.as(call.node, 'call')
  const root = node && rootOf(call.source, node.callee)
  const found = root === undefined ? undefined : valueOf(about, call.source, root)
  const made = found && (found.source.as(found.value, 'call') ?? found.source.as(found.value, 'new'))
  const steps = made && stepsOf(found.source, made.callee)
  if (!made || !steps || !makes(call.library, steps.at(-1)!)) return undefined
  return { source: found.source, node: found.value, name: call.source.textOf(root!) }
}

const makes = (library: Reached['call']['library'], name: string): boolean =>
  effectOf(library, name) === 'none' || Object.hasOwn(library.exports ?? {}, name)

/** Edits that set the option in an argument of the call; what they leave open is added to the doubts. */
function withOption(
  source: Source, id: NodeId, { argument, path, unit }: Pick<Option, 'argument' | 'path' | 'unit'>, value: string, doubts: string[],
): (() => TextEdit[]) | undefined {
  const call = source.as(id, 'call') ?? source.as(id, 'new')
  if (!call || call.arguments.some(each => source.node(each).kind === 'spread')) return undefined
  const [key, ...inner] = path.split('.')
  if (!key) return undefined
  const style = styleOf
  const nested = () => inner.reduceRight((text, step) => braced(style(source), `${keyText(source, step)}: ${text}`), value)
  if (call.arguments.length <= argument) {
    return () => [addOptions(source, id, argument - call.arguments.length, [`${keyText(source, key)}: ${nested()}`])]
  }
  const given = call.arguments[argument]!
  const at = source.as(given, 'cast')?.value ?? given
  const object = source.as(at, 'object')
  if (!object) {
    if (source.node(at).kind !== 'name' || at !== given) return undefined
    doubts.push(`\`${stepsOf(source, at)!.join('.')}\` sets no ${key} itself`)
    return () => [replaceNode(source, at, braced(style(source), `${keyText(source, key)}: ${nested()}, ...${source.textOf(at)}`))]
  }
  const own = propertyOf(object, key)
  if (own) return unit === 'signal' && inner.length === 0 ? joined(source, own.value, own.shorthand === true, value, doubts) : undefined
  if (object.properties.some(property => property.key === undefined && !property.spread)) return undefined
  const spread = object.properties.some(property => property.spread)
  // A limit that is spread in belongs to the caller and goes first.
  return () => addProperty(source, at, key, nested(), spread ? 'first' : undefined)
}

/** Both signals: the one that is there, which must be one, and the limit. */
function joined(source: Source, signal: NodeId, isShort: boolean, value: string, doubts: string[]): (() => TextEdit[]) | undefined {
  const steps = stepsOf(source, signal)
  if (!steps) return undefined
  doubts.push(`\`${steps.join('.')}\` is always there`)
  const text = () => `AbortSignal.any([${source.textOf(signal)}, ${value}])`
  return () => [replaceNode(source, signal, isShort ? `${steps[0]}: ${text()}` : text())]
}
