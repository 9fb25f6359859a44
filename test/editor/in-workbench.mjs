/** A fresh VS Code with the packed extension, on a copy of a workspace. */
import fs from 'node:fs'
import path from 'node:path'
import { installExtension, makeFolders, startServer } from './editor-server.mjs'
import { artifacts, here, vsix } from './paths.mjs'
import { launch, newPage, Workbench } from './workbench.mjs'

const shop = path.join(here, 'workspaces', 'shop')

/** Tests never touch the original. */
export function copyWorkspace(folders, source = shop) {
  const copy = path.join(folders.root, path.basename(source))
  fs.cpSync(source, copy, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' })
  return copy
}

export async function until(what, probe, limit = 60_000) {
  for (const end = Date.now() + limit; ;) {
    const found = await probe()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** What the editor wrote down, for whoever looks at a failure. Never a failure itself: it would hide the one before. */
export function keepLogs(folders, name) {
  for (const [from, to] of [['server.log', `${name}-server.log`], [path.join('data', 'logs'), `${name}-logs`]]) {
    const log = path.join(folders.root, from)
    if (fs.existsSync(log)) fs.cpSync(log, path.join(artifacts, to), { recursive: true })
  }
  fs.rmSync(folders.root, { recursive: true, force: true, maxRetries: 3 })
}

/** A workbench with the extension; `act` gets everything that a step needs. Logs are kept, the rest is thrown away. */
export async function inWorkbench(name, { settings, trusts, prepare, source, viewport }, act) {
  const folders = makeFolders(settings)
  installExtension(vsix, folders)
  const workspace = copyWorkspace(folders, source)
  prepare?.(workspace)
  const server = await startServer({ folders, trusts })
  const browser = await launch()
  try {
    const page = await newPage(browser, { deviceScaleFactor: 2, ...(viewport && { viewport }) })
    const workbench = new Workbench(page, server, workspace)
    const picture = (title) => page.screenshot({ path: path.join(artifacts, `${name}-${title}.png`) })
    try {
      await act({ page, browser, workbench, server, workspace, picture })
    } catch (error) {
      await picture('failed').catch(() => {})
      throw error
    }
  } finally {
    await browser.close()
    await server.stop()
    keepLogs(folders, name)
  }
}
