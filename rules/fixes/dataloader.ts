import type { About, Fix, Reached, TextEdit } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { replaceNode } from '../kit/edits/edit.ts'
import { fieldQuery } from '../kit/batching/field-query.ts'
import { addImport, moduleLines } from '../kit/edits/imports.ts'
import { fresh, plural, small, spoken, takenNames } from '../kit/edits/names.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { contextOf, keyTypes, loaderLines } from '../kit/batching/request-loader.ts'
import { styleOf } from '../kit/edits/style-of.ts'

/**
 * Makes a DataLoader for each request, kept by the request's context, and has a field resolver ask it: it collects the
 * keys of all objects that are resolved in one moment, and asks for them at once.
 */
export function dataloader(reached: Reached, about: About): Fix | undefined {
  const query = fieldQuery(reached, about)
  if (!query) return undefined
  const { source } = query
  const handed = contextOf(query)
  const word = small(reached.call.subject ?? 'row')
  if (!handed || !keyTypes[query.column.type]) return undefined
  const isDeclared = about.dependencies(source.path).has('dataloader')
  return offer({
    recipe: 'dataloader',
    title: `Load the ${spoken(plural(word))} of all fields with one query per request`,
    // A loader gives the same answer for all of a request, also after something has been written.
    doubts: [...isDeclared ? [''] : ['`dataloader` is installed'], ...query.doubts],
    edits() {
      const taken = takenNames(source, query.call)
      const loader = fresh(taken, query.grouped ? `${plural(word)}Loader` : `${word}Loader`)
      const added = addImport(source, 'dataloader', 'default', 'DataLoader')
      const key = source.textOf(query.condition.value)
      const text = `${loader}(${handed.name}).load(${key})`
      const lines = moduleLines(source, 0, loaderLines(query, { loader, word, taken, made: added.local, handed }))
      return inFile(source, [...below(source, added.edits, lines), ...handed.edits, replaceNode(source, query.call, text)])
    },
  })
}

/** An import that would come to stand behind the lines is put before them. */
function below(source: Source, imported: readonly TextEdit[], lines: TextEdit): TextEdit[] {
  const { newline } = styleOf(source)
  const [line] = imported
  if (line?.start !== lines.start + newline.length || !line.text.endsWith(newline)) return [...imported, lines]
  return [{ ...lines, text: newline + line.text.slice(0, -newline.length) + lines.text }]
}
