/** A file's text as the analysis sees it: without byte order mark, and only if it is text at all. */
import { Buffer, isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { codeOf } from './files.ts'

export interface ReadText {
  text: string
  bytes: Buffer
  /** What stands before the text in the file. */
  mark: '' | '\uFEFF'
  /** False where writing the text back would change bytes that no edit touched. */
  writable: boolean
}

/** `reason` says, for a person, why a file cannot be analysed. */
export interface Unreadable { reason: string; bytes?: Buffer }

export const readText = (absolute: string): ReadText | Unreadable => {
  let bytes: Buffer
  try {
    bytes = readFileSync(absolute)
  } catch (error) {
    return { reason: `The file cannot be read (${codeOf(error)}).` }
  }
  return decode(bytes)
}

export const decode = (bytes: Buffer): ReadText | Unreadable => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.subarray(2).toString('utf16le'), bytes, mark: '', writable: false }
  if (bytes.includes(0)) return { reason: 'Not a text file.', bytes }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const text = (hasMark ? bytes.subarray(3) : bytes).toString('utf8')
  return { text, bytes, mark: hasMark ? '\uFEFF' : '', writable: isUtf8(bytes) }
}

/** Why a text with a source's name is none that a person wrote. */
export const reasonAgainstText = (path: string, text: string): string | undefined => {
  // Qt's translations end in .ts as well.
  if (/^\s*<(\?xml|!DOCTYPE TS|TS )/.test(text)) return 'Not TypeScript, but XML.'
  if (text.length < 20_000 || !/\.[cm]?js$/i.test(path)) return undefined
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return text.length / lines > 500 ? 'Minified.' : undefined
}
