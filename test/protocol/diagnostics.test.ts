/** What is found reaches the client, stays right, and is not sent twice. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { connectInside, folderWith, pause, until, uri, type ClientOptions, type TestClient } from './kit/client.ts'
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

describe('pulled', () => {
  test('a finding has its place, level, rule and source', async () => {
    const folder = folderWith({ 'a.ts': '// ä\nslow()\n' })
    const client = await connect({ folders: [folder] })
    const file = path.join(folder, 'a.ts')
    await client.open(file)
    expect(await client.items(file)).toMatchObject([{
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      severity: 2, code: 'missing-timeout', source: 'crowdproof', message: 'slow at 100 rows', relatedInformation: [],
    }])
  })

  test('the same answer again is "unchanged", also by another server', async () => {
    const folder = folderWith(one)
    const file = path.join(folder, 'a.ts')
    const first = await connect({ folders: [folder] })
    await first.open(file)
    const { resultId } = await first.pull(file)
    expect(resultId).toBeTruthy()
    expect(await first.pull(file, resultId)).toEqual({ kind: 'unchanged', resultId })
    const second = await connect({ folders: [folder] })
    await second.open(file)
    expect(await second.pull(file, resultId)).toEqual({ kind: 'unchanged', resultId })
  })

  test('an edit is in the very next answer', async () => {
    const folder = folderWith(one)
    const file = path.join(folder, 'a.ts')
    const client = await connect({ folders: [folder] })
    await client.open(file)
    const { resultId } = await client.pull(file)
    await client.change(file, 'fast', { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } })
    expect(await client.pull(file, resultId)).toMatchObject({ kind: 'full', items: [] })
    await client.change(file, 'slow()\nslow()')
    expect(await client.items(file)).toHaveLength(2)
  })

  test('a file that another one depends on is asked for again', async () => {
    const folder = folderWith({ 'a.ts': "import { b } from './b'\nslow()\n", 'b.ts': '' })
    const [a, b] = [path.join(folder, 'a.ts'), path.join(folder, 'b.ts')]
    const client = await connect({ folders: [folder] })
    await client.open(a)
    await client.open(b)
    expect(await client.items(a)).toMatchObject([{
      message: 'slow at 100 rows, 0 in b', relatedInformation: [{ location: { uri: uri(b) }, message: 'it comes from here' }],
    }])
    expect(await client.items(b)).toEqual([])
    await pause(300)
    const before = client.refreshes
    await client.change(b, 'slow()')
    await client.items(b)
    await until('a refresh', () => client.refreshes > before)
    expect(await client.items(a)).toMatchObject([{ message: 'slow at 100 rows, 1 in b' }])
    await pause(400)
    expect(client.refreshes).toBe(before + 1)
  })

  test('the first answer waits for the whole index, and a cancelled one does not', async () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.ts`, 'slow()'])))
    const client = await connect({ folders: [folder] })
    state.pace = 20
    const file = path.join(folder, '0.ts')
    await client.open(file)
    const started = Date.now()
    const { CancellationTokenSource } = await import('vscode-languageserver/node')
    const source = new CancellationTokenSource()
    const pull = client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: uri(file) } }, source.token)
    setTimeout(() => source.cancel(), 50)
    await expect(pull).rejects.toMatchObject({ code: -32800 })
    expect(Date.now() - started).toBeLessThan(300)
    // Other requests answer in the meantime.
    expect(await client.connection.sendRequest('textDocument/hover', { textDocument: { uri: uri(file) }, position: { line: 0, character: 1 } }))
      .toMatchObject({ contents: { value: '**missing-timeout**' } })
    expect(Date.now() - started).toBeLessThan(500)
    expect(await client.items(file)).toHaveLength(1)
    expect(Date.now() - started).toBeGreaterThan(500)
  })

  test('other schemes, other languages and files without a package are answered with nothing', async () => {
    const client = await connect({ folders: [folderWith(one)] })
    const loose = folderWith({ 'a.ts': 'slow()' })
    await client.open(path.join(loose, 'a.ts'))
    expect(await client.items(path.join(loose, 'a.ts'))).toEqual([])
    for (const address of ['untitled:Untitled-1', 'git:/a.ts?x', 'file:///%', 'file:///nowhere/a.vue']) {
      expect(await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: address } })).toMatchObject({ kind: 'full', items: [] })
    }
    expect(client.logged).toEqual([])
  })

  test('a file outside of every folder is analysed within its package', async () => {
    const client = await connect({ folders: [] })
    const loose = folderWith({ 'package.json': '{}', 'src/a.ts': 'slow()' })
    await client.open(path.join(loose, 'src', 'a.ts'))
    expect(await client.items(path.join(loose, 'src', 'a.ts'))).toHaveLength(1)
    expect(state.calls).toContain(`new ${loose}`)
  })

  test('several folders, one inside the other, come and go', async () => {
    const outer = folderWith({ 'a.ts': 'slow()', 'packages/inner/b.ts': 'slow()' })
    const inner = path.join(outer, 'packages', 'inner')
    const client = await connect({ folders: [outer, inner] })
    await client.open(path.join(inner, 'b.ts'))
    await client.items(path.join(inner, 'b.ts'))
    expect(state.calls.filter((call) => call.startsWith('new'))).toEqual([`new ${inner}`])
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: uri(inner), name: 'inner' }] },
    })
    await until('the folder is given back', () => state.calls.includes(`dispose ${inner}`))
    expect(await client.items(path.join(inner, 'b.ts'))).toHaveLength(1)
    expect(state.calls).toContain(`new ${outer}`)
  })
})

describe('the whole workspace', () => {
  const two = { 'a.ts': 'slow()', 'sub/b.ts': 'slow() + slow()', 'c.ts': '' }

  test('nothing goes out before it is asked for; after a scan everything does, and is kept right', async () => {
    const folder = folderWith(two)
    const client = await connect({ folders: [folder], greeting: { status: true } })
    const held = client.hold()
    const [a, b] = [path.join(folder, 'a.ts'), path.join(folder, 'sub', 'b.ts')]
    await client.open(a)
    expect(await client.items(a)).toHaveLength(1)
    await pause(400)
    expect(held.reports).toEqual([])

    const result = await client.connection.sendRequest('crowdproof/scan', { workDoneToken: 'scan' })
    expect(result).toEqual({ files: 3, findings: 3, skipped: [], problems: [] })
    await until('the other file', () => held.reports.length)
    // The open document is pulled; it must not come twice.
    expect(held.reports.map((report) => [report.uri, 'items' in report && report.items.length])).toEqual([[uri(b), 2]])

    fs.writeFileSync(b, 'slow()')
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(b), type: 2 }] })
    await until('the change', () => held.reports.length === 2)
    expect(held.reports[1]).toMatchObject({ uri: uri(b), items: [{}] })
    fs.rmSync(b)
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(b), type: 3 }] })
    await until('the removal', () => held.reports.length === 3)
    expect(held.reports[2]).toMatchObject({ uri: uri(b), items: [] })
    await until('the status', () => client.status.at(-1)?.findings === 1)
  })

  test('a document that is closed keeps its findings after a scan, and loses them without one', async () => {
    const folder = folderWith(two)
    const file = path.join(folder, 'a.ts')
    for (const scanned of [true, false]) {
      const client = await connect({ folders: [folder] })
      const held = client.hold()
      if (scanned) await client.connection.sendRequest('crowdproof/scan', {})
      await client.open(file)
      await client.items(file)
      await client.close(file)
      const last = await until('its report', () => held.reports.findLast((report) => report.uri === uri(file)))
      expect('items' in last && last.items.length).toBe(scanned ? 1 : 0)
    }
  })

  test('with the scope "workspace" nobody has to ask', async () => {
    const client = await connect({ folders: [folderWith(two)], settings: { crowdproof: { scope: 'workspace' } } })
    const held = client.hold()
    await until('both files', () => held.reports.length === 2)
  })

  test('a server that is started again knows that a scan was asked for', async () => {
    const client = await connect({ folders: [folderWith(two)], greeting: { scanned: true } })
    const held = client.hold()
    await until('both files', () => held.reports.length === 2)
  })

  test('what the client still has is not sent again', async () => {
    const folder = folderWith(two)
    const first = await connect({ folders: [folder], greeting: { scanned: true } })
    const { reports } = first.hold()
    await until('both files', () => reports.length === 2)
    const known = reports.map((report) => ({ uri: report.uri, value: report.resultId! }))
    const second = await connect({ folders: [folder], greeting: { scanned: true } })
    const again = second.hold([{ uri: uri(path.join(folder, 'gone.ts')), value: 'x' }, ...known])
    await until('the file that is gone', () => again.reports.length)
    await pause(200)
    expect(again.reports).toMatchObject([{ uri: uri(path.join(folder, 'gone.ts')), items: [] }])
  })

  test('a pull that cannot be left open is answered with everything', async () => {
    const folder = folderWith(two)
    const client = await connect({ folders: [folder] })
    const report = await client.connection.sendRequest<{ items: { uri: string; resultId: string }[] }>('workspace/diagnostic', { previousResultIds: [] })
    expect(report.items.map((item) => item.uri).sort()).toEqual([uri(path.join(folder, 'a.ts')), uri(path.join(folder, 'sub/b.ts'))])
    const again = await client.connection.sendRequest('workspace/diagnostic', {
      previousResultIds: report.items.map((item) => ({ uri: item.uri, value: item.resultId })),
    })
    expect(again).toMatchObject({ items: [{ kind: 'unchanged' }, { kind: 'unchanged' }] })
  })

  test('… unless the user wants open files only', async () => {
    const client = await connect({ folders: [folderWith(two)], settings: { crowdproof: { scope: 'openFiles' } } })
    expect(await client.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] })).toEqual({ items: [] })
  })

  test('a scan tells how far it is, and ends when it is cancelled', async () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.ts`, 'slow()'])))
    const client = await connect({ folders: [folder], greeting: { status: true } })
    state.pace = 20
    const told: { kind: string; message?: string; percentage?: number }[] = []
    client.connection.onNotification('$/progress', ({ value }: { value: (typeof told)[0] }) => void told.push(value))
    const { CancellationTokenSource } = await import('vscode-languageserver/node')
    const source = new CancellationTokenSource()
    const scan = client.connection.sendRequest('crowdproof/scan', { workDoneToken: 1 }, source.token)
    await until('progress', () => told.some(({ message }) => message?.endsWith('of 40 files')))
    await until('the status', () => client.status.some((status) => status.state === 'scanning'))
    const cancelledAt = Date.now()
    source.cancel()
    await expect(scan).rejects.toMatchObject({ code: -32800 })
    expect(Date.now() - cancelledAt).toBeLessThan(200)
    expect(told[0]).toMatchObject({ kind: 'begin', cancellable: true })
    expect(told.at(-1)).toEqual({ kind: 'end' })
    const percentages = told.flatMap(({ percentage }) => percentage ?? [])
    expect(percentages).toEqual([...percentages].sort((a, b) => a - b))
    await until('the end', () => client.status.at(-1)?.state === 'ready')
  })

  test('an editor that does not show our status sees the first reading as progress', async () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.ts`, 'slow()'])))
    const client = await connect({ folders: [folder] })
    state.pace = 15
    const told: { kind: string; message?: string }[] = []
    client.connection.onNotification('$/progress', ({ value }: { value: (typeof told)[0] }) => void told.push(value))
    await client.open(path.join(folder, '0.ts'))
    await client.items(path.join(folder, '0.ts'))
    await until('its end', () => told.at(-1)?.kind === 'end')
    expect(told[0]).toMatchObject({ kind: 'begin', title: 'Crowdproof' })
    expect(told.some(({ message }) => message?.endsWith('of 30 files'))).toBe(true)
    expect(client.status).toEqual([])
  })
})
