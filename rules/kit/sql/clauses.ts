/** Parts of statements, as query builders take them: conditions with parameters by name, and columns. */
import type { Expr } from 'pgsql-ast-parser'
import { conjuncts, statementOf } from './sql.ts'

/** A column that must equal a parameter: its text, `user.id`, where that ends, and where the parameter does. */
export interface Clause { column: string; columnEnd: number; end: number }

/** `user.id = :id`, where it must hold; undefined where the parameter stands anywhere else, or once more. */
export function clauseWith(text: string, parameter: string): Clause | undefined {
  if (parametersIn(text).filter(name => name === parameter).length !== 1) return undefined
  const select = statementOf(before + withNumbers(text, parameter))
  if (select?.type !== 'select' || !select.where) return undefined
  for (const each of conjuncts(select.where)) {
    if (each.type !== 'binary' || each.op !== '=' || each.left.type !== 'ref' || each.right.type !== 'parameter' || each.right.name !== '$1') continue
    const [left, right] = [each.left._location, each.right._location]
    if (!left || !right) return undefined
    const start = right.start - before.length
    return { column: text.slice(left.start - before.length, left.end - before.length), columnEnd: left.end - before.length, end: start + lengthAt(text, start) }
  }
  return undefined
}

const before = 'SELECT 1 FROM t WHERE '

/** The columns of `SUM(line.price) AS total`, as expressions with their names. */
export function columnsIn(text: string): { expression: Expr; alias: string | undefined }[] | undefined {
  const select = statementOf(`SELECT ${withNumbers(text, '')} FROM t`)
  return select?.type === 'select' && !select.groupBy && !select.where && (select.from?.length ?? 0) === 1 ? select.columns?.map(({ expr, alias }) => ({ expression: expr, alias: alias?.name })) : undefined
}

/** The parameters that a text mentions, each as often as it does: `:id`, `:...ids`. */
export const parametersIn = (text: string): string[] => placesIn(text).map(({ name }) => name)

const lengthAt = (text: string, start: number): number => placesIn(text).find(place => place.start === start)!.end - start

/** The text for a parser, at the same offsets: parameters by number, the one that is asked for as the first; rows and columns by names that are no keywords. */
function withNumbers(text: string, wanted: string): string {
  const written = (place: Place) => (place.name === undefined ? 'x'.repeat(place.end - place.start) : place.name === wanted ? '$1' : '$2').padEnd(place.end - place.start)
  return piecesIn(text).reduceRight((all, place) => all.slice(0, place.start) + written(place) + all.slice(place.end), text)
}

/** A parameter, or (without a name) the part of a dotted name: `user` and `id` of `user.id`. */
interface Place { name: string | undefined; start: number; end: number }

const placesIn = (text: string) => piecesIn(text).flatMap(place => (place.name === undefined ? [] : [{ ...place, name: place.name }]))

function piecesIn(text: string): Place[] {
  const places: Place[] = []
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (letter === '\'' || letter === '"' || letter === '`') {
      const end = text.indexOf(letter, at + 1)
      at = end < 0 ? text.length : end
    } else if (text.startsWith('::', at)) {
      at++
    } else if (letter === ':') {
      const from = at + (text.startsWith(':...', at) ? ':...'.length : 1)
      const end = endOfName(text, from)
      if (end > from) places.push({ name: text.slice(from, end), start: at, end })
      at = Math.max(at, end - 1)
    } else if (isOfName(letter)) {
      const end = endOfName(text, at)
      const isDigit = letter >= '0' && letter <= '9'
      if (!isDigit && (text[end] === '.' || text[at - 1] === '.')) places.push({ name: undefined, start: at, end })
      at = end - 1
    }
  }
  return places
}

function endOfName(text: string, start: number): number {
  let end = start
  while (end < text.length && isOfName(text[end]!)) end++
  return end
}

const isOfName = (letter: string): boolean => letter === '_' || (letter >= '0' && letter <= '9') || letter.toLowerCase() !== letter.toUpperCase()
