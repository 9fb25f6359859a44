/**
 * Marks in examples: comment lines below the code that they speak of.
 *
 *     await fetch(url)
 *     //    ^^^^^ missing-timeout "no timeout" (warning)
 *
 * `^` is a finding and `~` a related place of one. `^^^ todo rule` (or `// todo ^^^ rule`) is a known miss and
 * `^^^ todo silent rule` a known false alarm: both fail once they are mended. `//<^^^` starts at the very beginning of
 * the line, where a comment leaves no room.
 */

export interface Mark {
  kind: 'finding' | 'related'
  /** A known miss, or a known false alarm: what is marked is not so yet. */
  todo: 'miss' | 'false-alarm' | undefined
  /** Undefined for a related place of any rule. */
  rule: string | undefined
  text: string | undefined
  level: string | undefined
  /** Line of the code without marks, from 0, and columns in it. */
  line: number
  start: number
  end: number
}

export interface Marked {
  /** The code without its marks. */
  code: string
  marks: Mark[]
  problems: string[]
}

const form = /^(\s*\/\/)(<?)\s*(todo\s+)?(\^+|~+)(.*)$/
const rest = /^\s*(todo silent\s+|todo\s+)?([a-z][a-z0-9+-]*)?\s*("(?:[^"\\]|\\.)*")?\s*(?:\((error|warning|information|hint)\))?\s*$/

export function takeMarks(text: string): Marked {
  const code: string[] = []
  const marks: Mark[] = []
  const problems: string[] = []
  for (const line of text.split('\n')) {
    const found = form.exec(line)
    if (!found) {
      code.push(line)
      continue
    }
    const words = rest.exec(found[5]!)
    const kind = found[4]!.startsWith('^') ? 'finding' : 'related'
    if (!words || (kind === 'finding' && !words[2]) || code.length === 0) {
      problems.push(`this mark cannot be read: ${line.trim()}`)
      continue
    }
    const [, todo = found[3], rule, text, level] = words
    const end = line.length - found[5]!.length
    marks.push({
      kind, todo: todo === undefined ? undefined : todo.includes('silent') ? 'false-alarm' : 'miss',
      rule, text: text === undefined ? undefined : JSON.parse(text) as string, level,
      line: code.length - 1, start: found[2] ? 0 : end - found[4]!.length, end,
    })
  }
  return { code: code.join('\n'), marks, problems }
}

/** The code with its marks below its lines again. */
export function putMarks(code: string, marks: readonly Mark[]): string {
  return code.split('\n').flatMap((line, index) => [
    line,
    ...marks.filter((mark) => mark.line === index).sort((a, b) => a.start - b.start || a.end - b.end).map((mark) => markLine(line, mark)),
  ]).join('\n')
}

function markLine(line: string, { kind, todo, rule, text, level, start, end }: Mark): string {
  const indent = line.length - line.trimStart().length
  const at = start >= indent + 3 ? indent : Math.max(0, start - 2)
  const prefix = start < 2 ? '//<' : `${' '.repeat(at)}//`
  const word = todo === 'miss' ? 'todo' : todo === 'false-alarm' ? 'todo silent' : undefined
  const sign = (kind === 'finding' ? '^' : '~').repeat(Math.max(1, start < 2 ? end - 3 : end - start))
  const words = [sign, word, rule, text === undefined ? undefined : JSON.stringify(text), level === undefined ? undefined : `(${level})`]
  return `${prefix.padEnd(start < 2 ? 3 : start)}${words.filter((it) => it !== undefined).join(' ')}`
}
