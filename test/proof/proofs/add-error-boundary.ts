import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createElement, type FunctionComponent } from 'react'
import { after, before, describe, test } from 'node:test'
import { openPage, rendered, type Page } from '../kit/browser.ts'
import { until } from '../kit/child.ts'
import { load } from '../kit/load.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

const variants = [
  { title: 'with react-error-boundary', packages: ['react', 'react-dom', 'react-error-boundary'] },
  { title: 'with nothing but React', packages: ['react', 'react-dom'] },
]

for (const { title, packages } of variants) {
  describe(`add-error-boundary: React, ${title}`, () => {
    let repaired: Repaired
    let original: Page
    let changed: Page
    before(async () => {
      repaired = await repair({
        rule: 'missing-error-boundary',
        recipe: 'add-error-boundary',
        files: { 'src/main.tsx': 'add-error-boundary/main.tsx', 'src/app.tsx': 'add-error-boundary/app.tsx' },
        packages,
        bundled: true,
      })
      original = await openPage(join(repaired.before, 'src/main.tsx'))
      changed = await openPage(join(repaired.after, 'src/main.tsx'))
    })
    after(async () => {
      original?.close()
      changed?.close()
      await repaired?.remove()
    })

    test('the tree is found and repaired', () => {
      assert.equal(repaired.found.length, 1)
      assert.deepEqual(repaired.left, [])
    })

    test('the repaired code has no type error', () => {
      assert.deepEqual(typeErrors(repaired), [])
    })

    test('while nothing throws, both show the same', async () => {
      await until('both pages are there', () => [original, changed].every((page) => page.root.textContent !== ''))
      assert.match(original.root.textContent!, /Total: 5/)
      assert.equal(changed.root.innerHTML, original.root.innerHTML)
    })

    test('a component that throws: an empty page before, a fallback after', async () => {
      for (const page of [original, changed]) page.root.querySelector('button')!.click()
      await until('the first tree is gone', () => original.root.innerHTML === '')
      await until('the fallback shows', () => !/Total/.test(changed.root.innerHTML))
      assert.notEqual(changed.root.textContent!.trim(), '')
    })
  })
}

describe('add-error-boundary: Next.js', () => {
  test('error.tsx is created, shows a fallback, and its button tries again', async () => {
    const repaired = await repair({
      rule: 'missing-error-boundary',
      recipe: 'add-error-boundary',
      files: { 'app/layout.tsx': 'add-error-boundary/next-layout.tsx', 'app/page.tsx': 'add-error-boundary/next-page.tsx' },
      packages: ['react', 'react-dom'],
      extra: { next: '16.4.6' },
      bundled: true,
    })
    assert.equal(repaired.found.length, 1)
    assert.deepEqual(repaired.left, [])
    const path = repaired.created.find((file) => /(^|\/)error\.tsx$/.test(file))
    assert.ok(path, repaired.created.join(', '))
    assert.match(await readFile(join(repaired.after, path), 'utf8'), /^(['"])use client\1/)

    assert.deepEqual(typeErrors(repaired), [])

    const { default: Fallback } = await load(join(repaired.after, path))
    let again = 0
    const page = await rendered(createElement(Fallback as FunctionComponent<{ error: Error; reset(): void }>, {
      error: new Error('The shop is closed'),
      reset: () => { again++ },
    }))
    await until('the fallback shows', () => page.root.textContent !== '')
    page.root.querySelector('button')!.click()
    assert.equal(again, 1)
    page.close()
    await repaired.remove()
  })
})
