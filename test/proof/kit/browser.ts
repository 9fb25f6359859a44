/** A page in a DOM without a browser, for code that renders when it is loaded. */
import { JSDOM, VirtualConsole } from 'jsdom'
import type { ReactNode } from 'react'
import { load } from './load.ts'

export interface Page {
  root: HTMLElement
  close(): void
}

/** Loads a file of a workspace as the page's script. */
export async function openPage(file: string): Promise<Page> {
  const page = emptyPage()
  await load(file)
  return page
}

/** A page that shows one element. */
export async function rendered(element: ReactNode): Promise<Page> {
  const page = emptyPage()
  const { createRoot } = await import('react-dom/client')
  createRoot(page.root).render(element)
  return page
}

function emptyPage(): Page {
  const { window } = new JSDOM('<!doctype html><div id="root"></div>', {
    pretendToBeVisual: true,
    url: 'http://localhost/',
    virtualConsole: new VirtualConsole(),
  })
  Object.assign(globalThis, { window, document: window.document })
  // React reports at length what a component threw; here it throws on purpose.
  Object.assign(globalThis, { reportError: () => {} })
  console.error = () => {}
  console.warn = () => {}
  return { root: window.document.getElementById('root')!, close: () => window.close() }
}
