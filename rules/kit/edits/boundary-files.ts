/** Files that show something in place of what has failed, as React and Next.js want them. */
import type { Source } from '../source.ts'
import { quoted, styleOf } from './style-of.ts'

/** Lines, written with two blanks a level, in the style of the file that asks for them. */
function fileText(source: Source, lines: readonly string[]): string {
  const { indent, newline } = styleOf(source)
  return [...lines, ''].map(line => {
    const text = line.trimStart()
    return indent.repeat((line.length - text.length) / 2) + text
  }).join(newline)
}

const isTyped = (source: Source): boolean => source.facts.language.startsWith('ts')

const message = (level: string, again: string): string[] => [
  '<main role="alert">',
  '  <h1>Something went wrong</h1>',
  `  <button type="button" onClick={() => ${again}}>`,
  '    Try again',
  '  </button>',
  '</main>',
].map(line => level + line)

/** `error.tsx` of a segment, or `global-error.tsx` which stands in for the root layout as well. */
export function errorPageText(source: Source, name: string, isWhole: boolean): string {
  const style = styleOf(source)
  const { semicolon: end } = style
  const parameters = isTyped(source)
    ? ['({', '  error,', '  reset,', '}: {', `  error: Error & { digest?: string }${end}`, `  reset: () => void${end}`, '}) {']
    : ['({ error, reset }) {']
  const shown = isWhole
    ? ['    <html lang="en">', '      <body>', ...message('        ', 'reset()'), '      </body>', '    </html>']
    : message('    ', 'reset()')
  return fileText(source, [
    `${quoted(style, 'use client')}${end}`,
    '',
    `import { useEffect } from ${quoted(style, 'react')}${end}`,
    '',
    `export default function ${name}${parameters[0]}`,
    ...parameters.slice(1),
    '  useEffect(() => {',
    `    console.error(error)${end}`,
    `  }, [error])${end}`,
    '',
    '  return (',
    ...shown,
    `  )${end}`,
    '}',
  ])
}

/** A boundary of the app's own, which needs no library. */
export function boundaryText(source: Source): string {
  const style = styleOf(source)
  const { semicolon: end } = style
  const typed = isTyped(source)
  const needsReact = source.facts.imports.some(fact => fact.from === 'react' && ['default', '*'].includes(fact.name))
  const names = typed ? '{ Component, type ErrorInfo, type ReactNode }' : '{ Component }'
  const override = typed ? 'override ' : ''
  return fileText(source, [
    `import ${needsReact ? 'React, ' : ''}${names} from ${quoted(style, 'react')}${end}`,
    '',
    '/** Shows a message in place of what has failed to render, rather than an empty page. */',
    `export class ErrorBoundary extends Component${typed ? '<{ children: ReactNode }, { failed: boolean }>' : ''} {`,
    `  ${override}state = { failed: false }${end}`,
    '',
    '  static getDerivedStateFromError() {',
    `    return { failed: true }${end}`,
    '  }',
    '',
    `  ${override}componentDidCatch(error${typed ? ': Error' : ''}, info${typed ? ': ErrorInfo' : ''}) {`,
    `    console.error(error, info.componentStack)${end}`,
    '  }',
    '',
    `  ${override}render() {`,
    `    if (!this.state.failed) return this.props.children${end}`,
    '    return (',
    ...message('      ', 'window.location.reload()'),
    `    )${end}`,
    '  }',
    '}',
  ])
}
