/** From a keystroke in a file of 4,500 lines to its findings, in an indexed workspace. */
import { build } from 'esbuild'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { median } from './measure.mjs'

const edits = 40

export async function measureEdits({ root, repository, work, sources }) {
  const name = 'big-file.ts'
  const text = bigFile(4500)
  fs.writeFileSync(path.join(repository, name), text)
  const bundle = path.join(root, 'dist', 'bench-session.mjs')
  await build({
    stdin: { contents: `export { openSession } from './server/workspace/open-session.ts'`, resolveDir: root, loader: 'ts' },
    bundle: true, format: 'esm', platform: 'node', outfile: bundle, external: ['typescript'], mainFields: ['module', 'main'], logLevel: 'error',
    banner: { js: `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);` },
  })
  const { openSession } = await import(pathToFileURL(bundle).href)
  fs.rmSync(bundle)
  const session = await openSession({ root: repository, cache: false })
  await session.scan()
  session.open(name, text)
  if (session.findings(name).length === 0) throw new Error('The big file has no findings: nothing would be measured.')

  const ours = []
  const parsed = []
  for (let edit = 0; edit < edits; edit++) {
    const changed = editOf(text, edit)
    ours.push(time(() => { session.change(name, changed); session.findings(name) }))
    parsed.push(time(() => walk(ts.createSourceFile(name, changed, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, false))))
  }
  await session.dispose()
  const base = median(parsed)
  const service = languageService(repository, [...sources, name], name, text)
  return [
    { what: 'edit to findings, 4,500 lines / parse + walk, p50', ratio: median(ours) / base, budget: 4 },
    { what: 'edit to findings, 4,500 lines / parse + walk, p95', ratio: percentile(ours, 0.95) / base, budget: 8 },
    { what: 'edit to findings / TypeScript 6 LanguageService, p50', ratio: median(ours) / service, budget: 0.1 },
  ]
}

const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]

function time(work) {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

function walk(node) {
  ts.forEachChild(node, (child) => { walk(child) })
}

/** A letter typed into the middle of the file, another one each time. */
const editOf = (text, edit) => {
  const at = text.indexOf('const found', text.length >> 1) + 'const found'.length
  return text.slice(0, at) + 'abcdefghij'.slice(0, 1 + (edit % 10)) + text.slice(at)
}

/** The same edits, answered by the checker: the program again, and the type of every callee of the file. */
function languageService(repository, sources, name, text) {
  let version = 0
  let current = text
  const snapshots = new Map()
  const files = sources.map((source) => path.join(repository, source))
  const file = path.join(repository, name)
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ allowJs: true, jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, noEmit: true, skipLibCheck: true }),
    getScriptFileNames: () => files,
    getScriptVersion: (path) => (path === file ? String(version) : '0'),
    getScriptSnapshot: (path) => {
      if (path === file) return ts.ScriptSnapshot.fromString(current)
      if (!snapshots.has(path)) snapshots.set(path, fs.existsSync(path) ? ts.ScriptSnapshot.fromString(fs.readFileSync(path, 'utf8')) : undefined)
      return snapshots.get(path)
    },
    getCurrentDirectory: () => repository, getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: ts.sys.fileExists, readFile: ts.sys.readFile, directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories,
  })
  const answer = () => {
    const program = service.getProgram()
    const checker = program.getTypeChecker()
    const visit = (node) => {
      if (ts.isCallExpression(node)) checker.getTypeAtLocation(node.expression)
      ts.forEachChild(node, (child) => { visit(child) })
    }
    visit(program.getSourceFile(file))
  }
  answer()
  const times = []
  for (let edit = 0; edit < 7; edit++) {
    current = editOf(text, edit)
    version++
    times.push(time(answer))
  }
  return median(times)
}

/** Handlers as an AI tool writes them, one after another. */
function bigFile(lines) {
  const head = `import express from 'express'\nimport { PrismaClient } from '@prisma/client'\n\nconst app = express()\nconst prisma = new PrismaClient()\n`
  const one = (number) => `
app.get('/posts-${number}', async (req, res) => {
  const posts = await prisma.post.findMany({ where: { topic: req.params.topic }, take: 50 })
  const answer: { title: string; author: unknown }[] = []
  for (const post of posts) {
    const found = await prisma.user.findUnique({ where: { id: post.authorId } })
    answer.push({ title: post.title.trim(), author: found })
  }
  res.set('Cache-Control', 'private').json(answer)
})
`
  let text = head
  for (let number = 0; text.split('\n').length < lines; number++) text += one(number)
  return text
}
