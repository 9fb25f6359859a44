import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { serve, start, until, type Child, type Served } from '../kit/child.ts'
import { openRedis, hasRedis, type Redis } from '../kit/redis.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'
import { openMailServer, type MailServer } from '../kit/upstreams.ts'

/** How long the mail server takes over one mail. */
const delay = 1_500
const people = ['ada', 'bo', 'cy', 'dee'].map((name) => ({ name, email: `${name}@example.org` }))

describe('enqueue: nodemailer in Express, BullMQ', { skip: hasRedis() ? false : 'redis-server is not on this machine' }, () => {
  let repaired: Repaired
  let redis: Redis
  let post: MailServer
  const children: Child[] = []
  before(async () => {
    redis = await openRedis()
    post = await openMailServer(delay)
    repaired = await repair({
      rule: 'mail-in-request',
      recipe: 'enqueue',
      files: { 'src/app.ts': 'enqueue/nodemailer.ts' },
      packages: ['bullmq', 'express', 'ioredis', 'nodemailer'],
    })
  })
  after(async () => {
    for (const child of children) await child.stop()
    await redis?.close()
    await post?.close()
    await repaired?.remove()
  })

  const env = () => ({
    REDIS_URL: redis.url,
    REDIS_HOST: '127.0.0.1',
    REDIS_PORT: String(redis.port),
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(post.port),
  })
  const serveApp = async (folder: string): Promise<Served> => {
    const app = await serve(join(folder, 'src/app.ts'), env())
    children.push(app)
    return app
  }
  const startWorker = async (): Promise<void> => {
    const file = repaired.created.find((path) => /worker/.test(path))
    assert.ok(file, `no worker among the files that were created: ${repaired.created.join(', ')}`)
    children.push(await start(join(repaired.after, file), env()))
  }
  const arrived = (number: number) => until(`${number} mails have arrived`, () => post.mails.length >= number)
  const sorted = () => post.mails.toSorted((one, other) => one.to.localeCompare(other.to))

  let waited: Answer[]
  let mailsBefore: unknown[]

  test('the mail is found, and the fix creates a queue and a worker', () => {
    assert.equal(repaired.found.length, 1)
    assert.equal(repaired.found[0]!.fixes[0]?.recipe, 'enqueue')
    assert.deepEqual(repaired.left, [])
    assert.ok(repaired.created.length >= 2, repaired.created.join(', '))
  })

  test('the repaired code has no type error', () => {
    assert.deepEqual(typeErrors(repaired), [])
  })

  test('before: each sign-up waits for the mail server', async () => {
    const app = await serveApp(repaired.before)
    waited = await Promise.all(people.map((person) => signUp(app.url, person)))
    for (const answer of waited) assert.ok(answer.took >= delay, `answered after ${answer.took} ms`)
    assert.equal(post.mails.length, people.length)
    mailsBefore = sorted()
    await app.stop()
  })

  test('after: the same answers at once, and no mail is lost while no worker runs', async () => {
    post.mails.length = 0
    const app = await serveApp(repaired.after)
    const answers = await Promise.all(people.map((person) => signUp(app.url, person)))
    for (const [index, answer] of answers.entries()) {
      assert.equal(answer.status, waited[index]!.status)
      assert.deepEqual(answer.body, waited[index]!.body)
      assert.ok(answer.took < delay, `answered after ${answer.took} ms`)
    }
    assert.equal(post.mails.length, 0)
    await app.stop()
  })

  test('after: the worker delivers each mail, unchanged and exactly once', async () => {
    await startWorker()
    await arrived(people.length)
    await wait(2 * delay)
    assert.deepEqual(sorted(), mailsBefore)
  })

  test('after: a mail that is turned away is tried again', async () => {
    post.mails.length = 0
    post.refuse(1)
    const app = await serveApp(repaired.after)
    await signUp(app.url, people[0]!)
    await arrived(1)
    await wait(2 * delay)
    assert.equal(post.mails.length, 1)
    await app.stop()
  })

  test('after: while Redis is away, a sign-up fails soon and the server lives on', async () => {
    const app = await serveApp(repaired.after)
    assert.equal((await signUp(app.url, people[0]!)).status, 201)
    await redis.close()
    const startedWithout = await serveApp(repaired.after)
    for (const { url } of [app, startedWithout, app, startedWithout]) {
      const answer = await signUp(url, people[1]!)
      assert.equal(answer.status, 500)
      assert.ok(answer.took < 5_000, `answered after ${answer.took} ms`)
    }
  })
})

interface Answer { status: number; body: unknown; took: number }

async function signUp(url: string, person: object): Promise<Answer> {
  const began = performance.now()
  const response = await fetch(`${url}/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
    signal: AbortSignal.timeout(10_000),
  })
  return { status: response.status, body: await response.text(), took: performance.now() - began }
}
