import { describe, expect, test } from 'vitest'
import { afterResponse } from '../../rules/fixes/after-response.ts'
import { enqueue } from '../../rules/fixes/enqueue.ts'
import type { Library } from '../../rules/kit/library.ts'
import { entryOf, fixed, reach, type Given } from '../kit/reached.ts'

const mail: Library = {
  name: 'Mailer', packages: ['mailer'], docs: '', exports: { createTransport: { returns: 'Transport' } },
  types: { Transport: { members: { sendMail: { does: 'mail' } } } },
}
const mailer = 'export const transporter = createTransport()\n'

describe('enqueue', () => {
  const offered = (text: string, given: Partial<Given> = {}) => {
    const whole: Given = { library: mail, text, path: 'src/routes/signup.ts', dependencies: { bullmq: '^5.0.0' }, files: { 'src/lib/mailer.ts': mailer }, ...given }
    const { reached, about } = reach(whole)
    const fix = enqueue(reached, about)
    return { title: fix?.title, trust: fix?.trust, texts: fixed(fix, reached.source, whole) }
  }
  const signup = (data = '{\n    to: user.email, // as it was given\n    text: `Hi ${user.name}`,\n  }') =>
    `import { mailFrom, transporter } from '../lib/mailer.js'\nimport { app } from '../app.js'\n\napp.post('/signup', async (req, res) => {\n  const user = await create(req.body)\n  await ⟦transporter.sendMail⟧(${data})\n  res.json({ from: mailFrom })\n})\n`

  test('a queue, a worker, and a job in place of the call', () => {
    expect(offered(signup())).toEqual({
      title: 'Hand it to a queue that a worker empties, if `workers/mail` is started beside the server (review)', trust: 'review',
      texts: {
        'src/routes/signup.ts': `import { mailFrom } from '../lib/mailer.js'
import { app } from '../app.js'
import { mailQueue } from '../queues/mail'

app.post('/signup', async (req, res) => {
  const user = await create(req.body)
  await mailQueue.add('send-mail', {
    to: user.email, // as it was given
    text: \`Hi \${user.name}\`,
  })
  res.json({ from: mailFrom })
})
`,
        'src/queues/mail.ts': `import { Queue } from 'bullmq'

/** Work that \`workers/mail\` does outside of the request. */
export const mailQueue = new Queue('mail', {
  // While Redis is away a request fails within a second, rather than wait for its return.
  connection: {
    url: process.env.REDIS_URL ?? 'redis://localhost:6379',
    maxRetriesPerRequest: 1,
    retryStrategy: () => 500,
  },
  skipWaitingForReady: true,
  defaultJobOptions: {
    attempts: 3,
    backoff: { type: 'exponential', delay: 1000 },
    removeOnComplete: true,
  },
})
`,
        'src/workers/mail.ts': `import { Worker } from 'bullmq'
import { transporter } from '../lib/mailer'

/** Does the jobs of \`queues/mail\`. Start it as a process of its own, beside the server. */
export const mailWorker = new Worker(
  'mail',
  async (job) => {
    await transporter.sendMail(job.data)
  },
  { connection: { url: process.env.REDIS_URL ?? 'redis://localhost:6379', maxRetriesPerRequest: null } },
)

mailWorker.on('failed', (job, error) => {
  console.error(\`Job \${job?.id} (\${job?.name}) has failed\`, error)
})
`,
      },
    })
  })

  test('a second call uses the queue that is there', () => {
    const { texts } = offered(signup())
    const files = { 'src/lib/mailer.ts': mailer, 'src/queues/mail.ts': texts!['src/queues/mail.ts']!, 'src/workers/mail.ts': texts!['src/workers/mail.ts']! }
    const again = offered(signup('{ to: user.email }').replaceAll('signup', 'invite'), { path: 'src/routes/invite.ts', files })
    expect(Object.keys(again.texts!)).toEqual(['src/routes/invite.ts'])
    expect(again.texts!['src/routes/invite.ts']).toContain('await mailQueue.add(\'send-mail\', { to: user.email })')
    expect(offered(signup(), { files: { ...files, 'src/workers/mail.ts': 'export {}\n' } }).title).toBeUndefined()
    expect(offered(signup(), { files: { 'src/lib/mailer.ts': mailer, 'src/queues/mail.ts': 'export {}\n' } }).title).toBeUndefined()
  })

  test('a client of the file\'s own moves to the worker', () => {
    const { texts } = offered(`const { createTransport } = require("mailer");
const express = require("express");

const transporter = createTransport({
	host: process.env.SMTP_HOST,
});

express().post("/", async (req, res) => {
	await ⟦transporter.sendMail⟧({ to: req.body.to });
	res.end();
});
`, { path: 'server/app.js' })
    expect(texts!['workers/mail.js']).toContain(`const { Worker } = require("bullmq");
const { createTransport } = require("mailer");

const transporter = createTransport({
	host: process.env.SMTP_HOST,
});

/** Does`)
    expect(texts!['workers/mail.js']).toContain('\nconst mailWorker = new Worker(\n\t"mail",')
    expect(texts!['workers/mail.js']).toMatch(/module\.exports = \{ mailWorker \};\n$/)
    expect(texts!['server/app.js']).toBe(`const { createTransport } = require("mailer");
const express = require("express");
const { mailQueue } = require("../queues/mail");

express().post("/", async (req, res) => {
	await mailQueue.add("send-mail", { to: req.body.to });
	res.end();
});
`)
  })

  test('one that is made in the handler', () => {
    const { texts } = offered(`import { createTransport } from 'mailer'
export async function POST(request: Request) {
  const transporter = createTransport({
    pool: true,
  })
  await ⟦transporter.sendMail⟧({ to: 'a' }, 'now')
}
`)
    expect(texts!['src/workers/mail.ts']).toContain('\nconst transporter = createTransport({\n  pool: true,\n})\n')
    expect(texts!['src/workers/mail.ts']).toContain('await transporter.sendMail(...job.data)')
    expect(texts!['src/routes/signup.ts']).toBe(`import { mailQueue } from '../queues/mail'
export async function POST(request: Request) {
  await mailQueue.add('send-mail', [{ to: 'a' }, 'now'])
}
`)
  })

  test('beside the sources of the package', () => {
    const given = { path: 'apps/api/src/routes/a.ts', files: { 'apps/api/src/lib/mailer.ts': mailer, 'apps/api/package.json': '{}' } }
    expect(Object.keys(offered(signup(), given).texts!)).toContain('apps/api/src/queues/mail.ts')
    expect(Object.keys(offered(signup(), { path: 'apps/api/routes/a.ts', files: { 'apps/api/lib/mailer.ts': mailer, 'apps/api/package.json': '{}' } }).texts!))
      .toContain('apps/api/workers/mail.ts')
  })

  test('is not offered', () => {
    expect(offered(signup(), { dependencies: {} }).title).toBeUndefined()
    expect(offered(signup(), { files: {} }).title).toBeUndefined()
    for (const data of ['{ at: new Date() }', '{ content: Buffer.from(text) }', '{ done() {} }', '{ done: () => 1 }', '{ match: /a/ }', '{ app: class {} }', '', '...given', '{ big: 1n }', '{ stream: fs.createReadStream(path) }']) {
      expect([data, offered(signup(data)).title]).toEqual([data, undefined])
    }
    expect(offered(signup('{ at: when }').replace('const user', 'const when = new Date()\n  const user')).title).toBeUndefined()
    expect(offered(signup('{ file }').replace('async (req, res)', 'async (req, res, file: Buffer)')).title).toBeUndefined()
    expect(offered(signup().replace('await ⟦', 'const sent = await ⟦')).title).toBeUndefined()
    expect(offered(signup().replace('await ⟦', '⟦')).title).toBeUndefined()
    expect(offered('class A { async go() { await ⟦this.mailer.sendMail⟧({ to: 1 }) } }').title).toBeUndefined()
    expect(offered('async function go(transporter) { await ⟦transporter.sendMail⟧({ to: 1 }) }').title).toBeUndefined()
  })
})

