/**
 * The editor tests: sets a real VS Code up, packs the extension, and runs everything. `node run.mjs ui` runs a part;
 * `--pictures` takes the README's pictures instead of testing. Wants `npm run build` to have run.
 * The last line is `N passed, N failed`; pictures of failures and all logs are in out/editor.
 */
import fs from 'node:fs'
import path from 'node:path'
import { pack } from '../../scripts/package.mjs'
import { artifacts, chromiumPath, projectRoot } from './paths.mjs'
import { setUp } from './setup.mjs'

const words = process.argv.slice(2)
const chosen = words.filter((word) => !word.startsWith('--'))
const started = Date.now()
const total = { passed: 0, failed: 0 }
const say = (line) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)}s  ${line}`)

/** Later steps stand on earlier ones, so a part ends with its first failure. */
async function step(name, act) {
  try {
    await act()
    total.passed++
    say(`ok      ${name}`)
  } catch (error) {
    total.failed++
    say(`FAILED  ${name}`)
    error.reported = true
    throw error
  }
}

async function main() {
  fs.rmSync(artifacts, { recursive: true, force: true })
  fs.mkdirSync(artifacts, { recursive: true })
  chromiumPath()
  setUp()
  await pack()

  if (words.includes('--pictures')) {
    const { takePictures } = await import('./pictures.mjs')
    return takePictures(step)
  }
  const { packedFiles } = await import('./packed-files.mjs')
  const { restrictedMode, scanAndReturn, userInterface } = await import('./ui.mjs')
  const { extensionHost } = await import('./extension-host.mjs')
  const parts = {
    package: () => packedFiles(step),
    ui: () => userInterface(step),
    scan: () => scanAndReturn(step),
    restricted: () => restrictedMode(step),
    async 'extension-host'() {
      const { passed, failed } = await extensionHost()
      total.passed += passed
      total.failed += failed
    },
  }
  for (const [name, part] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue
    console.log(`\n# ${name}`)
    try {
      await part()
    } catch (error) {
      console.error(error)
      if (!error.reported) total.failed++
    }
  }
}

try {
  await main()
} catch (error) {
  console.error(error.message)
  if (!error.reported) total.failed++
}
if (total.failed > 0) console.log(`\npictures and logs: ${path.relative(projectRoot, artifacts)}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)
