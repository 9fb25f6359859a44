/**
 * What the engine is told about the world around the files: packages, path aliases, schemas. Plain data, read by
 * `workspace/`; the engine itself touches no disk.
 */
import type { SchemaFacts } from '../../rules/kit/schema.ts'
import type { CreatedIndex } from '../../rules/kit/sql/indexes.ts'

/** One package.json of the workspace. Paths are relative to the workspace's root, with `/`; the root itself is `''`. */
export interface PackageFacts {
  folder: string
  name: string | undefined
  /** False for a package that the workspace's declarations leave out: others do not import it by its name. */
  member?: false
  /** dependencies, devDependencies, peerDependencies and optionalDependencies together: name → range. */
  dependencies: Record<string, string>
  /** Exact versions, from node_modules/NAME/package.json where installed, else from the lock file. */
  installed: Record<string, string>
  /** `exports` and `main` as written, for resolving workspace packages before install. */
  exports: unknown
  main: string | undefined
  /** `source`, `module` and `types` as written, in this order: where to look besides `main`. */
  entries?: string[]
  /** `imports` (`#db`) as written. */
  imports: unknown
  type: 'module' | 'commonjs'
  scripts: Record<string, string>
}

/** A tsconfig/jsconfig with its `extends` applied. */
export interface PathsFacts {
  folder: string
  /** Folder that `paths` are relative to. */
  base: string
  hasBaseUrl: boolean
  paths: Record<string, string[]>
}

/** Files that mark a platform (`wrangler.toml`, `vercel.json`, `next.config.js`), relative to the root. */
export interface Surroundings {
  packages: PackageFacts[]
  paths: PathsFacts[]
  schemas: SchemaFacts[]
  /** Indexes that migrations in SQL create. */
  indexes?: CreatedIndex[]
  /** Paths of marker files that exist. */
  markers: string[]
}
