/** Redis of the machine with the clients that people use; commands are counted on the wire. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Rows } from './data.ts'
import type { Ground } from './query-proof.ts'
import { openRedis } from './redis.ts'

export async function ioredisGround(): Promise<Ground> {
  const { Redis } = await import('ioredis')
  const { url, ...ground } = await counted()
  const redis = new Redis(url)
  return { ...ground, instead: { './db.ts': { redis } }, close: () => redis.quit().then(ground.close) }
}

export async function nodeRedisGround(): Promise<Ground> {
  const { createClient } = await import('redis')
  const { url, ...ground } = await counted()
  const client = await createClient({ url }).connect()
  return { ...ground, instead: { './db.ts': { client } }, close: () => client.close().then(ground.close) }
}

async function counted(): Promise<Omit<Ground, 'instead'> & { url: string }> {
  const { Redis } = await import('ioredis')
  const server = await openRedis()
  const own = new Redis(server.url)
  const wire = await openCounter(server.port)
  return {
    url: wire.url,
    async fill({ users, posts }: Rows) {
      const filled = own.pipeline().flushall()
      for (const { id, name } of users) if (name !== null) filled.set(`user:${id}`, name).hset(`profile:${id}`, { name, id })
      for (const { id, authorId } of posts) if (authorId !== null) filled.sadd(`posts:${authorId}`, id)
      await filled.exec()
    },
    dump: async () => (await own.keys('*')).sort(),
    hide: () => wire.refuse(true),
    show: () => wire.refuse(false),
    count: wire.count,
    async close() {
      await own.quit()
      await wire.close()
      await server.close()
    },
  }
}

interface Counter { url: string; count(): number; refuse(is: boolean): void; close(): Promise<void> }

/**
 * Passes everything on, counts reads, and can refuse them as a server does that wants a password. Each `get` counts; of other
 * commands, those that are sent before any of them is answered count as one.
 */
async function openCounter(port: number): Promise<Counter> {
  const sockets = new Set<Socket>()
  let reads = 0
  let isRefusing = false
  let isAnswered = true
  const server = createServer((front) => {
    const back = connect({ host: '127.0.0.1', port, noDelay: true })
    for (const [one, other] of [[front, back], [back, front]] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    front.on('data', (bytes) => {
      const sent = bytes.toString('latin1')
      const gets = sent.match(/\r\n\$\d\r\nm?get\r\n/gi)?.length ?? 0
      const others = sent.match(/\r\n\$\d\r\n(hgetall|scard|hget)\r\n/gi)?.length ?? 0
      const found = gets + others
      reads += gets + (others > 0 && isAnswered ? 1 : 0)
      if (others > 0) isAnswered = false
      if (isRefusing && found > 0) {
        front.write('-NOAUTH Authentication required.\r\n'.repeat(found))
        isAnswered = true
      } else back.write(bytes)
    })
    back.on('data', () => { isAnswered = true })
    back.pipe(front)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count() {
      const number = reads
      reads = 0
      return number
    },
    refuse: (is) => { isRefusing = is },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
