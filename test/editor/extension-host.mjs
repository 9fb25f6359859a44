/** The suite of `suite/` inside the extension host, as a desktop VS Code runs it for `electron.mjs`. */
import fs from 'node:fs'
import path from 'node:path'
import { makeFolders, startServer } from './editor-server.mjs'
import { artifacts, here, projectRoot } from './paths.mjs'
import { copyWorkspace, keepLogs } from './in-workbench.mjs'
import { launch, newPage } from './workbench.mjs'

const limit = 240_000

export async function extensionHost() {
  const folders = makeFolders()
  const workspace = copyWorkspace(folders)
  const output = path.join(folders.root, 'mocha.txt')
  const result = path.join(folders.root, 'mocha.json')
  fs.writeFileSync(output, '')
  const server = await startServer({
    folders,
    // A built VS Code takes no notice of the payload without it, and says nothing of that.
    flags: ['--enable-smoke-test-driver'],
    extra: { CROWDPROOF_MOCHA_OUTPUT: output, CROWDPROOF_MOCHA_RESULT: result },
  })
  const browser = await launch()
  const said = []
  try {
    const page = await newPage(browser)
    await page.exposeFunction('codeAutomationLog', (kind, words) => { said.push(`${kind}: ${words.map(String).join(' ')}`) })
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', (code) => resolve(code)))
    const payload = [
      ['extensionDevelopmentPath', server.remote(projectRoot)],
      ['extensionTestsPath', server.remote(path.join(here, 'suite', 'index.cjs'))],
      ['skipWelcome', 'true'],
    ]
    await page.goto(`${server.address(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`)
    const tooLate = new Promise((resolve) => setTimeout(resolve, limit, `no answer in ${limit / 1000} s`).unref())
    const code = await Promise.race([ended, tooLate])
    process.stdout.write(fs.readFileSync(output, 'utf8'))
    const stats = fs.existsSync(result) ? JSON.parse(fs.readFileSync(result, 'utf8')) : { passes: 0, failures: 0 }
    // Never got to Mocha: no host, an exception while loading, or too late.
    const broken = !stats.failures && (code !== 0 || stats.passes === 0)
    if (broken || stats.failures) await page.screenshot({ path: path.join(artifacts, 'extension-host.png') })
    if (broken) console.log([`The extension host ended with ${code}.`, ...said.filter((line) => line.startsWith('error')), server.log()].join('\n').slice(-4000))
    return { passed: stats.passes, failed: stats.failures + (broken ? 1 : 0) }
  } finally {
    await browser.close()
    await server.stop()
    fs.writeFileSync(path.join(artifacts, 'extension-host-console.log'), said.join('\n'))
    keepLogs(folders, 'extension-host')
  }
}
