/** The house keeps itself: directions of imports, sizes, names, pages, and what a tracked text must not hold. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { broken, importsOf, projectFiles, projectRoot } from '../kit/house.ts'

const files = projectFiles()
const read = (file: string) => fs.readFileSync(path.join(projectRoot, file), 'utf8')
const isCode = (file: string) => /\.(ts|tsx|mts|mjs|js)$/.test(file) && !file.endsWith('.d.ts')
const ours = files.filter((file) => /^(rules|server|client|test|bench|scripts)\//.test(file) && !isMaterial(file))

/** Code that tests work on: it is written as strangers write, on purpose. */
function isMaterial(file: string): boolean {
  return /\/(fixtures|workspaces|packages|cases|pages)\//.test(file)
}

describe('directions of imports', () => {
  test('every import goes the way that architecture.md says', () => {
    const imports = ours.filter(isCode).flatMap((file) => importsOf(file, read(file)))
    expect(imports.length).toBeGreaterThan(50)
    expect(broken(imports).join('\n\n')).toBe('')
  })

  test.each([
    ['server/engine/x.ts', `import fs from 'node:fs'`, 'no disk'],
    ['rules/queries/x.ts', `export { x } from 'node:path'`, 'no disk'],
    ['rules/queries/x.ts', `import prisma from '../libraries/prisma.ts'`, 'no library'],
    ['rules/queries/x.ts', `import other from '../caching/uncached-response.ts'`, 'no other rule'],
    ['rules/fixes/x.ts', `import rule from '../queries/n-plus-one.ts'`, 'no rule'],
    ['rules/fixes/x.ts', `import ts from 'typescript'`, 'parser package'],
    ['rules/libraries/x.ts', `import { enqueue } from '../fixes/enqueue.ts'`, 'no recipe'],
    ['rules/kit/x.ts', `import type { Engine } from '../../server/engine/engine.ts'`, 'outside of rules/'],
    ['rules/kit/x.ts', `type X = import('../fixes/enqueue.ts').X`, 'but itself'],
    ['server/engine/x.ts', `const load = () => import('../workspace/session.ts')`, 'imports rules and itself'],
    ['server/workspace/x.ts', `import { terminal } from '../reports/terminal.ts'`, 'no business'],
    ['server/workspace/x.ts', `import { Range } from 'vscode-languageserver/node'`, 'speak LSP'],
    ['server/reports/x.ts', `import { URI } from 'vscode-uri'`, 'no editor'],
    ['server/workspace/x.ts', `import { Command } from 'commander'`, 'speak to shells'],
    ['client/x.ts', `import { Engine } from '../server/engine/engine.ts'`, 'server/messages'],
    ['client/x.ts', `const ts = require('typescript')`, 'parser package'],
    ['server/engine/x.ts', `import { read } from '../../test/kit/pages.ts'`, 'not shipped'],
  ])('%s may not say: %s', (file, text, reason) => {
    expect(broken(importsOf(file, text)).join('\n')).toContain(reason)
  })

  test.each([
    ['server/engine/x.ts', `import ts from 'typescript'`],
    ['server/workspace/x.ts', `import fs from 'node:fs'`],
    ['rules/queries/x.ts', `import { batchByKey } from '../fixes/batch-by-key.ts'`],
    ['server/protocol/x.ts', `import { Range } from 'vscode-languageserver/node'`],
    ['client/x.ts', `import { scanRequest } from '../server/messages.ts'`],
    ['server/engine/x.ts', `// import fs from 'node:fs'\nconst text = "import fs from 'node:fs'"`],
  ])('%s may say: %s', (file, text) => {
    expect(broken(importsOf(file, text))).toEqual([])
  })
})

/** Files that may be longer, each with the reason for it. */
const raised: Record<string, { lines: number; why: string }> = {
  'rules/kit/facts.ts': { lines: 350, why: 'one type for each kind of node: read as a table, and a table in two halves is harder to read' },
  'rules/kit/rule.ts': { lines: 400, why: 'what a rule is handed and what it answers: one contract, which is read as a whole' },
}

