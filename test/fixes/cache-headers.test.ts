import { expect, test } from 'vitest'
import { cacheHeaders } from '../../rules/fixes/cache-headers.ts'
import type { Call } from '../../rules/kit/library.ts'
import { fixed, handlerOf, type Given } from '../kit/reached.ts'
import type { Handler } from '../../rules/kit/rule.ts'

/** The calls that answer are found by the last name of their callee. */
const offered = (text: string, answers: Record<string, Call>, handler: Partial<Handler> = {}, given: Partial<Given> = {}) => {
  const whole = { text, handler, ...given }
  const { handler: subject, about } = handlerOf(whole)
  const { source } = subject
  source.facts.nodes.forEach((node, id) => {
    if (node.kind !== 'call' && node.kind !== 'new') return
    const callee = source.node(node.callee)
    const facts = answers[callee.kind === 'member' ? callee.name : callee.kind === 'name' ? callee.name : '']
    if (facts) subject.responses.push({ at: { path: source.path, start: node.start, end: node.end }, node: id, facts })
  })
  const fix = cacheHeaders(subject, about)
  return { title: fix?.title, trust: fix?.trust, text: fixed(fix, source, whole)?.[source.path] }
}
const express: Record<string, Call> = { json: { answers: 0, headersBy: 'set' }, send: { answers: 0, headersBy: 'set' } }
const web: Record<string, Call> = {
  json: { answers: 0, headersAt: { argument: 1, path: 'headers' } }, Response: { answers: 0, headersAt: { argument: 1, path: 'headers' } },
}

test('a header is set before the answer', () => {
  expect(offered(`app.get('/posts', ⟦async (req, res) => {
  const posts = await load()
  if (!posts) return res.status(404).json({ error: 'none' })
  // in the order of the day
  res.status(200).json(posts)
}⟧)
`, express)).toEqual({
    title: 'Let browsers and CDNs keep the answer for 60 s, if it may be that old (review)', trust: 'review', text: `app.get('/posts', async (req, res) => {
  const posts = await load()
  if (!posts) return res.status(404).json({ error: 'none' })
  // in the order of the day
  res.set('Cache-Control', 'public, max-age=60')
  res.status(200).json(posts)
})
` })
  expect(offered('app.get("/", ⟦async (request, reply) => {\n\treturn reply.send(await load());\n}⟧);\n', { send: { answers: 0, headersBy: 'header' } }).text)
    .toBe('app.get("/", async (request, reply) => {\n\treply.header("Cache-Control", "public, max-age=60");\n\treturn reply.send(await load());\n});\n')
})

test('every answer of several gets it', () => {
  expect(offered('app.get(\'/\', ⟦(req, res) => {\n  if (a) {\n    res.json(a)\n  } else {\n    res.send(b)\n  }\n}⟧)', express).text)
    .toBe('app.get(\'/\', (req, res) => {\n  if (a) {\n    res.set(\'Cache-Control\', \'public, max-age=60\')\n    res.json(a)\n  } else {\n    res.set(\'Cache-Control\', \'public, max-age=60\')\n    res.send(b)\n  }\n})')
})

test('headers of a web response', () => {
  const run = (body: string) => offered(`export const GET = ⟦async () => {\n${body}\n}⟧`, web).text?.split('\n').slice(1, -1).join('\n')
  expect(run('return Response.json(posts)')).toBe(`return Response.json(posts, {
  headers: { 'Cache-Control': 'public, max-age=60' },
})`)
  expect(run('return new Response(text, { status: 200 })')).toBe(`return new Response(text, {
  status: 200,
  headers: { 'Cache-Control': 'public, max-age=60' },
})`)
  expect(run('return new Response(text, { headers: { Vary: \'Accept\' } })'))
    .toBe(`return new Response(text, {
  headers: { Vary: 'Accept', 'Cache-Control': 'public, max-age=60' },
})`)
  expect(run('if (!posts) return Response.json({}, { status: 404 }); return Response.json(posts)')).toContain('{ status: 404 }); return Response.json(posts, {')
})

test('is not offered', () => {
  const at = { path: '', start: 0, end: 0 }
  const text = 'app.get(\'/\', ⟦(req, res) => {\n  res.json(a)\n}⟧)'
  expect(offered(text, express).title).toBeDefined()
  expect(offered(text, express, { personal: [{ says: 'req.user', at }] }).title).toBeUndefined()
  expect(offered(text, express, { headers: ['cache-control'] }).title).toBeUndefined()
  expect(offered(text, express, { headers: ['*'] }).title).toBeUndefined()
  expect(offered(text, express, { policy: ['revalidate'] }).title).toBeUndefined()
  expect(offered(text, express, { entry: { kind: 'request', framework: '', method: 'POST', name: '', at } }).title).toBeUndefined()
  expect(offered(text, { json: { answers: 0 } }).title).toBeUndefined()
  for (const body of ['res.status(500).json(a)', 'res.status(code).json(a)', 'if (a) res.json(a)', 'a && res.json(a)', 'res.locals.out().json(a), 1']) {
    const offer = offered(text.replace('res.json(a)', body), express)
    if (body.startsWith('res.locals')) expect(offer.title).toBeDefined()
    else expect([body, offer.title]).toEqual([body, undefined])
  }
  expect(offered('app.get(\'/\', ⟦(req, res) => res.json(a)⟧)', express).title).toBeUndefined()
  for (const body of ['Response.json(a, init)', 'Response.json(a, { ...init })', 'Response.json(a, { headers })', 'Response.json(a, { headers: { \'cache-control\': b } })', 'Response.json(...a)']) {
    expect([body, offered(`export const GET = ⟦() => ${body}⟧`, web).title]).toEqual([body, undefined])
  }
})
