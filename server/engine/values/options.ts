/** What is known of an option of a call: from its own arguments, from the receiver's making, from settings for all. */
import semver from 'semver'
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Option, OptionName } from '../../../rules/kit/library.ts'
import type { OptionState } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { signalOf } from '../signals.ts'
import type { Meaning } from '../sites.ts'

export function optionState(evaluator: Evaluator, source: Source, call: NodeId, meaning: Meaning, name: OptionName, version: string | undefined): OptionState {
  const option = meaning.fact.options?.[name]
  if (!option) return { state: 'unknown', why: 'nothing is known of such an option' }
  const node = source.node(call)
  const given = node.kind === 'call' || node.kind === 'new' ? node.arguments : []
  if (given.some((it) => source.node(it).kind === 'spread')) return { state: 'unknown', why: 'the arguments are spread' }
  const own = inArgument(evaluator, source, given[option.argument], [option.path, ...(option.or ?? [])])
  if (own.state !== 'absent' && !(own.state === 'set' && isUntimedSignal(evaluator, option, own))) return own
  if (option.instance) {
    const made = meaning.receiver?.made
    if (meaning.receiver?.declared && !made) return { state: 'unknown', why: 'the client is made elsewhere' }
    const maker = made && evaluator.world.source(made.path)
    const making = maker?.node(made!.node)
    if (maker && (making?.kind === 'call' || making?.kind === 'new')) {
      const instance = inArgument(evaluator, maker, making.arguments[option.instance.argument], [option.instance.path])
      if (instance.state !== 'absent') return instance
    }
  }
  return { state: 'absent', ...defaultOf(option, version) }
}

/** A signal that no clock ends sets no time. One that comes from elsewhere may. */
function isUntimedSignal(evaluator: Evaluator, option: Option, state: Extract<OptionState, { state: 'set' }>): boolean {
  if (option.unit !== 'signal' && !option.or?.includes('signal')) return false
  const source = evaluator.world.source(state.at.path)
  return source !== undefined && state.node !== undefined && signalOf(source, state.node) === 'untimed'
}

/** No default is told for a version that it was not read from. */
function defaultOf(option: Option, version: string | undefined) {
  if (!option.default) return {}
  const { versions, value, says } = option.default
  if (versions && (!version || !semver.satisfies(semver.coerce(version) ?? '0.0.0', versions))) return {}
  return { default: { value, says } }
}

/** Looks for any of the dotted paths in an options object. */
function inArgument(evaluator: Evaluator, source: Source, argument: NodeId | undefined, paths: readonly string[]): OptionState {
  if (argument === undefined) return { state: 'absent' }
  let state: OptionState = { state: 'absent' }
  for (const path of paths) {
    const found = atPath(evaluator, source, argument, path === '' ? [] : path.split('.'))
    if (found.state === 'set') return found
    if (found.state === 'unknown') state = found
  }
  return state
}

function atPath(evaluator: Evaluator, source: Source, id: NodeId, path: readonly string[]): OptionState {
  const node = source.node(id)
  const [first, ...rest] = path
  if (first === undefined) {
    const value = evaluator.value(source, id)
    return {
      state: 'set', node: id, at: { path: source.path, start: node.start, end: node.end },
      ...(value.kind === 'literal' && value.value !== null && { value: value.value }),
    }
  }
  if (node.kind === 'cast') return atPath(evaluator, source, node.value, path)
  if (node.kind !== 'object') {
    const value = evaluator.value(source, id)
    const place = value.kind === 'object' && value.node !== id ? evaluator.world.source(value.path) : undefined
    if (place && value.kind === 'object') return atPath(evaluator, place, value.node, path)
    return { state: 'unknown', why: 'the options are not written here' }
  }
  let spread = false
  for (let index = node.properties.length - 1; index >= 0; index--) {
    const property = node.properties[index]!
    if (property.key === first) return atPath(evaluator, source, property.value, rest)
    if (!property.spread && !property.computed) continue
    const inner = property.spread ? atPath(evaluator, source, property.value, path) : { state: 'unknown' as const }
    if (inner.state === 'set') return inner
    if (inner.state === 'unknown') spread = true
  }
  return spread ? { state: 'unknown', why: 'the options are spread from elsewhere' } : { state: 'absent' }
}
