/** JSON with and without comments. What is readable of a damaged file is read, and the damage named. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { lineAt } from './problem.ts'

export interface ReadJson {
  value: unknown
  /** The first thing that is wrong. */
  problem: { message: string; line: number } | undefined
}

const words: Record<string, string> = {
  InvalidSymbol: 'a word is not understood', InvalidNumberFormat: 'a number is not understood',
  PropertyNameExpected: 'a property name is missing', ValueExpected: 'a value is missing', ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing', CloseBraceExpected: 'a closing } is missing', CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the file goes on after its end', UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed', UnexpectedEndOfNumber: 'a number is not complete',
  InvalidUnicode: 'a \\u sequence is wrong', InvalidEscapeCharacter: 'an escape sequence is wrong', InvalidCharacter: 'a character is not allowed',
}

/** Strict JSON, as package.json must be. */
export const readStrictJson = (text: string): ReadJson => {
  try {
    return { value: JSON.parse(text) as unknown, problem: undefined }
  } catch (error) {
    const lenient = readJsonWithComments(text)
    const problem = lenient.problem ?? { message: `Not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}.`, line: 1 }
    return { value: lenient.value, problem }
  }
}

/** JSON with comments and trailing commas, as tsconfig.json and crowdproof.json may be. */
export const readJsonWithComments = (text: string): ReadJson => {
  const errors: ParseError[] = []
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  const [first] = errors
  if (first === undefined) return { value, problem: undefined }
  const code = printParseErrorCode(first.error)
  return { value, problem: { message: `Not valid JSON: ${words[code] ?? code}.`, line: lineAt(text, first.offset) } }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

/** The properties whose values are texts. */
export const textRecord = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}
