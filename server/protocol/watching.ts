/** Changes on disk, as the client reports them. */
import {
  DidChangeWatchedFilesNotification, FileChangeType, WatchKind, type Connection, type FileEvent,
} from 'vscode-languageserver/node'
import type { Folder } from './folder.ts'
import type { Folders } from './folders.ts'

const surroundings = [
  'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'yarn.lock', 'bun.lock',
  'tsconfig*.json', 'jsconfig*.json', 'crowdproof.json', '*.prisma', 'wrangler.toml', 'wrangler.json*', 'vercel.json', 'next.config.*',
  '.gitignore',
]

const watchers = [
  { globPattern: '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}' },
  { globPattern: `**/{${surroundings.join(',')}}` },
  // A folder that is removed is reported as itself alone, not file by file.
  { globPattern: '**/*', kind: WatchKind.Delete },
]

export const watchFiles = async (connection: Connection): Promise<void> => {
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
}

/** Collects changes of a burst by folder. A path outside of every folder that is at work is nobody's business. */
export class Changes {
  readonly #folders: Folders
  #paths = new Map<Folder, Set<string>>()

  constructor(folders: Folders) {
    this.#folders = folders
  }

  /** Whether any of them matters. */
  add(events: FileEvent[]): boolean {
    let matters = false
    for (const { uri, type } of events) {
      const at = this.#folders.known(uri)
      // An install changes thousands of files there; what counts of it is in the lock file.
      if (!at || at.path.split('/').includes('node_modules')) continue
      if (at.path.startsWith('.git/') && type === FileChangeType.Deleted) continue
      matters = true
      const paths = this.#paths.get(at.folder)
      if (paths) paths.add(at.path)
      else this.#paths.set(at.folder, new Set([at.path]))
    }
    return matters
  }

  /** Hands the collected changes over, and forgets them. */
  take(): [Folder, string[]][] {
    const taken = [...this.#paths].map(([folder, paths]): [Folder, string[]] => [folder, [...paths]])
    this.#paths = new Map()
    return taken
  }
}
