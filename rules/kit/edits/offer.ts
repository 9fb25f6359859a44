/** How recipes hand out a fix: title, trust, and a last look at the edits. */
import type { FileEdit, Fix, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { keepsComments } from './comments.ts'

export interface Offer {
  recipe: string
  /** What it does, in the reader's words. */
  title: string
  /**
   * What the code leaves open, each as it reads after "if": `posts` is an array. None: the fix is safe. An empty one
   * is a doubt that is too long for a title, which names the first of several.
   */
  doubts: readonly string[]
  edits: () => FileEdit[] | undefined
}

const longestDoubt = 60

/** A fix whose trust follows from what is left open. */
export function offer({ recipe, title, doubts, edits }: Offer): Fix {
  if (doubts.length === 0) return { recipe, title, trust: 'safe', edits }
  const open = [...new Set(doubts)]
  const [first] = open.filter(doubt => doubt !== '' && doubt.length <= longestDoubt)
  const condition = first === undefined ? '' : `, if ${first}${open.length > 1 ? ' …' : ''}`
  return { recipe, title: `${title}${condition} (review)`, trust: 'review', edits }
}

/** The edits of one file, in order; undefined where they overlap, change nothing or would lose a comment. */
export function inFile(source: Source, edits: readonly TextEdit[]): FileEdit[] | undefined {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  for (let i = 1; i < ordered.length; i++) if (ordered[i]!.start < ordered[i - 1]!.end) return undefined
  const changes = ordered.filter(({ start, end, text }) => source.text.slice(start, end) !== text)
  if (changes.length === 0 || !keepsComments(source, changes)) return undefined
  return [{ path: source.path, edits: changes }]
}
