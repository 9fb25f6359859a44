/** The editor's settings: asked for where the client answers, taken from what it sends otherwise. */
import type { Connection } from 'vscode-languageserver/node'
import type { EditorSettings } from '../messages.ts'
import type { Abilities } from './abilities.ts'
import { uriOf } from './places.ts'

export class Settings {
  readonly #connection: Connection
  readonly #abilities: Abilities
  /** As last sent by a client that cannot be asked. */
  #sent: EditorSettings

  constructor(connection: Connection, abilities: Abilities, sent: EditorSettings | undefined) {
    this.#connection = connection
    this.#abilities = abilities
    this.#sent = plain(sent)
  }

  /** The client says that something changed, some of them with the new settings. */
  take(settings: unknown): void {
    const own = (settings as { crowdproof?: unknown } | null | undefined)?.crowdproof
    if (own !== undefined) this.#sent = plain(own)
  }

  /** The settings for a folder; without one, those of the whole window. */
  async of(root?: string): Promise<EditorSettings> {
    if (!this.#abilities.hasConfiguration) return this.#sent
    try {
      const scopeUri = root === undefined ? undefined : uriOf(root)
      return { ...this.#sent, ...plain(await this.#connection.workspace.getConfiguration({ section: 'crowdproof', ...(scopeUri && { scopeUri }) })) }
    } catch (error) {
      // A client that promises an answer and gives none must not keep us from the findings.
      this.#connection.console.warn(`The editor's settings could not be read: ${String(error)}`)
      return this.#sent
    }
  }
}

/** What of a client's answer has the form that is expected. Wrong values are dropped, never an error. */
function plain(value: unknown): EditorSettings {
  if (!isRecord(value)) return {}
  const settings: EditorSettings = {}
  if (isRecord(value.scale)) {
    const { users, rows } = value.scale
    settings.scale = { ...(isCount(users) && { users }), ...(isCount(rows) && { rows }) }
  }
  if (isRecord(value.levels)) {
    settings.levels = Object.fromEntries(Object.entries(value.levels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  }
  if (value.scope === 'openFiles' || value.scope === 'workspace') settings.scope = value.scope
  return settings
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0
