/** Indexes that SQL creates, as migrations do. */
import { parse } from 'pgsql-ast-parser'

export interface CreatedIndex {
  /** Undefined where the statement could not be read: then only its words are known. */
  table: string | undefined
  columns: string[]
}

const creating = /\bcreate\s+(?:unique\s+)?(?:clustered\s+|nonclustered\s+|fulltext\s+|spatial\s+)?index\b[^;]*/gi
const altering = /\balter\s+table\s+(?:if\s+exists\s+|only\s+)*([\w."`[\]]+)\s+add\s+(?:constraint\s+[\w"`]+\s+)?(?:unique\s+)?(?:index|key|unique)\b[^(;]*\(([^)]*)\)/gi

/** Every index that a text creates. */
export function indexesInSql(text: string): CreatedIndex[] {
  const created = [...text.matchAll(creating)].map(([statement]) => indexIn(statement))
  const altered = [...text.matchAll(altering)].map(([, table, columns]): CreatedIndex => ({ table: bare(table!), columns: namesIn(columns!) }))
  return [...created, ...altered]
}

function indexIn(statement: string): CreatedIndex {
  try {
    const [parsed] = parse(statement.replaceAll('`', '"').replace(/\bconcurrently\b/i, ''))
    if (parsed?.type === 'create index') {
      const columns = parsed.expressions.flatMap(({ expression }) => (expression.type === 'ref' ? [expression.name] : expression.type === 'call' ? expression.args.flatMap(each => (each.type === 'ref' ? [each.name] : [])) : []))
      return { table: parsed.table.name, columns }
    }
  } catch {
    // Other databases' words: what stands after ON is the same in all of them.
  }
  const plain = /\bon\s+(?:only\s+)?([\w."`[\]]+)\s*(?:using\s+\w+\s*)?\(([^)]*)\)/i.exec(statement)
  return plain ? { table: bare(plain[1]!), columns: namesIn(plain[2]!) } : { table: undefined, columns: statement.match(/\w+/g) ?? [] }
}

const bare = (name: string): string => name.replace(/["`[\]]/g, '').split('.').at(-1)!

const namesIn = (list: string): string[] => list.split(',').map(each => bare(each.trim().split(/[\s(]/)[0] ?? '')).filter(name => name !== '')
