/** What an SQL text does, by its words: enough where only "reads or writes" is asked, in any dialect. */

const reading = new Set(['select', 'values', 'table', 'show', 'describe', 'desc', 'explain', 'pragma'])
const writing = new Set([
  'insert', 'update', 'delete', 'replace', 'merge', 'upsert', 'truncate', 'create', 'alter', 'drop', 'grant', 'revoke', 'copy', 'call', 'refresh', 'reindex', 'vacuum',
])
/** They steer the session or a transaction and touch no rows. */
const steering = new Set(['begin', 'start', 'commit', 'rollback', 'savepoint', 'release', 'abort', 'end', 'set', 'reset', 'use', 'lock', 'unlock', 'discard', 'listen', 'unlisten', 'analyze'])

/** `none` for `begin` and its like; undefined where the text's words tell nothing. */
export function effectOfSql(sql: string): 'query' | 'write' | 'none' | undefined {
  const words = wordsOf(sql)
  const [first] = words
  if (first === undefined) return undefined
  // A write may stand behind names of its own: `with old as (delete …) select …`.
  if (first === 'with') return words.some((word, at) => isWriting(word, words[at + 1])) ? 'write' : 'query'
  if (reading.has(first)) return 'query'
  if (writing.has(first)) return 'write'
  return steering.has(first) ? 'none' : undefined
}

function isWriting(word: string, next: string | undefined): boolean {
  return word === 'update' ? next !== 'of' && next !== 'skip' && next !== 'nowait' && next !== undefined : (word === 'insert' || word === 'replace' || word === 'merge') ? next === 'into' : word === 'delete' && next === 'from'
}

const closing: Readonly<Record<string, string>> = { '\'': '\'', '"': '"', '`': '`' }

/** The words of a text in lower case, without what stands in quotes and comments. */
function wordsOf(sql: string): string[] {
  const words: string[] = []
  let at = 0
  while (at < sql.length) {
    const letter = sql[at]!
    if (sql.startsWith('--', at) || letter === '#') at = endOf(sql, '\n', at)
    else if (sql.startsWith('/*', at)) at = endOf(sql, '*/', at + 2)
    else if (closing[letter] !== undefined) at = endOf(sql, closing[letter]!, at + 1)
    else if (isLetter(letter)) {
      const start = at
      while (at < sql.length && isLetter(sql[at]!)) at++
      words.push(sql.slice(start, at).toLowerCase())
    } else at++
  }
  return words
}

function endOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from)
  return at < 0 ? text.length : at + sign.length
}

const isLetter = (letter: string): boolean => (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter === '_' || (letter >= '0' && letter <= '9')
