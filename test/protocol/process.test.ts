/** The built server as a process: its ways in, its ways out, and what it leaves on the disk. */
import { fork, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { IPCMessageReader, IPCMessageWriter, StreamMessageReader, StreamMessageWriter, createProtocolConnection } from 'vscode-languageserver/node'
import { bareClient, builtServer, connectProcess, folderWith, projectRoot, TestClient, until, uri } from './kit/client.ts'

const shop = path.join(projectRoot, 'test', 'editor', 'workspaces', 'shop')
const children: ChildProcess[] = []
let folder: string
let feed: string
beforeEach(() => {
  folder = folderWith({})
  fs.cpSync(shop, folder, { recursive: true })
  feed = path.join(folder, 'src', 'feed.ts')
  process.env.XDG_CACHE_HOME = folderWith({})
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
const connect = async (capabilities = undefined as typeof bareClient | undefined): Promise<TestClient> => {
  const client = await connectProcess({ folders: [folder], capabilities })
  children.push(client.process!)
  return client
}
const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null ? Promise.resolve(child.exitCode) : new Promise((resolve) => child.once('exit', resolve))

describe('ways in', () => {
  test('standard input and output', async () => {
    const client = await connect()
    expect(client.initialized.serverInfo).toMatchObject({ name: 'crowdproof' })
    await client.open(feed)
    expect(await client.items(feed)).toMatchObject([{ code: 'n-plus-one' }])
    const [found] = await client.items(feed)
    expect(fs.existsSync(new URL(found!.codeDescription!.href))).toBe(true)
    await client.leave()
  })

  test("node's ipc, as the extension starts it", async () => {
    const child = fork(builtServer, ['--node-ipc'], { silent: true })
    children.push(child)
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
    const client = await new TestClient(connection, child, { crowdproof: {} }).greet({ folders: [folder] })
    await client.open(feed)
    expect(await client.items(feed)).toMatchObject([{ code: 'n-plus-one' }])
    await client.leave()
    expect(await ended(child)).toBe(0)
  })

  test('crowdproof lsp --stdio, for every other editor', async () => {
    const child = spawn(process.execPath, [path.join(projectRoot, 'dist', 'command-line.js'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
    children.push(child)
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
    const client = await new TestClient(connection, child, { crowdproof: {} }).greet({ folders: [folder], capabilities: bareClient })
    await client.open(feed)
    await until('the finding', () => client.pushed.length)
    expect(client.pushed[0]).toMatchObject({ uri: uri(feed), version: 1, diagnostics: [{ code: 'n-plus-one' }] })
    await client.leave()
    expect(await ended(child)).toBe(0)
  })
})

describe('ways out', () => {
  test('after shutdown and exit with 0', async () => {
    const client = await connect()
    await client.leave()
    expect(await ended(client.process!)).toBe(0)
  })

  test('without shutdown with 1', async () => {
    const client = await connect()
    await client.connection.sendNotification('exit')
    expect(await ended(client.process!)).toBe(1)
  })

  test('when its client is gone', async () => {
    const client = await connect()
    client.process!.stdin!.destroy()
    expect(await ended(client.process!)).toBe(1)
  })

  test('when nobody reads its answers any more', async () => {
    const client = await connect()
    client.process!.stdout!.destroy()
    void client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null })
    void client.open(feed)
    void client.pull(feed).catch(() => {})
    expect(await ended(client.process!)).toBe(1)
  })

  test("when node's ipc is cut", async () => {
    const child = fork(builtServer, ['--node-ipc'], { silent: true })
    children.push(child)
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
    await new TestClient(connection, child, { crowdproof: {} }).greet({ folders: [folder] })
    child.disconnect()
    expect(await ended(child)).toBe(1)
  })

  test('killed at any moment, the next one answers the same', async () => {
    const first = await connect()
    await first.open(feed)
    const report = await first.pull(feed)
    first.process!.kill('SIGKILL')
    await ended(first.process!)
    first.connection.dispose()
    const started = Date.now()
    const second = await connect()
    await second.open(feed)
    expect(await second.pull(feed, report.resultId)).toEqual({ kind: 'unchanged', resultId: report.resultId })
    expect(Date.now() - started).toBeLessThan(10_000)
    await second.leave()
  })
})

test('nothing is written into the workspace', async () => {
  const listing = (): string[] => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const before = listing()
  const client = await connect()
  await client.open(feed)
  await client.items(feed)
  await client.connection.sendRequest('crowdproof/scan', {})
  await client.leave()
  await ended(client.process!)
  expect(listing()).toEqual(before)
})
