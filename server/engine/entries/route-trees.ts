/** Trees of pages and the error boundaries that cover them. */
import type { Framework, RouteTree } from '../../../rules/kit/framework.ts'
import type { RouteBranch } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import type { Graph } from '../graph.ts'
import { nearestPackage, packagesAround } from '../packages/packages.ts'
import { baseNameOf, folderOf, foldersUpwards } from '../packages/paths.ts'
import picomatch from 'picomatch'

interface Context { evaluator: Evaluator; graph: Graph }

/** The route trees whose finding belongs to this file: its root layout, or the first page where there is none. */
export function routeTreesAt(context: Context, source: Source, paths: readonly string[]): RouteBranch[] {
  const found: RouteBranch[] = []
  for (const framework of context.evaluator.world.knowledge.frameworks) {
    if (framework.routeTree) found.push(...fileRouted(context, source, paths, framework, framework.routeTree))
  }
  return [...found, ...rendered(context, source)]
}

const stem = (path: string): string => baseNameOf(path).replace(/\.[^.]+$/, '')

function fileRouted(context: Context, source: Source, paths: readonly string[], framework: Framework, tree: RouteTree): RouteBranch[] {
  const own = stem(source.path)
  if (own !== tree.layout && own !== tree.page) return []
  if (!nearestPackage(context.evaluator.world.surroundings, source.path, framework.packages[0]!)) return []
  const isRoot = picomatch(tree.roots)
  const root = [...foldersUpwards(folderOf(source.path))].reverse().find((folder) => isRoot(folder))
  if (root === undefined) return []
  const below = `${root}/`
  const inTree = paths.filter((path) => path.startsWith(below))
  const layout = inTree.find((path) => path.lastIndexOf('/') === root.length && stem(path) === tree.layout)
  // Most files of a tree are told here not to be the one that speaks for it.
  if (layout !== undefined && layout !== source.path) return []
  const pages = inTree.filter((path) => stem(path) === tree.page && isPage(context, path))
  const anchor = layout ?? pages[0]
  if (anchor !== source.path || pages.length === 0) return []
  const covered = new Set(inTree.filter((path) => stem(path) === tree.boundary || stem(path) === tree.rootBoundary).map(folderOf))
  const uncovered = pages.filter((path) => ![...foldersUpwards(folderOf(path))].some((folder) => folder.startsWith(root) && covered.has(folder)))
  const risky = uncovered.flatMap((path) => risk(context, path, root))
  return [{ framework: framework.name, at: defaultExport(source), root, uncovered: risky, source, node: 0 }]
}

/** Something with a default export; a file that only shares the name is no page. */
const isPage = (context: Context, path: string): boolean =>
  context.evaluator.world.peek(path)?.facts.exports.some((fact) => fact.name === 'default') ?? false

/** What can go wrong while a page renders: it waits for something outside. */
function risk(context: Context, path: string, root: string): RouteBranch['uncovered'] {
  const source = context.evaluator.world.peek(path)
  const value = context.evaluator.exported(path, 'default')
  if (!source || value.kind !== 'function') return []
  const way = context.graph.summaries.of(value)[0]
  if (!way) return []
  const page = `/${folderOf(path).slice(root.length + 1)}`
  return [{ page, why: way.effect === 'request' ? 'waits for another service' : 'waits for the database', at: defaultExport(source) }]
}

function defaultExport(source: Source): { path: string; start: number; end: number } {
  const fact = source.facts.exports.find((it) => it.name === 'default')
  const id = fact === undefined ? -1 : fact.value >= 0 ? fact.value : fact.binding >= 0 ? source.facts.bindings[fact.binding]!.value : -1
  const node = source.as(id, 'function')
  if (node && node.nameEnd > node.nameStart) return { path: source.path, start: node.nameStart, end: node.nameEnd }
  return { path: source.path, start: 0, end: Math.max(1, (source.facts.lineStarts[1] ?? 2) - 1) }
}

/** `createRoot(element).render(<App />)` in a package where nothing catches an error. */
function rendered(context: Context, source: Source): RouteBranch[] {
  const renders = context.graph.links(source.path)?.renders ?? []
  if (renders.length === 0) return []
  const folder = packagesAround(context.evaluator.world.surroundings, source.path)[0]?.folder ?? ''
  const holds = (path: string): boolean => folder === '' || path.startsWith(`${folder}/`)
  for (const links of context.graph.files()) if (links.catchesErrors && holds(links.path)) return []
  return renders.map(({ node, argument }) => {
    const callee = source.as(source.as(node, 'call')?.callee ?? -1, 'member')
    const whole = source.node(node)
    const at = { path: source.path, start: callee?.nameStart ?? whole.start, end: callee?.end ?? whole.end }
    const place = { path: source.path, start: source.node(argument).start, end: source.node(argument).end }
    return { framework: 'React', at, root: folder, uncovered: [{ page: 'the app', why: 'has nothing above it that catches an error', at: place }], source, node }
  })
}
