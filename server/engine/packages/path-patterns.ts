// Paths against patterns such as `**/pages/api/**/*.{ts,js}`.
import picomatch from 'picomatch'

interface Matcher {
  /** Folders that the pattern names, and how the file's name starts: nearly every path lacks one of them. */
  folders: readonly string[]
  start: string
  matches: (path: string) => boolean
}

const matchers = new Map<string, Matcher>()

export function matchesPath(pattern: string, path: string): boolean {
  let matcher = matchers.get(pattern)
  if (!matcher) matchers.set(pattern, (matcher = matcherOf(pattern)))
  if (!path.startsWith(matcher.start, path.lastIndexOf('/') + 1)) return false
  for (const folder of matcher.folders) if (!path.includes(folder)) return false
  return matcher.matches(path)
}

function matcherOf(pattern: string): Matcher {
  const parts = pattern.split('/')
  const last = parts.pop()!
  // A bracket that holds a slash spans parts, and then none of them says anything on its own.
  const isPlain = parts.every((part) => !/[{}()[\]!]/.test(part)) && balanced(last)
  return {
    folders: isPlain ? parts.filter((part) => /^[\w.-]+$/.test(part)).map((part) => `${part}/`) : [],
    start: isPlain ? /^[\w.-]*/.exec(last)![0] : '',
    matches: picomatch(pattern),
  }
}

const balanced = (part: string): boolean => part.split('{').length === part.split('}').length && !part.startsWith('!')
