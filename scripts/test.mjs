/**
 * `npm test`: installs what is missing, builds, and runs every suite.
 * `npm test -- --only unit,pages` runs some of them. The last line is `N passed, N failed[, N skipped]`.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { apt, build, find, install, root, run, seconds } from './machine.mjs'

/** No suite should come near this: it ends one that hangs. */
const limit = 6 * 60_000
/** The proofs start databases and run every case of every library before and after its fix. */
const proofLimit = 30 * 60_000

/** In this order, quick answers first. Folders of `test/` that no suite names belong to `unit`. */
const suites = {
  types: typeCheck,
  unit: vitest(),
  protocol: vitest('protocol'),
  'command-line': vitest('command-line'),
  pages: vitest('rules'),
  proof: program('proof'),
  editor: program('editor'),
}
const owners = { protocol: 'protocol', 'command-line': 'command-line', rules: 'pages', typings: 'pages', proof: 'proof', editor: 'editor' }

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const chosen = values.only ? values.only.split(',').map((name) => name.trim()) : Object.keys(suites)
const unknown = chosen.filter((name) => !suites[name])
if (unknown.length > 0) {
  console.error(`Unknown suite: ${unknown.join(', ')}. There are ${Object.keys(suites).join(', ')}.`)
  process.exit(2)
}

const started = Date.now()
const results = []
try {
  await prepare()
} catch (error) {
  // Without packages or a build no suite can answer, and that is a failure of all of them, said once.
  console.error(`\n${error.message}`)
  results.push({ name: 'preparing', passed: 0, failed: 1, skipped: [], time: seconds(started) })
}

if (results.length === 0) {
  for (const name of Object.keys(suites).filter((name) => chosen.includes(name))) {
    console.log(`\n=== ${name}`)
    const begun = Date.now()
    const { passed, failed, skipped } = await suites[name]()
    const empty = passed + failed === 0
    if (empty) console.error(`${name} ran no test, which counts as a failure.`)
    results.push({ name, passed, failed: empty ? 1 : failed, skipped, time: seconds(begun) })
  }
}

const skipped = results.flatMap((result) => result.skipped.map((test) => `${result.name}: ${test}`))
const total = (what) => results.reduce((sum, result) => sum + result[what], 0)
console.log('')
for (const result of results) {
  const counts = `${String(result.passed).padStart(6)} passed ${String(result.failed).padStart(4)} failed`
  console.log(`${result.name.padEnd(14)}${counts} ${String(result.skipped.length).padStart(4)} skipped  ${result.time}`)
}
for (const test of skipped) console.log(`skipped: ${test}`)
console.log(`in ${seconds(started)}\n`)
console.log(`${total('passed')} passed, ${total('failed')} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
process.exitCode = total('failed') > 0 ? 1 : 0

/** Everything that the chosen suites need besides Node, npm and apt. */
async function prepare() {
  await install(root)
  for (const folder of testPackages()) await install(folder)

  const wanted = [
    ...(chosen.includes('editor') && !process.env.CHROMIUM && !find('chromium', 'chromium-browser') ? ['chromium'] : []),
    ...(chosen.includes('proof') && !find('redis-server') ? ['redis-server'] : []),
  ]
  if (wanted.length > 0) await apt(wanted)

  if (chosen.some((name) => name !== 'types' && name !== 'unit')) await build()
}

/** `test/X/package.json` and `test/X/packages/package.json` of the chosen suites: fixtures deeper down stay as they are. */
function testPackages() {
  return testFolders()
    // The type check reads all tests, and these the typings of what they use.
    .filter((folder) => chosen.includes('types') || chosen.includes(owners[folder] ?? 'unit'))
    .flatMap((folder) => [path.join(root, 'test', folder), path.join(root, 'test', folder, 'packages')])
    .filter((folder) => fs.existsSync(path.join(folder, 'package-lock.json')))
}

function testFolders() {
  return fs.readdirSync(path.join(root, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
}

async function typeCheck() {
  const code = await run(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', '--noEmit'], { limit })
  return code === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] }
}

/** The tests of one folder, or of all folders that no other suite owns. */
function vitest(folder) {
  return async () => {
    const folders = folder ? [folder] : testFolders().filter((name) => !owners[name])
    const files = folders.flatMap((name) => testFiles(path.join(root, 'test', name)))
    if (files.length === 0) return { passed: 0, failed: 0, skipped: [] }

    const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'crowdproof-tests-')), 'report.json')
    const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files]
    const code = await run(process.execPath, [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...words], { limit })
    return countReport(report, code)
  }
}

function testFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'packages' ? [] : testFiles(file)
    return entry.name.endsWith('.test.ts') ? [path.relative(root, file).replaceAll(path.sep, '/')] : []
  })
}

/** Counts of vitest's report. A file that fails to load has no tests in it and counts as one failure. */
function countReport(file, code) {
  let report
  try {
    report = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: [] }
  } finally {
    fs.rmSync(path.dirname(file), { recursive: true, force: true })
  }
  const tests = report.testResults.flatMap((result) => result.assertionResults)
  const having = (...states) => tests.filter((test) => states.includes(test.status))
  const broken = report.testResults.filter((result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'))
  const failed = having('failed').length + broken.length
  return {
    passed: having('passed').length,
    // An error outside of every test shows in the exit code alone.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: having('skipped', 'pending', 'todo', 'disabled').map((test) => test.fullName),
  }
}

/** A folder with a runner of its own, whose output has `- NAME: skipped, REASON` lines and a last line like ours. */
function program(folder) {
  return async () => {
    const runner = path.join(root, 'test', folder, 'run.mjs')
    if (!fs.existsSync(runner)) return { passed: 0, failed: 0, skipped: [] }

    let counts
    const skipped = []
    const code = await run(process.execPath, [runner], {
      limit: folder === 'proof' ? proofLimit : limit,
      lines(line) {
        const plain = line.replaceAll(/\u001b\[[0-9;]*m/g, '').trim()
        const name = /^- (.+: skipped, .+)$/.exec(plain)?.[1]
        if (name) skipped.push(name)
        const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/.exec(plain)
        if (found) counts = found.slice(1).map((number) => Number(number ?? 0))
      },
    })
    const [passed, failed, unnamed] = counts ?? [0, 1, 0]
    while (skipped.length < unnamed) skipped.push('(unnamed)')
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped }
  }
}
