/**
 * The suite of `suite/` in a desktop VS Code, for machines that can download one (or name one in VSCODE_EXECUTABLE).
 * The last line is `N passed, N failed`.
 */
import fs from 'node:fs'
import path from 'node:path'
import { runTests } from '@vscode/test-electron'
import { here, projectRoot, temporaryFolder } from './paths.mjs'

const folder = temporaryFolder('electron')
const workspace = path.join(folder, 'shop')
fs.cpSync(path.join(here, 'workspaces', 'shop'), workspace, { recursive: true })
const result = path.join(folder, 'result.json')
const { VSCODE_VERSION: version, VSCODE_EXECUTABLE: vscodeExecutablePath } = process.env

let trouble
try {
  await runTests({
    ...(vscodeExecutablePath ? { vscodeExecutablePath } : { version: version ?? 'stable' }),
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: path.join(here, 'suite', 'index.cjs'),
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--user-data-dir', path.join(folder, 'user')],
    extensionTestsEnv: { CROWDPROOF_MOCHA_RESULT: result },
  })
} catch (error) {
  trouble = error
}
const stats = fs.existsSync(result) ? JSON.parse(fs.readFileSync(result, 'utf8')) : { passes: 0, failures: 0 }
// Without a result the suite never ran, whatever the exit code says.
const failed = stats.failures || (trouble || stats.passes === 0 ? 1 : 0)
if (trouble && !stats.failures) console.error(trouble)
fs.rmSync(folder, { recursive: true, force: true })
console.log(`${stats.passes} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
