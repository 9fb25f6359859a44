/**
 * What runs before a handler without being named at its route: the middleware of its router, of the routers above that
 * one, and of the whole app.
 */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Place } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { FoundEntry } from './entries.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { packagesAround } from '../packages/packages.ts'
import type { Surroundings } from '../surroundings.ts'
import { optionsOf, unknown, type LibraryValue, type Value } from '../values/values.ts'

export interface Mount {
  framework: string
  at: Place
  node: NodeId
  /** The function in which it stands: within one, order counts. */
  owner: NodeId
  /** Where the router was made on which it stands; undefined where that cannot be told. */
  router: string | undefined
  /** Addresses below which it runs; undefined: all, as far as can be told. */
  routes: string[] | undefined
  values: Value[]
  /** Routers that it puts below that one. */
  children: (string | undefined)[]
}

/** A handler's place among the mounts. */
export interface Registered { node: NodeId; owner: NodeId; router: string | undefined; route: string | undefined }

/** A router is told from others by where it was made. */
export const routerKey = (value: LibraryValue): string | undefined => value.made && `${value.made.path}:${value.made.node}`

interface Step { path: string; node: NodeId; owner: NodeId; router: string | undefined; route: string | undefined }

export function mountsBefore(surroundings: Surroundings, mounts: readonly Mount[], found: FoundEntry): Mount[] {
  const own = mounts.filter((mount) => mount.framework === found.framework.name)
  const folder = folderAround(surroundings, found.at.path)
  const nearby = (mount: Mount): boolean => folderAround(surroundings, mount.at.path) === folder
  const registered = found.registered ?? { node: -1, owner: -1, router: undefined, route: found.route }
  const waiting: Step[] = [{ path: found.at.path, ...registered }]
  const seen = new Set<string | undefined>()
  const before = new Set<Mount>()
  while (waiting.length) {
    const step = waiting.pop()!
    if (seen.has(step.router)) continue
    seen.add(step.router)
    const known = step.router !== undefined
    for (const mount of own) {
      const same = known && mount.router === step.router
      // Where one of the two cannot be told, it may be this one.
      const maybe = (!known || mount.router === undefined) && nearby(mount)
      if ((same || maybe) && !isLater(mount, step) && isAbove(mount, step.route)) before.add(mount)
      if (!known || !mount.children.includes(step.router)) continue
      const route = step.route === undefined ? undefined : mount.routes ? joined(mount.routes[0]!, step.route) : step.route
      waiting.push({ path: mount.at.path, node: mount.node, owner: mount.owner, router: mount.router, route })
    }
  }
  return [...before].filter((mount) => mount.values.length > 0)
}

/** The whole address of a handler: its route below those of the routers that hold it, as far as they are known. */
export function addressOfEntry(mounts: readonly Mount[], found: FoundEntry): string | undefined {
  let route = found.registered?.route
  let router = found.registered?.router
  const seen = new Set<string>()
  while (route !== undefined && router !== undefined && !seen.has(router)) {
    seen.add(router)
    const above: Mount | undefined = mounts.find((mount) => mount.framework === found.framework.name && mount.children.includes(router))
    if (!above) break
    if (above.routes?.length) route = `${above.routes[0]!.replace(/\/$/, '')}${route === '/' ? '' : route}` || '/'
    router = above.router
  }
  return route
}

/** Later in the same function: a middleware does not run for routes that stand before it. */
const isLater = (mount: Mount, step: Step): boolean => mount.at.path === step.path && mount.owner === step.owner && step.node >= 0 && mount.node > step.node

const isAbove = (mount: Mount, route: string | undefined): boolean =>
  route === undefined || !mount.routes || mount.routes.some((it) => `${route}/`.startsWith(fixedPart(it)))

/** `/api/:id`, `/api/*` → `/api/`. */
const fixedPart = (route: string): string => route.replace(/[:*({].*$/, '')

const joined = (above: string, below: string): string => `${fixedPart(above).replace(/\/$/, '')}${below}`

const folderAround = (surroundings: Surroundings, path: string): string | undefined => packagesAround(surroundings, path)[0]?.folder

/** `app.useGlobalGuards(…)`. */
export function guardingCall(source: Source, id: NodeId, framework: string): Mount {
  const { start, end } = source.node(id)
  return { framework, at: { path: source.path, start, end }, node: id, owner: source.functionOf(id), router: undefined, routes: undefined, values: [unknown], children: [] }
}

/** `{ provide: APP_GUARD, useClass: AuthGuard }`; a class that is known to ask nobody who they are guards nothing. */
export function guardingMention(evaluator: Evaluator, source: Source, id: NodeId, binding: BindingId): Mount[] {
  const fact = source.facts.imports[source.facts.bindings[binding]!.import]
  if (!fact || !evaluator.guardNames.has(fact.name)) return []
  const guarded = optionsOf(evaluator.value(source, id)).flatMap((value) =>
    (value.kind === 'library' && evaluator.world.knowledge.type(value.library, value.type)?.guardsAll ? [value.library] : []))
  const provider = source.as(source.node(id).parent, 'object')
  const isHarmless = provider?.properties.some((it) => it.value >= 0 && it.value !== id && isDescribedClass(evaluator, evaluator.value(source, it.value)))
  return isHarmless ? [] : guarded.map((framework) => guardingCall(source, id, framework))
}

/** A class that a library describes, or one of the workspace that extends it. */
function isDescribedClass(evaluator: Evaluator, value: Value): boolean {
  if (value.kind !== 'class') return value.kind === 'library-class'
  const source = evaluator.world.source(value.path)
  const base = source?.as(value.node, 'class')?.extends ?? -1
  return source !== undefined && base >= 0 && evaluator.value(source, base).kind === 'library-class'
}
