/** The README's pictures, of the sample app in the packed extension as it is: nothing is drawn by hand. */
import fs from 'node:fs'
import path from 'node:path'
import { inWorkbench, until } from './in-workbench.mjs'
import { pictures, projectRoot } from './paths.mjs'

/** Only the code and what is said about it. */
const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.statusBar.visible': false,
  'window.commandCenter': false,
  'breadcrumbs.enabled': false,
  'editor.fontSize': 14,
  'editor.stickyScroll.enabled': false,
  'editor.hover.above': false,
  'editor.scrollBeyondLastLine': false,
  'editor.overviewRulerBorder': false,
  'scm.diffDecorations': 'none',
}

const source = path.join(projectRoot, 'samples', 'launch-day')

export async function takePictures(step) {
  fs.mkdirSync(pictures, { recursive: true })
  const keep = (name, image) => fs.writeFileSync(path.join(pictures, `${name}.png`), image)
  const viewport = { width: 1000, height: 640 }
  await inWorkbench('pictures', { settings, source, viewport }, async ({ page, browser, workbench }) => {
    const editor = async (height) => {
      const box = await page.locator('.part.editor').boundingBox()
      return page.screenshot({ clip: { ...box, height: Math.min(height, box.height) } })
    }
    await step('the sample opens', async () => {
      await workbench.open()
      await workbench.run('View: Toggle Primary Side Bar Visibility')
      await workbench.openFile('posts.ts')
      await workbench.waitForSquiggle()
    })
    await step('the hover', async () => {
      // Room below, so that the loop is not covered by what is said about it.
      await page.mouse.move(500, 300)
      // One turn of the wheel moves it by little, however hard.
      for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 150)
      await page.waitForTimeout(300)
      const squiggle = workbench.squiggles().first()
      await workbench.hover(squiggle, '1 + posts')
      // Others have something to say first, and the hover grows with it.
      await until('TypeScript is up', async () => !(await page.locator('.monaco-resizable-hover', { hasText: 'loading...' }).count()))
      await page.mouse.move(5, 5)
      await page.waitForTimeout(600)
      await workbench.hover(squiggle, '1 + posts')
      keep('hover', await editor(600))
      await page.mouse.move(5, 5)
    })
    await step('the fix, before and after', async () => {
      const [found] = (await workbench.problems()).filter(({ source }) => source === 'crowdproof')
      await workbench.goToProblem(found)
      await workbench.run('View: Toggle Panel Visibility')
      await page.keyboard.press('ArrowLeft')
      const [title] = await workbench.quickFixes('Ignore `n-plus-one` on this line')
      const before = await editor(520)
      await workbench.applyQuickFix(title)
      await workbench.waitForNoSquiggle()
      await page.keyboard.press('Home')
      await page.mouse.move(5, 5)
      await page.waitForTimeout(600)
      keep('fix', await beside(browser, before, await editor(520)))
    })
    await step('the whole workspace', async () => {
      await workbench.run('Crowdproof: Scan Workspace')
      await until('several files', async () => (await workbench.problems()).length > 2)
      await workbench.run('View: Toggle Maximized Panel')
      await page.mouse.move(5, 5)
      await page.waitForTimeout(600)
      const box = await page.locator('.part.panel').boundingBox()
      keep('problems', await page.screenshot({ clip: { ...box, height: 530 } }))
    })
  })
}

/** Two pictures as one, the first on top. */
async function beside(browser, before, after) {
  const page = await browser.newPage({ deviceScaleFactor: 2, viewport: { width: 1000, height: 600 } })
  const image = (bytes) => `<img src="data:image/png;base64,${bytes.toString('base64')}" style="display: block; width: 1000px">`
  await page.setContent(`<body style="margin: 0; width: 1000px; background: #181818">${image(before)}<div style="height: 12px"></div>${image(after)}</body>`)
  await page.waitForFunction(() => [...document.images].every((one) => one.complete))
  const shot = await page.locator('body').screenshot()
  await page.close()
  return shot
}
