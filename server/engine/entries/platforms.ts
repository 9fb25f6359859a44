/** Where code runs: a long-lived Node process, functions that come and go, an edge worker, a browser. */
import type { Platform } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { FoundEntry } from './entries.ts'
import { packagesAround } from '../packages/packages.ts'
import { baseNameOf, folderOf } from '../packages/paths.ts'
import type { Surroundings } from '../surroundings.ts'

const workerFiles = new Set(['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'])
const serverlessFiles = new Set(['vercel.json', 'serverless.yml', 'serverless.yaml', 'netlify.toml'])

export function platformOf(surroundings: Surroundings, source: Source, entry: FoundEntry | undefined): Platform {
  if (source.facts.directives.includes('use client')) return 'browser'
  const folders = new Set(['', ...packagesAround(surroundings, source.path).map((it) => it.folder)])
  const markers = surroundings.markers.filter((path) => folders.has(folderOf(path))).map(baseNameOf)
  if (markers.some((name) => workerFiles.has(name))) return 'workers'
  if (source.facts.imports.some((fact) => fact.from.startsWith('cloudflare:'))) return 'workers'
  if (markers.some((name) => serverlessFiles.has(name))) return 'serverless'
  return entry || packagesAround(surroundings, source.path).length ? 'node' : 'unknown'
}
