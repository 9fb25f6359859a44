/** Several fixes at once, as fix-all in an editor and `crowdproof fix` make them. Pure. */
import type { FileEdit, TextEdit } from '../../rules/kit/rule.ts'

export interface Merged {
  edits: FileEdit[]
  /** Which of the fixes are in it; the others touch what an earlier one touches, and are offered again afterwards. */
  taken: number[]
}

/** A fix is taken whole or not at all. Whole lines that several add at one place, such as an import, are added once. */
export function mergeFixes(fixes: readonly FileEdit[][]): Merged {
  const changed = new Map<string, TextEdit[]>()
  const created = new Map<string, string>()
  const taken: number[] = []
  fixes.forEach((fix, position) => {
    if (!fix.every(edit => fits(edit, changed, created))) return
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

function fits(edit: FileEdit, changed: ReadonlyMap<string, TextEdit[]>, created: ReadonlyMap<string, string>): boolean {
  if ('create' in edit) return !changed.has(edit.path) && (created.get(edit.path) ?? edit.create) === edit.create
  if (created.has(edit.path)) return false
  const earlier = changed.get(edit.path) ?? []
  return edit.edits.every(one => isShared(one, earlier) || earlier.every(other => isApart(one, other)))
}

const isWholeLine = ({ start, end, text }: TextEdit): boolean => start === end && text.endsWith('\n')

const isShared = (one: TextEdit, earlier: readonly TextEdit[]): boolean =>
  isWholeLine(one) && earlier.some(({ start, end, text }) => start === one.start && end === one.end && text === one.text)

/** Two edits at one place have no order, unless both are whole lines, where the earlier fix comes first. */
function isApart(one: TextEdit, other: TextEdit): boolean {
  if (one.start === other.start) return isWholeLine(one) && isWholeLine(other)
  return one.end <= other.start || other.end <= one.start
}
