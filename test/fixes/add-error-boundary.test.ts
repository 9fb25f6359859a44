import { expect, test } from 'vitest'
import { addErrorBoundary } from '../../rules/fixes/add-error-boundary.ts'
import { branchOf, fixed, type Given } from '../kit/reached.ts'
import type { RouteBranch } from '../../rules/kit/rule.ts'
import { readFacts } from '../../server/engine/reader/read-facts.ts'

const offered = (text: string, branch: Partial<RouteBranch>, given: Partial<Given> = {}) => {
  const whole = { text, branch, ...given }
  const { branch: subject, about } = branchOf(whole)
  const fix = addErrorBoundary(subject, about)
  const { [subject.source.path]: own, ...created } = fixed(fix, subject.source, whole) ?? {}
  for (const [path, created_] of Object.entries(created)) {
    expect(readFacts(created_, path.endsWith('tsx') ? 'tsx' : 'jsx').syntaxErrors).toEqual([])
  }
  return { title: fix?.title, trust: fix?.trust, own, created }
}
const layout = '⟦export⟧ default function Layout({ children }) {\n  return <html><body>{children}</body></html>\n}\n'.replace(/[⟦⟧]/g, '')
const next: Partial<Given> = { dependencies: { next: '16' }, path: 'src/app/layout.tsx' }
const inLayout = (text: string, given: Partial<Given> = {}, root = 'src/app') => offered(`⟦${text}⟧`, { node: 0, root }, { ...next, ...given })

test('error pages of Next.js', () => {
  const { title, trust, own, created } = inLayout(layout)
  expect([title, trust, own]).toEqual(['Add `error.tsx` and `global-error.tsx` to `src/app`', 'safe', undefined])
  expect(created['src/app/error.tsx']).toBe(`'use client'

import { useEffect } from 'react'

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  useEffect(() => {
    console.error(error)
  }, [error])

  return (
    <main role="alert">
      <h1>Something went wrong</h1>
      <button type="button" onClick={() => reset()}>
        Try again
      </button>
    </main>
  )
}
`)
  expect(created['src/app/global-error.tsx']).toContain('    <html lang="en">\n      <body>\n        <main role="alert">')
})

test('only those that are missing, in the hand of the layout', () => {
  const { title, created } = inLayout('import "./global.css";\nexport default function Layout() {\n\treturn null;\n}\n', {
    path: 'app/layout.jsx', files: { 'app/global-error.js': '' },
  }, 'app')
  expect(title).toBe('Add `error.jsx` to `app`')
  expect(created['app/error.jsx']).toContain('"use client";\n\nimport { useEffect } from "react";\n\nexport default function ErrorPage({ error, reset }) {\n\tuseEffect(() => {')
  expect(inLayout(layout, { files: { 'src/app/error.tsx': '', 'src/app/global-error.tsx': '' } }).title).toBeUndefined()
  expect(inLayout(layout, { dependencies: {} }).title).toBeUndefined()
  expect(inLayout(layout, {}, 'src/pages').title).toBeUndefined()
})

const main = `import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'

⟦createRoot(document.getElementById('root')!).render(
  // all of it
  <StrictMode>
    <App />
  </StrictMode>,
)⟧
`
const react: Partial<Given> = { path: 'web/src/main.tsx', dependencies: { react: '19' } }

test('a boundary of its own around a React root', () => {
  const { title, trust, own, created } = offered(main, { framework: 'React', root: 'web' }, react)
  expect([title, trust]).toEqual(['Wrap the app in an error boundary', 'safe'])
  expect(own).toBe(`import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { ErrorBoundary } from './ErrorBoundary'

createRoot(document.getElementById('root')!).render(
  // all of it
  <ErrorBoundary>
    <StrictMode>
      <App />
    </StrictMode>
  </ErrorBoundary>,
)
`)
  expect(created['web/src/ErrorBoundary.tsx']).toBe(`import { Component, type ErrorInfo, type ReactNode } from 'react'

/** Shows a message in place of what has failed to render, rather than an empty page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <main role="alert">
        <h1>Something went wrong</h1>
        <button type="button" onClick={() => window.location.reload()}>
          Try again
        </button>
      </main>
    )
  }
}
`)
})

test('on one line; with the library where it is there; in JavaScript', () => {
  expect(offered('import App from \'./App\'\n⟦createRoot(root).render(<App />)⟧\n', { framework: 'React' }, { ...react, dependencies: { 'react-error-boundary': '6' } })).toMatchObject({
    created: {}, own: `import { ErrorBoundary } from 'react-error-boundary'
import App from './App'
createRoot(root).render(
  <ErrorBoundary fallback={<p role="alert">Something went wrong.</p>} onError={console.error}>
    <App />
  </ErrorBoundary>,
)
` })
  const { own, created } = offered('import React from "react";\n⟦ReactDOM.render(<App />, root)⟧;\n', { framework: 'React' }, { path: 'src/index.jsx' })
  expect(own).toContain('ReactDOM.render(<ErrorBoundary><App /></ErrorBoundary>, root);')
  expect(created['src/ErrorBoundary.jsx']).toContain('import React, { Component } from "react";\n')
})

test('is not offered where a file of that name is, or nothing is rendered', () => {
  expect(offered(main, { framework: 'React' }, { ...react, files: { 'web/src/ErrorBoundary.js': '' } }).title).toBeUndefined()
  expect(offered('⟦hydrateRoot(document, <App />)⟧\n', { framework: 'React' }, react).title).toBeUndefined()
  expect(offered('⟦createRoot(root).render(app)⟧\n', { framework: 'React' }, react).title).toBeUndefined()
})
