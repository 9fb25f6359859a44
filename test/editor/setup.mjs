/**
 * Installs a real VS Code (the one inside the code-server package) into a cache folder, from the package registry
 * alone. A finished install leaves a stamp and is used again; `--force` installs anew.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  cache, codeServerPackage, isSetUp, nodeFolderIn, nodeIn, nodePackage, serverMainIn, stampIn, vscodeFolderIn,
} from './paths.mjs'

const started = Date.now()
const say = (line) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)}s  ${line}`)

function npm(folder, node, ...words) {
  const result = spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      // npm starts whatever `node` comes first: with Node 24 there, npm itself and every node-gyp run on it,
      PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}`,
      // and native modules are built against the headers that lie beside it, so that nothing else is downloaded.
      npm_config_nodedir: node,
    },
  })
  if (result.error) throw result.error
  if (result.status !== 0) throw new Error(`npm ${words.join(' ')} failed in ${folder} (${result.status ?? result.signal})`)
}

/** Parts that no extension needs: they cost 300 MB and the start of an agent host. */
function slim(folder) {
  const vscode = vscodeFolderIn(folder)
  for (const part of [
    path.join(vscode, 'node_modules', '@github'),
    path.join(vscode, 'node_modules', '@microsoft', 'mxc-sdk'),
    path.join(vscode, 'extensions', 'copilot'),
    path.join(vscode, 'extensions', 'mermaid-markdown-features'),
    path.join(nodeFolderIn(folder), 'include'),
    path.join(nodeFolderIn(folder), 'share'),
  ]) fs.rmSync(part, { recursive: true, force: true })
}

export function setUp({ force = false } = {}) {
  if (isSetUp() && !force) return say(`VS Code is there: ${cache}`)
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The browser-hosted editor is set up on Linux x64 only, this is ${process.platform} ${process.arch}. ` +
      'Run `node test/editor/electron.mjs` instead: the same suite in a desktop VS Code.',
    )
  }

  // Built beside its place and moved there when complete: two set-ups at once never see each other's halves.
  const building = `${cache}.${process.pid}`
  fs.rmSync(building, { recursive: true, force: true })
  fs.mkdirSync(building, { recursive: true })
  fs.writeFileSync(path.join(building, 'package.json'), JSON.stringify({ private: true }))
  const node = nodeFolderIn(building)

  npm(building, node, 'install', '--save-exact', '--ignore-scripts', nodePackage)
  say(`node ${spawnSync(nodeIn(building), ['-v'], { encoding: 'utf8' }).stdout.trim()}`)
  npm(building, node, 'install', '--save-exact', '--ignore-scripts', codeServerPackage)
  say('VS Code unpacked')
  const vscode = vscodeFolderIn(building)
  npm(vscode, node, 'install', '--omit=dev', '--ignore-scripts')
  npm(path.join(vscode, 'extensions'), node, 'install', '--omit=dev', '--ignore-scripts')
  say('its own dependencies')
  // Log files, and an extension host that ends with its parent: the only two native modules worth building.
  npm(vscode, node, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog')
  say('native modules')
  slim(building)

  const version = spawnSync(nodeIn(building), [serverMainIn(building), '--version'], { encoding: 'utf8' })
  if (version.status !== 0) throw new Error(`The server does not start:\n${version.stderr}`)
  fs.writeFileSync(stampIn(building), new Date().toISOString())
  fs.rmSync(cache, { recursive: true, force: true })
  fs.renameSync(building, cache)
  say(`VS Code ${version.stdout.trim().split('\n')[0]} in ${cache}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setUp({ force: process.argv.includes('--force') })
