/** Places and fixes in the words of SARIF. */
import type { ArtifactChange, Fix, Region, Replacement } from 'sarif'
import type { FileEdit, Place } from '../../rules/kit/rule.ts'
import type { OfferedFix } from '../engine/finding.ts'
import type { Stretch, Texts } from './report.ts'

/** A relative reference: every segment percent-encoded, so that neither spaces nor `#` nor `:` change its meaning. */
export const relativeUri = (path: string): string =>
  // Half a surrogate pair, as a file's name may hold on Windows, has no encoding.
  path.replace(/\p{Surrogate}/gu, '\ufffd').split('/').map(encodeURIComponent).join('/')

export const regionOf = ({ start, end }: Pick<Stretch, 'start' | 'end'>): Region => ({
  startLine: start.line,
  startColumn: start.column,
  endLine: end.line,
  endColumn: end.column,
})

/** Undefined where the fix cannot be made: a fix without changes is not valid SARIF. */
export function sarifFix(
  { recipe, title, trust }: OfferedFix,
  edits: FileEdit[] | undefined,
  texts: Texts,
  stretch: (place: Place) => Stretch,
): Fix | undefined {
  if (!edits || edits.length === 0) return undefined
  const artifactChanges = edits.map((edit): ArtifactChange => ({
    artifactLocation: { uri: relativeUri(texts.shown(edit.path)) },
    replacements:
      'create' in edit
        ? [replacement(emptyFile, edit.create)]
        : edit.edits.map(({ start, end, text }) => replacement(stretch({ path: edit.path, start, end }), text)),
  }))
  return { description: { text: title }, artifactChanges, properties: { recipe, trust } }
}

const emptyFile = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }

const replacement = (deleted: Pick<Stretch, 'start' | 'end'>, text: string): Replacement => ({
  deletedRegion: regionOf(deleted),
  insertedContent: { text },
})