describe('sizes', () => {
  const limit = (file: string) => {
    if (/^rules\/kit\/|\/index.ts$/.test(file)) return 300
    if (file.startsWith('rules/fixes/')) return 120
    // A library with all its calls is a long form; a rule fits on a screen.
    if (file.startsWith('rules/libraries/')) return 160
    return file.startsWith('rules/') ? 80 : 300
  }

  test('no file is longer than one can hold in mind', () => {
    const long = ours.filter(isCode).flatMap((file) => {
      const lines = read(file).trimEnd().split('\n').length
      const most = raised[file]?.lines ?? limit(file)
      return lines > most ? [`${file} has ${lines} lines, at most ${most}: split it by idea, or raise the number here with a reason`] : []
    })
    expect(long.join('\n')).toBe('')
  })

  test('a raised limit is still needed', () => {
    for (const [file, { why }] of Object.entries(raised)) {
      expect(why.length, `${file} has no reason`).toBeGreaterThan(20)
      expect(files, `${file} is gone`).toContain(file)
      expect(read(file).trimEnd().split('\n').length, `${file} fits again`).toBeGreaterThan(limit(file))
    }
  })
})

describe('rules and their pages', () => {
  const folders = ['queries', 'caching', 'connections', 'background', 'resilience']
  const rules = files.filter((file) => folders.some((folder) => file.startsWith(`rules/${folder}/`)) && file.endsWith('.ts'))
  const headings = ['What it costs', 'How it is fixed', 'When it stays silent', 'How sure the fix is']

  test('there is a rule for each killer', () => {
    for (const folder of folders) expect(rules.some((file) => file.startsWith(`rules/${folder}/`)), folder).toBe(true)
  })

  test.each(rules)('%s is named by its id and has a page', async (file) => {
    const id = path.basename(file, '.ts')
    const { default: rule } = await import(path.join(projectRoot, file)) as { default: { id: string; killer: string } }
    expect(rule.id).toBe(id)
    expect(rule.killer).toBe(file.split('/')[1])

    const page = file.replace(/\.ts$/, '.md')
    expect(files, `${page} is missing`).toContain(page)
    const found = read(page).split('\n').filter((line) => line.startsWith('## ')).map((line) => line.slice(3).trim())
    for (const heading of headings) expect(found, `${page} lacks a heading`).toContain(heading)
  })
})

describe('names and texts', () => {
  const locks = files.filter((file) => path.basename(file) === 'package-lock.json' && !isMaterial(file))

  test('files and folders are kebab-case', () => {
    const named = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/
    const shouted = ['README.md', 'CHANGELOG.md', 'LICENSE']
    const wrong = files
      .filter((file) => !file.startsWith('samples/') && !isMaterial(file) && !shouted.includes(path.basename(file)))
      .filter((file) => file.split('/').some((part) => !named.test(part)))
    expect(wrong).toEqual([])
  })

  test('no text names a machine or a registry', () => {
    // Written in parts, so that this file can be checked too.
    const registries = [['registry', 'npmjs', 'org'], ['registry', 'yarnpkg', 'com'], ['npm', 'pkg', 'github', 'com']].map((parts) => parts.join('.'))
    const configured = process.env.npm_config_registry ? new URL(process.env.npm_config_registry).hostname : 'localhost'
    if (/[a-z]\./.test(configured)) registries.push(configured)
    const machine = [projectRoot, os.homedir()].filter((folder) => folder.length > 4).map((folder) => folder + path.sep)
    const forbidden = [...registries, ...machine]

    const found = files.flatMap((file) => {
      const bytes = fs.readFileSync(path.join(projectRoot, file))
      if (bytes.subarray(0, 8000).includes(0)) return []
      const text = bytes.toString('utf8')
      return forbidden.filter((word) => text.includes(word)).map((word) => `${file} holds ${word}`)
    })
    expect(found).toEqual([])
  })

  describe.each(locks)('%s', (lock) => {
    const { packages } = JSON.parse(read(lock)) as { packages: Record<string, Locked> }

    test('names no place to download from', () => {
      expect(Object.values(packages).filter((entry) => entry.resolved && !entry.link)).toEqual([])
    })

    test('holds the packages of every platform, without which `npm ci` refuses to start', () => {
      const missing = Object.entries(packages).flatMap(([place, entry]) =>
        Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(packages, place, name)))
      expect(missing).toEqual([])
    })
  })
})

interface Locked { resolved?: string; link?: boolean; optionalDependencies?: Record<string, string> }

/** Whether a package finds another: in its own node_modules, or in one further out. */
function isLocked(packages: Record<string, Locked>, from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, place.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    if (`${place ? `${place}/` : ''}node_modules/${name}` in packages) return true
    if (!place) return false
  }
}
