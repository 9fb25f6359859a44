/** What is in the package, and what is not. */
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { projectRoot, vsix } from './paths.mjs'

const yauzl = createRequire(createRequire(import.meta.url).resolve('@vscode/vsce/package.json'))('yauzl')

/** Name → text (or nothing for what is no text of ours). */
function filesOf(zip) {
  return new Promise((resolve, reject) => {
    yauzl.open(zip, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error)
      const files = new Map()
      archive.on('entry', (entry) => {
        archive.openReadStream(entry, (trouble, stream) => {
          if (trouble) return reject(trouble)
          const parts = []
          stream.on('data', (part) => parts.push(part))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts))
            archive.readEntry()
          })
        })
      })
      archive.on('end', () => resolve(files))
      archive.on('error', reject)
      archive.readEntry()
    })
  })
}

export async function packedFiles(step) {
  const files = await filesOf(vsix)
  const inside = [...files.keys()].filter((name) => name.startsWith('extension/')).map((name) => name.slice('extension/'.length))

  await step('the package holds what runs and what is shown, and no stray file', () => {
    const stray = inside.filter((name) =>
      !/^(package\.json|readme\.md|changelog\.md|LICENSE\.txt|docs\/images\/icon\.png)$/i.test(name) &&
      !/^dist\/(extension\.cjs|language-server\.js|typescript\.js|chunk-\w+\.js|crowdproof\.schema\.json|rules\/[\w-]+\.md)$/.test(name))
    assert.deepEqual(stray, [])
  })
  await step('every rule has its page in it', () => {
    const pages = fs.readdirSync(path.join(projectRoot, 'rules'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md')).map((name) => `dist/rules/${path.basename(name)}`)
    assert.ok(pages.length > 0)
    assert.deepEqual(pages.filter((page) => !inside.includes(page)), [])
  })
  await step('it reports to nobody', () => {
    const own = [...files].filter(([name]) => /dist\/(extension\.cjs|language-server\.js|chunk-\w+\.js)$/.test(name))
    assert.ok(own.length > 2)
    for (const [name, text] of own) {
      assert.doesNotMatch(text.toString(), /applicationinsights|createTelemetryLogger|from"node:https?"|require\("https?"\)/, name)
    }
  })
}
