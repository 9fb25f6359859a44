/** Changes that differ from row to row, sent together: `bulkWrite(items.map((item) => ({ updateOne: { filter, update } })))`. */
import type { About, Reached } from '../rule.ts'
import { perItem } from '../batching/per-item.ts'
import { isPlainObject, stepsOf } from '../code/code.ts'
import { plural, singular, spoken } from '../edits/names.ts'
import { braced, styleOf } from '../edits/style-of.ts'
import { tableWord, writeDoubts } from './doubts.ts'
import { loopsAround, shapeFor, type ManyWrite } from './many.ts'

export function manyByOperations(reached: Reached, _about: About): ManyWrite | undefined {
  const facts = reached.call.facts.manyOperations
  const item = facts && perItem(reached, 'innermost')
  const call = item && item.source.as(item.query, 'call')
  if (!facts || !item || !call || item.query !== reached.call.node || call.optional || call.types) return undefined
  const { source } = item
  const method = source.as(call.callee, 'member')
  const [first] = call.arguments
  const last = call.arguments.at(-1)
  const options = source.as(call.arguments[facts.names.length] ?? -1, 'object')
  if (!method || method.optional || !stepsOf(source, call.callee) || first === undefined || last === undefined || call.arguments.length < facts.names.length) return undefined
  if (call.arguments.length > facts.names.length && (!isPlainObject(options) || options.properties.some(({ key }) => !facts.options.includes(key!)))) return undefined
  if (call.arguments.some((id) => source.node(id).kind === 'spread') || call.arguments.length > facts.names.length + 1) return undefined
  const outer = loopsAround(reached, item)
  const shape = outer && shapeFor(item, 'nothing', outer, reached.call.library)
  const doubts = shape && writeDoubts(reached, item, shape, outer, method.object, true)
  if (!outer || !shape || !doubts || doubts === 'stop') return undefined
  doubts.push('an error may be a `MongoBulkWriteError`')
  if (facts.skips) doubts.push(`no ${facts.skips}`)
  const style = styleOf(source)
  const parts = facts.names.map((name, index) => {
    const text = source.textOf(call.arguments[index]!)
    const value = index === 0 && facts.key !== undefined ? braced(style, `${facts.key}: ${text}`) : text
    return value === name ? name : `${name}: ${value}`
  })
  for (const { start, end } of options?.properties ?? []) parts.push(source.text.slice(start, end))
  // Lines of its own would need an indentation of their own.
  if (source.text.slice(source.node(first).start, source.node(last).end).includes('\n') && shape.how === 'collect') return undefined
  const word = singular((reached.call.subject ?? tableWord(reached)) || 'row')
  return {
    item, shape, outer, value: first, row: braced(style, `${facts.operation}: ${braced(style, parts.join(', '))}`), isList: false, needsRows: true, word, doubts,
    title: `Send all changes of ${spoken(plural(word))} together`,
    join: (list) => ({
      inside: [
        { start: source.node(first).start, end: source.node(last).end, text: list },
        { start: method.nameStart, end: method.end, text: facts.call },
      ],
      elsewhere: [],
    }),
  }
}
