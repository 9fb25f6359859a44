/** A scan that somebody asked for: all folders, with progress, until it is done or cancelled. */
import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection, type WorkDoneProgressReporter } from 'vscode-languageserver/node'
import type { ScanResult } from '../messages.ts'
import type { Folder } from './folder.ts'

/** More often than that nobody can read it. */
const pause = 100

export async function scanAll(
  folders: Folder[], progress: WorkDoneProgressReporter, token: CancellationToken, isNeeded: (folder: Folder) => boolean,
): Promise<ScanResult> {
  const finish = tellProgress(folders, progress, true)
  try {
    await Promise.race([Promise.all(folders.map((folder) => folder.scan())), cancelled(token)])
    stopIf(token, () => {
      // What open documents wait for goes on in its slices; a scan for its own sake ends here.
      for (const folder of folders) if (!isNeeded(folder)) folder.stopScan()
    })
  } finally {
    finish()
  }
  return {
    files: folders.reduce((sum, { latest }) => sum + (latest?.checked.files ?? 0), 0),
    findings: folders.reduce((sum, { latest }) => sum + (latest?.findings.length ?? 0), 0),
    skipped: folders.flatMap(({ latest }) => latest?.checked.skipped ?? []),
    problems: folders.flatMap(({ root, trouble, latest }) => [
      ...(trouble ? [{ path: root, message: trouble }] : []),
      ...(latest?.problems.map(({ path, message }) => ({ path, message })) ?? []),
    ]),
  }
}

/** Shows the first reading of a folder in editors that have no place of their own for our status. */
export async function showIndexing(connection: Connection, folder: Folder): Promise<void> {
  const progress = await connection.window.createWorkDoneProgress()
  const finish = tellProgress([folder], progress, false)
  try {
    await folder.indexed()
  } finally {
    finish()
  }
}

/** Reports how far the folders are until the returned function is called. */
function tellProgress(folders: Folder[], progress: WorkDoneProgressReporter, cancellable: boolean): () => void {
  progress.begin('Crowdproof', 0, 'Looking for files', cancellable)
  let told = 0
  let reached = 0
  const tell = (): void => {
    if (Date.now() - told < pause) return
    told = Date.now()
    const sum = (what: 'done' | 'total'): number => folders.reduce((all, folder) => all + (folder.progress?.[what] ?? 0), 0)
    const [done, total] = [sum('done'), sum('total')]
    // Each phase of a scan counts from the start, which must not look like a step back.
    reached = Math.max(reached, total ? Math.min(99, Math.floor((100 * done) / total)) : 0)
    if (total) progress.report(reached, `${done} of ${total} files`)
  }
  const unwatch = folders.map((folder) => folder.watch(tell))
  return () => {
    for (const stop of unwatch) stop()
    progress.done()
  }
}

export const cancelled = (token: CancellationToken): Promise<void> =>
  new Promise((resolve) => {
    if (token.isCancellationRequested) resolve()
    else token.onCancellationRequested(() => resolve())
  })

/** Ends a request that nobody waits for any more. */
export function stopIf(token: CancellationToken, before?: () => void): void {
  if (!token.isCancellationRequested) return
  before?.()
  throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled by the client.')
}
