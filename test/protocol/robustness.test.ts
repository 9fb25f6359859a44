/** Whatever goes wrong behind the server: the client sees a line in the log, and the next answer. */
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { CancellationTokenSource } from 'vscode-languageserver/node'
import { connectInside, folderWith, pause, until, uri, type TestClient } from './kit/client.ts'
import { control, standIn, type StandInControl } from './kit/stand-in.ts'

let state: StandInControl
const clients: TestClient[] = []
async function connect(broken: string[] = []): Promise<{ client: TestClient; file: string; folder: string }> {
  const folder = folderWith({ 'a.ts': 'slow()' })
  state = control()
  state.broken = new Set(broken)
  const client = await connectInside(standIn(state), { folders: [folder], greeting: { status: true } })
  clients.push(client)
  return { client, file: path.join(folder, 'a.ts'), folder }
}
afterEach(async () => {
  for (const client of clients.splice(0)) await client.leave()
})
const range = { start: { line: 0, character: 1 }, end: { line: 0, character: 1 } }
const quiet = (client: TestClient): void => expect(client.shown).toEqual([])

describe('an exception in the session', () => {
  test.for([
    ['open', async (client: TestClient, file: string) => { await client.open(file) }],
    ['change', async (client: TestClient, file: string) => { await client.change(file, 'slow() + slow()') }],
    ['findings', async (client: TestClient, file: string) => { expect(await client.items(file)).toEqual([]) }],
    ['fixes', async (client: TestClient, file: string) => { expect(await client.actions(file, range)).toEqual([]) }],
    ['edits', async (client: TestClient, file: string) => {
      const [action] = await client.actions(file, range)
      expect((await client.resolve(action!)).edit).toBeUndefined()
    }],
    ['hover', async (client: TestClient, file: string) => {
      expect(await client.connection.sendRequest('textDocument/hover', { textDocument: { uri: uri(file) }, position: range.start })).toBeNull()
    }],
    ['changed', async (client: TestClient, file: string) => {
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(file), type: 2 }] })
    }],
    ['settings', async (client: TestClient) => { await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null }) }],
    ['close', async (client: TestClient, file: string) => { await client.close(file) }],
  ] as const)('in %s is a line in the log, and the rest goes on', async ([method, act]) => {
    const { client, file } = await connect()
    if (method !== 'open') await client.open(file)
    await client.pull(file)
    expect(client.logged).toEqual([])
    state.broken.add(method)
    await act(client, file)
    await until('the log', () => client.logged.some(({ type, message }) => type === 1 && message.includes(`${method} is broken`)))
    state.broken.clear()
    await client.close(file)
    await client.open(file, 'slow()')
    expect(await client.items(file)).toHaveLength(1)
    quiet(client)
  })

  test('a folder that cannot be opened is told by the status', async () => {
    const { client, file } = await connect(['new'])
    await client.open(file)
    expect(await client.items(file)).toEqual([])
    await until('the status', () => client.status.at(-1)?.state === 'troubled')
    expect(await client.actions(file, range)).toEqual([])
    quiet(client)
  })

  test('a scan that fails says so in its answer and is tried again', async () => {
    const { client } = await connect(['scan'])
    expect(await client.connection.sendRequest('crowdproof/scan', {})).toMatchObject({ findings: 0, problems: [{ message: expect.stringContaining('scan is broken') }] })
    state.broken.clear()
    expect(await client.connection.sendRequest('crowdproof/scan', {})).toMatchObject({ findings: 1, problems: [] })
    await until('the status', () => client.status.at(-1)?.state === 'ready')
  })
})

describe('a client that does not keep to the order', () => {
  test('changes and closes of documents that were never opened, and twice the same', async () => {
    const { client, file } = await connect()
    const send = (method: string, params: unknown): Promise<void> => client.connection.sendNotification(method, params)
    await send('textDocument/didChange', { textDocument: { uri: uri(file), version: 3 }, contentChanges: [{ text: 'x' }] })
    await send('textDocument/didClose', { textDocument: { uri: uri(file) } })
    await send('textDocument/didSave', { textDocument: { uri: uri(file) } })
    await client.open(file)
    await client.open(file, 'slow() + slow()')
    expect(await client.items(file)).toHaveLength(2)
    await client.close(file)
    await client.close(file)
    await send('textDocument/didChange', { textDocument: { uri: uri(file), version: 9 }, contentChanges: [{ range, text: 'x' }] })
    expect(await client.items(file)).toHaveLength(1)
    quiet(client)
  })

  test('positions outside of the text', async () => {
    const { client, file } = await connect()
    await client.open(file)
    await client.pull(file)
    const far = { line: 999, character: 999 }
    expect(await client.connection.sendRequest('textDocument/hover', { textDocument: { uri: uri(file) }, position: far })).toBeNull()
    expect(await client.actions(file, { start: far, end: far })).toEqual([])
    await client.change(file, 'slow()', { start: far, end: far })
    expect(await client.items(file)).toHaveLength(2)
  })

  test('unknown requests and notifications', async () => {
    const { client, file } = await connect()
    await expect(client.connection.sendRequest('textDocument/unheardOf', {})).rejects.toMatchObject({ code: -32601 })
    await client.connection.sendNotification('workspace/unheardOf', {})
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 'vscode-vfs://x/y.ts', type: 1 }] })
    await client.open(file)
    expect(await client.items(file)).toHaveLength(1)
  })
})

test('a hundred requests, cancelled at any moment, are answered within 50 ms, and the next one is right', async () => {
  const { client, file } = await connect()
  await client.open(file)
  await client.pull(file)
  const slowest: number[] = []
  for (let turn = 0; turn < 100; turn++) {
    const text = 'slow()\n'.repeat((turn % 5) + 1)
    await client.change(file, text)
    const source = new CancellationTokenSource()
    const answer = client.connection
      .sendRequest<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri: uri(file) } }, source.token)
      .then(({ items }) => items.length, (error: { code: number }) => error.code)
    await pause(turn % 4)
    const cancelledAt = performance.now()
    source.cancel()
    const got = await answer
    slowest.push(performance.now() - cancelledAt)
    // Either it was cancelled, or it had been answered with the state of this very text.
    expect([-32800, (turn % 5) + 1]).toContain(got)
  }
  expect(slowest.sort((a, b) => a - b)[97]).toBeLessThan(50)
  expect(await client.items(file)).toHaveLength(5)
})

test('after a thousand edits and two hundred opens everything is closed again, and the last text has won', async () => {
  const { client, file, folder } = await connect()
  await client.open(file)
  for (let edit = 0; edit < 1000; edit++) await client.change(file, 'slow()\n'.repeat(edit % 3))
  for (let turn = 0; turn < 200; turn++) {
    await client.open(path.join(folder, `${turn}.ts`), 'slow()')
    await client.close(path.join(folder, `${turn}.ts`))
  }
  expect(await client.items(file)).toHaveLength(0)
  const count = (word: string): number => state.calls.filter((call) => call.startsWith(`${word} `)).length
  expect(count('close')).toBe(200)
  await pause(500)
  expect(client.refreshes).toBeLessThan(50)
})
