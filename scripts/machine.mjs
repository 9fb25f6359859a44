/** What the two commands of the README share: run programs, and install what a fresh checkout lacks. */
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/**
 * Runs a program to its end and shows its output while it runs. `lines` also gets every line of its standard output;
 * the exit code is null when a signal or the time limit ended it.
 */
export function run(program, words, { cwd = root, env = {}, lines, limit } = {}) {
  return new Promise((resolve) => {
    const colours = lines && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
    const child = spawn(program, words, {
      cwd,
      env: { ...process.env, ...colours, ...env },
      stdio: ['ignore', lines ? 'pipe' : 'inherit', 'inherit'],
      // A group of its own, so that the limit also ends what the program has started.
      detached: limit !== undefined && process.platform !== 'win32',
    })
    const end = () => {
      try {
        process.kill(child.pid && process.platform !== 'win32' ? -child.pid : child.pid, 'SIGKILL')
      } catch {
        // It has ended by itself in this very moment.
      }
    }
    const timer = limit === undefined ? undefined : setTimeout(() => {
      console.error(`\n${path.basename(words[0] ?? program)} did not end within ${limit / 60_000} minutes and was ended.`)
      end()
    }, limit)
    const interrupt = () => { end(); process.exit(130) }
    if (limit !== undefined) process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    let rest = ''
    child.stdout?.on('data', (data) => {
      process.stdout.write(data)
      const parts = (rest + data).split('\n')
      rest = parts.pop()
      parts.forEach(lines)
    })
    child.on('error', (error) => {
      console.error(`${program} did not start: ${error.message}`)
      finish(127)
    })
    child.on('close', (code) => finish(code))
    function finish(code) {
      clearTimeout(timer)
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      if (rest) lines?.(rest)
      resolve(code)
    }
  })
}

/** npm as it was called, so that both commands use the npm (and on Windows the shell) of the reader. */
export function npm(words, options) {
  const cli = process.env.npm_execpath
  if (cli && /\.[cm]?js$/.test(cli)) return run(process.execPath, [cli, ...words], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', words, options)
}

const readJson = (file) => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Whether node_modules holds what the lock file names. Compared by version and not by date: `npm install` writes the
 * lock file after its own record, and a checkout gives every file the same age.
 */
export function isInstalled(folder) {
  const wanted = readJson(path.join(folder, 'package-lock.json'))?.packages
  const present = readJson(path.join(folder, 'node_modules', '.package-lock.json'))?.packages
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([place, entry]) =>
    place === '' || entry.optional || entry.devOptional || entry.peer || entry.link ||
    present[place]?.version === entry.version)
}

/** Installs exactly the locked packages; no package here needs its install script, so none runs. */
export async function install(folder, name = path.relative(root, folder) || 'crowdproof') {
  if (isInstalled(folder)) return
  const started = Date.now()
  console.log(`Installing the packages of ${name} …`)
  const code = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
  if (code !== 0) throw new Error(`npm ci failed in ${folder} (exit code ${code}).`)
  console.log(`  done (${seconds(started)})`)
}

export async function build() {
  const code = await npm(['run', '--silent', 'build'])
  if (code !== 0) throw new Error(`npm run build failed (exit code ${code}).`)
}

/** Where a program lies, or undefined. */
export function find(...names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', ''] : ['']
  for (const name of names) for (const folder of folders) for (const ending of endings) {
    const file = path.join(folder, name + ending)
    try {
      fs.accessSync(file, fs.constants.X_OK)
      if (fs.statSync(file).isFile()) return file
    } catch {
      // not here
    }
  }
  return undefined
}

/** Installs Debian packages where that is allowed; says nothing of success, the caller looks for the programs again. */
export async function apt(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !find('apt-get')) return
  console.log(`Installing ${packages.join(', ')} with apt-get …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...packages], { env })
}

/** True where that program starts and ends well. */
export const starts = (file, ...words) => spawnSync(file, words, { stdio: 'ignore' }).status === 0
