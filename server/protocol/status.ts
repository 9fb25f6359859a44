/** How the server is, told to a client that shows it: at most ten times a second, and never twice the same. */
import type { Connection } from 'vscode-languageserver/node'
import { statusNotification, type Status } from '../messages.ts'
import type { Folders } from './folders.ts'
import type { Publisher } from './publisher.ts'

const pause = 100

export class StatusTeller {
  readonly #connection: Connection
  readonly #folders: Folders
  readonly #publisher: Publisher
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = ''

  constructor(connection: Connection, folders: Folders, publisher: Publisher) {
    this.#connection = connection
    this.#folders = folders
    this.#publisher = publisher
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#tell()
    }, pause)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #tell(): void {
    const status = this.#status()
    const text = JSON.stringify(status)
    if (text === this.#last) return
    this.#last = text
    void this.#connection.sendNotification(statusNotification, status)
  }

  #status(): Status {
    const folders = this.#folders.opened()
    const scope = this.#publisher.whole ? 'workspace' : 'openFiles'
    const running = folders.flatMap(({ progress }) => progress ?? [])
    if (running.length) {
      const sum = (what: 'done' | 'total'): number => running.reduce((all, progress) => all + progress[what], 0)
      // Counting findings would make the scan answer for half of an index.
      return { state: 'scanning', done: sum('done'), total: sum('total'), findings: 0, skipped: 0, scope }
    }
    const message = folders.flatMap(({ trouble }) => trouble ?? []).join('\n')
    const findings = this.#publisher.count()
    const skipped = folders.reduce((all, { latest }) => all + (latest?.checked.skipped.length ?? 0), 0)
    return message ? { state: 'troubled', message, findings, skipped, scope } : { state: 'ready', findings, skipped, scope }
  }
}
