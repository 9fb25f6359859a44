/** One scan of the workspace around what was asked for, as `check` and `fix` share it. */
import type { Scan, Session } from '../workspace/session.ts'
import { progressLine } from './progress.ts'
import { select } from './selection.ts'
import type { Selection } from './selection.ts'
import type { Io, Parts } from './shell.ts'

export interface ScanOptions {
  cwd?: string
  cache: boolean
  stats?: true
  /** Set by commands that neither edit nor explain: an unchanged project is then answered without the engine. */
  answersOnly?: boolean
}

export interface Scanned {
  session: Session
  selection: Selection
  scan: Scan
  /** Scans again, after texts were changed. */
  again(): Promise<Scan>
}

/** Opens a session, scans, hands everything to `use`, and closes the session whatever happens. */
export async function withScan<T>(
  paths: readonly string[],
  options: ScanOptions,
  io: Io,
  parts: Parts,
  use: (scanned: Scanned) => Promise<T> | T,
): Promise<T> {
  const started = io.now()
  const selection = select({ paths, cwd: io.cwd, folder: options.cwd })
  const session = await parts.openSession({
    root: selection.root,
    ...(!options.cache && { cache: false }),
    ...(options.answersOnly && { answersOnly: true }),
  })
  const line = progressLine(io)
  const again = () => session.scan({ progress: progress => line.show(progress) }).finally(() => line.end())
  try {
    const scan = await again()
    const result = await use({ session, selection, scan, again })
    if (options.stats) io.errors.write(statistics(scan, session, io.now() - started))
    return result
  } finally {
    line.end()
    await session.dispose()
  }
}

/** Tells on `errors` what kept part of the workspace from being checked as asked. */
export function tellProblems({ session, selection, scan }: Scanned, io: Io): void {
  for (const { path, line, message } of scan.problems) {
    io.errors.write(`crowdproof: ${path}${line === undefined ? '' : `:${line}`}: ${message}\n`)
  }
  const seen = [...session.files(), ...scan.checked.skipped.map(({ path }) => path)]
  const asked = selection.asked.length > 0 ? selection.asked : ['']
  for (const target of asked) {
    const found = target === '' ? seen.length > 0 : seen.some(path => path === target || path.startsWith(`${target}/`))
    if (found) continue
    const shown = target === '' ? selection.root : target
    io.errors.write(`crowdproof: nothing to check in ${shown}: no TypeScript or JavaScript, or all of it ignored.\n`)
  }
}

/** Whether our own settings were wrong: then a clean result must not pass as one. */
export function settingsAreWrong(scan: Scan): boolean {
  return scan.problems.some(({ path }) => path.split('/').at(-1) === 'crowdproof.json')
}

function statistics({ work }: Scan, session: Session, milliseconds: number): string {
  const read = work ? `${work.read} read, ${work.cached} from the cache, ` : ''
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20)
  return `${session.files().length} files: ${read}${(milliseconds / 1000).toFixed(2)} s, ${memory} MB\n`
}

