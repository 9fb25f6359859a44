/**
 * A page as Markdown: sections with blocks of code, and what fixes make of them. Blocks of one section form a little
 * workspace; blocks marked `shared` belong to every later section of the page too.
 */

/** A fenced block: ```ts app/page.tsx shared */
export interface Block {
  language: string
  /** As written after the language; undefined where the block leaves it to its section. */
  name: string | undefined
  /** The name is written there, rather than left to the language. */
  named: boolean
  shared: boolean
  code: string
  /** Positions in the page's lines of the first line of code and of the closing fence. */
  from: number
  to: number
}

/** `becomes`, `becomes (recipe)` or `becomes (recipe, safe)`, with the files after that fix; `becomes nothing`: no fix is offered. */
export interface Becoming {
  recipe: string | undefined
  trust: string | undefined
  nothing: boolean
  /** Position of its line in the page's lines. */
  at: number
  blocks: Block[]
}

export interface Section {
  title: string
  /** Headings above it, without the page's title. */
  under: string[]
  level: number
  /** Of the heading, from 1. */
  line: number
  prose: string
  blocks: Block[]
  becomes: Becoming[]
}

export interface Page {
  title: string
  /** The first paragraph. */
  summary: string
  lines: string[]
  sections: Section[]
  /** What is wrong with the page itself. */
  problems: string[]
}

/** Languages whose blocks are files even without a name. */
export const defaultNames: Readonly<Record<string, string>> = {
  ts: 'src/main.ts', tsx: 'src/main.tsx', js: 'src/main.js', jsx: 'src/main.jsx', prisma: 'prisma/schema.prisma',
}

export function readPage(text: string): Page {
  const lines = text.split('\n')
  const page: Page = { title: '', summary: '', lines, sections: [], problems: [] }
  const headings: string[] = []
  const opening: Section = { title: '', under: [], level: 1, line: 1, prose: '', blocks: [], becomes: [] }
  let section = opening
  let becoming: Becoming | undefined

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const fence = /^(`{3,})(\S*)[ \t]*(.*)$/.exec(line)
    if (fence) {
      const end = lines.findIndex((other, index) => index > at && other.trimEnd() === fence[1])
      if (end < 0) {
        page.problems.push(`line ${at + 1}: the block is never closed`)
        break
      }
      const block = readBlock(fence[2]!, fence[3]!.trim(), lines.slice(at + 1, end), at + 1)
      if (becoming) becoming.blocks.push(block)
      else if (section !== opening) section.blocks.push(block)
      at = end
      continue
    }
    const heading = /^(#{1,4})\s+(.*)$/.exec(line)
    if (heading) {
      const level = heading[1]!.length
      if (level === 1) {
        page.title = heading[2]!
        continue
      }
      headings.length = level - 2
      section = { title: heading[2]!, under: [...headings], level, line: at + 1, prose: '', blocks: [], becomes: [] }
      headings[level - 2] = heading[2]!
      page.sections.push(section)
      becoming = undefined
      continue
    }
    const becomes = /^becomes(?: \(([a-z-]+)(?:, (safe|review))?\)| (nothing))?$/.exec(line)
    if (becomes) section.becomes.push((becoming = { recipe: becomes[1], trust: becomes[2], nothing: becomes[3] !== undefined, at, blocks: [] }))
    else section.prose += `${line}\n`
  }
  page.summary = opening.prose.trim().split(/\n\s*\n/)[0]!.replaceAll('\n', ' ')
  return page
}

function readBlock(language: string, info: string, code: readonly string[], from: number): Block {
  const words = info.split(/\s+/).filter(Boolean)
  const shared = words.at(-1) === 'shared'
  if (shared) words.pop()
  const name = words[0] ?? defaultNames[language]
  return { language, name, named: words.length > 0, shared, code: code.map((line) => `${line}\n`).join(''), from, to: from + code.length }
}

/** The blocks that make up a section's workspace, by name: shared ones of earlier sections, then its own. */
export function blocksOf(page: Page, section: Section): Map<string, Block> {
  const blocks = new Map<string, Block>()
  for (const earlier of page.sections.slice(0, page.sections.indexOf(section))) {
    for (const block of earlier.blocks) if (block.shared && block.name !== undefined) blocks.set(block.name, block)
  }
  for (const block of section.blocks) {
    if (block.name === undefined) continue
    if (section.blocks.some((other) => other !== block && other.name === block.name)) {
      page.problems.push(`line ${block.from}: two blocks of “${section.title}” are called ${block.name}`)
    }
    blocks.set(block.name, block)
  }
  return blocks
}
