/**
 * The rules' pages, which are shipped with the extension: shown rendered, without a network. (The link behind a rule's
 * name opens the file itself, which an editor association in package.json renders.)
 */
import * as vscode from 'vscode'

/** Shows a rule's page in the editor's own Markdown preview. */
export async function showPage(context: vscode.ExtensionContext, rule: unknown): Promise<void> {
  if (typeof rule !== 'string' || !/^[\w-]+$/.test(rule)) return
  const page = vscode.Uri.joinPath(context.extensionUri, 'dist', 'rules', `${rule}.md`)
  try {
    await vscode.workspace.fs.stat(page)
  } catch {
    void vscode.window.showInformationMessage(`There is no page for ${rule} in this version of Crowdproof.`)
    return
  }
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page)
  } catch {
    // The built-in Markdown extension can be switched off.
    await vscode.window.showTextDocument(page)
  }
}
