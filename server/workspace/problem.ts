/** Something about the workspace itself that a person should know: a damaged file, a wrong setting. */
export interface Problem {
  /** Relative to the root. */
  path: string
  message: string
  /** From 1. */
  line?: number
}

export const lineAt = (text: string, offset: number): number => {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
