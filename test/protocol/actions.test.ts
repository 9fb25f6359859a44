/** What the light bulb offers, and what is applied when something of it is chosen. */
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver/node'
import { ableClient, applied, bareClient, connectInside, folderWith, until, uri, type ClientOptions, type TestClient } from './kit/client.ts'
import { control, standIn, type StandInControl } from './kit/stand-in.ts'

let state: StandInControl
const clients: TestClient[] = []
async function connect(text: string, options: Partial<ClientOptions> = {}, name = 'a.ts'): Promise<{ client: TestClient; file: string }> {
  const folder = folderWith({ [name]: text, 'pages/missing-timeout.md': '# A page' })
  state = control()
  const client = await connectInside(standIn(state), { folders: [folder], ...options }, path.join(folder, 'pages'))
  clients.push(client)
  const file = path.join(folder, name)
  await client.open(file)
  if (!options.capabilities) await client.pull(file)
  else await until('the index', () => client.pushed.length)
  return { client, file }
}
afterEach(async () => {
  for (const client of clients.splice(0)) await client.leave()
})

const at = (line: number, character: number): CodeAction['diagnostics'] extends unknown ? { start: { line: number; character: number }; end: { line: number; character: number } } : never =>
  ({ start: { line, character }, end: { line, character } })
const titles = (actions: CodeAction[]): string[] => actions.map(({ title }) => title)
const named = (actions: CodeAction[], title: string): CodeAction => {
  const found = actions.find((action) => action.title === title)
  if (!found) throw new Error(`Not offered: ${title}; but: ${titles(actions).join(', ')}`)
  return found
}
const changesOf = (action: CodeAction): TextDocumentEdit => action.edit!.documentChanges!.find((change): change is TextDocumentEdit => 'textDocument' in change)!

describe('the menu', () => {
  test('titles at once, edits when one is chosen, against the version that is open', async () => {
    const { client, file } = await connect('slow()')
    const actions = await client.actions(file, at(0, 1))
    expect(titles(actions)).toEqual([
      'Be fast', 'Ignore `missing-timeout` on this line', 'Ignore `missing-timeout` in this file', 'Show page for `missing-timeout`',
    ])
    expect(actions.every((action) => action.edit === undefined && action.kind === 'quickfix')).toBe(true)
    expect(state.calls).not.toContain('edits')
    await client.change(file, ' slow()')
    const fix = await client.resolve(named(actions, 'Be fast'))
    expect(fix.edit).toEqual({
      documentChanges: [{ textDocument: { uri: uri(file), version: 2 }, edits: [{ range: { start: { line: 0, character: 1 }, end: { line: 0, character: 5 } }, newText: 'fast' }] }],
    })
  })

  test('the single safe fix is preferred, one to review never is and says what it is', async () => {
    const { client, file } = await connect('slow(); slower()')
    const actions = await client.actions(file, { start: at(0, 0).start, end: at(0, 16).start })
    expect(named(actions, 'Be fast')).toMatchObject({ isPreferred: true, diagnostics: [{ code: 'missing-timeout' }] })
    expect(named(actions, 'Do it later (review)').isPreferred).toBeUndefined()
  })

  test('nothing is offered where nothing was found, and only what was asked for', async () => {
    const { client, file } = await connect('slow()\n\nfast()')
    expect(await client.actions(file, at(2, 1))).toEqual([])
    expect(await client.actions(file, at(0, 1), ['refactor'])).toEqual([])
    expect(titles(await client.actions(file, at(0, 1), ['source.fixAll']))).toEqual(['Fix all safe Crowdproof findings'])
    expect(titles(await client.actions(file, at(0, 1), ['source']))).toEqual(['Fix all safe Crowdproof findings'])
  })

  test('the diagnostic of the client comes back as it was sent', async () => {
    const { client, file } = await connect('slow()')
    const [diagnostic] = await client.items(file)
    const actions = await client.actions(file, at(0, 1), undefined, [{ ...diagnostic!, message: 'as I have it' }])
    expect(actions[0]!.diagnostics).toMatchObject([{ message: 'as I have it' }])
  })

  test('the page is shown by the server where the client does not do it itself', async () => {
    const { client, file } = await connect('slow()')
    const { command } = named(await client.actions(file, at(0, 1)), 'Show page for `missing-timeout`')
    await client.connection.sendRequest('workspace/executeCommand', { command: command!.command, arguments: command!.arguments })
    expect(client.documentsShown).toEqual([uri(path.join(path.dirname(file), 'pages', 'missing-timeout.md'))])
    await client.connection.sendRequest('workspace/executeCommand', { command: command!.command, arguments: ['../secrets'] })
    expect(client.documentsShown).toHaveLength(1)
  })
})

