/** Comments of a file, and whether edits keep them: a fix never drops what a person has written for people. */
import ts from 'typescript'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'

export interface Comment { start: number; end: number }

const commentsBySource = new WeakMap<Source, Comment[]>()

/** Every comment of the file, in the order of the text. */
export function commentsOf(source: Source): readonly Comment[] {
  let comments = commentsBySource.get(source)
  if (!comments) commentsBySource.set(source, comments = read(source))
  return comments
}

const scriptKinds = { ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX, js: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX }

function read({ path, text, facts }: Source): Comment[] {
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }
  const file = ts.createSourceFile(path, text, options, false, scriptKinds[facts.language])
  const found = new Map<number, Comment>()
  const add = ({ pos, end }: ts.CommentRange) => found.set(pos, { start: pos, end })
  const visit = (node: ts.Node): void => {
    // Between JSX tags, `//` is text.
    if (node.kind === ts.SyntaxKind.JsxText) return
    const children = node.getChildren(file)
    for (const child of children) visit(child)
    if (children.length > 0 || node.pos === node.getStart(file)) return
    ts.getTrailingCommentRanges(text, node.pos)?.forEach(add)
    ts.getLeadingCommentRanges(text, node.pos)?.forEach(add)
  }
  visit(file)
  return [...found.values()].sort((a, b) => a.start - b.start)
}

/** Whether each comment that the edits touch is still there after them. */
export function keepsComments(source: Source, edits: readonly TextEdit[]): boolean {
  return commentsOf(source).every(({ start, end }) => {
    const touching = edits.filter(edit => edit.start < end && edit.end > start)
    return touching.every(edit => edit.start <= start && edit.end >= end)
      && (touching.length === 0 || edits.some(edit => edit.text.includes(source.text.slice(start, end))))
  })
}

/** Comments on lines of their own right above what begins at `start`, in the order of the text. */
export function commentsAbove(source: Source, start: number): Comment[] {
  const { text } = source
  const above: Comment[] = []
  let first = start
  for (const comment of [...commentsOf(source)].reverse()) {
    if (comment.end > first) continue
    const gap = text.slice(comment.end, first)
    const line = text.slice(text.lastIndexOf('\n', comment.start - 1) + 1, comment.start)
    if (gap.trim() !== '' || gap.split('\n').length !== 2 || line.trim() !== '') break
    above.unshift(comment)
    first = comment.start
  }
  return above
}

/** The comment behind what ends at `end`, if it ends its line. */
export function commentBeside(source: Source, end: number): Comment | undefined {
  const { text } = source
  const lineEnd = text.indexOf('\n', end)
  return commentsOf(source).find((it) => it.start >= end && text.slice(end, it.start).trim() === '' && it.end <= (lineEnd < 0 ? text.length : lineEnd))
}
