/**
 * Builds everything that is shipped into `dist/`: the editor's extension, the language server, the command line.
 * Nothing of node_modules is needed afterwards.
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'

const started = Date.now()
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const dist = path.join(root, 'dist')
// Built beside its place and moved there when complete, so that nobody meets half a build.
const building = path.join(root, 'out', `dist.${process.pid}`)

/** Bundled CommonJS packages ask for Node's own modules by `require`, which a module does not have by itself. */
const requireForPackages = "import { createRequire as createRequireForPackages } from 'node:module'; const require = createRequireForPackages(import.meta.url);"
const namesForPackages = "import { fileURLToPath as fileForPackages } from 'node:url'; const __filename = fileForPackages(import.meta.url); const __dirname = fileForPackages(new URL('.', import.meta.url));"

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Some packages' CommonJS form finds its parts in a way that cannot be bundled.
  mainFields: ['module', 'main'],
  minify: true,
  // Names in a stack trace are worth more in a report than the bytes they cost.
  keepNames: true,
  legalComments: 'none',
  loader: { '.md': 'text' },
  logLevel: 'warning',
}

/** The parser is a file of its own: it is loaded only where something is parsed, and cached by Node as one piece. */
const parserApart = {
  name: 'parser-apart',
  setup(build) {
    build.onResolve({ filter: /^typescript$/ }, () => ({ path: './typescript.js', external: true }))
  },
}

try {
  await Promise.all([buildExtension(), buildPrograms(), buildParser()])
  await writeSchema()
  writeStarter()
  copyPages()
  fs.rmSync(dist, { recursive: true, force: true })
  fs.renameSync(building, dist)
} catch (error) {
  // What esbuild found wrong it has printed itself.
  if (!error.errors) console.error(error)
  process.exitCode = 1
} finally {
  fs.rmSync(building, { recursive: true, force: true })
}
if (!process.exitCode) report()

function buildExtension() {
  return esbuild.build({
    ...shared,
    entryPoints: { extension: 'client/extension.ts' },
    outdir: building,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  })
}

function buildPrograms() {
  return esbuild.build({
    ...shared,
    entryPoints: { 'language-server': 'server/protocol/main.ts', 'command-line-program': 'server/command-line.ts' },
    outdir: building,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    splitting: true,
    banner: { js: requireForPackages },
    plugins: [parserApart],
  })
}

/** Only comments and blanks are taken out of it: with shortened names it loads slower, not faster. */
function buildParser() {
  return esbuild.build({
    ...shared,
    stdin: { contents: "export { default } from 'typescript'", resolveDir: root },
    outfile: path.join(building, 'typescript.js'),
    format: 'esm',
    minify: false,
    minifyWhitespace: true,
    keepNames: false,
    banner: { js: `${requireForPackages} ${namesForPackages}` },
  })
}

/** Node's cache of compiled code has to be switched on before what it is to hold is loaded. */
function writeStarter() {
  const lines = [
    '#!/usr/bin/env node',
    "import module from 'node:module'",
    'module.enableCompileCache?.()',
    "await import('./command-line-program.js')",
  ]
  fs.writeFileSync(path.join(building, 'command-line.js'), `${lines.join('\n')}\n`, { mode: 0o755 })
}

/** What editors complete crowdproof.json from: it comes from the settings' own definition and from the rules. */
async function writeSchema() {
  const maker = path.join(building, 'schema-maker.js')
  await esbuild.build({
    ...shared,
    stdin: {
      contents: `
        import { rules } from './rules/index.ts'
        import { settingsJsonSchema } from './server/workspace/settings-schema.ts'
        export const schema = settingsJsonSchema(rules)`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile: maker,
    format: 'esm',
    minify: false,
    banner: { js: requireForPackages },
    plugins: [parserApart],
  })
  const { schema } = await import(pathToFileURL(maker).href)
  fs.rmSync(maker)
  fs.writeFileSync(path.join(building, 'crowdproof.schema.json'), `${JSON.stringify(schema, null, 2)}\n`)
}

/** `rules/KILLER/RULE.md` → `rules/RULE.md`. */
function copyPages() {
  const pages = path.join(building, 'rules')
  fs.mkdirSync(pages, { recursive: true })
  for (const killer of fs.readdirSync(path.join(root, 'rules'), { withFileTypes: true })) {
    if (!killer.isDirectory()) continue
    const folder = path.join(root, 'rules', killer.name)
    for (const file of fs.readdirSync(folder)) {
      if (file.endsWith('.md')) fs.copyFileSync(path.join(folder, file), path.join(pages, file))
    }
  }
}

function report() {
  const sizes = new Map()
  for (const file of fs.readdirSync(dist, { withFileTypes: true })) {
    if (!file.isFile()) continue
    const name = file.name.startsWith('chunk-') ? 'shared' : file.name
    sizes.set(name, (sizes.get(name) ?? 0) + fs.statSync(path.join(dist, file.name)).size)
  }
  const list = [...sizes].map(([name, size]) => `${name} ${Math.ceil(size / 1024)} KB`).join(', ')
  console.log(`dist: ${list}; built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}