describe('edits', () => {
  test('a fix that creates a file does so as an operation of its own', async () => {
    const { client, file } = await connect('slower()')
    const { edit } = await client.resolve(named(await client.actions(file, at(0, 1)), 'Do it later (review)'))
    const queue = uri(path.join(path.dirname(file), 'queue.ts'))
    expect(edit!.documentChanges).toMatchObject([
      { kind: 'create', uri: queue, options: { overwrite: false } },
      { textDocument: { uri: queue, version: null }, edits: [{ newText: 'export {}\n' }] },
      { textDocument: { uri: uri(file), version: 1 }, edits: [{ newText: 'later' }] },
    ])
  })

  test('what changes another file is shown before it is applied, where the client can do so', async () => {
    const { client, file } = await connect("import './b.ts' // from './b'\nslower()")
    fs.writeFileSync(path.join(path.dirname(file), 'b.ts'), 'export {}\n')
    const { edit } = await client.resolve(named(await client.actions(file, at(1, 1)), 'Do it later (review)'))
    expect(edit!.changeAnnotations).toEqual({ preview: { label: 'Do it later', needsConfirmation: true } })
    expect(edit!.documentChanges).toMatchObject([
      { kind: 'create', annotationId: 'preview' }, { edits: [{ annotationId: 'preview' }] },
      { edits: [{ newText: 'later', annotationId: 'preview' }] }, { edits: [{ newText: '// asked later\n', annotationId: 'preview' }] },
    ])

    await client.change(file, 'slower()')
    const alone = await client.resolve(named(await client.actions(file, at(0, 1)), 'Do it later (review)'))
    expect(alone.edit!.changeAnnotations).toBeUndefined()
  })

  test('all of one rule in the file, and all safe ones of every rule', async () => {
    const text = 'slow()\nslower()\nslow()'
    const { client, file } = await connect(text)
    const ofRule = await client.resolve(named(await client.actions(file, at(0, 1)), 'Fix all `missing-timeout` in this file'))
    expect(applied(text, changesOf(ofRule).edits as TextEdit[])).toBe('fast()\nslower()\nfast()')
    const all = await client.resolve((await client.actions(file, at(1, 1), ['source.fixAll.crowdproof']))[0]!)
    expect(applied(text, changesOf(all).edits as TextEdit[])).toBe('fast()\nslower()\nfast()')
  })

  test('without anything safe there is nothing to fix on save', async () => {
    const { client, file } = await connect('slower()')
    expect(await client.actions(file, at(0, 1), ['source.fixAll'])).toEqual([])
  })

  test('a fix that no longer fits tells the person who chose it', async () => {
    const { client, file } = await connect('slow()')
    const action = named(await client.actions(file, at(0, 1)), 'Be fast')
    await client.change(file, 'gone()')
    expect((await client.resolve(action)).edit).toBeUndefined()
    await until('the message', () => client.shown.length)
    expect(client.shown).toMatchObject([{ type: 3, message: 'The code has changed since this was offered.' }])
  })

  test('a bare client gets the edits at once, and none that it cannot apply', async () => {
    const { client, file } = await connect("'ä'; slow(); slower()", { capabilities: bareClient })
    const actions = await client.actions(file, { start: at(0, 0).start, end: at(0, 30).start })
    expect(titles(actions)).not.toContain('Do it later (review)')
    expect(titles(actions)).not.toContain('Show page for `missing-timeout`')
    // Columns in bytes: the ä counts twice.
    expect(named(actions, 'Be fast').edit).toEqual({
      changes: { [uri(file)]: [{ range: { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } }, newText: 'fast' }] },
    })
  })
})

