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
  const stage = path.join(root, 'out', `package.${process.pid}`)
  try {
    collect(stage)
    runPacker(stage)
  } finally {
    fs.rmSync(stage, { recursive: true, force: true })
  }
  const { size } = fs.statSync(vsix)
  console.log(`${path.relative(root, vsix)}: ${(size / 1024 / 1024).toFixed(2)} MB`)
  if (size > budget) throw new Error(`That is more than the ${(budget / 1024 / 1024).toFixed(1)} MB that it may be.`)
  return vsix
}

/**
 * The packer looks at every file below its folder, which here are tens of thousands, so it is given a folder with
 * little in it. What of that is packed is still for .vscodeignore to say.
 */
function collect(stage) {
  fs.mkdirSync(stage, { recursive: true })
  for (const name of ['package.json', '.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist', 'docs']) {
    fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true })
  }
}

function runPacker(stage) {
  const vsce = createRequire(path.join(tools, 'package.json')).resolve('@vscode/vsce/vsce')
  const words = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', vsix]
  const result = spawnSync(process.execPath, [vsce, ...words], { cwd: stage, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`The extension could not be packed:\n${result.stdout}${result.stderr}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await pack()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
