/** The entry in the editor's language status: how the server is, without a place of its own in the status bar. */
import * as vscode from 'vscode'
import type { Status } from '../server/messages.ts'

const { Error, Information, Warning } = vscode.LanguageStatusSeverity

export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem

  constructor() {
    this.#item = vscode.languages.createLanguageStatusItem('crowdproof', [
      { language: 'typescript' }, { language: 'typescriptreact' }, { language: 'javascript' }, { language: 'javascriptreact' },
    ])
    this.#item.name = 'Crowdproof'
    this.#item.command = { title: 'Show Log', command: 'crowdproof.showLog' }
    this.#say('Crowdproof starts', Information, true)
  }

  show({ state, done, total, message, findings, skipped, scope }: Status): void {
    if (state === 'scanning') {
      this.#say(total ? `Crowdproof: ${done} of ${total} files` : 'Crowdproof: looking for files', Information, true)
      return
    }
    const where = scope === 'workspace' ? 'the workspace' : 'open files'
    const what = findings === 0 ? `nothing found in ${where}` : `${findings} found in ${where}`
    const left = skipped === 0 ? undefined : `${skipped} ${skipped === 1 ? 'file was' : 'files were'} not checked. The log names them.`
    if (state === 'troubled') this.#say(`Crowdproof: ${what}`, Warning, false, message)
    else this.#say(`Crowdproof: ${what}`, Information, false, left)
  }

  stopped(): void {
    this.#say('Crowdproof is stopped', Error, false, 'The language server does not run. Use “Crowdproof: Restart”.')
  }

  dispose(): void {
    this.#item.dispose()
  }

  #say(text: string, severity: vscode.LanguageStatusSeverity, busy: boolean, detail?: string): void {
    this.#item.text = text
    this.#item.severity = severity
    this.#item.busy = busy
    this.#item.detail = detail
  }
}
