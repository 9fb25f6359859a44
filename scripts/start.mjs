/**
 * `npm start`: installs what is missing, builds, checks the sample app, and opens it in an editor with the extension:
 * the desktop's VS Code, else one from npm in the browser. `npm start -- --no-editor`, and whenever no terminal is
 * attached: the findings only.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build, find, install, root, run } from './machine.mjs'

const sample = path.join(root, 'samples', 'launch-day')
/** What the editor shows first: the problem that everybody has met. */
const firstFile = path.join(sample, 'server', 'routes', 'posts.ts')

const { values } = parseArgs({ options: { 'no-editor': { type: 'boolean', default: false } } })
const hasTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true

try {
  await install(root)
  await build()
  await showFindings()
  if (!values['no-editor'] && hasTerminal) await openEditor()
} catch (error) {
  console.error(`\n${error.message}`)
  process.exitCode = 1
}

async function showFindings() {
  console.log(`\n${path.relative(root, sample)}: an app as it stands on the evening before its launch.\n`)
  const commandLine = path.join(root, 'dist', 'command-line.js')
  const code = await run(process.execPath, [commandLine, 'check', path.relative(root, sample), '--format', 'terminal'])
  // Findings are what the sample is for; anything else is our fault.
  if (code !== 0 && code !== 1) throw new Error(`The check could not run (exit code ${code}).`)
  console.log(`\nTo see what the fixes change: node dist/command-line.js fix ${path.relative(root, sample)} --review --diff`)
}

async function openEditor() {
  const code = find('code')
  // Inside a remote window `code` only opens files in that window and knows no extension under development.
  if (code && !process.env.VSCODE_IPC_HOOK_CLI) return openDesktop(code)
  if (process.platform === 'linux' && process.arch === 'x64') return openBrowserEditor()
  console.log('\nTo see it in VS Code, put `code` on the path (in VS Code: Shell Command: Install \'code\' command in PATH).')
}

async function openDesktop(code) {
  console.log('\nOpening VS Code …')
  const words = ['--new-window', `--extensionDevelopmentPath=${root}`, sample, firstFile]
  // A .cmd on Windows starts only through a shell, which needs the paths in quotes.
  const windows = process.platform === 'win32'
  const child = windows
    ? spawn(`"${code}"`, words.map((word) => `"${word}"`), { shell: true, stdio: 'ignore' })
    : spawn(code, words, { stdio: 'ignore' })
  const failed = await new Promise((resolve) => {
    child.once('error', resolve)
    child.once('exit', (exitCode) => resolve(exitCode === 0 ? undefined : new Error(`exit code ${exitCode}`)))
  })
  if (failed) throw new Error(`VS Code did not open: ${failed.message}.`)
}

async function openBrowserEditor() {
  const tools = path.join(root, 'test', 'editor')
  await install(tools)
  const { setUp } = await import('../test/editor/setup.mjs')
  const { installExtension, makeFolders, startServer } = await import('../test/editor/editor-server.mjs')
  const { pack } = await import('./package.mjs')

  console.log('\nNo `code` on the path, so VS Code comes from npm and opens in the browser.')
  setUp()
  const vsix = await pack()
  const folders = makeFolders()
  const token = randomBytes(18).toString('hex')
  let server
  try {
    installExtension(vsix, folders)
    // Hours of grace, so that a closed laptop or a reloaded page finds its editor again.
    server = await startServer({ folders, token, flags: ['--reconnection-grace-time', '10800'] })
    const payload = JSON.stringify([['openFile', server.remote(firstFile)]])
    const address = `${server.address(sample)}&tkn=${token}&payload=${encodeURIComponent(payload)}`
    console.log(`\nVS Code with Crowdproof:\n\n  ${address}\n\nCtrl+C ends it.`)
    openInBrowser(address)
    await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve).once('SIGHUP', resolve))
  } finally {
    await server?.stop()
    fs.rmSync(folders.root, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Where there is a desktop; elsewhere the printed address has to do. */
function openInBrowser(address) {
  const opener = (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) && find('xdg-open')
  if (opener) spawn(opener, [address], { stdio: 'ignore', detached: true }).on('error', () => {}).unref()
}
