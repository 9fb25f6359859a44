/** Runs the two forms of a function and demands that nobody could tell them apart. */
import assert from 'node:assert/strict'

export type Run = (...values: never[]) => unknown

/** What a caller sees: a value, or an error's name and code. Messages quote the failing call, which the fix changes. */
export type Outcome = { value: unknown } | { error: string; code: unknown }

export interface Seen {
  outcome: Outcome
  /** The arguments after the call: a fix must not change what the caller handed over. */
  given: unknown[]
}

export async function watch(run: Run, values: unknown[]): Promise<Seen> {
  // Signals and their like cannot be copied, and listening to them changes them inside.
  const given = values.map((value) => value instanceof EventTarget ? value : structuredClone(value))
  const data = given.filter((value) => !(value instanceof EventTarget))
  try {
    const value = await (run as (...given: unknown[]) => unknown)(...given)
    return { outcome: { value }, given: data }
  } catch (error) {
    if (!(error instanceof Error)) return { outcome: { error: String(error), code: undefined }, given: data }
    return { outcome: { error: error.name, code: (error as { code?: unknown }).code }, given: data }
  }
}

export function assertSame(before: Seen, after: Seen): void {
  assert.deepEqual(after.outcome, before.outcome)
  assert.deepEqual(after.given, before.given)
}
