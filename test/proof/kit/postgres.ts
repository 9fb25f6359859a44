/** PostgreSQL inside this process, reached over a real socket, with a counter on the wire. */
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Rows } from './data.ts'
import type { Ground } from './query-proof.ts'

const tables = `
  create table users (id integer primary key, email text not null, name text);
  create table posts (id integer primary key, title text not null, published boolean not null, author_id integer not null, editor_id integer);
  create table comments (id integer primary key, text text not null, approved boolean not null, created_at timestamp not null,
    post_id integer not null, user_id integer);
  create table invoices (number bigint primary key, customer text not null);
`

/** A database without foreign keys, so that rows may point to nothing. */
export async function createDatabase(): Promise<PGlite> {
  const database = await PGlite.create()
  await database.exec(tables)
  return database
}

/** Replaces everything in the tables. */
export async function fill(database: PGlite, rows: Rows): Promise<void> {
  await database.exec('truncate users, posts, comments, invoices')
  await insert(database, 'users', ['id', 'email', 'name'], rows.users.map((it) => [it.id, it.email, it.name]))
  await insert(
    database,
    'posts',
    ['id', 'title', 'published', 'author_id', 'editor_id'],
    rows.posts.map((it) => [it.id, it.title, it.published, it.authorId, it.editorId]),
  )
  await insert(
    database,
    'comments',
    ['id', 'text', 'approved', 'created_at', 'post_id', 'user_id'],
    rows.comments.map((it) => [it.id, it.text, it.approved, it.createdAt.toISOString(), it.postId, it.userId]),
  )
  await insert(database, 'invoices', ['number', 'customer'], rows.users.map((it) => [it.id, it.email]))
}

/** Every row of every table, for proofs of code that writes. */
export async function dump(database: PGlite): Promise<unknown[]> {
  const all = []
  for (const table of ['users', 'posts', 'comments']) {
    all.push((await database.query(`select * from ${table} order by id`)).rows)
  }
  return all
}

async function insert(database: PGlite, table: string, columns: string[], rows: unknown[][]): Promise<void> {
  if (!rows.length) return
  const holes = rows.map((row, at) => `(${row.map((_, column) => `$${at * columns.length + column + 1}`).join(', ')})`)
  await database.query(`insert into ${table} (${columns.join(', ')}) values ${holes.join(', ')}`, rows.flat())
}

export interface Wire {
  url: string
  /** Statements and connections since the last call. */
  count(): { statements: number; connections: number; open: number }
  close(): Promise<void>
}

/** A TCP server in front of the database that counts what passes, whatever the client library is. */
export async function openWire(database: PGlite): Promise<Wire> {
  const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0, maxConnections: 100 })
  await server.start()
  const behind = Number(server.getServerConn().split(':').at(-1))

  let statements = 0
  let connections = 0
  const sockets = new Set<Socket>()
  const counter = createServer((front) => {
    connections++
    const back = connect({ host: '127.0.0.1', port: behind, noDelay: true })
    front.setNoDelay(true)
    const read = statementReader(() => { statements++ })
    front.on('data', read)
    front.pipe(back)
    back.pipe(front)
    for (const [one, other] of [[front, back], [back, front]] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => counter.listen(0, '127.0.0.1', resolve))

  return {
    url: `postgres://postgres@127.0.0.1:${(counter.address() as AddressInfo).port}/postgres`,
    count() {
      const counted = { statements, connections, open: sockets.size / 2 }
      statements = 0
      connections = 0
      return counted
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => (counter as Server).close(() => resolve()))
      await server.stop()
    },
  }
}

/** Reads the frontend's messages: a simple query (`Q`) or an execution (`E`) is one statement. */
function statementReader(counted: () => void): (bytes: Buffer) => void {
  const query = 'Q'.charCodeAt(0)
  const execute = 'E'.charCodeAt(0)
  const sslRequest = 80877103
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    for (;;) {
      // The first message has no type byte; an SSL request may come before it.
      const head = started ? 1 : 0
      if (rest.length < head + 4) return
      const length = rest.readInt32BE(head) + head
      if (rest.length < length) return
      if (!started) started = rest.readInt32BE(4) !== sslRequest
      else if (rest[0] === query || rest[0] === execute) counted()
      rest = rest.subarray(length)
    }
  }
}

/** Fills, reads and hides the tables of a database in this process. */
export const tablesOf = (database: PGlite): Pick<Ground, 'fill' | 'dump' | 'hide' | 'show'> => ({
  fill: (rows) => fill(database, rows),
  dump: () => dump(database),
  ...hiding((statement) => database.exec(statement)),
})

const hiding = (execute: (statement: string) => Promise<unknown>): Pick<Ground, 'hide' | 'show'> => ({
  async hide() {
    await execute('alter table users rename to hidden_users; alter table comments rename to hidden_comments')
  },
  async show() {
    await execute('alter table hidden_users rename to users; alter table hidden_comments rename to comments')
  },
})
