import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileEdit } from '../../rules/kit/rule.ts'
import { applyEdits } from '../../server/engine/verify-edits.ts'
import { mergeFixes } from '../../server/workspace/merge-fixes.ts'

const text = 'one\ntwo\nthree\n'

const edit = fc
  .tuple(fc.nat(text.length), fc.nat(4), fc.constantFrom('', 'x', 'import y\n', 'import z\n'))
  .map(([start, length, replacement]) => ({ start, end: Math.min(start + length, text.length), text: replacement }))

/** Edits of one fix never overlap: the session has verified that. */
const fix: fc.Arbitrary<FileEdit[]> = fc
  .array(edit, { minLength: 1, maxLength: 3 })
  .filter(edits => applyEdits(text, edits) !== undefined)
  .map(edits => [{ path: 'a.ts', edits }])

describe('several fixes at once', () => {
  test('fit together, are taken whole, and the first always is', () => {
    fc.assert(
      fc.property(fc.array(fix, { minLength: 1, maxLength: 6 }), fixes => {
        const { edits, taken } = mergeFixes(fixes)
        const made = edits.flatMap(one => ('edits' in one ? one.edits : []))
        expect(applyEdits(text, made)).toBeDefined()
        expect(taken[0]).toBe(0)
        for (const position of taken) {
          const wanted = fixes[position]!.flatMap(one => ('edits' in one ? one.edits : []))
          for (const one of wanted) expect(made).toContainEqual(one)
        }
      }),
    )
  })

  test('fixes that are apart are all taken, in any order with the same result', () => {
    const apart = [0, 4, 8].map((start): FileEdit[] => [{ path: 'a.ts', edits: [{ start, end: start + 3, text: String(start) }] }])
    const applied = (fixes: FileEdit[][]) => {
      const { edits, taken } = mergeFixes(fixes)
      expect(taken).toHaveLength(3)
      return applyEdits(text, edits.flatMap(one => ('edits' in one ? one.edits : [])))
    }
    expect(applied(apart)).toBe('0\n4\n8ee\n')
    expect(applied(apart.toReversed())).toBe('0\n4\n8ee\n')
  })

  test('an import that two add is added once; different ones keep their order', () => {
    const importing = (line: string, start: number): FileEdit[] => [
      { path: 'a.ts', edits: [{ start: 0, end: 0, text: line }, { start, end: start + 1, text: 'X' }] },
    ]
    const { edits, taken } = mergeFixes([importing('import y\n', 1), importing('import y\n', 5), importing('import z\n', 9)])
    expect(taken).toEqual([0, 1, 2])
    const made = edits.flatMap(one => ('edits' in one ? one.edits : []))
    expect(applyEdits(text, made)).toBe('import y\nimport z\noXe\ntXo\ntXree\n')
    // What replaces the very place where another adds a line leaves no order between them.
    expect(mergeFixes([importing('import y\n', 0), importing('import z\n', 9)]).taken).toEqual([0])
  })

  test('a file is created once, and only with one content', () => {
    const creating = (create: string): FileEdit[] => [{ path: 'new.ts', create }]
    expect(mergeFixes([creating('a'), creating('a'), creating('b')])).toEqual({ edits: [{ path: 'new.ts', create: 'a' }], taken: [0, 1] })
  })
})