describe('after-response', () => {
  const at = { path: 'app/api/signup/route.ts', start: 0, end: 1 }
  const offered = (text: string, given: Partial<Given> = {}) => {
    const whole: Given = {
      library: mail, text, path: at.path, versions: { next: '16.0.1' }, ...given,
      reached: { entry: entryOf(at, { framework: 'Next.js', method: 'POST' }), ...given.reached },
    }
    const { reached, about } = reach(whole)
    const fix = afterResponse(reached, about)
    return { title: fix?.title, trust: fix?.trust, text: fixed(fix, reached.source, whole)?.[reached.source.path] }
  }
  const route = `import { NextResponse } from 'next/server'
import { transporter } from '@/lib/mailer'

export async function POST(request: Request) {
  const { email } = await request.json()
  await ⟦transporter.sendMail⟧({
    to: email, // as it was given
  })
  return NextResponse.json({ ok: true })
}
`

  test('runs when the answer is out', () => {
    expect(offered(route)).toEqual({
      title: 'Answer first, do this afterwards, if it may be lost when it fails (review)', trust: 'review', text: `import { NextResponse, after } from 'next/server'
import { transporter } from '@/lib/mailer'

export async function POST(request: Request) {
  const { email } = await request.json()
  after(() => transporter.sendMail({
    to: email, // as it was given
  }))
  return NextResponse.json({ ok: true })
}
` })
    expect(offered('\'use server\'\n\nexport async function go(to: string) {\n  await ⟦mailer.sendMail⟧({ to })\n}\n').text)
      .toBe('\'use server\'\n\nimport { after } from \'next/server\'\n\nexport async function go(to: string) {\n  after(() => mailer.sendMail({ to }))\n}\n')
    expect(offered(route, { versions: {}, dependencies: { next: '^15.1.0' } }).title).toBeDefined()
  })

  test('is not offered', () => {
    expect(offered(route, { versions: { next: '15.0.3' } }).title).toBeUndefined()
    expect(offered(route, { versions: {} }).title).toBeUndefined()
    expect(offered(route, { versions: {}, dependencies: { next: 'latest' } }).title).toBeUndefined()
    expect(offered(route, { reached: { entry: undefined } }).title).toBeUndefined()
    expect(offered(route, { reached: { from: [{ at, name: 'send', proven: true }] } }).title).toBeUndefined()
    expect(offered(route, { reached: { entry: entryOf({ ...at, path: 'pages/api/signup.ts' }) } }).title).toBeUndefined()
    expect(offered(route.replace('const { email }', 'let { email }').replace('return Next', 'email = \'\'\n  return Next')).title).toBeUndefined()
    const local = (made: string, rest = '') => `export async function POST() {\n  const client = ${made}\n  await ⟦client.sendMail⟧({})\n  ${rest}\n}\n`
    expect(offered(local('createTransport()')).title).toBeDefined()
    expect(offered(local('await browser.newPage()', 'await browser.close()')).title).toBeUndefined()
    expect(offered(local('createTransport()', 'client.close()')).title).toBeUndefined()
    expect(offered('export async function POST(client) {\n  await ⟦client.sendMail⟧({})\n}\n').title).toBeUndefined()
    expect(offered(route.replace('to: email', 'to: await find(email)')).title).toBeUndefined()
    expect(offered(route.replace('await ⟦', 'const sent = await ⟦')).title).toBeUndefined()
    expect(offered(route.replace('  await ⟦', '  for (const a of all) await ⟦')).title).toBeUndefined()
  })
})
