import { expect, test } from 'vitest'
import { openSession } from '../../server/workspace/open-session.ts'
import { folderOf, write } from './stand-in.ts'

const app = {
  'package.json': '{ "dependencies": { "express": "^5.0.0", "@house/data": "^1.0.0" } }',
  // Nobody can follow what stands behind a global that another program fills.
  'src/rpc.ts': 'export const ask = (table: string, key: string) => (globalThis as any).bridge(table, key)\n',
  'src/app.ts': `import express from 'express'
import { connect, eachRow } from '@house/data'
import { ask } from './rpc.ts'

const client = connect()
const app = express()
app.post('/names', async (request, response) => {
  const names = []
  for (const id of request.body.ids as string[]) names.push(await ask('users', id))
  response.json(names)
})
app.post('/totals', async (request, response) => {
  const totals: unknown[] = []
  await eachRow(request.body.ids, async (id: string) => { totals.push(await client.find(id)) })
  response.json(totals)
})
`,
}
const described = JSON.stringify({
  libraries: [{
    name: 'House', packages: ['@house/data'],
    exports: { connect: { returns: 'Client' }, eachRow: { runs: [{ argument: 1, times: 'per-element' }] } },
    types: { Client: { members: { find: { does: 'query', rows: 'one' } } } },
  }, { name: 'RPC', files: ['src/rpc.ts'], exports: { ask: { does: 'query', rows: 'one' } } }],
})

test('what a project says of its own wrappers and packages counts, as soon as it says it', async () => {
  const root = folderOf(app)
  const session = await openSession({ root, cache: false })
  const found = async () => (await session.scan()).findings.map(({ rule, message, at }) => [rule, session.text(at.path)!.slice(at.start, at.end), message])
  expect(await found()).toEqual([])

  write(root, { 'crowdproof.json': described })
  await session.changed(['crowdproof.json'])
  expect(await found()).toEqual([
    ['n-plus-one', 'ask', '`ask` runs once per `id`: 100 round trips for 100 rows.'],
    ['n-plus-one', 'client.find', '`client.find` runs once per `id`: 100 round trips for 100 rows.'],
  ])

  write(root, { 'crowdproof.json': '{}' })
  await session.changed(['crowdproof.json'])
  expect(await found()).toEqual([])
  await session.dispose()
})
