/** Prints each proof on a line, failures with their reason, and closes with the numbers. */
import type { TestEvent } from 'node:test/reporters'

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0
  let failed = 0
  const skipped: string[] = []
  const failures: string[] = []
  let group = ''

  for await (const event of events) {
    if (event.type === 'test:start' && event.data.nesting === 0) group = event.data.name
    if (event.type === 'test:diagnostic' && event.data.nesting > 0) yield `    ${event.data.message}\n`
    if (event.type === 'test:stdout' || event.type === 'test:stderr') yield event.data.message
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue

    const { name, nesting, details } = event.data
    const suite = details.type === 'suite'
    if (event.data.skip !== undefined) {
      skipped.push(`${name} (${event.data.skip})`)
      yield `- ${name}: skipped, ${event.data.skip}\n`
    } else if (event.type === 'test:fail') {
      const error = event.data.details.error as Error & { failureType?: string }
      if (error.failureType === 'subtestsFailed') continue
      failed++
      // A test that could not run says nothing of its own: its group has failed, with the reason.
      if (error.failureType !== 'cancelledByParent') {
        failures.push(`${nesting ? `${group} › ` : ''}${name}\n${indent(reason(error.cause ?? error))}`)
      }
      yield `${'  '.repeat(nesting)}✗ ${name}\n`
    } else if (suite) {
      yield `${name} (${(details.duration_ms / 1000).toFixed(1)} s)\n`
    } else {
      passed++
      yield `${'  '.repeat(nesting)}✓ ${name}\n`
    }
  }

  if (failures.length) yield `\n${failures.join('\n\n')}\n`
  if (skipped.length) yield `\nSkipped: ${skipped.join(', ')}\n`
  yield `\n${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}\n`
}

/** An error with what it was caused by: for random data, the counterexample and then what went wrong with it. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? error.message
  return error.cause === undefined ? own : `${error.message}\n${reason(error.cause)}`
}

/** Differences of a thousand rows help nobody. */
function indent(text: string): string {
  const lines = text.split('\n')
  const shown = lines.length > 60 ? [...lines.slice(0, 45), '…', ...lines.slice(-12)] : lines
  return shown.map((line) => `  ${line}`).join('\n')
}
