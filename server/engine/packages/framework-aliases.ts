/** Aliases that frameworks define themselves. */
import type { Framework } from '../../../rules/kit/framework.ts'
import type { Surroundings } from '../surroundings.ts'

/**
 * They stand in a tsconfig that the framework writes on its first start, which a fresh checkout lacks. The configs of
 * the workspace go first.
 */
export function withAliases(surroundings: Surroundings, frameworks: readonly Framework[]): Surroundings {
  const defined = surroundings.packages.flatMap(({ folder, dependencies }) => frameworks.flatMap(({ packages, aliases }) =>
    (aliases && packages.some((name) => name in dependencies) ? [{ folder, base: folder, hasBaseUrl: false, paths: aliases }] : [])))
  return { ...surroundings, paths: [...surroundings.paths, ...defined] }
}
