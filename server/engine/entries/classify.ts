/** What a file is for, as its path and its imports tell. Everything but production code is silent by default. */
import type { FileFacts } from '../facts.ts'
import { packagesAround } from '../packages/packages.ts'
import { baseNameOf } from '../packages/paths.ts'
import type { Surroundings } from '../surroundings.ts'

export type FileClass = 'production' | 'test' | 'script' | 'migration' | 'seed' | 'fixture'

const folderClasses: Record<string, FileClass> = {
  __tests__: 'test', test: 'test', tests: 'test', spec: 'test', specs: 'test', e2e: 'test', cypress: 'test',
  'test-plugins': 'test', 'example-plugins': 'fixture',
  testing: 'test', 'test-utils': 'test', 'test-helpers': 'test', testutils: 'test', 'e2e-tests': 'test',
  __mocks__: 'fixture', mocks: 'fixture', __fixtures__: 'fixture', fixtures: 'fixture', fixture: 'fixture',
  '.storybook': 'fixture', storybook: 'fixture', __stories__: 'fixture',
  migrations: 'migration', migration: 'migration', backfill: 'migration', backfills: 'migration',
  seed: 'seed', seeds: 'seed', seeders: 'seed', seeding: 'seed',
  scripts: 'script', script: 'script', codemods: 'script', benchmarks: 'script', bench: 'script',
}
/** These mean something else deeper down: `modules/chat/tools`, `services/benchmark`. */
const onlyAtTheTop = new Set(['bench', 'benchmarks', 'tools', 'spec', 'specs'])
const databaseFolders = new Set(['prisma', 'db', 'database', 'drizzle', 'scripts', 'knex', 'typeorm', 'sequelize'])

/** In the order in which they are asked; the first that fits decides. */
const nameClasses: [RegExp, FileClass][] = [
  [/[.](test|spec|e2e-spec|e2e|cy|bench|test-d)$|_test$/, 'test'],
  [/^(vitest|jest|playwright|cypress|mocha|karma|wdio)[.]/, 'test'],
  [/^(setup-?tests?|test-?setup|test-?utils?|test-?helpers?|global-?setup|global-?teardown)$/, 'test'],
  [/[.](stories|story|mocks?|fixtures?)$/, 'fixture'],
  [/[.]migration$|^migrate$|^backfill([.-]|$)/, 'migration'],
  [/^seed(er|s|ing|-database|-data|-db|-dev|-prod|-test)?$|\.seed(er)?$/, 'seed'],
  [/\.config$|^(gulpfile|gruntfile|jakefile)$/, 'script'],
]

const testPackages = new Set([
  'vitest', '@jest/globals', 'jest', 'mocha', 'ava', 'tap', 'tape', 'uvu', 'chai', 'supertest', 'cypress', 'sinon', 'nock',
  'node:test', 'bun:test', '@playwright/test', '@nestjs/testing', '@testing-library/react', '@testing-library/vue',
  'vitest-mock-extended', 'jest-mock-extended', '@storybook/test', 'msw',
])
const seedPackages = new Set(['@faker-js/faker', 'faker', '@snaplet/seed', 'drizzle-seed', '@ngneat/falso'])

/** `path` and `packageFolder`, that of the nearest package, are relative to the workspace, with `/`. */
export const classify = (path: string, facts?: Pick<FileFacts, 'shebang' | 'imports'>, packageFolder = ''): FileClass => {
  const lower = path.toLowerCase()
  const name = baseNameOf(lower).replace(/\.[cm]?[jt]sx?$/, '')
  const folders = lower.split('/').slice(0, -1)
  for (const [pattern, fileClass] of nameClasses) if (pattern.test(name)) return fileClass
  // A folder below a file router is an address: `app/api/seed/route.ts` is production code.
  const ownFolders = routerFolder(lower, folders)?.concat(folders.filter((folder) => folder.startsWith('__'))) ?? folders
  for (let at = ownFolders.length - 1; at >= 0; at--) {
    const fileClass = folderClasses[ownFolders[at]!] ?? (/.migrations$/.test(ownFolders[at]!) ? 'migration' : undefined)
    if (fileClass !== undefined && (at === 0 || !onlyAtTheTop.has(ownFolders[at]!))) return fileClass
  }
  // `tools` of the workspace, and packages that lie below one: `web/tools/repair`.
  if (folders[0] === 'tools' || packageFolder.split('/').slice(0, -1).includes('tools')) return 'script'
  if (/^seed([.-]|$)/.test(name) && folders.some((folder) => databaseFolders.has(folder))) return 'seed'
  return facts === undefined ? 'production' : classOfContent(facts)
}

/** The same, by what lies around the file as well. */
export const classIn = (surroundings: Surroundings, path: string, facts: Pick<FileFacts, 'shebang' | 'imports'>): FileClass =>
  classify(path, facts, packagesAround(surroundings, path)[0]?.folder)

const classOfContent = (facts: Pick<FileFacts, 'shebang' | 'imports'>): FileClass => {
  const imported = facts.imports.filter((fact) => !fact.typeOnly)
  if (imported.some((fact) => testPackages.has(fact.from))) return 'test'
  if (imported.some((fact) => seedPackages.has(fact.from))) return 'seed'
  return facts.shebang ? 'script' : 'production'
}

/** The folders outside the file router, for a file that answers under an address; else undefined. */
const routerFolder = (path: string, folders: string[]): string[] | undefined => {
  const app = folders.lastIndexOf('app')
  const isAppRoute = app >= 0 && /\/(route|page|layout|default|template|loading|error|actions?)\.[cm]?[jt]sx?$/.test(path)
  if (isAppRoute) return folders.slice(0, app)
  const pages = folders.indexOf('pages')
  if (pages >= 0) return folders.slice(0, pages)
  const routes = folders.lastIndexOf('routes')
  return routes >= 0 ? folders.slice(0, routes) : undefined
}
