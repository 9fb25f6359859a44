/** The hover, with its places as links that an editor can follow. */
import type { Hover, Position } from 'vscode-languageserver/node'
import type { Abilities } from './abilities.ts'
import type { Located } from './folders.ts'
import type { Texts } from './texts.ts'

export function hover({ folder, path }: Located, position: Position, texts: Texts, { markdown }: Abilities): Hover | null {
  const positions = texts.positions(folder, path)
  const found = positions && folder.session?.hover(path, positions.offset(position))
  if (!found) return null
  return {
    contents: { kind: markdown ? 'markdown' : 'plaintext', value: withLinks(found, { folder, path }, texts) },
    range: positions.range(found.start, found.end),
  }
}

/** The engine knows paths within the folder and offsets; editors follow addresses and lines. */
function withLinks({ markdown, start }: { markdown: string; start: number }, { folder, path }: Located, texts: Texts): string {
  let linked = markdown
  for (const finding of folder.findings(path)) {
    if (finding.at.start > start || finding.at.end < start) continue
    for (const { at } of finding.related) {
      const line = texts.positions(folder, at.path)?.position(at.start).line
      if (line === undefined) continue
      linked = linked.replaceAll(`](${at.path}#${at.start})`, `](<${texts.uri(folder, at.path)}#L${line + 1}>)`)
    }
  }
  return linked
}
