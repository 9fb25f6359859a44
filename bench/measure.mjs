/** CPU, wall time and peak memory of a command with everything that it starts. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** `{ user, system, wall }` in seconds, `peak` in bytes: the largest sum over its processes. */
export function measure({ command, words, cwd, env }) {
  const result = spawnSync(process.execPath, [fileURLToPath(import.meta.url), command, ...words], {
    cwd, env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 20,
  })
  const measured = JSON.parse(result.stdout)
  // 1 is what every one of these tools says when it found something.
  if (measured.code > 1) throw new Error(`${path.basename(command)} ended with ${measured.code}: ${measured.said}`)
  return measured
}

export const cpuOf = ({ user, system }) => user + system

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Resident bytes of a process and its descendants, as Linux tells them; 0 elsewhere. */
function residentOf(pid) {
  try {
    const own = /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
    const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    return Number(own?.[1] ?? 0) * 1024 + children.reduce((sum, child) => sum + residentOf(child), 0)
  } catch {
    return 0
  }
}

/** As a process of its own, so that the system's count of its children's time is this command's alone. */
async function main([command, ...words]) {
  const begun = process.hrtime.bigint()
  // The shell's `time` counts what the children of children used.
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> "$ERRORS"', 'bash', command, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ERRORS: '/dev/null' },
  })
  let peak = 0
  const sampling = setInterval(() => { peak = Math.max(peak, residentOf(child.pid)) }, 20)
  let said = ''
  child.stderr.on('data', (data) => { said += data })
  const code = await new Promise((done) => child.on('close', done))
  clearInterval(sampling)
  const wall = Number(process.hrtime.bigint() - begun) / 1e9
  const [user, system] = said.trim().split('\n').at(-1).split(' ').map(Number)
  console.log(JSON.stringify({ user, system, wall, peak, code, said }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))
