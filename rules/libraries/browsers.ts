import { library, type Call, type Type } from '../kit/library.ts'

const launch: Call = { returns: 'Browser' }
const driver: Type = { names: ['PuppeteerNode', 'BrowserType'], members: { launch, connect: { returns: 'Browser' }, connectOverCDP: { returns: 'Browser' } } }

/** Browsers driven by a program: starting one, and printing a page with it. */
export default library({
  name: 'Puppeteer and Playwright',
  packages: ['puppeteer', 'puppeteer-core', 'playwright', 'playwright-core', 'puppeteer-extra'],
  docs: 'https://pptr.dev/api/puppeteer.page.pdf',
  exports: { default: { is: 'Driver' }, launch, connect: { returns: 'Browser' }, chromium: { is: 'Driver' }, firefox: { is: 'Driver' }, webkit: { is: 'Driver' } },
  types: {
    Driver: driver,
    Browser: {
      names: ['Browser'],
      members: {
        newPage: { returns: 'Page' }, newContext: { returns: 'Context' }, createBrowserContext: { returns: 'Context' }, close: { does: 'release' },
      },
    },
    Context: { names: ['BrowserContext'], members: { newPage: { returns: 'Page' }, close: { does: 'release' } } },
    Page: {
      names: ['Page'],
      members: {
        pdf: { does: 'document', cost: 'prints a page in a browser' }, screenshot: { does: 'media', cost: 'takes a picture in a browser' },
        goto: {}, setContent: {}, evaluate: {}, close: {},
      },
    },
  },
})
