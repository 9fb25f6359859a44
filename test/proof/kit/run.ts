/** Starts a program and waits for its end. */
import { spawn } from 'node:child_process'

export interface Ended { code: number | null; out: string; err: string }

export function run(program: string, words: string[], options: { cwd: string; env?: Record<string, string> }): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}
