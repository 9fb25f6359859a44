/**
 * PostgREST's dialect over PostgreSQL in this process, as far as supabase-js speaks it for filters, order and single rows.
 * One request is one statement; whatever it does not know is an error, never a wrong row.
 */
import type { PGlite } from '@electric-sql/pglite'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Postgrest {
  url: string
  /** Requests since the last call. */
  count(): number
  close(): Promise<void>
}

class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const comparisons: Record<string, string> = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' }
const reserved = new Set(['select', 'order', 'limit', 'offset', 'columns', 'on_conflict'])

export async function openPostgrest(database: PGlite): Promise<Postgrest> {
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    answer(database, request, response).catch((error: unknown) => {
      const { status, code } = error instanceof Refusal ? error : { status: 400, code: (error as { code?: string }).code ?? 'XX000' }
      send(response, status, { code, message: String((error as Error).message), details: null, hint: null })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count() {
      const number = requests
      requests = 0
      return number
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function answer(database: PGlite, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', 'http://localhost')
  const table = name(url.pathname.replace('/rest/v1/', ''))
  const body = await textOf(request)
  const values: unknown[] = []
  const columns = splitList(url.searchParams.get('select') ?? '*').map((part) => column(part)).join(', ')
  const conditions = [...url.searchParams].filter(([key]) => !reserved.has(key)).map(([key, value]) => condition(key, value, values))
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''
  const statement = statementOf(request.method ?? 'GET', { table, columns, where, body, values })
  const tail = request.method === 'GET' ? orderOf(url.searchParams) : ''
  const { rows } = await database.query(statement + tail, values)

  if (request.method !== 'GET' && !(request.headers.prefer ?? '').includes('return=representation')) return send(response, request.method === 'POST' ? 201 : 204)
  if (!(request.headers.accept ?? '').includes('vnd.pgrst.object')) return send(response, 200, rows)
  if (rows.length === 1) return send(response, 200, rows[0])
  throw new Refusal(406, 'PGRST116', 'Cannot coerce the result to a single JSON object')
}

interface Parts { table: string; columns: string; where: string; body: string; values: unknown[] }

function statementOf(method: string, { table, columns, where, body, values }: Parts): string {
  if (method === 'GET') return `select ${columns} from ${table}${where}`
  if (method === 'DELETE') return `delete from ${table}${where} returning ${columns}`
  const given = JSON.parse(body) as object | object[]
  const keys = Object.keys(Array.isArray(given) ? given[0] ?? {} : given).map(name)
  if (method === 'POST') {
    const hole = `$${values.push(JSON.stringify([given].flat()))}`
    return `insert into ${table} (${keys.join(', ')}) select ${keys.join(', ')} from json_populate_recordset(null::${table}, ${hole}) returning ${columns}`
  }
  if (method !== 'PATCH') throw new Refusal(405, 'PGRST117', `Unsupported method ${method}`)
  const hole = `$${values.push(JSON.stringify(given))}`
  return `update ${table} set ${keys.map((key) => `${key} = (select ${key} from json_populate_record(null::${table}, ${hole}))`).join(', ')}${where} returning ${columns}`
}

function condition(key: string, text: string, values: unknown[]): string {
  const isNot = text.startsWith('not.')
  const [operator, value] = splitOnce(isNot ? text.slice('not.'.length) : text)
  const sql = positive(name(key), operator, value, values)
  return isNot ? `not (${sql})` : `(${sql})`
}

function positive(key: string, operator: string, value: string, values: unknown[]): string {
  const compare = comparisons[operator]
  if (compare) return `${key} ${compare} $${values.push(value)}`
  if (operator === 'is' && ['null', 'true', 'false'].includes(value)) return `${key} is ${value}`
  if (operator === 'like' || operator === 'ilike') return `${key} ${operator} $${values.push(value.replaceAll('*', '%'))}`
  // Each value is read as the column's type, so that a wrong one is an error here as there.
  if (operator === 'in') return `${key} = any(array[${splitList(value.slice(1, -1)).map((each) => `$${values.push(unquoted(each))}`).join(', ')}]::text[]::${typeOf(key)}[])`
  throw new Refusal(400, 'PGRST100', `failed to parse filter (${operator})`)
}

/** By custom of the tables that the proofs run on. */
const typeOf = (key: string): string => (key === '"id"' || key.endsWith('_id"') ? 'integer' : key === '"created_at"' ? 'timestamp' : key === '"approved"' || key === '"published"' ? 'boolean' : 'text')

function orderOf(asked: URLSearchParams): string {
  const sorts = splitList(asked.get('order') ?? '').map((part) => {
    const [key, ...words] = part.split('.')
    return `${name(key!)} ${words.includes('desc') ? 'desc' : 'asc'}${words.includes('nullsfirst') ? ' nulls first' : words.includes('nullslast') ? ' nulls last' : ''}`
  })
  const limit = asked.get('limit')
  return `${sorts.length > 0 ? ` order by ${sorts.join(', ')}` : ''}${limit === null ? '' : ` limit ${Number(limit)}`}`
}

function column(part: string): string {
  if (part === '*') return '*'
  const [alias, key] = part.includes(':') ? part.split(':') : [undefined, part]
  return alias === undefined ? name(key!) : `${name(key!)} as ${name(alias)}`
}

function name(text: string): string {
  if (!/^[a-z_]\w*$/i.test(text)) throw new Refusal(400, 'PGRST100', `failed to parse ${text}`)
  return `"${text}"`
}

/** At commas outside of quotes. */
function splitList(text: string): string[] {
  const parts: string[] = []
  let part = ''
  let isQuoted = false
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted
    if (letter === ',' && !isQuoted) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return (part === '' ? parts : [...parts, part]).map((each) => each.trim())
}

const unquoted = (text: string): string => (text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text)
const splitOnce = (text: string): [string, string] => [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)]

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? '' : JSON.stringify(body))
}
