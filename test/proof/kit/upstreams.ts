/** Other people's servers, as they are on a bad day. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { until } from './child.ts'

export interface StallingServer {
  url: string
  /** Requests that somebody still waits for. */
  waiting(): number
  /** Ends all connections. */
  drop(): Promise<void>
  close(): Promise<void>
}

/** `/fine` answers, `/no-headers` never does, `/half-a-body` stops in the middle of it. */
export async function openStallingServer(): Promise<StallingServer> {
  const sockets = new Set<Socket>()
  let waiting = 0
  const server = createServer(async (request, response) => {
    const sent = await text(request)
    response.setHeader('content-type', 'application/json')
    const path = request.url!.split('?')[0]
    if (path === '/fine') {
      response.end(JSON.stringify({ method: request.method, url: request.url, trace: request.headers['x-trace'] ?? null, sent }))
      return
    }
    waiting++
    response.on('close', () => { waiting-- })
    if (path === '/half-a-body') response.write('{"rate":')
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting: () => waiting,
    async drop() {
      for (const socket of sockets) socket.destroy()
      await until('every connection has ended', () => waiting === 0)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export interface Mail { to: string; subject: string; text: string }

export interface MailServer {
  port: number
  /** Every mail that was accepted, in order. */
  mails: Mail[]
  /** The next mails are turned away for now. */
  refuse(number: number): void
  close(): Promise<void>
}

/** A mail server that takes its time. */
export async function openMailServer(delay: number): Promise<MailServer> {
  const mails: Mail[] = []
  let refused = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, session, done) {
      const raw = await text(stream)
      await wait(delay)
      if (refused > 0) {
        refused--
        done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
        return
      }
      const [head = '', body = ''] = raw.split('\r\n\r\n')
      mails.push({
        to: session.envelope.rcptTo.map((recipient) => recipient.address).join(', '),
        subject: /^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? '',
        text: body.trim(),
      })
      done()
    },
  })
  // A client that is killed in the middle of a mail is no failure of the proof.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    refuse(number) { refused = number },
    close: () => new Promise((resolve) => { server.close(() => resolve()) }),
  }
}
