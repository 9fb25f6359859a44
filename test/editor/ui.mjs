/** What a person sees and does: the packed extension, installed in a fresh VS Code, on a copy of a workspace. */
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { inWorkbench, until } from './in-workbench.mjs'
import { children, languageServers, networkSockets } from './processes.mjs'

const nPlusOne = 'prisma.user.findUnique'

/** Enough files for a scan to be seen at work. */
function addFiles(workspace) {
  const folder = path.join(workspace, 'src', 'more')
  fs.mkdirSync(folder)
  for (let number = 0; number < 500; number++) {
    const lines = Array.from({ length: 60 }, (_, line) => `export const total${line} = (items: number[]) => items.reduce((sum, item) => sum + item * ${line}, ${number})`)
    fs.writeFileSync(path.join(folder, `part-${number}.ts`), `${lines.join('\n')}\n`)
  }
}

export async function userInterface(step) {
  await inWorkbench('ui', { settings: { 'workbench.colorTheme': 'Default Dark Modern' } }, async ({ page, workbench, server, workspace, picture }) => {
    const feed = path.join(workspace, 'src', 'feed.ts')
    let found

    await step('the workbench opens', () => workbench.open())
    await step('a file opens and its finding is underlined', async () => {
      await workbench.openFile('feed.ts')
      await workbench.waitForSquiggle()
    })
    await step('the hover works the cost out', async () => {
      const text = await workbench.hover(workbench.squiggles().first(), '1 + posts')
      assert.match(text, /101 with 100 rows/)
      await picture('hover')
      await page.mouse.move(5, 5)
    })
    await step('the rule’s name leads to its page, rendered', async () => {
      await workbench.hover(workbench.squiggles().first(), 'n-plus-one')
      await page.locator('.monaco-resizable-hover a', { hasText: 'n-plus-one' }).first().click()
      await page.locator('.tabs-container .tab.active', { hasText: 'n-plus-one.md' }).waitFor({ timeout: 30_000 })
      // Rendered, not its source.
      await page.locator('iframe.webview.ready').first().waitFor({ timeout: 30_000 })
      await workbench.run('View: Close Editor')
    })
    await step('Problems lists it', async () => {
      const rows = await until('a row', async () => {
        const problems = await workbench.problems()
        return problems.length > 0 && problems
      })
      found = rows.find(({ source, line }) => source === 'crowdproof' && line === 9)
      assert.ok(found, JSON.stringify(rows))
      await picture('problems')
    })
    await step('the light bulb offers the fix', async () => {
      await workbench.goToProblem(found)
      const titles = await workbench.quickFixes('Ignore `n-plus-one` on this line')
      assert.ok(titles.indexOf('Ignore `n-plus-one` on this line') > 0, `No fix before it: ${titles.join(', ')}`)
      assert.ok(titles.includes('Show page for `n-plus-one`'), titles.join(', '))
      await picture('fixes')
      await workbench.applyQuickFix(titles[0])
    })
    await step('the fix is applied and saved', async () => {
      await workbench.waitForNoSquiggle()
      await workbench.save()
      await until('the file on disk', () => !fs.readFileSync(feed, 'utf8').includes(nPlusOne))
      await picture('fixed')
    })
    await step('typing brings a finding, and taking it back takes it away', async () => {
      await workbench.openFile('rates.ts')
      await workbench.waitForSquiggle()
      const before = await workbench.squiggles().count()
      await workbench.clickLine(6)
      await page.keyboard.press('Home')
      await page.keyboard.insertText("await fetch('https://more.example.com'); ")
      await until('one more', async () => (await workbench.squiggles().count()) > before)
      await workbench.run('File: Revert File')
      await until('as before', async () => (await workbench.squiggles().count()) === before)
    })
    await step('nothing was asked of the network, and the server holds no socket and started nothing', () => {
      assert.deepEqual([...page.refused], [])
      const [pid] = languageServers(server.pid)
      assert.ok(pid, 'The language server does not run.')
      assert.deepEqual(networkSockets(pid), [])
      assert.deepEqual(children(pid), [])
    })
  })
}

export async function scanAndReturn(step) {
  await inWorkbench('scan', { prepare: addFiles }, async ({ page, workbench, server, picture }) => {
    let before
    await step('the workbench opens with many files', async () => {
      await workbench.open()
      await workbench.openFile('app.ts')
    })
    await step('Scan Workspace shows how far it is, and fills Problems', async () => {
      // A toast may come and go between two looks.
      await page.evaluate(() => {
        window.toasts = new Set()
        new MutationObserver(() => {
          for (const toast of document.querySelectorAll('.notification-toast .notification-list-item-message')) window.toasts.add(toast.textContent)
        }).observe(document.body, { subtree: true, childList: true, characterData: true })
      })
      await workbench.run('Crowdproof: Scan Workspace')
      before = await until('the rows of two closed files', async () => {
        const rows = await workbench.problems()
        const has = (line) => rows.some((row) => row.source === 'crowdproof' && row.line === line)
        return has(9) && has(3) && rows
      })
      const toasts = await page.evaluate(() => [...window.toasts])
      assert.ok(toasts.some((text) => /\d+ of \d+ files/.test(text)), `Seen: ${toasts.join(' | ')}`)
      await picture('problems')
    })
    await step('a server that is killed comes back with the same findings', async () => {
      const [pid] = languageServers(server.pid)
      process.kill(pid, 'SIGKILL')
      await until('another server', () => languageServers(server.pid).some((other) => other !== pid))
      await until('the same rows', async () => JSON.stringify(await workbench.problems()) === JSON.stringify(before))
    })
    await step('one that keeps dying stays down, says so, and starts again when asked to', async () => {
      for (let death = 2; death <= 5; death++) {
        const pid = await until('a server', () => languageServers(server.pid)[0])
        // One that dies before it has answered would be a failed start.
        await until('its findings', async () => (await workbench.problems()).length === before.length)
        process.kill(pid, 'SIGKILL')
        await until('its end', () => !languageServers(server.pid).includes(pid))
      }
      await workbench.toast('ended 5 times within three minutes').waitFor({ timeout: 30_000 })
      assert.deepEqual(languageServers(server.pid), [])
      await page.locator('.notification-toast .monaco-button', { hasText: 'Restart' }).first().click()
      await until('the same rows', async () => JSON.stringify(await workbench.problems()) === JSON.stringify(before))
    })
  })
}

export async function restrictedMode(step) {
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'always' }
  await inWorkbench('restricted', { settings, trusts: false }, async ({ page, workbench, picture }) => {
    await step('a folder that is not trusted opens in Restricted Mode', async () => {
      await workbench.open()
      await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ timeout: 30_000 })
    })
    await step('findings are there all the same', async () => {
      await workbench.openFile('feed.ts')
      await workbench.waitForSquiggle()
      await workbench.hover(workbench.squiggles().first(), 'n-plus-one')
      await picture('hover')
    })
  })
}
