/** Imports that fixes need: merged into those that are there, in the module system that the file speaks. */
import type { BindingId, ImportFact, NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { commentsOf } from './comments.ts'
import { insert, removeLines } from './edit.ts'
import { fresh, takenNames } from './names.ts'
import { braced, quoted, styleOf } from './style-of.ts'

export interface Added {
  edits: TextEdit[]
  /** What the imported thing is called in the file: its own name, another one, or `orm.inArray`. */
  local: string
}

/** Speaks CommonJS: it requires or sets `module.exports`, and nothing in it is an ES module's. */
export function isCommonJs(source: Source): boolean {
  const { path, facts } = source
  if (path.endsWith('.cjs')) return true
  if (facts.imports.some(fact => !fact.require)) return false
  return facts.imports.some(fact => fact.require) || source.ofKind('assign').some(id => setsExports(source, id))
}

/** `module.exports = …`, `exports.find = …`. */
function setsExports(source: Source, id: NodeId): boolean {
  const target = source.as(source.as(id, 'assign')!.target, 'member')
  const object = target && source.as(target.object, 'name')
  return object !== undefined && object.binding < 0 && (object.name === 'exports' || (object.name === 'module' && target!.name === 'exports'))
}

/** The local name under which the file has it already, for values. */
export function importedAs({ facts }: Source, from: string, name: string): string | undefined {
  for (const fact of facts.imports) {
    if (fact.from !== from || fact.typeOnly || fact.binding < 0) continue
    const local = facts.bindings[fact.binding]!.name
    if (fact.name === name) return local
    if (fact.name === '*' && name !== 'default') return `${local}.${name}`
  }
  return undefined
}

/** Makes `name` of the module `from` known in the file; `default` for its default export, called `as`. */
export function addImport(source: Source, from: string, name: string, as = name): Added {
  const known = importedAs(source, from, name)
  if (known !== undefined) return { edits: [], local: known }
  const local = fresh(new Set([...takenNames(source, 0), ...source.facts.bindings.map(binding => binding.name)]), as)
  const specifier = name === local ? name : isCommonJs(source) ? `${name}: ${local}` : `${name} as ${local}`
  const merged = name === 'default' ? undefined : intoExisting(source, from, specifier)
  if (merged) return { edits: [merged], local }

  const style = styleOf(source)
  const names = name === 'default' ? local : braced(style, specifier)
  const module = quoted(style, from)
  const line = isCommonJs(source) ? `const ${names} = require(${module})` : `import ${names} from ${module}`
  return { edits: [newLine(source, from, line + style.semicolon)], local }
}

/** Behind the last name of a list of names from the same module. */
function intoExisting(source: Source, from: string, specifier: string): TextEdit | undefined {
  const { text, facts } = source
  const fits = (fact: ImportFact) =>
    fact.from === from && fact.binding >= 0 && !fact.typeOnly && fact.name !== '*' && fact.name !== 'default'
  const starts = new Set(facts.imports.filter(fits).map(fact => fact.start))
  const list = facts.imports.filter(fact => starts.has(fact.start) && fact.name !== 'default' && fact.binding >= 0)
  const ends = list.map(fact => facts.bindings[fact.binding]!.end)
  if (ends.length === 0) {
    const only = facts.imports.find(fact => fact.from === from && fact.name === 'default' && !fact.typeOnly && !fact.require)
    if (!only || facts.imports.some(fact => fact.start === only.start && fact !== only)) return undefined
    return insert(facts.bindings[only.binding]!.end, `, ${braced(styleOf(source), specifier)}`)
  }
  const last = Math.max(...ends)
  const lineStart = text.lastIndexOf('\n', last - 1) + 1
  const before = text.slice(lineStart, last)
  const isOwnLine = before.trim() !== '' && !before.includes('{')
  return insert(last, isOwnLine ? `,${styleOf(source).newline}${before.slice(0, before.length - before.trimStart().length)}${specifier}` : `, ${specifier}`)
}

const isRelative = (from: string): boolean => from.startsWith('.') || from.startsWith('/')

/** A line among the imports: after those of packages for a package, after all for a file. */
function newLine(source: Source, from: string, line: string): TextEdit {
  const { text, facts } = source
  const { newline } = styleOf(source)
  const requires = isCommonJs(source)
  const module = facts.nodes[0]!
  const body = module.kind === 'module' ? module.body.map(id => facts.nodes[id]!) : []
  const statements = facts.imports.flatMap(fact => {
    if (Boolean(fact.require) !== requires) return []
    const holder = body.find(node => node.start <= fact.start && node.end >= fact.end)
    if (!holder || (requires && holder.kind !== 'declare')) return []
    const { start, end } = holder.kind === 'declare' ? { start: holder.statementStart, end: holder.statementEnd } : holder
    return [{ from: fact.from, start, end }]
  })
  const packages = statements.filter(statement => !isRelative(statement.from))
  if (!isRelative(from) && packages.length === 0 && statements.length > 0) {
    return insert(Math.min(...statements.map(({ start }) => start)), line + newline)
  }
  const after = isRelative(from) ? statements : packages
  if (after.length > 0) return ownLines(source, Math.max(...after.map(({ end }) => end)), line)

  const lastDirective = body[facts.directives.length - 1]
  if (lastDirective) return ownLines(source, lastDirective.end, newline + line)
  return insert(topOf(source, body[0]?.start ?? text.length), line + newline + newline)
}

/** Whole lines behind the line of an offset, which two fixes may then share; right there where more code follows on it. */
function ownLines(source: Source, offset: number, lines: string): TextEdit {
  const { text } = source
  const at = text.indexOf('\n', offset)
  const end = at < 0 ? text.length : at
  const rest = text.slice(offset, end).trim()
  const { newline } = styleOf(source)
  return at >= 0 && (rest === '' || rest.startsWith('//')) ? insert(at + 1, lines + newline) : insert(offset, newline + lines)
}

/** In front of the first statement, but not between it and the comment that describes it. */
function topOf(source: Source, first: number): number {
  const comment = commentsOf(source).findLast(({ end }) => end <= first)
  if (!comment || !source.text.startsWith('/**', comment.start)) return first
  const gap = source.text.slice(comment.end, first)
  return gap.trim() === '' && gap.split('\n').length <= 2 ? comment.start : first
}

/** Takes an import away that nothing uses any more; undefined where it cannot be cut out cleanly. */
export function removeImport(source: Source, binding: BindingId): TextEdit | undefined {
  const { text, facts } = source
  const { import: index, name, start, end } = facts.bindings[binding]!
  const fact = facts.imports[index]
  if (!fact || fact.require || fact.name === '*') return undefined
  const others = facts.imports.filter(other => other.start === fact.start && other !== fact)
  if (others.length === 0) return removeLines(text, fact.start, fact.end)
  if (fact.name !== name) return undefined
  let from = start
  let to = end
  while (text[to] === ' ') to++
  if (text[to] === ',') {
    to++
    while (text[to] === ' ') to++
    return removeLines(text, from, to)
  }
  while (text[from - 1] === ' ' || text[from - 1] === '\n' || text[from - 1] === '\r' || text[from - 1] === '\t') from--
  return text[from - 1] === ',' ? { start: from - 1, end, text: '' } : undefined
}

/**
 * Lines of their own at the top of the module, behind its imports and behind `after`. They declare names, so that two
 * fixes must not add theirs at once: therefore they end before the end of a line.
 */
export function moduleLines(source: Source, after: number, lines: readonly string[]): TextEdit {
  const { text, facts } = source
  const { newline } = styleOf(source)
  const module = facts.nodes[0]!
  const body = module.kind === 'module' ? module.body.map(id => facts.nodes[id]!) : []
  const imports = facts.imports.flatMap(fact => {
    const holder = body.find(node => node.start <= fact.start && node.end >= fact.end)
    if (!holder || (fact.require && holder.kind !== 'declare')) return []
    return [holder.kind === 'declare' ? holder.statementEnd : holder.end]
  })
  const place = Math.max(after, ...imports, body[facts.directives.length - 1]?.end ?? 0)
  if (place > 0) return insert(lineEnd(text, place), newline + newline + lines.join(newline))
  return insert(topOf(source, body[0]?.start ?? text.length), lines.join(newline) + newline + newline)
}

/** An import and lines of the module at one place: the import comes first. */
export function below(source: Source, imported: readonly TextEdit[], lines: TextEdit): TextEdit[] {
  const { newline } = styleOf(source)
  const [line] = imported
  if (line?.start !== lines.start + newline.length || !line.text.endsWith(newline)) return [...imported, lines]
  return [{ ...lines, text: newline + line.text.slice(0, -newline.length) + lines.text }]
}

/** The end of the line, if only blanks and a comment follow there; else right behind the offset. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  const end = at < 0 ? text.length : text[at - 1] === '\r' ? at - 1 : at
  const rest = text.slice(offset, end).trim()
  return rest === '' || rest.startsWith('//') ? end : offset
}
