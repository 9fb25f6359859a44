/**
 * *Crowdproof: Fix All in File*. The server is asked directly: VS Code's own command for this does nothing at all when
 * another extension happens to register something at the same moment.
 */
import * as vscode from 'vscode'
import { CodeActionRequest, CodeActionResolveRequest, type CodeAction } from 'vscode-languageclient/node'
import { fixAllKind } from '../server/messages.ts'
import type { ClientHandle } from './client-handle.ts'

export async function fixAllInFile(handle: ClientHandle): Promise<void> {
  const document = vscode.window.activeTextEditor?.document
  const client = await handle.running()
  if (!document || !client) return
  try {
    const { code2ProtocolConverter: toServer, protocol2CodeConverter: fromServer } = client
    const actions = await client.sendRequest(CodeActionRequest.type, {
      textDocument: toServer.asTextDocumentIdentifier(document),
      range: toServer.asRange(document.validateRange(new vscode.Range(0, 0, document.lineCount, 0))),
      context: { diagnostics: [], only: [fixAllKind] },
    })
    const offered = actions?.find((action): action is CodeAction => 'kind' in action && action.kind === fixAllKind)
    const chosen = offered && await client.sendRequest(CodeActionResolveRequest.type, offered)
    const edit = chosen?.edit && await fromServer.asWorkspaceEdit(chosen.edit)
    if (!edit) {
      vscode.window.setStatusBarMessage('Crowdproof: nothing here has a safe fix', 5000)
      return
    }
    await vscode.workspace.applyEdit(edit)
  } catch (error) {
    handle.log.error(`Fix All in File failed: ${String(error)}`)
    void vscode.window.showErrorMessage('Crowdproof could not fix this file. The log says why.')
  }
}
