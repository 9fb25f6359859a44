/**
 * `npm run corpus -- [--from FOLDER] [--only NAME] [--unlabelled]`: the precision of every rule on public applications,
 * from findings that people have read. `test/corpus/labels/NAME.json` names the repository, the commit and a verdict
 * for each finding; the repositories themselves are looked for in FOLDER/NAME (`.corpus/` by default), and fetched
 * there with git where they are missing.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({ options: { from: { type: 'string' }, only: { type: 'string' }, unlabelled: { type: 'boolean' } } })
const from = path.resolve(values.from ?? path.join(root, '.corpus'))
const labels = path.join(root, 'test', 'corpus', 'labels')
const commandLine = process.env.CROWDPROOF_COMMAND_LINE ?? path.join(root, 'dist', 'command-line.js')

/** rule → how many findings of each verdict; `lost`: labelled right, and no longer found. */
const rules = new Map()
const countsOf = (rule) => {
  if (!rules.has(rule)) rules.set(rule, { right: 0, wrong: 0, doubtful: 0, unlabelled: 0, lost: 0, silenced: 0 })
  return rules.get(rule)
}
const keyOf = ({ rule, path: file, line }) => `${rule} ${file}:${line}`

for (const file of fs.readdirSync(labels).filter((each) => each.endsWith('.json')).sort()) {
  const name = path.basename(file, '.json')
  if (values.only && values.only !== name) continue
  const corpus = JSON.parse(fs.readFileSync(path.join(labels, file), 'utf8'))
  const folder = path.join(from, name)
  if (!isThere(folder, corpus)) {
    console.error(`${name}: could not be checked, ${corpus.repository}@${corpus.commit} is not in ${from}`)
    continue
  }
  const { findings, checked } = check(folder)
  const known = new Map(corpus.labels.map((label) => [keyOf(label), label]))
  for (const finding of findings) {
    const key = keyOf({ ...finding, line: finding.start.line })
    const label = known.get(key)
    known.delete(key)
    countsOf(finding.rule)[label?.verdict ?? 'unlabelled']++
    if (!label && values.unlabelled) console.log(`unlabelled ${name} ${key}`)
    if (label?.verdict === 'wrong') console.log(`wrong ${name} ${key}: ${label.reason}`)
  }
  for (const label of known.values()) {
    if (label.verdict === 'right') console.log(`lost ${name} ${keyOf(label)}`)
    if (label.verdict !== 'doubtful') countsOf(label.rule)[label.verdict === 'right' ? 'lost' : 'silenced']++
  }
  console.log(`${name}@${corpus.commit.slice(0, 9)}: ${findings.length} findings in ${checked.files} files, ${checked.unresolved} calls not followed, ${corpus.labels.length} labels`)
}

const columns = ['right', 'wrong', 'doubtful', 'unlabelled', 'lost', 'silenced']
console.log(`\n| rule | ${columns.join(' | ')} | precision |\n|---|${columns.map(() => '---:').join('|')}|---:|`)
for (const [rule, counts] of [...rules].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const read = counts.right + counts.wrong
  console.log(`| ${rule} | ${columns.map((column) => counts[column]).join(' | ')} | ${read ? `${Math.round((100 * counts.right) / read)} %` : '-'} |`)
}

function check(folder) {
  const { stdout, status, stderr } = spawnSync(process.execPath, [commandLine, 'check', folder, '--format', 'json', '--no-cache', '--level', 'hint'], { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (status !== 0 && status !== 1) throw new Error(`The check of ${folder} broke off: ${stderr}`)
  return JSON.parse(stdout)
}

/** Fetches the one commit where it is missing; false where that is not possible. */
function isThere(folder, { repository, commit }) {
  const git = (...words) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    if (!fs.existsSync(folder)) {
      fs.mkdirSync(folder, { recursive: true })
      git('init', '--quiet')
      git('fetch', '--quiet', '--depth', '1', `https://github.com/${repository}`, commit)
      git('checkout', '--quiet', 'FETCH_HEAD')
    }
    return git('rev-parse', 'HEAD') === commit
  } catch {
    return false
  }
}
