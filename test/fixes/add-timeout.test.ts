import { expect, test } from 'vitest'
import { addTimeout } from '../../rules/fixes/add-timeout.ts'
import axios from '../../rules/libraries/axios.ts'
import fetches from '../../rules/libraries/fetch.ts'
import { entryOf, fixed, reach, type Given } from '../kit/reached.ts'

const offered = (text: string, given: Partial<Given> = {}) => {
  const whole: Given = { library: fetches, text, ...given }
  const { reached, about } = reach(whole)
  const fix = addTimeout(reached, about)
  return { title: fix?.title, trust: fix?.trust, texts: fixed(fix, reached.source, whole), text: fixed(fix, reached.source, whole)?.[reached.source.path] }
}

test('fetch without options', () => {
  expect(offered('await ⟦fetch⟧(url)')).toMatchObject({ title: 'Give up after 5 s', trust: 'safe', text: 'await fetch(url, { signal: AbortSignal.timeout(5000) })' })
  expect(offered('await ⟦fetch⟧((a, b),)').text).toBe('await fetch((a, b), { signal: AbortSignal.timeout(5000) },)')
  expect(offered('await ⟦fetch⟧(url)', { timeout: 1500 }).title).toBe('Give up after 1500 ms')
})

test('fetch with options, on one line and on several', () => {
  expect(offered('await ⟦fetch⟧(url, { method: \'POST\' })').text).toBe('await fetch(url, { method: \'POST\', signal: AbortSignal.timeout(5000) })')
  expect(offered('await ⟦fetch⟧(url, {})').text).toBe('await fetch(url, { signal: AbortSignal.timeout(5000) })')
  expect(offered('await ⟦fetch⟧(url, {\r\n\tmethod: "POST",\r\n\tbody: text, // as it is\r\n});\r\n').text)
    .toBe('await fetch(url, {\r\n\tmethod: "POST",\r\n\tbody: text, // as it is\r\n\tsignal: AbortSignal.timeout(5000),\r\n});\r\n')
  expect(offered('await ⟦fetch⟧(url, {\n  method: \'POST\',\n  body: text // as it is\n})').text)
    .toBe('await fetch(url, {\n  method: \'POST\',\n  body: text, // as it is\n  signal: AbortSignal.timeout(5000)\n})')
})

test('a long line, and arguments with lines of their own', () => {
  expect(offered('const response = await ⟦fetch⟧(`https://rates.example.com/latest?base=${base}&symbols=${all}`)').text)
    .toBe('const response = await fetch(`https://rates.example.com/latest?base=${base}&symbols=${all}`, {\n  signal: AbortSignal.timeout(5000),\n})')
  expect(offered('await ⟦fetch⟧(\n  url,\n)').text).toBe('await fetch(\n  url,\n  { signal: AbortSignal.timeout(5000) },\n)')
  expect(offered('await ⟦fetch⟧(\n  url\n)').text).toBe('await fetch(\n  url,\n  { signal: AbortSignal.timeout(5000) }\n)')
})

test('options that come from elsewhere keep their own signal', () => {
  expect(offered('await ⟦fetch⟧(url, { ...init, method: \'POST\' })').text).toBe('await fetch(url, { signal: AbortSignal.timeout(5000), ...init, method: \'POST\' })')
  expect(offered('await ⟦fetch⟧(url, init)')).toMatchObject({
    title: 'Give up after 5 s, if `init` sets no signal itself (review)', text: 'await fetch(url, { signal: AbortSignal.timeout(5000), ...init })',
  })
})

test('a signal that is there is joined with the limit', () => {
  expect(offered('await ⟦fetch⟧(url, { signal: controller.signal })')).toMatchObject({
    title: 'Give up after 5 s, if `controller.signal` is always there (review)', trust: 'review',
    text: 'await fetch(url, { signal: AbortSignal.any([controller.signal, AbortSignal.timeout(5000)]) })',
  })
  expect(offered('await ⟦fetch⟧(url, { signal })').text).toBe('await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) })')
})

test('a signal costs a page the sharing of requests', () => {
  const at = { path: 'app/page.tsx', start: 0, end: 1 }
  expect(offered('await ⟦fetch⟧(url)', { reached: { entry: entryOf(at, { kind: 'page', framework: 'Next.js' }) } }))
    .toMatchObject({ title: 'Give up after 5 s, if no other component asks for the same (review)', trust: 'review' })
  expect(offered('await ⟦fetch⟧(url, { method: \'post\' })', { reached: { entry: entryOf(at, { kind: 'page', framework: 'Next.js' }) } }).trust).toBe('safe')
})

test('axios, by the position of its options', () => {
  const run = (text: string) => offered(`import axios from 'axios'\n${text}`, { library: axios }).text?.split('\n')[1]
  expect(run('await ⟦axios.get⟧(url)')).toBe('await axios.get(url, { timeout: 5000 })')
  expect(run('await ⟦axios.get⟧(url, { headers })')).toBe('await axios.get(url, { headers, timeout: 5000 })')
  expect(run('await ⟦axios.post⟧(url)')).toBe('await axios.post(url, undefined, { timeout: 5000 })')
  expect(run('await ⟦axios.post⟧(url, data)')).toBe('await axios.post(url, data, { timeout: 5000 })')
  expect(run('await ⟦axios.post⟧(url, data, { timeout: 9 })')).toBeUndefined()
})

test('an instance gets it where it is made', () => {
  expect(offered('import axios from \'axios\'\nconst api = axios.create({ baseURL })\nawait ⟦api.get⟧(url)', { library: axios })).toMatchObject({
    title: 'Give up after 5 s on every call of `api`, if none of them may take longer (review)', trust: 'review',
    text: 'import axios from \'axios\'\nconst api = axios.create({ baseURL, timeout: 5000 })\nawait api.get(url)',
  })
  expect(offered('import { api } from \'./api.js\'\nawait ⟦api.get⟧(url)', {
    library: axios, files: { 'src/api.ts': 'import axios from "axios";\nexport const api = axios.create();\n' },
  }).texts).toEqual({ 'src/api.ts': 'import axios from "axios";\nexport const api = axios.create({ timeout: 5000 });\n' })
})

test('is not offered where the arguments cannot be read, for streams, and behind other calls', () => {
  for (const text of ['await ⟦fetch⟧(...given)', 'await ⟦fetch⟧(url, options())', 'await ⟦fetch⟧(url, { [name]: 1 })']) {
    expect([text, offered(text).title]).toEqual([text, undefined])
  }
  const facts = { ...fetches.globals!.fetch as object, streams: true as const }
  expect(offered('await ⟦fetch⟧(url)', { facts }).title).toBeUndefined()
  expect(offered('await ⟦fetch⟧(url, { signal: a ? b : c })').title).toBeUndefined()
  expect(offered('await ⟦fetch⟧(url)', { reached: { path: [{ at: { path: '', start: 0, end: 0 }, name: 'load', proven: true }] } }).title).toBeUndefined()
})
