/** Programs that a proof starts and ends: compiled files of a case, and servers of the machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { compile } from './load.ts'

export interface Child {
  /** Everything it wrote. */
  said(): string
  stop(): Promise<void>
}

/** Runs a file of a workspace in a process of its own. */
export async function start(file: string, env: Record<string, string>): Promise<Child> {
  return startProgram(process.execPath, [await compile(file)], env)
}

export async function startProgram(program: string, words: string[], env: Record<string, string>): Promise<Child> {
  const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text })
  await once(child, 'spawn')
  const kill = () => { child.kill('SIGKILL') }
  process.once('exit', kill)
  return {
    said: () => said,
    async stop() {
      process.removeListener('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

export interface Served extends Child { url: string }

/** Runs a file that listens on `process.env.PORT`, and waits until it does. */
export async function serve(file: string, env: Record<string, string>): Promise<Served> {
  const port = await freePort()
  const child = await start(file, { ...env, PORT: String(port) })
  await listening(port, child)
  return { ...child, url: `http://127.0.0.1:${port}` }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export async function listening(port: number, child: Child): Promise<void> {
  await until(`something listens on ${port}`, () => new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })).catch((error: Error) => {
    throw new Error(`${error.message}\n${child.said()}`)
  })
}

/** Waits until something is true; fails after 20 seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`Waited 20 seconds in vain until ${what}`)
    await wait(25)
  }
}
