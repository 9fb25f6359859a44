/** Packs the extension into `out/crowdproof.vsix`. Wants `npm run build` to have run; needs no network. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, root } from './machine.mjs'

/** What a marketplace visitor waits for. Raised only with a reason written here. */
const budget = 2.5 * 1024 * 1024
const tools = path.join(root, 'test', 'editor')
const vsix = path.join(root, 'out', 'crowdproof.vsix')

export async function pack() {
  if (!fs.existsSync(path.join(root, 'dist', 'language-server.js'))) throw new Error('There is no build: run `npm run build` first.')
  await install(tools)
  fs.mkdirSync(path.dirname(vsix), { recursive: true })
  const vsce = createRequire(path.join(tools, 'package.json')).resolve('@vscode/vsce/vsce')
  const words = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', vsix]
  const result = spawnSync(process.execPath, [vsce, ...words], { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`The extension could not be packed:\n${result.stdout}${result.stderr}`)
  const { size } = fs.statSync(vsix)
  console.log(`${path.relative(root, vsix)}: ${(size / 1024 / 1024).toFixed(2)} MB`)
  if (size > budget) throw new Error(`That is more than the ${(budget / 1024 / 1024).toFixed(1)} MB that it may be.`)
  return vsix
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await pack()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
