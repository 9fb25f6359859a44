/** Drivers that speak SQL to SQLite in this process: better-sqlite3, node:sqlite, libSQL, and a stand-in for Cloudflare D1. */
import { createClient, type InValue } from '@libsql/client'
import { format } from 'mysql2'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { createRequire } from 'node:module'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import * as schema from '../workspaces/drizzle-sqlite/src/schema.ts'
import type { Ground } from './query-proof.ts'
import { Counter, dump, fill, hiding, tables, type ReadRows, type RunStatement } from './sqlite.ts'

const require = createRequire(import.meta.url)

interface Sqlite3 { exec(sql: string): void; prepare(sql: string): { run(...values: unknown[]): unknown; all(): unknown[] }; close(): void }

/** Counted by its own log of statements. */
export const betterSqlite3Ground = async (): Promise<Ground> => openBetterSqlite3((db) => ({ './db.ts': { db } }))

/** Drizzle over it: the links that run a query answer at once. */
export const drizzleSqliteGround = async (): Promise<Ground> =>
  openBetterSqlite3((db) => ({ './db.ts': { db: drizzle(db as unknown as Parameters<typeof drizzle>[0] & object, { schema }) }, './schema.ts': schema }))

function openBetterSqlite3(instead: (db: Sqlite3) => Ground['instead']): Ground {
  const Database = require('better-sqlite3') as new (file: string, options: object) => Sqlite3
  const counter = new Counter()
  const db = new Database(':memory:', { verbose: counter.add })
  for (const table of tables) db.exec(table)
  const run: RunStatement = (sql, values) => db.prepare(sql).run(...values)
  return { instead: instead(db), ...groundOf(run, (sql) => db.prepare(sql).all()), count: counter.count, close: async () => db.close() }
}

/** It has no log: the methods of its statements are counted. */
export async function nodeSqliteGround(): Promise<Ground> {
  const { db, counter } = openNodeSqlite()
  const run: RunStatement = (sql, values) => db.prepare(sql).run(...values as SQLInputValue[])
  return { instead: { './db.ts': { db } }, ...groundOf(run, (sql) => db.prepare(sql).all()), count: counter.count, close: async () => db.close() }
}

function openNodeSqlite(): { db: DatabaseSync; counter: Counter } {
  const counter = new Counter()
  const db = new DatabaseSync(':memory:')
  for (const table of tables) db.exec(table)
  const prepare = db.prepare.bind(db)
  db.prepare = (sql) => counted(prepare(sql), counter)
  return { db, counter }
}

function counted(statement: StatementSync, counter: Counter): StatementSync {
  for (const name of ['get', 'all', 'run'] as const) {
    const own = statement[name].bind(statement) as (...values: SQLInputValue[]) => unknown
    Object.assign(statement, { [name]: (...values: SQLInputValue[]) => {
      counter.add()
      return own(...values)
    } })
  }
  return statement
}

export async function libsqlGround(): Promise<Ground> {
  const client = createClient({ url: ':memory:' })
  const counter = new Counter()
  const execute = client.execute.bind(client) as (statement: unknown) => Promise<{ rows: unknown[] }>
  for (const table of tables) await execute(table)
  Object.assign(client, { execute: (statement: unknown) => {
    counter.add()
    return execute(statement)
  } })
  const run: RunStatement = (sql, values) => execute({ sql, args: values as InValue[] })
  return { instead: { './db.ts': { client } }, ...groundOf(run, async (sql) => (await execute(sql)).rows), count: counter.count, close: async () => client.close() }
}

/** Cloudflare's interface and its limit of 100 values for a statement, over `node:sqlite`. */
export async function d1Ground(): Promise<Ground> {
  const { db, counter } = openNodeSqlite()
  const run: RunStatement = (sql, values) => db.prepare(sql).run(...values as SQLInputValue[])
  const read: ReadRows = (sql) => db.prepare(sql).all()
  return { instead: { './env.ts': { env: { DB: new D1(db) } } }, ...groundOf(run, read), count: counter.count, close: async () => db.close() }
}

class D1 {
  readonly #db: DatabaseSync
  constructor(db: DatabaseSync) { this.#db = db }
  prepare(sql: string): D1Statement { return new D1Statement(this.#db, sql, []) }
}

class D1Statement {
  readonly #db: DatabaseSync
  readonly #sql: string
  readonly #values: unknown[]

  constructor(db: DatabaseSync, sql: string, values: unknown[]) {
    this.#db = db
    this.#sql = sql
    this.#values = values
  }

  bind(...values: unknown[]): D1Statement {
    if (values.some((value) => value === undefined)) throw new TypeError("D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'")
    return new D1Statement(this.#db, this.#sql, values)
  }

  async first(): Promise<unknown> { return this.#rows()[0] ?? null }
  async all(): Promise<{ results: unknown[]; success: true }> { return { results: this.#rows(), success: true } }
  async run(): Promise<{ results: unknown[]; success: true }> { return this.all() }

  #rows(): unknown[] {
    if (this.#values.length > 100) throw new Error('D1_ERROR: too many SQL variables')
    return this.#db.prepare(this.#sql).all(...this.#values as SQLInputValue[]).map((row) => ({ ...row }))
  }
}

/**
 * mysql2's own writing of values into SQL, over SQLite: `query` spreads lists, `execute` does not. It proves what is
 * asked, not what MySQL makes of it.
 */
export async function mysqlGround(): Promise<Ground> {
  const { db, counter } = openNodeSqlite()
  const run: RunStatement = (sql, values) => db.prepare(sql).run(...values as SQLInputValue[])
  const rows = (sql: string, values: SQLInputValue[]) => [db.prepare(sql).all(...values).map((row) => ({ ...row })), []]
  const pool = {
    query: async (sql: string, values: unknown[] = []) => rows(format(sql, values as Parameters<typeof format>[1]), []),
    execute: async (sql: string, values: unknown[] = []) => rows(sql, values.map((value) => (typeof value === 'boolean' ? Number(value) : value as SQLInputValue))),
  }
  return { instead: { './db.ts': { pool } }, ...groundOf(run, (sql) => db.prepare(sql).all()), count: counter.count, close: async () => db.close() }
}

const groundOf = (run: RunStatement, read: ReadRows): Pick<Ground, 'fill' | 'dump' | 'hide' | 'show'> =>
  ({ fill: (rows) => fill(run, rows), dump: () => dump(read), ...hiding(run) })
