/** What else runs for the visit of a page: its `generateMetadata`, and the layouts around it. */
import type { Source } from '../../../rules/kit/source.ts'
import type { Context } from '../call-subject.ts'
import type { FoundEntry } from '../entries/entries.ts'
import { baseNameOf, folderOf, foldersUpwards } from '../packages/paths.ts'
import { keyOf, type FunctionKey } from '../summaries.ts'

const stem = (path: string): string => baseNameOf(path).replace(/\.[^.]+$/, '')

/** Functions that run before that of `own`, which answers the visit as a page or layout. */
export function alongsideOf(context: Context, source: Source, own: FunctionKey): FunctionKey[] {
  const entry = entriesOf(context, source.path).find(({ handler }) => keyOf(handler) === keyOf(own))
  const tree = entry?.framework.routeTree
  if (!entry || !tree || (stem(source.path) !== tree.page && stem(source.path) !== tree.layout)) return []
  const page = context.evaluator.exported(source.path, 'default')
  const isBody = page.kind === 'function' && page.node === own.node && page.path === own.path
  const others = isBody ? entriesOf(context, source.path).filter((it) => it !== entry) : []
  const folders = [...foldersUpwards(folderOf(source.path))].slice(stem(source.path) === tree.layout ? 1 : 0)
  const layouts = folders.flatMap((folder) => layoutsIn(context, folder, tree.layout)).filter((it) => it.framework === entry.framework)
  return [...layouts, ...others].map((it) => it.handler)
}

const entriesOf = (context: Context, path: string): readonly FoundEntry[] => (context.graph.links(path)?.entries ?? []).filter((it) => it.form.kind === 'page')

const extensions = ['tsx', 'ts', 'jsx', 'js', 'mjs']

function layoutsIn(context: Context, folder: string, layout: string): readonly FoundEntry[] {
  return extensions.flatMap((extension) => entriesOf(context, `${folder === '' ? '' : `${folder}/`}${layout}.${extension}`))
}
