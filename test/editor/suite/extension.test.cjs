/** The extension by VS Code's own interfaces: what it finds, what it offers, what its commands do. */
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const vscode = require('vscode')

const root = vscode.workspace.workspaceFolders[0].uri.fsPath
const at = (...parts) => vscode.Uri.file(path.join(root, ...parts))
const own = (uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'crowdproof')
const rules = (uri) => own(uri).map(({ code }) => code.value ?? code)

async function until(what, probe, limit = 60_000) {
  for (const end = Date.now() + limit; ;) {
    const found = await probe()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** VS Code cancels a running request whenever the list of providers changes, which others do while they start. */
async function actions(uri, range, kind) {
  for (const end = Date.now() + 60_000; ;) {
    try {
      return await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, 50)
    } catch (error) {
      if (!/Canceled/.test(String(error)) || Date.now() > end) throw error
    }
  }
}

/** The first that is neither about silence nor about several findings. */
const firstFix = (offered) => offered.find(({ title, edit }) => edit && !/^(Ignore|Fix all|Show page) /.test(title))

async function show(...parts) {
  const document = await vscode.workspace.openTextDocument(at(...parts))
  return vscode.window.showTextDocument(document)
}

suite('crowdproof', () => {
  const feed = at('src', 'feed.ts')
  const rates = at('src', 'rates.ts')

  test('sleeps until a file of its languages is opened', async () => {
    const extension = vscode.extensions.getExtension('crowdproof.crowdproof')
    assert.ok(extension, 'The extension is not there.')
    assert.equal(extension.isActive, false)
    await show('src', 'feed.ts')
    await until('activation', () => extension.isActive)
  })

  test('finds the query in the loop, with the loop as a related place and a page', async () => {
    const [found] = await until('the finding', () => own(feed).length && own(feed))
    assert.equal(found.code.value, 'n-plus-one')
    assert.match(found.code.target.path, /dist\/rules\/n-plus-one\.md$/)
    assert.equal(found.range.start.line, 8)
    assert.ok(found.relatedInformation.length > 0)
  })

  test('says nothing of files that are not open', () => {
    assert.deepEqual(rules(rates), [])
  })

  test('hovers with the cost', async () => {
    const [found] = own(feed)
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', feed, found.range.start)
    const text = hovers.flatMap(({ contents }) => contents.map((content) => content.value ?? content)).join('\n')
    assert.match(text, /posts/)
    assert.match(text, /10[01]/)
  })

  test('repairs it in one step, and nothing is left to find', async () => {
    const [found] = own(feed)
    const offered = await actions(feed, found.range, vscode.CodeActionKind.QuickFix.value)
    const fix = firstFix(offered)
    assert.ok(fix, `No fix; offered: ${offered.map(({ title }) => title).join(', ')}`)
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true)
    const document = await vscode.workspace.openTextDocument(feed)
    assert.doesNotMatch(document.getText(), /findUnique/)
    await until('silence', () => !rules(feed).includes('n-plus-one'))
    await vscode.commands.executeCommand('workbench.action.files.revert')
    await until('the finding again', () => rules(feed).includes('n-plus-one'))
  })

  test('silences it where it stands', async () => {
    const [found] = own(feed)
    const offered = await actions(feed, found.range, vscode.CodeActionKind.QuickFix.value)
    const ignore = offered.find(({ title }) => title === 'Ignore `n-plus-one` on this line')
    assert.ok(ignore?.edit, `Not offered; but: ${offered.map(({ title }) => title).join(', ')}`)
    await vscode.workspace.applyEdit(ignore.edit)
    const document = await vscode.workspace.openTextDocument(feed)
    assert.match(document.lineAt(8).text, /^ {4}\/\/ crowdproof-ignore-next-line n-plus-one -- /)
    await until('silence', () => !rules(feed).includes('n-plus-one'))
    await vscode.commands.executeCommand('workbench.action.files.revert')
    await until('the finding again', () => rules(feed).includes('n-plus-one'))
  })

  test('listens to settings at once', async () => {
    const settings = vscode.workspace.getConfiguration('crowdproof')
    await settings.update('levels', { 'n-plus-one': 'hint' }, vscode.ConfigurationTarget.Workspace)
    await until('a hint', () => own(feed)[0]?.severity === vscode.DiagnosticSeverity.Hint)
    await settings.update('levels', undefined, vscode.ConfigurationTarget.Workspace)
    await until('more than a hint', () => own(feed)[0] && own(feed)[0].severity !== vscode.DiagnosticSeverity.Hint)
  })

  test('scans the workspace and keeps it right while editing', async () => {
    const result = await vscode.commands.executeCommand('crowdproof.scan')
    assert.equal(result.files, fs.readdirSync(path.join(root, 'src')).length)
    assert.ok(result.findings >= 2)
    await until('the closed file', () => rules(rates).includes('missing-timeout'))
    await show('src', 'rates.ts')
    const [found] = own(rates)
    const offered = await actions(rates, found.range, vscode.CodeActionKind.QuickFix.value)
    const fix = firstFix(offered)
    assert.ok(fix, `No fix; offered: ${offered.map(({ title }) => title).join(', ')}`)
    await vscode.workspace.applyEdit(fix.edit)
    await until('silence', () => !rules(rates).includes('missing-timeout'))
    assert.match((await vscode.workspace.openTextDocument(rates)).getText(), /AbortSignal\.timeout/)
    await (await vscode.workspace.openTextDocument(rates)).save()
  })

  test('fixes what is safe by command', async () => {
    const { document } = await show('src', 'feed.ts')
    await until('the finding', () => rules(feed).includes('n-plus-one'))
    await vscode.commands.executeCommand('crowdproof.fixAll')
    await until('the fix', () => !document.getText().includes('findUnique'))
    await until('silence', () => !rules(feed).includes('n-plus-one'))
    await vscode.commands.executeCommand('workbench.action.files.revert')
    await until('the finding again', () => rules(feed).includes('n-plus-one'))
  })

  test('comes back with the same findings when it is restarted', async () => {
    await show('src', 'feed.ts')
    await until('the finding', () => rules(feed).includes('n-plus-one'))
    const before = vscode.languages.getDiagnostics().flatMap(([uri]) => rules(uri).map((rule) => `${uri.path} ${rule}`)).sort()
    await vscode.commands.executeCommand('crowdproof.restart')
    await until('the same findings', () => {
      const after = vscode.languages.getDiagnostics().flatMap(([uri]) => rules(uri).map((rule) => `${uri.path} ${rule}`)).sort()
      return JSON.stringify(after) === JSON.stringify(before)
    })
  })
})
