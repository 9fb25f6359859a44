// Runs every proof, on the Node 24 that is installed beside the libraries: some of them need it.
//   npm ci --ignore-scripts && node run.mjs [names of proofs]
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const node = findNode()
if (!node) fail('The proofs need Node 24: run `npm ci --ignore-scripts` in test/proof.')
if (!process.env.CROWDPROOF_COMMAND_LINE && !existsSync(join(folder, '../../dist/command-line.js'))) {
  fail('The proofs use the built command line: run the build first.')
}

// Bundles of earlier runs; the generated clients beside them stay.
const work = join(folder, 'node_modules', '.proof')
for (const file of existsSync(work) ? readdirSync(work) : []) if (file.endsWith('.mjs')) rmSync(join(work, file))

const wanted = process.argv.slice(2)
const proofs = readdirSync(join(folder, 'proofs'))
  .filter((file) => !wanted.length || wanted.some((name) => file.startsWith(name)))
  .map((file) => join('proofs', file))
if (!proofs.length) fail(`There is no proof named ${wanted.join(', ')}.`)

const words = ['--test', '--test-concurrency=2', '--test-timeout=240000', '--test-force-exit', '--test-reporter=./kit/reporter.ts']
const { status } = spawnSync(node, [...words, ...proofs], { cwd: folder, stdio: 'inherit' })
process.exit(status ?? 1)

function findNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = join(folder, 'node_modules', `node-${system}-${process.arch}`, 'bin', 'node')
  const installed = [name, `${name}.exe`].find((path) => existsSync(path))
  return installed ?? (Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined)
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
