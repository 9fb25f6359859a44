import { describe, expect, test } from 'vitest'
import { Engine } from '../../server/engine/engine.ts'
import { readFacts } from '../../server/engine/reader/read-facts.ts'

/** The rules that speak of an Express handler with this body. */
function spoken(body: string, before = ''): string[] {
  const text = `
    import express from 'express'
    import PDFDocument from 'pdfkit'
    import { prisma } from './db'
    ${before}
    const app = express()
    app.post('/invoices/:id', async (req, res) => { ${body} })
  `
  const engine = new Engine({
    surroundings: { packages: [], paths: [], schemas: [], markers: [] }, scale: { users: 100, rows: 100 }, levels: {}, fixes: { timeout: 10_000, maxAge: 60, limit: 100 },
    textOf: () => text, exists: () => false,
  })
  engine.put('app.ts', readFacts(text, 'ts'))
  return engine.findings('app.ts').map((it) => it.rule)
}

const render = `
  function render() { return new Promise((resolve) => {
    const pdf = new PDFDocument(); const parts = []
    pdf.on('data', (part) => parts.push(part)); pdf.on('end', () => resolve(Buffer.concat(parts))); pdf.end()
  }) }`

describe('a document that is written piece by piece', () => {
  test('is work that the answer does not need, where the answer says nothing of it', () => {
    expect(spoken(`const pdf = new PDFDocument(); pdf.pipe(fs.createWriteStream('a.pdf')); pdf.end(); res.json({ ok: true })`)).toEqual(['document-in-request'])
    expect(spoken(`const pdf = await render(); await store(pdf); res.json({ ok: true })`, render)).toEqual(['document-in-request'])
  })

  test.each([
    ['piped into the answer', `const pdf = new PDFDocument(); pdf.pipe(res); pdf.text('a').end()`, ''],
    ['gathered and answered with at its end', `const pdf = new PDFDocument(); const parts = []; pdf.on('data', (part) => parts.push(part)); pdf.on('end', () => res.send(Buffer.concat(parts))); pdf.end()`, ''],
    ['gathered in a promise', `const pdf = await render(); res.send(pdf)`, render],
  ])('is the answer: %s', (_, body, before) => {
    expect(spoken(body, before)).toEqual([])
  })
})
