/** A real Redis of the machine, on a free port, with nothing kept. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, listening, startProgram } from './child.ts'

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0

export interface Redis { url: string; port: number; close(): Promise<void> }

export async function openRedis(): Promise<Redis> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'crowdproof-redis-'))
  const words = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder]
  const child = await startProgram('redis-server', words, {})
  await listening(port, child)
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async close() {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
