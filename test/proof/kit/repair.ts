/** Makes a workspace out of a case and repairs a copy of it, exactly as a reader would. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { commandLine, proofFolder } from './places.ts'
import { run } from './run.ts'

/** A finding in the command line's JSON. */
export interface Finding {
  rule: string
  message: string
  path: string
  start: { line: number; column: number }
  trips: string | null
  fixes: { recipe: string; title: string; trust: string }[]
}

export interface Wish {
  rule: string
  recipe: string
  /** Files of the case: path in the workspace → file under `cases/`. */
  files: Record<string, string>
  /** Folder under `workspaces/` that surrounds the case. */
  workspace?: string
  /** What package.json declares, at the versions that are installed here. */
  packages: string[]
  /** Further dependencies that are declared but not installed: enough where the case runs without them. */
  extra?: Record<string, string>
  /** The workspace is built by a bundler, as for a browser; by default Node runs it as it is. */
  bundled?: true
  /** `crowdproof.json`. */
  settings?: object
  /** Only fixes with the same behaviour are applied. */
  safe?: boolean
  /** Files in `src/` whose exported functions are called by request handlers, as most rules want it. */
  reached?: string[]
  /** Folders to put in from elsewhere, such as a generated client: path in the workspace → absolute path. */
  from?: Record<string, string>
}

export interface Repaired {
  /** The workspace as it was, and its repaired copy. */
  before: string
  after: string
  found: Finding[]
  left: Finding[]
  /** Files of the case, and files that the fix created. */
  cases: string[]
  created: string[]
  remove(): Promise<void>
}

export async function repair(wish: Wish): Promise<Repaired> {
  const folder = await mkdtemp(join(tmpdir(), `crowdproof-${wish.recipe}-`))
  const before = join(folder, 'before')
  const after = join(folder, 'after')
  await write(before, wish)
  await cp(before, after, { recursive: true })

  const found = await check(before, wish.rule)
  const fixed = await tool(['fix', after, ...wish.safe ? [] : ['--review'], '--rule', wish.rule])
  assert.notEqual(fixed.code, 2, `The fix broke off: ${fixed.err}`)
  const left = await check(after, wish.rule)

  const earlier = new Set(await filesOf(before))
  const created = (await filesOf(after)).filter((path) => !earlier.has(path))
  for (const copy of [before, after]) await symlink(join(proofFolder, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return { before, after, found, left, cases: Object.keys(wish.files), created, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The findings of one rule, from `check --format json`. */
export async function check(folder: string, rule: string): Promise<Finding[]> {
  const ended = await tool(['check', folder, '--format', 'json', '--level', 'hint'])
  assert.ok(ended.code === 0 || ended.code === 1, `The check broke off: ${ended.err}`)
  const report = JSON.parse(ended.out) as { findings: Finding[] }
  return report.findings.filter((finding) => finding.rule === rule)
}

async function tool(words: string[]) {
  if (!existsSync(commandLine)) throw new Error('The command line is not built: run the build first.')
  return run(process.execPath, [commandLine, ...words], { cwd: tmpdir() })
}

async function write(folder: string, wish: Wish): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (wish.workspace) await cp(join(proofFolder, 'workspaces', wish.workspace), folder, { recursive: true })
  for (const [path, from] of Object.entries(wish.files)) await cp(join(proofFolder, 'cases', from), join(folder, path))
  for (const [path, from] of Object.entries(wish.from ?? {})) await cp(from, join(folder, path), { recursive: true })

  if (wish.reached) await writeFile(join(folder, 'src', 'app.ts'), await applicationOf(folder, wish.reached))

  const own = JSON.parse(await readFile(join(proofFolder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const packages = wish.reached ? ['express', ...wish.packages] : wish.packages
  const dependencies = { ...Object.fromEntries(packages.map((name) => [name, own.dependencies[name]])), ...wish.extra }
  await writeJson(join(folder, 'package.json'), { name: 'case', private: true, type: 'module', dependencies })
  await writeJson(join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'ES2023', lib: ['ES2023', 'DOM'], types: ['node'], strict: true,
      ...wish.bundled ? { module: 'ESNext', moduleResolution: 'Bundler' } : { module: 'NodeNext' },
      jsx: 'react-jsx', noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, experimentalDecorators: true,
    },
  })
  if (wish.settings) await writeJson(join(folder, 'crowdproof.json'), wish.settings)
}

/** An Express application with a handler for each function of the files. */
async function applicationOf(folder: string, paths: string[]): Promise<string> {
  const head = ["import express from 'express'"]
  const body = ['const app = express()', 'app.use(express.json())']
  for (const path of paths) {
    const text = await readFile(join(folder, path), 'utf8')
    const names = [...text.matchAll(/^export async function (\w+)/gm)].map((match) => match[1])
    head.push(`import { ${names.join(', ')} } from './${basename(path)}'`)
    for (const name of names) {
      body.push(`app.post('/${name}', async (request, response) => {`, `  response.json(await ${name}(...request.body))`, '})')
    }
  }
  return [...head, '', ...body, 'app.listen(3000)', ''].join('\n')
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath.slice(folder.length + 1), entry.name))
}

const writeJson = (path: string, value: unknown) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
