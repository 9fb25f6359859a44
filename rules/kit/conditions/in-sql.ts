/** Conditions that are written in SQL. */
import { parse, type Expr, type SelectStatement, type Statement } from 'pgsql-ast-parser'
import type { NodeId } from '../facts.ts'
import type { Call } from '../rule.ts'
import type { Source } from '../source.ts'
import { nothingAsked, type Asking, type Condition } from './conditions.ts'

/** What a call asks for whose text is in an argument, in its template, or in the call that made its receiver. */
export function askingInSql(call: Call, where: number | 'template' | 'made'): Asking | undefined {
  const text = sqlOf(call, where)
  return text === undefined ? undefined : askingOfText(text)
}

export function sqlOf({ source, node }: Pick<Call, 'source' | 'node'>, where: number | 'template' | 'made'): string | undefined {
  if (where === 'made') {
    const callee = source.as(source.as(node, 'call')?.callee ?? -1, 'member')
    return callee && madeWith(source, callee.object)
  }
  const tagged = source.as(node, 'tagged')
  if (tagged) return templateOf(source, tagged.texts, tagged.values)
  if (where === 'template') return undefined
  const argument = source.as(node, 'call')?.arguments[where]
  return argument === undefined ? undefined : textOf(source, argument)
}

/** `db.prepare(sql).all()`, also over a name for the statement. */
function madeWith(source: Source, id: NodeId): string | undefined {
  const node = source.node(id)
  if (node.kind === 'call') {
    const [first] = node.arguments
    const text = first === undefined ? undefined : textOf(source, first)
    const callee = source.as(node.callee, 'member')
    return text ?? (callee && madeWith(source, callee.object))
  }
  if (node.kind !== 'name' || node.binding < 0) return undefined
  const { value, kind } = source.facts.bindings[node.binding]!
  return kind === 'const' && value >= 0 ? madeWith(source, value) : undefined
}

function textOf(source: Source, id: NodeId, depth = 0): string | undefined {
  if (depth > 5) return undefined
  const node = source.node(id)
  switch (node.kind) {
    case 'text': return node.value
    case 'template': return templateOf(source, node.texts, node.values)
    case 'tagged': return templateOf(source, node.texts, node.values)
    case 'object': {
      const text = node.properties.find(({ key }) => key === 'text' || key === 'sql')
      return text && textOf(source, text.value, depth + 1)
    }
    case 'name': {
      const binding = source.facts.bindings[node.binding]
      return binding?.kind === 'const' && binding.value >= 0 && binding.path.length === 0 ? textOf(source, binding.value, depth + 1) : undefined
    }
    case 'binary': {
      const [left, right] = [textOf(source, node.left, depth + 1), textOf(source, node.right, depth + 1)]
      return node.operator === '+' && left !== undefined && right !== undefined ? left + right : undefined
    }
    default: return undefined
  }
}

/** A template with its values as parameters; a part that is SQL itself cannot be read. */
function templateOf(source: Source, texts: readonly string[], values: readonly NodeId[]): string | undefined {
  if (values.some(value => ['tagged', 'call', 'conditional'].includes(source.node(value).kind) && !isPlainCall(source, value))) return undefined
  return texts.map((text, index) => (index < values.length ? `${text}$${index + 1}` : text)).join('')
}

/** `String(id)`, `Number(id)`: a value. */
const isPlainCall = (source: Source, id: NodeId): boolean => ['String', 'Number', 'BigInt'].includes(source.as(source.as(id, 'call')?.callee ?? -1, 'name')?.name ?? '')

/** As PostgreSQL's parser reads it: other databases' quotes and placeholders are put in its words. */
function plainSql(text: string): string {
  let number = 100
  return text.replaceAll('`', '"').replace(/\[(\w+)\]/g, '"$1"').replace(/\?/g, () => `$${number++}`)
    .replace(/:\.\.\.(\w+)/g, () => `$${number++}`).replace(/(^|[^:\w]):([a-z_]\w*)/gi, (_, before: string) => `${before}$${number++}`).replace(/@([a-z_]\w*)/gi, () => `$${number++}`)
}

function parsed(text: string): Statement[] | undefined {
  try {
    return parse(plainSql(text))
  } catch {
    return undefined
  }
}

export function askingOfText(text: string): Asking | undefined {
  const statements = parsed(text)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || !statement) return undefined
  return ofSelect(statement)
}

