#!/usr/bin/env node
/** The command `crowdproof`: with `commands/`, the only place that speaks to shells. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { detectAgent } from 'std-env'
import manifest from '../package.json' with { type: 'json' }
import { runCommandLine } from './commands/run.ts'
import { WrongUse } from './commands/shell.ts'
import type { Io, Parts, Stream } from './commands/shell.ts'

/** Pages lie beside the built file; in the repository, each beside its rule. */
const pageOf: Parts['page'] = ({ id, killer }) => {
  const places = [`./rules/${id}.md`, `../rules/${killer}/${id}.md`].map(place => new URL(place, import.meta.url))
  const place = places.find(existsSync)
  return place && readFileSync(place, 'utf8')
}

// Loaded when first needed: the engine brings a parser along, and `--help` should not wait for it.
const parts: Parts = {
  version: manifest.version,
  openSession: async options => (await import('./workspace/open-session.ts')).openSession(options),
  rules: async () => (await import('../rules/index.ts')).rules,
  page: pageOf,
  serveEditor: async () => {
    const [{ serve }, { openSession }] = await Promise.all([import('./language-server.ts'), import('./workspace/open-session.ts')])
    serve(openSession, { pages: fileURLToPath(new URL('./rules', import.meta.url)) })
  },
}

const streamOf = (stream: NodeJS.WriteStream): Stream => ({
  write: text => void stream.write(text),
  terminal: stream.isTTY === true,
  columns: stream.columns,
})

const io: Io = {
  get cwd() {
    return currentFolder()
  },
  environment: process.env,
  output: streamOf(process.stdout),
  errors: streamOf(process.stderr),
  agent: detectAgent().name !== undefined,
  now: () => performance.now(),
}

/** The folder one stands in may have been deleted. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    throw new WrongUse('The current folder is gone.')
  }
}

const isEditorServer = process.argv[2] === 'lsp'

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe may leave early, as `head` does: the work goes on, and the exit code stays true.
    if (error.code !== 'EPIPE') process.exit(2)
  })
}
if (!isEditorServer) {
  // Files are written without a pause in between, so there is nothing half-done to wait for.
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
}

function fail(error: unknown): never {
  process.stderr.write(`crowdproof: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(2)
}

// Not `process.exit`: what is still on its way into a pipe would be lost.
process.exitCode = await runCommandLine(process.argv.slice(2), io, parts)
