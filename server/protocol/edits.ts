/** Edits of fixes in the protocol's words. */
import path from 'node:path'
import {
  CreateFile, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, type SnippetTextEdit, type TextEdit, type WorkspaceEdit,
} from 'vscode-languageserver/node'
import type { FileEdit, TextEdit as OffsetEdit } from '../../rules/kit/rule.ts'
import type { Abilities } from './abilities.ts'
import type { Folder } from './folder.ts'
import { uriOf } from './places.ts'
import type { Texts } from './texts.ts'

const start = { line: 0, character: 0 }

/** The edit for the client, against the versions of the documents that it has; undefined when a file is gone. */
export function workspaceEdit(folder: Folder, edits: FileEdit[], texts: Texts, abilities: Abilities): WorkspaceEdit | undefined {
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = []
  const changes: Record<string, TextEdit[]> = {}
  for (const edit of edits) {
    if ('create' in edit) {
      const uri = uriOf(path.join(folder.root, edit.path))
      const content: TextEdit = { range: { start, end: start }, newText: edit.create }
      documentChanges.push(
        CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
        TextDocumentEdit.create(OptionalVersionedTextDocumentIdentifier.create(uri, null), [content]),
      )
      changes[uri] = [content]
      continue
    }
    const positions = texts.positions(folder, edit.path)
    if (!positions) return undefined
    const uri = texts.uri(folder, edit.path)
    const version = texts.document(folder, edit.path)?.version ?? null
    const textEdits = edit.edits.map(({ start, end, text }) => ({ range: positions.range(start, end), newText: text }))
    documentChanges.push(TextDocumentEdit.create(OptionalVersionedTextDocumentIdentifier.create(uri, version), textEdits))
    changes[uri] = [...(changes[uri] ?? []), ...textEdits]
  }
  return abilities.documentChanges ? { documentChanges } : { changes }
}

/** Edits in files that the reader may not have open are shown before they are applied, where the client can do so. */
export function previewed(edit: WorkspaceEdit | undefined, title: string, abilities: Abilities): WorkspaceEdit | undefined {
  if (!edit?.documentChanges || !abilities.previewsEdits) return edit
  const annotationId = 'preview'
  return {
    changeAnnotations: { [annotationId]: { label: title, needsConfirmation: true } },
    documentChanges: edit.documentChanges.map((change) => ('edits' in change
      ? { ...change, edits: change.edits.map((each) => ({ ...each, annotationId })) }
      : { ...change, annotationId })),
  }
}

export const createsFiles = (edits: FileEdit[]): boolean => edits.some((edit) => 'create' in edit)

/** An edit that leaves its last part selected, for the reader to type over. */
export function snippetEdit(folder: Folder, file: string, edit: OffsetEdit, placeholder: string, texts: Texts): WorkspaceEdit | undefined {
  const positions = texts.positions(folder, file)
  const version = texts.document(folder, file)?.version
  const at = edit.text.lastIndexOf(placeholder)
  if (!positions || version === undefined || at < 0) return undefined
  const value = `${escaped(edit.text.slice(0, at))}\${1:${escaped(placeholder)}}${escaped(edit.text.slice(at + placeholder.length))}`
  const snippet: SnippetTextEdit = { range: positions.range(edit.start, edit.end), snippet: { kind: 'snippet', value } }
  return {
    documentChanges: [{ textDocument: { uri: texts.uri(folder, file), version }, edits: [snippet] }],
  }
}

const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&')
