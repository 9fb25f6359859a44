/** Files that are loaded by their folder: `require(path.join(__dirname, file))`, as Sequelize's own `models/index.js` does. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { folderOf, joinPath } from '../packages/paths.ts'
import { unknown, type Value } from './values.ts'

/** The folder out of which a call of `require` takes a file that only the running program knows. */
export function requiredFolder(source: Source, id: NodeId): string | undefined {
  const call = source.as(id, 'call')
  const callee = call && source.as(call.callee, 'name')
  const argument = call?.arguments[0]
  if (argument === undefined || callee?.name !== 'require' || callee.binding >= 0) return undefined
  const parts = partsOf(source, argument)
  if (!parts) return undefined
  const text = parts.join('/')
  return joinPath(folderOf(source.path), text.slice(0, text.lastIndexOf('/') + 1))
}

/** The texts between `__dirname` and the first part that is not written down. */
function partsOf(source: Source, id: NodeId): string[] | undefined {
  const node = source.node(id)
  if (node.kind === 'name') return node.name === '__dirname' && node.binding < 0 ? ['.'] : undefined
  if (node.kind === 'template') return isHere(source, node.values[0]) ? ['.', node.texts[1] ?? ''] : node.texts[0]?.startsWith('.') ? [node.texts[0]] : undefined
  if (node.kind === 'binary') return source.as(node.left, 'text')?.value.startsWith('.') ? [source.as(node.left, 'text')!.value] : partsOf(source, node.left)
  if (node.kind !== 'call' || !isHere(source, node.arguments[0])) return undefined
  const rest = node.arguments.slice(1).map((it) => source.as(it, 'text')?.value)
  const end = rest.indexOf(undefined)
  return ['.', ...(end < 0 ? rest : rest.slice(0, end)) as string[], '']
}

const isHere = (source: Source, id: NodeId | undefined): boolean => id !== undefined && source.as(id, 'name')?.name === '__dirname'

/**
 * What one of a folder's files gives that is called `name`: itself, or what its function gives when it is called.
 * `id` is what is kept of each file.
 */
export function namedInFolder(evaluator: Evaluator, source: Source, id: NodeId, name: string): Value {
  const call = initialiser(source, id)
  const made = call === undefined ? undefined : source.as(call, 'call')
  const folder = call === undefined ? undefined : requiredFolder(source, call) ?? (made && requiredFolder(source, made.callee))
  if (folder === undefined) return unknown
  const { world } = evaluator
  world.readFiles()
  for (const path of world.paths()) {
    if (path === source.path || folderOf(path) !== folder) continue
    const whole = evaluator.exported(path, 'default')
    const value = whole.kind === 'function' && requiredFolder(source, call!) === undefined ? evaluator.returned(whole) : whole
    if (nameOf(evaluator, value) === name) return value
  }
  return unknown
}

function initialiser(source: Source, id: NodeId): NodeId | undefined {
  const name = source.as(id, 'name')
  if (!name) return id
  const binding = name.binding < 0 ? undefined : source.facts.bindings[name.binding]
  return binding && binding.path.length === 0 && binding.value >= 0 ? binding.value : undefined
}

function nameOf(evaluator: Evaluator, value: Value): string | undefined {
  if (value.kind === 'library') return value.subject
  return value.kind === 'class' ? evaluator.world.source(value.path)?.as(value.node, 'class')?.name : undefined
}
