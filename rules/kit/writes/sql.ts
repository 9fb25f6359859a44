/** Writes in SQL: `pool.query('INSERT INTO tags (name) VALUES ($1)', [name])`. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isPure, stepsOf } from '../code/code.ts'
import { replaceNode } from '../edits/edit.ts'
import { camel, isIdentifier, plural, singular, spoken } from '../edits/names.ts'
import { isSteady, plainKeyAt, perItem, type PerItem } from '../batching/per-item.ts'
import { keyedChange, rowInsert } from '../sql/writes.ts'
import { quoted, styleOf } from '../edits/style-of.ts'
import { writeDoubts } from './doubts.ts'
import { loopsAround, shapeFor, type ManyWrite } from './many.ts'

interface Statement {
  item: PerItem
  text: NodeOf<'text'>
  values: NodeOf<'array'>
  valuesId: NodeId
  client: NodeId
}

export function manyBySql(reached: Reached): ManyWrite | undefined {
  const statement = statementIn(reached)
  return statement && (insertAll(reached, statement) ?? changeAll(reached, statement))
}

function statementIn(reached: Reached): Statement | undefined {
  const facts = reached.call.facts.manyBySql
  const item = facts && perItem(reached, 'innermost')
  const call = item && item.source.as(item.query, 'call')
  if (!facts || !item || !call || call.optional || call.types || !stepsOf(item.source, call.callee)) return undefined
  const { source } = item
  const valuesId = call.arguments[facts.values] ?? -1
  const text = source.as(call.arguments[facts.text] ?? -1, 'text') ?? plainTemplate(source, call.arguments[facts.text] ?? -1)
  const values = source.as(valuesId, 'array')
  if (!text || !values || call.arguments.length !== 2 || values.elements.some((each) => source.node(each).kind === 'spread')) return undefined
  // Only where the text stands in the file as it is, without escapes, do its offsets fit.
  if (source.text.slice(text.start + 1, text.end - 1) !== text.value) return undefined
  return { item, text, values, valuesId, client: source.as(call.callee, 'member')!.object }
}

/** A template without anything put in reads as a text does. */
function plainTemplate(source: Source, id: NodeId): NodeOf<'text'> | undefined {
  const template = source.as(id, 'template')
  return template && template.values.length === 0 ? { ...template, kind: 'text', value: template.texts.join('') } : undefined
}

function insertAll(reached: Reached, { item, text, values, valuesId, client }: Statement): ManyWrite | undefined {
  const { source } = item
  const insert = rowInsert(text.value)
  if (!insert || insert.columns.size !== values.elements.length) return undefined
  // Dates, binary values and documents are sent in another form than JSON's.
  if (values.elements.some((each) => ['new', 'object', 'array'].includes(source.node(each).kind) || !isPure(source, each, () => true))) return undefined
  const outer = loopsAround(reached, item)
  const shape = outer && shapeFor(item, 'nothing', outer, reached.call.library)
  const doubts = shape && writeDoubts(reached, item, shape, outer, client, false)
  if (!outer || !shape || !doubts || doubts === 'stop') return undefined
  doubts.push('the values are numbers, texts or booleans')
  const style = styleOf(source)
  const parts = [...insert.columns].sort(([a], [b]) => a - b).map(([number, column]) => {
    const given = source.textOf(values.elements[number - 1]!)
    const key = isIdentifier(column) ? column : quoted(style, column)
    return key === given ? key : `${key}: ${given}`
  })
  const word = singular(camel(insert.table))
  return {
    item, shape, outer, value: valuesId, row: `{${style.brace}${parts.join(', ')}${style.brace}}`, isList: false, needsRows: false, word, doubts,
    title: `Insert all ${spoken(plural(word))} with one query`,
    join: (list) => ({ inside: [...placed(text, insert.edits), replaceNode(source, valuesId, `[JSON.stringify(${list})]`)], elsewhere: [] }),
  }
}

function changeAll(reached: Reached, { item, text, values, client }: Statement): ManyWrite | undefined {
  const { source } = item
  const varying = values.elements.filter((each) => !isSteady(item, each))
  const [value] = varying
  const key = varying.length === 1 ? plainKeyAt(item, value!) : undefined
  const change = key && keyedChange(text.value, values.elements.indexOf(value!) + 1)
  const shape = change && shapeFor(item, 'nothing', [], reached.call.library)
  const doubts = shape && writeDoubts(reached, item, shape, [], client, false)
  if (!key || !change || !shape || !doubts || doubts === 'stop' || reached.repetitions.filter(({ element }) => element !== undefined).length > 1) return undefined
  const word = singular(camel(change.table))
  return {
    item, shape, outer: [], value: key.node, isList: false, needsRows: false, word: change.column, doubts,
    title: `${text.value.trim().toLowerCase().startsWith('delete') ? 'Delete' : 'Update'} all ${spoken(plural(word))} with one query`,
    join: (list) => ({ inside: [...placed(text, change.edits), replaceNode(source, key.node, list)], elsewhere: [] }),
  }
}

const placed = ({ start }: { start: number }, edits: readonly TextEdit[]): TextEdit[] =>
  edits.map((edit) => ({ ...edit, start: edit.start + start + 1, end: edit.end + start + 1 }))
