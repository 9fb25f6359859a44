/**
 * What the language server and the editor extension say to each other beyond the protocol. Types and names only:
 * the extension imports nothing else of the server.
 */

/** Handed over in `initializationOptions`. Every part is optional: another editor needs none of them. */
export interface Greeting {
  /** The editor's settings, for clients that cannot be asked for theirs. */
  settings?: EditorSettings
  /** Send `crowdproof/status`, since something shows it. */
  status?: boolean
  /** A scan was asked for before the server was started again: its findings are to come back. */
  scanned?: boolean
}

/** The editor's settings below `crowdproof`. */
export interface EditorSettings {
  scale?: { users?: number; rows?: number }
  levels?: Record<string, string>
  /** Findings of open files only, or of everything all the time. */
  scope?: 'openFiles' | 'workspace'
}

/** Request: read every file of every folder, and keep its findings published from then on. */
export const scanRequest = 'crowdproof/scan'

export interface ScanParams {
  /** Where progress is reported, as for every long request of the protocol. */
  workDoneToken?: string | number
}

export interface ScanResult {
  files: number
  findings: number
  /** Files that were left out, with the reason in words for a person. */
  skipped: { path: string; reason: string }[]
  /** Wrong settings, damaged schemas, unreadable folders. */
  problems: { path: string; message: string }[]
}

/** Notification: how the server is, whenever that changes. */
export const statusNotification = 'crowdproof/status'

export interface Status {
  state: 'ready' | 'scanning' | 'troubled'
  /** Files done and in all, while scanning. */
  done?: number
  total?: number
  /** What is wrong, when troubled. */
  message?: string
  /** Published findings. */
  findings: number
  /** Files that were left out or could not be checked; the log names them. */
  skipped: number
  /** Whether findings of the whole workspace are published. */
  scope: 'openFiles' | 'workspace'
}

/** Command of the server: shows a rule's page. Its argument is the rule's id. */
export const showPageCommand = 'crowdproof.showPage'

/** The kind of the code action that applies every safe fix of a file. */
export const fixAllKind = 'source.fixAll.crowdproof'
