/** Elements that a loop has no name for but the list at an index: `for (let i = 0; …) { … posts[i].authorId … }`. */
import type { NodeId } from '../facts.ts'
import type { PerItem } from './per-item.ts'
import { isSamePlace, stepsOf, within } from '../code/code.ts'
import { replaceNode, rewrite } from '../edits/edit.ts'
import { fresh, singular, takenNames } from '../edits/names.ts'

type Indexed = Pick<PerItem, 'source' | 'indexed' | 'before'>

/** `posts[i]`, or `posts[i]!`. */
export function isIndexed({ source, indexed }: Omit<Indexed, 'before'>, id: NodeId): boolean {
  const asserted = source.as(id, 'cast')
  if (asserted?.how === 'non-null') return isIndexed({ source, ...indexed && { indexed } }, asserted.value)
  const node = source.as(id, 'index')
  return indexed !== undefined && node !== undefined && source.as(node.index, 'name')?.binding === indexed.index && isSamePlace(source, node.object, indexed.list)
}

/** The name that such an element is given outside of the loop: `post`. */
export function indexedName({ source, indexed, before }: Indexed): string {
  const word = stepsOf(source, indexed!.list)!.at(-1)!
  const taken = takenNames(source, before)
  return singular(word) === word ? fresh(taken, 'item') : fresh(taken, singular(word), 'item')
}

/** An expression as it reads outside of the loop, with names for elements that have none in it. */
export function outsideText(item: Indexed, id: NodeId): string {
  const { source, indexed } = item
  const { start, end } = source.node(id)
  const all = indexed ? [id, ...within(source, id)].filter(at => isIndexed(item, at)) : []
  const elements = all.filter(at => !all.includes(source.node(at).parent))
  return rewrite(source, start, end, elements.map(at => replaceNode(source, at, indexedName(item))))
}