function ofSelect(statement: Statement): Asking | undefined {
  const asking = nothingAsked()
  if (statement.type === 'with') return undefined
  if (statement.type !== 'select') return statement.type === 'union' || statement.type === 'union all' ? undefined : { ...asking, gives: 'few' }
  const select: SelectStatement & { type: 'select' } = statement
  const columns = select.columns ?? []
  const isSum = columns.length > 0 && columns.every(({ expr }) => holdsAggregate(expr))
  if (!select.from?.length || select.groupBy?.length || select.distinct || isSum) asking.gives = 'few'
  else if (select.limit) asking.gives = 'limited'
  // A function or a subquery may give any number of rows.
  if (select.from?.some(({ type }) => type !== 'table')) return undefined
  asking.table = select.from?.[0]?.type === 'table' ? select.from[0].name.name : undefined
  asking.joined = (select.from?.length ?? 0) > 1
  if (select.where) asking.conditions = conditionsOf(select.where)
  for (const { by } of select.orderBy ?? []) if (by.type === 'ref') asking.sorts.push(by.name)
  return asking
}

const aggregates = new Set(['count', 'sum', 'min', 'max', 'avg', 'array_agg', 'json_agg', 'jsonb_agg', 'string_agg', 'bool_or', 'bool_and', 'exists', 'group_concat', 'now', 'version'])

function holdsAggregate(expression: Expr): boolean {
  switch (expression.type) {
    case 'call': return (aggregates.has(expression.function.name) && !expression.over) || expression.args.some(holdsAggregate)
    case 'cast': return holdsAggregate(expression.operand)
    case 'binary': return holdsAggregate(expression.left) || holdsAggregate(expression.right)
    default: return false
  }
}

/** A part of a condition that stands alone: `post.authorId = :id`. */
export function conditionsInText(text: string): { conditions: Condition[]; complete: boolean } {
  // The parser takes names without quotes in lower case.
  const quoted = text.replace(/(?<![:\w"'])[a-z]\w*[A-Z]\w*/g, '"$&"')
  const [statement] = parsed(`select * from t where ${quoted}`) ?? []
  if (statement?.type !== 'select' || !statement.where) return { conditions: [], complete: false }
  return { conditions: conditionsOf(statement.where), complete: true }
}

const signs: Record<string, Condition['how']> = {
  '=': 'equals', 'IN': 'in', '<': 'range', '>': 'range', '<=': 'range', '>=': 'range',
  'LIKE': 'text', 'ILIKE': 'text', 'NOT LIKE': 'other', 'NOT ILIKE': 'other', 'NOT IN': 'other', '!=': 'other', '<>': 'other', '@@': 'text', '~': 'text', '~*': 'text',
}

function conditionsOf(expression: Expr): Condition[] {
  const other: Condition = { column: undefined, how: 'other', fixed: false }
  if (expression.type === 'ternary') {
    const isBetween = expression.op === 'BETWEEN' && expression.value.type === 'ref'
    return [isBetween ? { column: expression.value.type === 'ref' ? expression.value.name : undefined, how: 'both', fixed: isFixedValue(expression.lo) && isFixedValue(expression.hi) } : other]
  }
  if (expression.type === 'unary') {
    const column = expression.operand.type === 'ref' ? expression.operand.name : undefined
    return [expression.op === 'IS NULL' ? { column, how: 'equals', fixed: true, common: true } : { ...other, fixed: true }]
  }
  // `WHERE published`.
  if (expression.type === 'ref') return [{ column: expression.name, how: 'equals', fixed: true, common: true }]
  if (expression.type !== 'binary') return [other]
  if (expression.op === 'AND') return [...conditionsOf(expression.left), ...conditionsOf(expression.right)]
  if (expression.op === 'OR') return [{ column: undefined, how: 'any', fixed: false, parts: [conditionsOf(expression.left), conditionsOf(expression.right)] }]
  const isTurned = expression.left.type !== 'ref' && expression.right.type === 'ref'
  const [left, right] = isTurned ? [expression.right, expression.left] : [expression.left, expression.right]
  const how = signs[expression.op]
  if (left.type !== 'ref' || !how) return [other]
  if (right.type === 'ref') return [{ column: left.name, how: 'other', fixed: false }]
  return [{ column: left.name, how, fixed: isFixedValue(right), ...(right.type === 'boolean' || right.type === 'null' ? { common: true } : {}) }]
}

function isFixedValue(expression: Expr): boolean {
  switch (expression.type) {
    case 'string': return !/\$\d/.test(expression.value)
    case 'integer': case 'numeric': case 'boolean': case 'null': return true
    case 'list': return expression.expressions.every(isFixedValue)
    case 'cast': return isFixedValue(expression.operand)
    case 'call': return expression.args.every(isFixedValue)
    case 'binary': return isFixedValue(expression.left) && isFixedValue(expression.right)
    case 'keyword': return true
    default: return false
  }
}
