/** Prisma over SQLite with nothing downloaded: the client is generated with a stand-in for the schema engine. */
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Rows } from './data.ts'
import { load, type Module } from './load.ts'
import { proofFolder, workFolder } from './places.ts'
import { run } from './run.ts'

const workspace = join(proofFolder, 'workspaces', 'prisma')

/** What `prisma migrate` would make of the schema. */
const tables = `
  create table User (id integer primary key, email text not null unique, name text);
  create table Post (id integer primary key, title text not null, published boolean not null,
    authorId integer not null references User (id), editorId integer references User (id));
  create table Comment (id integer primary key, text text not null, approved boolean not null, createdAt datetime not null,
    postId integer not null references Post (id), userId integer references User (id));
`

/** Folder of the generated client; made once for each version of the schema. */
export async function generatedClient(): Promise<string> {
  const schema = await readFile(join(workspace, 'prisma', 'schema.prisma'))
  const stamp = createHash('sha256').update(schema).digest('hex').slice(0, 12)
  const folder = join(workFolder, `prisma-${stamp}`)
  if (existsSync(folder)) return join(folder, 'src', 'generated', 'prisma')

  const fresh = join(workFolder, randomUUID())
  await mkdir(workFolder, { recursive: true })
  await cp(workspace, fresh, { recursive: true })
  const generator = join(proofFolder, 'node_modules', 'prisma', 'build', 'index.js')
  const ended = await run(process.execPath, [generator, 'generate', '--schema', join(fresh, 'prisma', 'schema.prisma')], {
    cwd: proofFolder,
    // The generator only looks whether an engine is there; without this it downloads one.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  })
  if (ended.code !== 0) throw new Error(`prisma generate failed: ${ended.err}${ended.out}`)
  // Another proof may have been faster.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  return join(folder, 'src', 'generated', 'prisma')
}

interface Client {
  $on(event: 'query', told: () => void): void
  $disconnect(): Promise<void>
}

export interface PrismaDatabase {
  /** What `./db.ts` of the workspace exports. */
  module: Module
  fill(rows: Rows): void
  dump(): unknown[]
  hide(): void
  show(): void
  /** Queries in Prisma's own log since the last call. */
  count(): number
  close(): Promise<void>
}

export async function openPrisma(): Promise<PrismaDatabase> {
  const file = join(tmpdir(), `crowdproof-${randomUUID()}.db`)
  const sqlite = new DatabaseSync(file)
  sqlite.exec(`pragma journal_mode = memory; pragma synchronous = off; pragma foreign_keys = on; ${tables}`)

  const { PrismaClient } = await load(join(await generatedClient(), 'client.ts'))
  const prisma = new (PrismaClient as new (options: unknown) => Client)({
    adapter: new PrismaLibSql({ url: `file:${file}` }),
    log: [{ emit: 'event', level: 'query' }],
  })
  let queries = 0
  prisma.$on('query', () => { queries++ })

  return {
    module: { prisma },
    fill(rows) {
      sqlite.exec('delete from Comment; delete from Post; delete from User')
      insert(sqlite, 'User', rows.users)
      insert(sqlite, 'Post', rows.posts.map((post) => ({ ...post, published: Number(post.published) })))
      insert(sqlite, 'Comment', rows.comments.map((comment) => ({
        ...comment,
        approved: Number(comment.approved),
        createdAt: comment.createdAt.toISOString().replace('Z', '+00:00'),
      })))
    },
    // A renamed table would take the others' references with it.
    hide: () => sqlite.exec(`pragma legacy_alter_table = on;
      alter table User rename to HiddenUser; alter table Comment rename to HiddenComment`),
    show: () => sqlite.exec('alter table HiddenUser rename to User; alter table HiddenComment rename to Comment'),
    dump: () => ['User', 'Post', 'Comment'].map((table) => sqlite.prepare(`select * from ${table} order by id`).all()),
    count() {
      const counted = queries
      queries = 0
      return counted
    },
    async close() {
      await prisma.$disconnect()
      sqlite.close()
      await rm(file, { force: true })
    },
  }
}

function insert(sqlite: DatabaseSync, table: string, rows: object[]): void {
  for (const row of rows) {
    const columns = Object.keys(row)
    const holes = columns.map(() => '?').join(', ')
    sqlite.prepare(`insert into ${table} (${columns.join(', ')}) values (${holes})`).run(...Object.values(row))
  }
}
