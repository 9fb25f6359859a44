/** Which files differ from a revision: asked of git, which only reads. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { WrongUse, messageOf } from './shell.ts'

const run = promisify(execFile)

/** Deleted files have nothing to check; filters and helpers of the repository are not started. */
const namesOnly = ['--name-only', '-z', '--relative', '--no-renames', '--diff-filter=d', '--no-ext-diff', '--no-textconv', '--ignore-submodules']

/**
 * Paths relative to `root` of the files that differ from where this branch left `base` (default: from the last
 * commit), in commits, index, working tree, or that git does not know yet.
 */
export async function changedFiles(root: string, base: string | undefined): Promise<Set<string>> {
  await git(root, 'rev-parse', '--git-dir').catch(error => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new WrongUse('--changed needs git, which was not found.')
    throw new WrongUse(`--changed needs a git repository: ${root} is not in one.`)
  })
  const start = await startOf(root, base)
  const [tracked, untracked] = await Promise.all([
    git(root, 'diff', ...namesOnly, start, '--'),
    git(root, 'ls-files', '--others', '--exclude-standard', '-z'),
  ])
  return new Set([...tracked.split('\0'), ...untracked.split('\0')].filter(path => path !== ''))
}

async function startOf(root: string, base: string | undefined): Promise<string> {
  if (base === undefined) {
    return git(root, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
      .then(firstLine)
      .catch(() => emptyTree(root))
  }
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`)
    .then(firstLine)
    .catch(() => {
      throw new WrongUse(`--changed ${base}: git knows no such revision. Paths stand before --changed, or after \`--\`.`)
    })
  // A shallow clone may not hold the fork; the revision itself is the next best.
  return git(root, 'merge-base', commit, 'HEAD').then(firstLine).catch(() => commit)
}

/** What a repository without any commit is compared with. */
const emptyTree = (root: string): Promise<string> => git(root, 'hash-object', '-t', 'tree', '--stdin').then(firstLine)

const firstLine = (text: string): string => text.split('\n')[0]!.trim()

async function git(cwd: string, ...words: string[]): Promise<string> {
  // The repository's own settings must not make git start programs.
  const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.untrackedCache=false', '-c', 'core.quotePath=false']
  const environment = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
  const running = run('git', [...settings, ...words], { cwd, env: environment, maxBuffer: 1 << 28, windowsHide: true })
  running.child.stdin?.end()
  try {
    return (await running).stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    throw new Error(messageOf(error))
  }
}
