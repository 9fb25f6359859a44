/**
 * The last gate before a fix is handed out: its edits fit the texts, break no syntax, and lose no comment. Pure;
 * texts come from the caller.
 */
import ts from 'typescript'
import type { FileEdit, TextEdit } from '../../rules/kit/rule.ts'

/** The text after the edits; undefined where they overlap or lie outside of it. */
export const applyEdits = (text: string, edits: readonly TextEdit[]): string | undefined => {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
  const parts: string[] = []
  let at = 0
  for (const edit of ordered) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) return undefined
    parts.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  return parts.join('') + text.slice(at)
}

export interface VerifyOptions {
  /** The present text of a file; undefined where there is none. */
  textOf: (path: string) => string | undefined
  exists: (path: string) => boolean
}

/** Undefined when the edits may be applied, else why not, in words for a person. */
export const verifyEdits = (edits: readonly FileEdit[], { textOf, exists }: VerifyOptions): string | undefined => {
  const results: { path: string; before: string | undefined; after: string; edits: readonly TextEdit[] }[] = []
  for (const edit of edits) {
    if ('create' in edit) {
      if (exists(edit.path)) return `${edit.path} exists already.`
      results.push({ path: edit.path, before: undefined, after: edit.create, edits: [] })
      continue
    }
    const before = textOf(edit.path)
    if (before === undefined) return `${edit.path} has changed or cannot be read.`
    const after = applyEdits(before, edit.edits)
    if (after === undefined) return `The change no longer fits the text of ${edit.path}.`
    results.push({ path: edit.path, before, after, edits: edit.edits })
  }
  if (results.every(({ before, after }) => before === after)) return 'There is nothing to change.'
  for (const { path, before, after } of results) {
    const errors = syntaxErrors(path, after)
    const allowed = before === undefined || errors.length === 0 ? 0 : syntaxErrors(path, before).length
    if (errors.length > allowed) return `The change would break the syntax of ${path}: ${errors[0]}`
  }
  return lostComment(results)
}

const lostComment = (results: readonly { path: string; before: string | undefined; after: string; edits: readonly TextEdit[] }[]) => {
  const removed: string[] = []
  const kept: string[] = []
  for (const { path, before, edits } of results) {
    if (before === undefined || !isSource(path)) continue
    for (const comment of commentsOf(path, before)) {
      const isTouched = edits.some(({ start, end }) => start < comment.end && end > comment.start)
      const group = isTouched ? removed : kept
      group.push(comment.text)
    }
  }
  const wanted = removed.filter((comment) => !isOwnMarker(comment))
  if (wanted.length === 0) return undefined
  const present = results.flatMap(({ path, after }) => (isSource(path) ? commentsOf(path, after).map(({ text }) => text) : []))
  // What was never touched accounts for its own copies; only the rest may stand for what was removed.
  for (const comment of kept) {
    const at = present.indexOf(comment)
    if (at >= 0) present.splice(at, 1)
  }
  for (const comment of wanted) {
    const at = present.indexOf(comment)
    if (at < 0) return `The change would lose a comment: ${comment.length > 60 ? `${comment.slice(0, 59)}…` : comment}`
    present.splice(at, 1)
  }
  return undefined
}

const isOwnMarker = (comment: string): boolean => /^(\/\/|\/\*+)\s*crowdproof-ignore/.test(comment)

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/i.test(path)

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone })

const syntaxErrors = (path: string, text: string): string[] => {
  if (/\.json$/i.test(path)) return jsonErrors(text)
  if (!isSource(path)) return []
  // The parser's own list is not in its typings.
  const { parseDiagnostics } = parse(path, text) as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }
  return parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

const jsonErrors = (text: string): string[] =>
  ts.parseConfigFileTextToJson('file.json', text).error === undefined ? [] : ['it is no longer JSON.']

interface Comment { text: string; start: number; end: number }

/** Every comment of a source text. They all lie before some token; text between JSX tags holds none. */
export const commentsOf = (path: string, text: string): Comment[] => {
  const source = parse(path, text)
  const found = new Map<number, Comment>()
  const add = (ranges: ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      found.set(pos, { text: text.slice(pos, end).replace(/\s+/g, ' '), start: pos, end })
    }
  }
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.JsxText) return
    const children = node.getChildren(source)
    if (children.length > 0) {
      for (const child of children) visit(child)
      return
    }
    if (node.pos === node.getStart(source)) return
    add(ts.getTrailingCommentRanges(text, node.pos))
    add(ts.getLeadingCommentRanges(text, node.pos))
  }
  visit(source)
  return [...found.values()].sort((a, b) => a.start - b.start)
}
