import type { About, Fix } from '../kit/rule.ts'
import type { Asking } from '../kit/code/same-query.ts'
import { addImport } from '../kit/edits/imports.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { memoisable, wrapEdits } from '../kit/code/memoising.ts'

/** Has React remember, while it renders one request, what a loader has given for the same arguments. */
export function memoisePerRequest(askings: readonly Asking[], about: About): Fix | undefined {
  const target = askings.at(-1)!.form.target
  const source = target && about.source(target.path)
  if (!target || !source || !askings.every(({ routine }) => isRendered(routine.entry)) || !about.dependencies(target.path).has('react')) return undefined
  const loader = memoisable(source, target.node)
  if (!loader) return undefined
  return offer({
    recipe: 'memoise-per-request',
    title: `Remember \`${loader.name}\` for the request`,
    doubts: ['no caller changes what it gives'],
    edits: () => {
      const { edits, local } = addImport(source, 'react', 'cache')
      return inFile(source, [...edits, ...wrapEdits(source, loader, local)])
    },
  })
}

/** By React on the server: elsewhere its `cache` remembers nothing. */
function isRendered(entry: Asking['routine']['entry']): boolean {
  return entry?.kind === 'page' && /(^|\/)app\//.test(entry.at.path)
}
