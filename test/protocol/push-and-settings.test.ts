/** Clients that cannot ask, and settings from every kind of client. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ableClient, bareClient, connectInside, folderWith, until, uri, type ClientOptions, type TestClient } from './kit/client.ts'
import { control, standIn, type StandInControl } from './kit/stand-in.ts'

let state: StandInControl
const clients: TestClient[] = []
const connect = async (options: ClientOptions): Promise<TestClient> => {
  state = control()
  const client = await connectInside(standIn(state), options)
  clients.push(client)
  return client
}
afterEach(async () => {
  for (const client of clients.splice(0)) await client.leave()
})

const one = { 'a.ts': 'slow()\n' }

describe('pushed, to a bare client', () => {
  test('with versions, and with columns in bytes', async () => {
    const folder = folderWith({ 'a.ts': "'ä😀'; slow()\n" })
    const file = path.join(folder, 'a.ts')
    const client = await connect({ folders: [folder], capabilities: bareClient })
    expect(client.initialized.capabilities).toMatchObject({ positionEncoding: 'utf-8' })
    expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined()
    await client.open(file)
    await until('the finding', () => client.pushed.length)
    expect(client.pushed).toMatchObject([{ uri: uri(file), version: 1, diagnostics: [{ range: { start: { line: 0, character: 10 }, end: { line: 0, character: 14 } } }] }])
    // Byte columns of the edit are understood: `slow` becomes `fast`.
    await client.change(file, 'fast', { start: { line: 0, character: 10 }, end: { line: 0, character: 14 } })
    await until('its end', () => client.pushed.length === 2)
    expect(client.pushed[1]).toEqual({ uri: uri(file), version: 2, diagnostics: [] })
    expect(client.registered).toEqual([])
  })

  test('only the state after a burst of edits is published, and nothing for a closed file stays', async () => {
    const folder = folderWith(one)
    const file = path.join(folder, 'a.ts')
    const client = await connect({ folders: [folder], capabilities: bareClient })
    await client.open(file)
    await until('the finding', () => client.pushed.length)
    for (let turns = 0; turns < 20; turns++) await client.change(file, 'slow()\n'.repeat(turns))
    await until('the last state', () => client.pushed.at(-1)?.version === 21)
    expect(client.pushed.slice(1).map(({ version, diagnostics }) => [version, diagnostics.length])).toEqual([[21, 19]])
    await client.close(file)
    await until('an empty list', () => client.pushed.at(-1)?.diagnostics.length === 0)
  })

  test('a save is taken as a sign of change', async () => {
    const folder = folderWith({ 'a.ts': "import './b'\nimport { b } from './b'\nslow()", 'b.ts': '' })
    const client = await connect({ folders: [folder], capabilities: bareClient })
    const file = path.join(folder, 'a.ts')
    await client.open(file)
    await until('the finding', () => client.pushed.length)
    fs.writeFileSync(path.join(folder, 'b.ts'), 'slow()')
    await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: uri(file) } })
    await until('the new message', () => client.pushed.at(-1)?.diagnostics[0]?.message === 'slow at 100 rows, 1 in b')
  })
})

test('settings change without a restart', async () => {
  const folder = folderWith(one)
  const file = path.join(folder, 'a.ts')
  const client = await connect({ folders: [folder], settings: { crowdproof: { scale: { rows: 5, users: 'many' }, levels: 7 } } })
  await client.open(file)
  expect(await client.items(file)).toMatchObject([{ message: 'slow at 5 rows', severity: 2 }])
  await until('registrations', () => client.registered.length === 2)
  expect(client.registered).toEqual(['workspace/didChangeWatchedFiles', 'workspace/didChangeConfiguration'])
  const before = client.refreshes
  client.settings = { crowdproof: { scale: { rows: 7 }, levels: { 'missing-timeout': 'hint' } } }
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null })
  await until('a refresh', () => client.refreshes > before)
  expect(await client.items(file)).toMatchObject([{ message: 'slow at 7 rows', severity: 4 }])
})

test('settings that a client only sends are taken as well', async () => {
  const folder = folderWith(one)
  const client = await connect({ folders: [folder], capabilities: bareClient, greeting: { settings: { scale: { rows: 3 } } } })
  await client.open(path.join(folder, 'a.ts'))
  await until('the finding', () => client.pushed.at(-1)?.diagnostics[0]?.message === 'slow at 3 rows')
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { crowdproof: { scale: { rows: 4 } } } })
  await until('the new one', () => client.pushed.at(-1)?.diagnostics[0]?.message === 'slow at 4 rows')
})

test('wrong settings are shown in the file that has them, until they are right', async () => {
  const folder = folderWith({ ...one, 'crowdproof.json': '{' })
  const client = await connect({ folders: [folder], capabilities: { ...ableClient } })
  state.problems = [{ path: 'crowdproof.json', message: 'This is not JSON.', line: 1 }]
  await client.open(path.join(folder, 'a.ts'))
  await until('the problem', () => client.pushed.length)
  expect(client.pushed).toMatchObject([{ uri: uri(path.join(folder, 'crowdproof.json')), diagnostics: [{ message: 'This is not JSON.', severity: 2 }] }])
  state.problems = []
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path.join(folder, 'crowdproof.json')), type: 2 }] })
  await until('its end', () => client.pushed.at(-1)?.diagnostics.length === 0)
})
