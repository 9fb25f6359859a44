/** *Crowdproof: Scan Workspace*: progress that can be cancelled, and a word at the end. */
import * as vscode from 'vscode'
import { ResponseError, LSPErrorCodes, WorkDoneProgress } from 'vscode-languageclient/node'
import { scanRequest, type ScanParams, type ScanResult } from '../server/messages.ts'
import type { ClientHandle } from './client-handle.ts'

export async function scanWorkspace(handle: ClientHandle): Promise<ScanResult | undefined> {
  if (!vscode.workspace.workspaceFolders?.length) {
    void vscode.window.showInformationMessage('Crowdproof scans the folders of the workspace, and none is open.')
    return undefined
  }
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Crowdproof', cancellable: true },
    (progress, token) => scan(handle, progress, token),
  )
  if (!result) return undefined
  handle.scanned = true
  handle.log.info(summary(result))
  for (const { path, reason } of result.skipped) handle.log.info(`Not checked: ${path}: ${reason}`)
  for (const { path, message } of result.problems) handle.log.warn(path ? `${path}: ${message}` : message)
  vscode.window.setStatusBarMessage(`$(check) ${summary(result)}`, 10_000)
  if (result.findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems')
  return result
}

async function scan(
  handle: ClientHandle, progress: vscode.Progress<{ message?: string; increment?: number }>, token: vscode.CancellationToken,
): Promise<ScanResult | undefined> {
  const client = await handle.running()
  if (!client) {
    void vscode.window.showErrorMessage('Crowdproof cannot scan: its language server does not run. The log says why.')
    return undefined
  }
  const workDoneToken = crypto.randomUUID()
  let reached = 0
  const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    const percentage = 'percentage' in value ? value.percentage ?? reached : reached
    progress.report({ ...('message' in value && { message: value.message }), increment: percentage - reached })
    reached = percentage
  })
  try {
    return await client.sendRequest<ScanResult>(scanRequest, { workDoneToken } satisfies ScanParams, token)
  } catch (error) {
    if (token.isCancellationRequested || isCancelled(error)) return undefined
    handle.log.error(`The scan failed: ${String(error)}`)
    void vscode.window.showErrorMessage('Crowdproof could not scan the workspace. The log says why.')
    return undefined
  } finally {
    listening.dispose()
  }
}

const isCancelled = (error: unknown): boolean => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled

function summary({ files, findings, skipped }: ScanResult): string {
  const left = skipped.length ? `, ${count(skipped.length, 'file')} not checked` : ''
  return `${count(findings, 'finding')} in ${count(files, 'file')}${left}`
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
