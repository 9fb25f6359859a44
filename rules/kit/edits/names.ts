/** Names for what recipes introduce: in the reader's words, and never one that is taken. */
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'

const reserved = new Set([
  'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum',
  'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof',
  'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public', 'return', 'static', 'super', 'switch',
  'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void', 'while', 'with', 'yield',
])

const isVowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiou'.includes(letter.toLowerCase())

const uncounted = ['data', 'media', 'info', 'information', 'metadata', 'staff']

const irregular = [['person', 'people'], ['child', 'children']] as const

/** The word with another end, where it ends with that word. */
const withEnd = (word: string, from: string, to: string): string | undefined =>
  (word === from || word.endsWith(capital(from)) ? word.slice(0, -from.length + 1) + to.slice(1) : undefined)

/** `user` → `users`, `category` → `categories`; a plural stays as it is. */
export function plural(word: string): string {
  if (uncounted.some(end => word === end || word.endsWith(capital(end)))) return word
  for (const [one, many] of irregular) {
    if (withEnd(word, many, one) !== undefined) return word
    const found = withEnd(word, one, many)
    if (found !== undefined) return found
  }
  const last = word.at(-1)?.toLowerCase()
  if (last === 's' && word.at(-2)?.toLowerCase() !== 's') return word
  if (last === 'y' && !isVowel(word.at(-2))) return `${word.slice(0, -1)}ies`
  if (last === 'x' || last === 's' || word.endsWith('ch') || word.endsWith('sh')) return `${word}es`
  return `${word}s`
}

const losesTwo = ['sses', 'xes', 'tches', 'shes', 'tuses', 'nuses', 'ruses']

/** `users` → `user`, `categories` → `category`; `row` where no other word is left. */
export function singular(word: string): string {
  for (const [only, many] of irregular) {
    const found = withEnd(word, many, only)
    if (found !== undefined) return found
  }
  const one = word.endsWith('ies') ? `${word.slice(0, -3)}y`
    : losesTwo.some(end => word.endsWith(end)) ? word.slice(0, -2)
    : word.endsWith('s') && !word.endsWith('ss') && !word.endsWith('us') ? word.slice(0, -1)
    : word
  return one === '' || reserved.has(one) ? 'row' : one
}

export const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
export const small = (word: string): string => word.slice(0, 1).toLowerCase() + word.slice(1)

/** What one row of a model is called: that of `UserEntity` is a user. */
export const rowWord = (model = 'row'): string => small(model.endsWith('Entity') && model !== 'Entity' ? model.slice(0, -'Entity'.length) : model)

/** `user_id` → `userId`, `Order items` → `orderItems`. */
export function camel(word: string): string {
  const parts = word.split('_').flatMap(part => part.split('-')).flatMap(part => part.split(' ')).filter(part => part !== '')
  return small(parts.map((part, index) => (index ? capital(part) : part)).join(''))
}

/** `sendMail` → `send-mail`. */
export function kebab(word: string): string {
  let text = ''
  for (const letter of word) {
    const isCapital = letter !== letter.toLowerCase()
    if (isCapital && text !== '' && !text.endsWith('-')) text += '-'
    text += letter === '_' || letter === '$' ? '-' : letter.toLowerCase()
  }
  return text
}

/** `pageViews` → `page views`. */
export const spoken = (word: string): string => kebab(word).replaceAll('-', ' ')

export function isIdentifier(word: string): boolean {
  if (word === '' || reserved.has(word)) return false
  return [...word].every((letter, index) => letter === '_' || letter === '$'
    || (letter.toLowerCase() !== letter.toUpperCase()) || (index > 0 && letter >= '0' && letter <= '9'))
}

/** Names that mean something at a place: those of the module, and all in the outermost function around it. */
export function takenNames(source: Source, at: NodeId): Set<string> {
  const { nodes, bindings } = source.facts
  let outermost = 0
  for (const id of source.outwards(at)) if (source.node(id).kind === 'function') outermost = id
  const { start, end } = source.node(outermost)
  const taken = new Set<string>()
  for (const binding of bindings) {
    if (binding.function === 0 || outermost === 0 || (binding.start >= start && binding.end <= end)) taken.add(binding.name)
  }
  for (const node of nodes) {
    if (node.kind === 'name' && node.start >= start && node.end <= end) taken.add(node.name)
  }
  return taken
}

/** The first of the names that is free, else the last one with a number; the choice is then taken as well. */
export function fresh(taken: Set<string>, ...names: [string, ...string[]]): string {
  const wanted = names.filter(isIdentifier)
  const free = wanted.find(name => !taken.has(name))
  let name = free ?? wanted[0] ?? 'rows'
  for (let number = 2; taken.has(name); number++) name = `${wanted[0] ?? 'rows'}${number}`
  taken.add(name)
  return name
}
