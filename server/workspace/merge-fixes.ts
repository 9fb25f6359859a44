/** Several fixes at once, as fix-all in an editor and `crowdproof fix` make them. Pure. */
import type { FileEdit, TextEdit } from '../../rules/kit/rule.ts'

export interface Merged {
  edits: FileEdit[]
  /** Which of the fixes are in it; the others touch what an earlier one touches, and are offered again afterwards. */
  taken: number[]
}

/**
 * A fix is taken whole or not at all. Whole lines that several add at one place, such as an import, are added once. Two
 * that declare the same name in one block do not go together: each thought that it was free.
 */
export function mergeFixes(fixes: readonly FileEdit[][], textOf: (path: string) => string | undefined = () => undefined): Merged {
  const changed = new Map<string, TextEdit[]>()
  const created = new Map<string, string>()
  const taken: number[] = []
  fixes.forEach((fix, position) => {
    if (!fix.every(edit => fits(edit, changed, created, textOf))) return
    taken.push(position)
    for (const edit of fix) {
      if ('create' in edit) created.set(edit.path, edit.create)
      else {
        const earlier = changed.get(edit.path) ?? []
        changed.set(edit.path, [...earlier, ...edit.edits.filter(one => !isShared(one, earlier))])
      }
    }
  })
  const creations = [...created].map(([path, create]): FileEdit => ({ path, create }))
  return { edits: [...creations, ...[...changed].map(([path, edits]): FileEdit => ({ path, edits }))], taken }
}

function fits(edit: FileEdit, changed: ReadonlyMap<string, TextEdit[]>, created: ReadonlyMap<string, string>, textOf: (path: string) => string | undefined): boolean {
  if ('create' in edit) return !changed.has(edit.path) && (created.get(edit.path) ?? edit.create) === edit.create
  if (created.has(edit.path)) return false
  const earlier = changed.get(edit.path) ?? []
  return edit.edits.every(one => isShared(one, earlier) || earlier.every(other => isApart(one, other) && !declaresToo(one, other, textOf(edit.path))))
}

const isWholeLine = ({ start, end, text }: TextEdit): boolean => start === end && text.endsWith('\n')

const isShared = (one: TextEdit, earlier: readonly TextEdit[]): boolean =>
  isWholeLine(one) && earlier.some(({ start, end, text }) => start === one.start && end === one.end && text === one.text)

/** Two edits at one place have no order, unless both are whole lines, where the earlier fix comes first; no object has a property twice. */
function isApart(one: TextEdit, other: TextEdit): boolean {
  if (one.start === other.start) return isWholeLine(one) && isWholeLine(other) && (propertyIn(one) === undefined || propertyIn(one) !== propertyIn(other))
  return one.end <= other.start || other.end <= one.start
}

/** `include` of `include: { author: true },`. */
const propertyIn = ({ text }: TextEdit): string | undefined => /^\s*(\w+):/.exec(text)?.[1]

/** Both add a declaration of one name, and nothing between them shows that the block of the first has ended. */
function declaresToo(one: TextEdit, other: TextEdit, text: string | undefined): boolean {
  const names = declaredIn(one)
  if (names.length === 0 || !declaredIn(other).some(name => names.includes(name))) return false
  if (text === undefined) return true
  const [from, to] = [Math.min(one.start, other.start), Math.max(one.start, other.start)]
  const depth = Math.min(depthAt(text, one.start), depthAt(text, other.start))
  const between = text.slice(from, to).split('\n').slice(1, -1)
  return !between.some(line => line.trim() !== '' && line.length - line.trimStart().length < depth)
}

const depthAt = (text: string, offset: number): number => {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1)
  return line.length - line.trimStart().length
}

const declaredIn = ({ start, end, text }: TextEdit): string[] =>
  start === end ? [...text.matchAll(/^\s*(?:const|let|function|class) (\w+)/gm)].map(([, name]) => name!) : []