describe('ignoring', () => {
  const ignore = async (text: string, line: number, name = 'a.tsx', scope = 'on this line'): Promise<string> => {
    const { client, file } = await connect(text, {}, name)
    const column = text.split('\n')[line]!.indexOf('slow')
    const action = await client.resolve(named(await client.actions(file, at(line, column)), `Ignore \`missing-timeout\` ${scope}`))
    expect(client.logged).toEqual([])
    return applied(text, changesOf(action).edits as TextEdit[])
  }
  const words = 'crowdproof-ignore-next-line missing-timeout -- reason'

  test('above the line, with its indentation', async () => {
    expect(await ignore('if (x) {\n\tslow()\n}', 1)).toBe(`if (x) {\n\t// ${words}\n\tslow()\n}`)
  })

  test('among the children of an element, in braces', async () => {
    expect(await ignore('const a = (\n  <p>\n    {slow()}\n  </p>\n)', 2)).toBe(`const a = (\n  <p>\n    {/* ${words} */}\n    {slow()}\n  </p>\n)`)
  })

  test('inside the braces of a child and among attributes, as in any code', async () => {
    expect(await ignore('const a = (\n  <p>{\n    slow()\n  }</p>\n)', 2)).toBe(`const a = (\n  <p>{\n    // ${words}\n    slow()\n  }</p>\n)`)
    expect(await ignore('const a = (\n  <p\n    id={slow()}\n  />\n)', 2)).toBe(`const a = (\n  <p\n    // ${words}\n    id={slow()}\n  />\n)`)
  })

  test('inside a template, on the line itself', async () => {
    expect(await ignore('const a = `\n  ${slow()}\n`', 1, 'a.ts')).toBe('const a = `\n  ${/* crowdproof-ignore-line missing-timeout -- reason */ slow()}\n`')
  })

  test('in a comment that is there already', async () => {
    expect(await ignore('// crowdproof-ignore-next-line n-plus-one -- few\nslow()', 1)).toBe('// crowdproof-ignore-next-line n-plus-one, missing-timeout -- few\nslow()')
    expect(await ignore('slow() // crowdproof-ignore-line n-plus-one', 0)).toBe('slow() // crowdproof-ignore-line n-plus-one, missing-timeout')
  })

  test('for the file: on top, below what has to come first', async () => {
    expect(await ignore('slow()', 0, 'a.ts', 'in this file')).toBe('// crowdproof-ignore-file missing-timeout -- reason\nslow()')
    expect(await ignore('#!/usr/bin/env node\nslow()', 1, 'a.ts', 'in this file')).toBe('#!/usr/bin/env node\n// crowdproof-ignore-file missing-timeout -- reason\nslow()')
  })

  test('line ends stay as they are', async () => {
    expect(await ignore('a()\r\nslow()\r\n', 1)).toBe(`a()\r\n// ${words}\r\nslow()\r\n`)
  })

  test('the reason is left selected where the client can do that', async () => {
    const capabilities = structuredClone(ableClient)
    capabilities.workspace!.workspaceEdit!.snippetEditSupport = true
    const folder = folderWith({ 'a.ts': 'slow()' })
    const client = await connectInside(standIn(control()), { folders: [folder], capabilities })
    clients.push(client)
    const file = path.join(folder, 'a.ts')
    await client.open(file)
    await client.pull(file)
    const action = await client.resolve(named(await client.actions(file, at(0, 1)), 'Ignore `missing-timeout` on this line'))
    expect(changesOf(action).edits).toMatchObject([{ snippet: { kind: 'snippet', value: '// crowdproof-ignore-next-line missing-timeout -- ${1:reason}\n' } }])
  })
})

test('every file on disk is as it was: the server itself writes nothing', async () => {
  const { client, file } = await connect('slow()')
  await client.resolve((await client.actions(file, at(0, 1)))[0]!)
  expect(fs.readFileSync(file, 'utf8')).toBe('slow()')
})
