import type { NodeId } from '../kit/facts.ts'
import type { About, FileEdit, Fix, RouteBranch, TextEdit } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { boundaryText, errorPageText } from '../kit/edits/boundary-files.ts'
import { moved } from '../kit/edits/edit.ts'
import { folderOf, join } from '../kit/edits/files.ts'
import { addImport } from '../kit/edits/imports.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { indentAt, styleOf } from '../kit/edits/style-of.ts'

const endings = ['tsx', 'jsx', 'js', 'ts']

/** Puts something between an error and an empty page: the error pages of Next.js, or a boundary around a React root. */
export function addErrorBoundary(branch: RouteBranch, about: About): Fix | undefined {
  const call = branch.source.as(branch.node, 'call')
  return call ? aroundRoot(branch, about) : errorPages(branch, about)
}

/** `error.tsx` covers the pages below, `global-error.tsx` the root layout. Both act only when something has failed. */
function errorPages({ source, root }: RouteBranch, about: About): Fix | undefined {
  if (!about.dependencies(source.path).has('next') || root.split('/').at(-1) !== 'app') return undefined
  const ending = source.facts.language.startsWith('ts') ? 'tsx' : source.path.endsWith('.jsx') ? 'jsx' : 'js'
  const isFree = (name: string) => endings.every(each => !about.exists(join(root, `${name}.${each}`)))
  const pages = [
    { file: 'error', name: 'ErrorPage', isWhole: false }, { file: 'global-error', name: 'GlobalError', isWhole: true },
  ].filter(({ file }) => isFree(file))
  if (pages.length === 0) return undefined
  return offer({
    recipe: 'add-error-boundary',
    title: `Add ${pages.map(({ file }) => `\`${file}.${ending}\``).join(' and ')} to \`${root}\``,
    doubts: [],
    edits: () => pages.map(({ file, name, isWhole }): FileEdit =>
      ({ path: join(root, `${file}.${ending}`), create: errorPageText(source, name, isWhole) })),
  })
}

/** `createRoot(…).render(<App />)`. */
function aroundRoot({ source, node }: RouteBranch, about: About): Fix | undefined {
  const element = source.as(node, 'call')!.arguments.find(each => source.node(each).kind === 'jsx')
  // What replaces a whole document would have to be one.
  const isDocument = source.as(node, 'call')!.arguments.some(each => source.as(each, 'name')?.name === 'document')
  if (element === undefined || isDocument) return undefined
  const hasLibrary = about.dependencies(source.path).has('react-error-boundary')
  const path = join(folderOf(source.path), `ErrorBoundary.${source.path.split('.').at(-1)!}`)
  if (!hasLibrary && endings.some(each => about.exists(join(folderOf(source.path), `ErrorBoundary.${each}`)))) return undefined
  return offer({
    recipe: 'add-error-boundary',
    title: 'Wrap the app in an error boundary',
    doubts: [],
    edits() {
      const from = hasLibrary ? 'react-error-boundary' : about.specifier(source.path, path)
      const { edits, local } = addImport(source, from, 'ErrorBoundary')
      const attributes = hasLibrary ? ' fallback={<p role="alert">Something went wrong.</p>} onError={console.error}' : ''
      const own = inFile(source, [...edits, wrap(source, node, element, local, attributes)])
      return own && [...own, ...hasLibrary ? [] : [{ path, create: boundaryText(source) }]]
    },
  })
}

/** The element as the only child of the boundary, on lines of its own. */
function wrap(source: Source, call: NodeId, element: NodeId, name: string, attributes: string): TextEdit {
  const { text } = source
  const { start, end } = source.node(element)
  const { indent, newline, trailingComma } = styleOf(source)
  const outer = indentAt(text, start)
  const isOwnLine = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === ''
  const level = isOwnLine ? outer : outer + indent
  const inside = moved(source, element, [], level + indent)
  const lines = [`<${name}${attributes}>`, `${level}${indent}${inside}`, `${level}</${name}>`].join(newline)
  if (isOwnLine) return { start, end, text: lines }
  const isOnly = source.as(call, 'call')!.arguments.length === 1 && text[start - 1] === '(' && text[end] === ')'
  if (!isOnly) return { start, end, text: `<${name}${attributes}>${text.slice(start, end)}</${name}>` }
  return { start, end, text: `${newline}${level}${lines}${trailingComma}${newline}${outer}` }
}
