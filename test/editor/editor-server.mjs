/** Starts and stops VS Code's own server, and installs an extension into it. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { cache, nodeIn, serverMainIn, temporaryFolder } from './paths.mjs'

const node = nodeIn(cache)
const serverMain = serverMainIn(cache)

/** Nothing that asks the network, pops up, or saves by itself (which a browser does by default and the desktop never). */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Default Light Modern',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'typescript.disableAutomaticTypeAcquisition': true,
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'js/ts.tsserver.checkNpmIsInstalled': false,
  'typescript.validate.enable': false,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
}

const environment = (extra) => ({
  ...process.env,
  // No gallery, hence no look-ups there.
  EXTENSIONS_GALLERY: '{}',
  NODE_NO_WARNINGS: '1',
  ...extra,
})

/** Fresh folders for one run: settings, logs and extensions of nobody else. */
export function makeFolders(settings = {}) {
  const root = temporaryFolder('editor')
  const folders = { root, data: path.join(root, 'data'), extensions: path.join(root, 'extensions') }
  fs.mkdirSync(path.join(folders.data, 'User'), { recursive: true })
  fs.mkdirSync(folders.extensions)
  fs.writeFileSync(path.join(folders.data, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, null, 2))
  return folders
}

const folderFlags = ({ data, extensions }) =>
  // Without the second flag settings are read from data/data.
  ['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', extensions]

export function installExtension(file, folders) {
  const result = spawnSync(
    node, [serverMain, '--accept-server-license-terms', ...folderFlags(folders), '--install-extension', file],
    { encoding: 'utf8', env: environment() },
  )
  if (result.status !== 0) throw new Error(`The extension could not be installed:\n${result.stdout}${result.stderr}`)
}

/**
 * A fresh server. Never use one again after its browser has gone: its extension host lives on and keeps a lock.
 * With a `token` only who knows it gets in.
 */
export async function startServer({ folders, flags = [], extra = {}, trusts = true, token }) {
  const log = fs.createWriteStream(path.join(folders.root, 'server.log'))
  const child = spawn(
    node,
    [serverMain, '--host', '127.0.0.1', '--port', '0', '--accept-server-license-terms', ...folderFlags(folders),
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      '--disable-telemetry', '--telemetry-level', 'off', '--disable-experiments', '--disable-update-check',
      ...(trusts ? ['--disable-workspace-trust'] : []),
      '--disable-getting-started-override', '--reconnection-grace-time', '1', ...flags],
    // A process group of its own, so that stopping it gets all of it.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: environment(extra) },
  )
  const end = (signal) => {
    try {
      process.kill(-child.pid, signal)
      return true
    } catch {
      return false
    }
  }
  const endNow = () => end('SIGKILL')
  process.once('exit', endNow)

  let text = ''
  const port = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The editor's server did not start:\n${text}`)), 60_000)
    const take = (chunk) => {
      text += chunk
      log.write(chunk)
      const bound = /Server bound to 127\.0\.0\.1:(\d+)/.exec(text)
      if (!bound || !text.includes('Extension host agent started')) return
      clearTimeout(timer)
      resolve(Number(bound[1]))
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`The editor's server ended with ${code}:\n${text}`))
    })
  })

  return {
    port,
    pid: child.pid,
    origin: `http://127.0.0.1:${port}`,
    address: (folder) => `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`,
    remote: (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`,
    log: () => text,
    async stop() {
      end('SIGTERM')
      for (let turn = 0; turn < 40 && end(0); turn++) await new Promise((resolve) => setTimeout(resolve, 50))
      // The file watcher outlives a friendly signal.
      endNow()
      process.off('exit', endNow)
      log.end()
    },
  }
}
