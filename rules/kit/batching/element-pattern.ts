/** How a callback over the list takes its element apart. */
import { indexedName } from './indexed-elements.ts'
import { walkedFacts } from '../code/types.ts'
import { partsOf, type Key, type PerItem } from './per-item.ts'

/** `post` for the whole element, else the parts of it that are taken: `{ authorId }`, `[, id]`. */
export function elementPattern(item: PerItem, ...keys: Key[]): string | undefined {
  if (item.indexed) return indexedName(item)
  const { source, elements, parts } = item
  const used = [...new Set(keys.flatMap(key => partsOf(source, key)).flatMap(at => {
    const id = source.as(at, 'name')?.binding ?? -1
    return elements.includes(id) ? [id] : []
  }))].map(id => source.facts.bindings[id]!).map(({ name, path, fallback }) => ({ name, path: parts ? [name, ...path] : path, fallback }))
  const [only] = used
  if (used.length === 1 && only!.path.length === 0) return only!.name
  if (used.length === 0 || used.some(({ path, fallback }) => path.length === 0 || fallback >= 0 || path.includes('...'))) return undefined
  return patternOf(used.map(({ name, path }) => ({ name, path })))
}

/** `{ user: { id }, key }`, `[, id]`. */
function patternOf(parts: { name: string; path: readonly (string | number)[] }[]): string | undefined {
  const byStep = new Map<string | number, { name: string; path: readonly (string | number)[] }[]>()
  for (const { name, path } of parts) byStep.set(path[0]!, [...byStep.get(path[0]!) ?? [], { name, path: path.slice(1) }])
  const inner = new Map<string | number, string>()
  for (const [step, below] of byStep) {
    const text = below.length === 1 && below[0]!.path.length === 0 ? below[0]!.name : below.some(each => each.path.length === 0) ? undefined : patternOf(below)
    if (text === undefined) return undefined
    inner.set(step, text)
  }
  const steps = [...inner.keys()]
  if (steps.every(step => typeof step === 'string')) return `{ ${steps.map(step => (inner.get(step) === step ? step : `${step}: ${inner.get(step)}`)).join(', ')} }`
  if (steps.some(step => typeof step === 'string')) return undefined
  return `[${Array.from({ length: Math.max(...steps as number[]) + 1 }, (_, index) => inner.get(index) ?? '').join(', ')}]`
}

/** `for (const [id, member] of members)`: unless it is known for an array, the list may be a map, whose own methods are others. */
export function isOfEntries({ source, list, elements, map }: PerItem): boolean {
  const { array, query } = walkedFacts(source, list)
  return !map && array !== 'yes' && query === undefined && elements.some(each => typeof source.facts.bindings[each]!.path[0] === 'number')
}
