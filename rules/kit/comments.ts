/** Comments of a file, and whether edits keep them: a fix never drops what a person has written for people. */
import ts from 'typescript'
import type { TextEdit } from './rule.ts'
import type { Source } from './source.ts'

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
