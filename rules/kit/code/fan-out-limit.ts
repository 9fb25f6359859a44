/** Edits that let a fan-out run a few at a time: with the limiter that the project has, else with `p-limit`. */
import semver from 'semver'
import type { NodeId, NodeOf } from '../facts.ts'
import type { About, FileEdit, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { ownStatement, within } from './code.ts'
import { addOptions, asyncWord, insert, insertBefore, moved } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { addImport, importedAs, isCommonJs } from '../edits/imports.ts'
import { fresh, takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

export interface Limiter { how: 'option' | 'p-limit' | 'p-map'; most: number; doubts: string[] }

/** Enough to keep a connection pool and most services busy, and not too much for them. */
const most = 10

export function limiterFor(source: Source, call: NodeId, about: About): Limiter | undefined {
  const declared = about.dependencies(source.path)
  const callee = source.node(source.as(call, 'call')!.callee)
  if (callee.kind === 'name') return { how: 'option', most, doubts: [] }
  const name = declared.has('p-limit') || !declared.has('p-map') ? 'p-limit' : 'p-map'
  const version = semver.coerce(about.version(source.path, name) ?? declared.get(name))
  // Since then they are ES modules only.
  if (isCommonJs(source) && !(version && version.major < (name === 'p-limit' ? 4 : 5))) return undefined
  const doubts = declared.has(name) ? [] : ['`p-limit` is installed']
  // It begins with nothing more after a failure.
  if (name === 'p-map') doubts.push('those after a failure need not run')
  return { how: name, most, doubts: [...doubts, ...sharesState(source, call) ? ['the order in which they begin does not matter'] : []] }
}

export function limitEdits(source: Source, id: NodeId, limiter: Limiter): FileEdit[] | undefined {
  if (limiter.how === 'option') return optionEdits(source, id, limiter)
  const call = source.as(id, 'call')!
  const callee = source.as(call.callee, 'member')
  const callback = source.as(call.arguments[0] ?? -1, 'function')
  if (callee?.name !== 'map' || call.arguments.length !== 1 || callback?.how !== 'arrow' || callback.generator || callback.body < 0) return undefined
  return limiter.how === 'p-limit' ? limitedEdits(source, id, callback, limiter) : mappedEdits(source, id, callee, limiter)
}

/** `users.map((user) => limit(async () => …))`. */
function limitedEdits(source: Source, id: NodeId, callback: NodeOf<'function'>, limiter: Limiter): FileEdit[] | undefined {
  const statement = ownStatement(source, id)
  if (statement === undefined) return undefined
  const own = addImport(source, 'p-limit', 'default', 'pLimit')
  const limit = fresh(takenNames(source, id), 'limit', 'atOnce')
  const { start, end } = outOfParentheses(source, callback.body)
  const edits: TextEdit[] = [
    ...own.edits, insertBefore(source, statement, [`const ${limit} = ${own.local}(${limiter.most})${styleOf(source).semicolon}`]),
    insert(start, `${limit}(${callback.async ? 'async ' : ''}() => `), insert(end, ')'),
  ]
  // The word goes to the function inside.
  const async = callback.async ? asyncWord(source, callback) : undefined
  if (callback.async && !async) return undefined
  return inFile(source, async ? [...edits, async] : edits)
}

/** `Promise.all(users.map(work))` → `pMap(users, work, { concurrency: 10 })`. */
function mappedEdits(source: Source, id: NodeId, callee: NodeOf<'member'>, limiter: Limiter): FileEdit[] | undefined {
  const { parent } = source.node(id)
  const gathering = source.as(parent, 'call')
  const method = gathering && source.as(gathering.callee, 'member')
  if (!gathering || method?.name !== 'all' || gathering.arguments.length !== 1) return undefined
  const own = addImport(source, 'p-map', 'default', 'pMap')
  const list = source.textOf(callee.object)
  const { brace } = styleOf(source)
  const work = moved(source, source.as(id, 'call')!.arguments[0]!, [], indentAt(source.text, gathering.start))
  return inFile(source, [...own.edits, { start: gathering.start, end: gathering.end, text: `${own.local}(${list}, ${work}, {${brace}concurrency: ${limiter.most}${brace}})` }])
}

/** `pMap(users, work)` → `pMap(users, work, { concurrency: 10 })`. */
function optionEdits(source: Source, id: NodeId, limiter: Limiter): FileEdit[] | undefined {
  const call = source.as(id, 'call')!
  const name = source.as(call.callee, 'name')
  if (!name || importedAs(source, 'p-map', 'default') !== name.name || call.arguments.length !== 2) return undefined
  return inFile(source, [addOptions(source, id, 0, [`concurrency: ${limiter.most}`])])
}

/** The callbacks change something that they share before they wait for anything. */
function sharesState(source: Source, id: NodeId): boolean {
  const callback = source.as(source.as(id, 'call')!.arguments[0] ?? -1, 'function')
  if (!callback) return true
  for (const at of within(source, source.as(id, 'call')!.arguments[0]!)) {
    const assign = source.as(at, 'assign')
    const target = assign && source.as(assign.target, 'name')
    const unary = source.as(at, 'unary')
    const counted = unary && (unary.operator === '++' || unary.operator === '--') ? source.as(unary.value, 'name') : undefined
    const name = target ?? counted
    if (name && name.binding >= 0 && !isInside(source, name.binding, callback)) return true
  }
  return false
}

const isInside = (source: Source, binding: number, { start, end }: NodeOf<'function'>): boolean => {
  const own = source.facts.bindings[binding]!
  return own.start >= start && own.end <= end
}

