/**
 * `npm run bench -- PATH [--runs 3]`: speed and memory on a public repository, as ratios to other tools' in one run.
 * Works on a copy in a temporary folder. CPU seconds (user and system, of the whole process tree) are what counts;
 * ratios are taken pair by pair and the median is told.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureEdits } from './edits.mjs'
import { cpuOf, measure, median } from './measure.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.dirname(here)
const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' } } })
const runs = Number(values.runs)
const given = positionals[0]
if (!given || !fs.existsSync(given) || !Number.isInteger(runs) || runs < 1) {
  console.error('npm run bench -- PATH_OF_A_REPOSITORY [--runs 3]')
  process.exit(2)
}

if (!fs.existsSync(path.join(here, 'node_modules', '.package-lock.json'))) {
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' })
}
execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' })

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'crowdproof-bench-'))
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }))
const sources = copySources(path.resolve(given), path.join(work, '1'))
const repository = path.join(work, '1')
const commit = spawnSync('git', ['-C', given, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim()
console.log(`\n${path.basename(path.resolve(given))}${commit && `@${commit}`}: ${sources.length} files; Node ${process.versions.node}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}; ${runs} pairs each\n`)

const tool = (name) => path.join(here, 'node_modules', '.bin', name)
const config = path.join(work, 'eslint.config.mjs')
fs.writeFileSync(config, `import parser from ${JSON.stringify(path.join(here, 'node_modules', '@typescript-eslint', 'parser', 'dist', 'index.js'))}
export default [{ files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' }, languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } }, rules: { 'no-await-in-loop': 'error' } }]\n`)
fs.writeFileSync(path.join(work, 'biome.json'), JSON.stringify({ linter: { rules: { recommended: false, performance: { noAwaitInLoops: 'error' } } }, files: { maxSize: 2_000_000 } }))

const cache = path.join(work, 'cache')
const check = (folder, ...more) => ({ command: process.execPath, words: [path.join(root, 'dist', 'command-line.js'), 'check', folder, '--format', 'json', ...more], env: { XDG_CACHE_HOME: cache } })
const cold = check(repository, '--no-cache')
const warm = check(repository)
const eslint = { command: process.execPath, words: [tool('eslint'), '--no-config-lookup', '-c', config, '--no-warn-ignored', '.'], cwd: repository }
const biome = { command: tool('biome'), words: ['lint', `--config-path=${work}`, '--max-diagnostics=none', '--only=performance/noAwaitInLoops', '.'], cwd: repository }
const oxlint = { command: tool('oxlint'), words: ['-A', 'all', '-D', 'no-await-in-loop', '--silent', '.'], cwd: repository }

/** Alternating runs of two commands after one of each to warm up; the ratio of each pair by `of`. */
function compare(what, ours, theirs, budget, of = cpuOf) {
  measure(theirs)
  measure(ours)
  const ratios = []
  for (let run = 0; run < runs; run++) {
    const other = measure(theirs)
    ratios.push(of(measure(ours)) / of(other))
  }
  row(what, median(ratios), budget)
}

function row(what, ratio, budget) {
  const verdict = ratio <= budget ? 'kept' : 'missed'
  console.log(`${what.padEnd(62)} ${ratio.toFixed(2).padStart(7)}   budget ${budget.toFixed(2).padStart(5)}   ${verdict}`)
}

const wall = (result) => result.wall
const memory = (result) => result.peak
// The start of the process weighs more where there is little to read.
compare('cold scan / ESLint with one rule, CPU', cold, eslint, sources.length < 1000 ? 1 / 4 : 1 / 7)
compare('cold scan / ESLint with one rule, peak memory', cold, eslint, 1 / 2, memory)
compare('cold scan / Biome with one rule, CPU', cold, biome, 4)
if (fs.existsSync(path.join(given, 'node_modules'))) console.log('cold scan / oxlint --type-aware: run it inside the installed repository; the copy has no dependencies.')
else console.log('cold scan / oxlint --type-aware: not run, the dependencies are not installed.')
compare('warm scan, nothing changed / oxlint with one rule, wall', warm, oxlint, 1, wall)

const changed = sources.filter((_, index) => index % 100 === 0)
const ratios = []
for (let run = 0; run < runs; run++) {
  measure(warm)
  for (const name of changed) fs.appendFileSync(path.join(repository, name), '\n// changed\n')
  const after = measure(warm)
  ratios.push(cpuOf(after) / cpuOf(measure(cold)))
}
row('warm scan after 1 % of the files changed / cold, CPU', median(ratios), 1 / 3)

const costs = [1, 2, 4].map((times) => {
  const folder = path.join(work, `times-${times}`)
  for (let copy = 0; copy < times; copy++) fs.cpSync(repository, path.join(folder, `copy-${copy}`), { recursive: true })
  const result = median(Array.from({ length: runs }, () => cpuOf(measure(check(folder, '--no-cache')))))
  fs.rmSync(folder, { recursive: true })
  return result
})
row('growth: twice the files / once, CPU', costs[1] / costs[0], 2.1)
row('growth: four times the files / twice, CPU', costs[2] / costs[1], 2.1)

for (const { what, ratio, budget } of await measureEdits({ root, repository, work, sources })) row(what, ratio, budget)

/** The sources and configuration that git tracks (or all, outside of git), without dependencies. */
function copySources(from, to) {
  const listed = spawnSync('git', ['-C', from, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  const names = listed.status === 0 ? listed.stdout.split('\0').filter(Boolean) : fs.readdirSync(from, { recursive: true }).filter((name) => !name.includes('node_modules'))
  const kept = names.filter((name) => /\.([cm]?[jt]sx?|json|ya?ml|prisma|toml)$|\.gitignore$/.test(name) && fs.statSync(path.join(from, name), { throwIfNoEntry: false })?.isFile())
  for (const name of kept) {
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true })
    fs.copyFileSync(path.join(from, name), path.join(to, name))
  }
  return kept.filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith('.d.ts'))
}
