/**
 * The client that Prisma generates for a schema, as typings, with nothing but its own generator and its schema parser:
 * no command line and no download.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { projectRoot } from './house.ts'

export const typingsRoot = path.join(projectRoot, 'test', 'typings')
const kept = path.join(typingsRoot, 'node_modules', '.cache', 'prisma')

/** For examples in which the models do not matter. */
const plainSchema = `
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id    String @id
  email String @unique
  name  String
}
`

/** Path of the typings of a client for this schema, written once. */
export async function prismaTypings(schema: string | undefined): Promise<string> {
  const require = createRequire(path.join(typingsRoot, 'package.json'))
  const { version } = require('@prisma/client/package.json') as { version: string }
  const text = withGenerator(schema ?? plainSchema)
  const folder = path.join(kept, createHash('sha256').update(`${version} ${text}`).digest('hex').slice(0, 16))
  const file = path.join(folder, 'index.d.ts')
  if (fs.existsSync(file)) return file

  fs.mkdirSync(kept, { recursive: true })
  const scratch = fs.mkdtempSync(path.join(kept, 'writing-'))
  try {
    await generate(require, text, scratch)
    fs.mkdirSync(folder, { recursive: true })
    fs.copyFileSync(path.join(scratch, 'index.d.ts'), file)
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
  return file
}

const withGenerator = (schema: string): string =>
  /^\s*generator\s/m.test(schema) ? schema : `generator client {\n  provider = "prisma-client-js"\n}\n${schema}`

interface SchemaParser {
  get_config(request: string): string
  get_dmmf(request: string): string
}

async function generate(require: NodeJS.Require, schema: string, folder: string): Promise<void> {
  const parser = require('@prisma/prisma-schema-wasm') as SchemaParser
  const prismaSchema = [['schema.prisma', schema]]
  const { config: { generators, datasources } } = JSON.parse(
    parser.get_config(JSON.stringify({ prismaSchema, datasourceOverrides: {}, ignoreEnvVarErrors: true, env: {} })),
  ) as { config: { generators: object[]; datasources: object[] } }
  const dmmf: unknown = JSON.parse(parser.get_dmmf(JSON.stringify({ prismaSchema, noColor: true })))
  // This engine is part of the package; the others are downloads.
  const generator = { ...generators[0], config: { engineType: 'client' }, output: { value: folder, fromEnvVar: null }, isCustomOutput: true }
  await ask(require.resolve('@prisma/client/generator-build/index.js'), 'generate', {
    generator, otherGenerators: [], schemaPath: path.join(folder, 'schema.prisma'), datamodel: schema, datasources, dmmf,
    version: '0', binaryPaths: { libqueryEngine: {} }, allowNoModels: false, postinstall: false,
  })
}

/** One question to a generator: JSON-RPC by lines, asked on its input and answered on its error output. */
function ask(program: string, method: string, parameters: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'pipe'] })
    let heard = ''
    child.stderr.on('data', (data: Buffer) => {
      heard += data.toString()
      for (const line of heard.split('\n').slice(0, -1)) {
        if (!line.startsWith('{')) continue
        const answer = JSON.parse(line) as { id?: number; error?: { message: string } }
        if (answer.id !== 1) continue
        child.kill()
        if (answer.error) reject(new Error(`Prisma's generator: ${answer.error.message}`))
        else resolve()
      }
    })
    child.on('error', reject)
    child.on('close', () => reject(new Error(`Prisma's generator ended without an answer: ${heard}`)))
    child.stdin.end(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: parameters })}\n`)
  })
}
