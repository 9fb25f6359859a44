/** How libraries ask for many keys at once where queries are chains of calls, or SQL. */

/** `.where(eq(users.id, X))` → `.where(inArray(users.id, keys))`. */
export interface ManyByBuilder {
  style: 'builder'
  /** The chain's method that takes the condition. */
  where: string
  /** The comparison and its list form, exported by `package`. */
  equals: string
  in: string
  package: string
  /** Chain methods that keep their meaning for many rows, and those that say "one row" (`limit(1)`). */
  keeps: string[]
  one: string[]
  /** Chain methods at its end that run it: those that give all rows, and those that give the first row itself, or undefined, with the one that gives all. */
  runs?: string[]
  first?: Record<string, string>
  /** These answer at once. */
  sync?: true
  /** Functions of `package` that join conditions which must all hold: `and`. */
  all?: string[]
  /** Chain methods that bring in another table (then rows are nested unless the columns are listed), and that sort. */
  joins?: string[]
  sorts?: string[]
  /** Functions of `package` that give one number over all rows, with what they give for none; and the link that groups. */
  numbers?: Record<string, string>
  groups?: string
  /** What asks for one row of each value of columns, in the place of the link that begins it, where the database has such. */
  distinctOn?: { begins: Record<string, string>; databases: string[] }
  /** The tag of `package` for columns in SQL, and what makes a number of what such a column, or one of `numbers`, gives. */
  sql?: string
  converts?: string
  missing: 'rows'
  limit: number
}

/** `$count(posts, eq(posts.authorId, X))` → `select({ authorId: posts.authorId, value: count() }).from(posts)…`. */
export interface ManyByCount {
  style: 'count'
  /** The arguments with the table and the condition; the helpers of `package` are those of its chains. */
  table: number
  where: number
  equals: string
  in: string
  package: string
  all?: string[]
  /** The helper that counts, and the links that ask for all numbers by groups. */
  count: string
  links: { columns: string; from: string; where: string; groups: string }
  limit: number
}

/** `.where('id', X).first()` → `.whereIn('id', keys)`: tables and columns are named by texts. */
export interface ManyByChain {
  style: 'chain'
  /** Where the table is named: in the argument of the first call (or of a `from` link), or it is what the chain starts from. */
  table: 'argument' | 'receiver'
  /** Links that name the table where the first call does not. */
  from?: string[]
  /** Links that take a condition: `(column, value)`, `(column, '=', value)`, `({ column: value })`. */
  where: string[]
  forms: ('pair' | 'operator' | 'object')[]
  /** Such links that also say "one row", and those that take the value of the column `id` alone. */
  whereOne?: string[]
  byId?: string[]
  /** The link that takes a list, perhaps with an operator: `whereIn(column, keys)`, `where(column, 'in', keys)`. */
  in: { link: string; operator?: string }
  /** A list of nothing is an error of the database. */
  failsOnEmpty?: true
  /** Links whose texts are columns, and those that ask for all of them. Without any, all are given. */
  selects: string[]
  all: string[]
  /** Columns are not given unless they are asked for. */
  asksForColumns?: true
  /** Further links that keep their meaning for many rows; those that say "one row" (`limit(1)`); those that sort or join. */
  keeps: string[]
  one: string[]
  sorts: string[]
  joins: string[]
  /** Links that lock rows, which groups and distinct rows cannot be; the link that gives one row for each value of a column, where the database has such. */
  locks?: string[]
  distinctOn?: { link: string; databases: string[] }
  /** Links that give the first row itself, or undefined; they may list columns. */
  first: string[]
  /** Links with which a row that is missing is an error, also those among `first`. */
  throws?: string[]
  /** What stands in the place of `first` for many rows; without it the link goes. */
  rows?: string
  /** Numbers over all rows. */
  numbers?: ChainNumbers
  limit: number
}

/**
 * Numbers by name with what each gives for no rows: links of the chain (`.count('* as posts')`), or functions of an
 * expression in a link that lists columns (`eb.fn.count('id').as('posts')`).
 */
export type ChainNumbers = {
  of: Record<string, string>
  /** The link that groups. */
  groups: string
  /** The link at its end that gives the number of rows itself, the one that counts by groups, and the one that tells the type of rows, since that version. */
  size?: { link: string; counts: string; typed: string; since: number }
} & ({ as: 'links' } | NumberFunctions)

export interface NumberFunctions {
  as: 'functions'
  /** The member that has the functions, the link that names one, and those that keep its meaning. */
  functions: string
  named: string
  keeps: string[]
  /** The function that puts a value in the place of null, and those that make one. */
  either: string
  values: string[]
  tag: { name: string; package: string }
}

/** `query('… where id = $1', [X])` → `query('… where id = any($1)', [keys])`. */
export interface ManyBySql {
  style: 'sql'
  dialect: 'postgresql' | 'mysql' | 'sqlite'
  /** The argument with the text, the call's own template, or the first argument of the call that made the statement. */
  text: number | 'template' | 'made'
  /**
   * The argument with the array of values; all arguments (`get(id)`), or those from one on; those of `bind(id)` on the
   * receiver; or those of the template.
   */
  values: number | 'arguments' | { from: number } | 'bound' | 'template'
  /** The argument of the text may be an object that holds both. */
  object?: { text: string; values: string }
  /**
   * How a list is written: `= any($1)`; `in (?)`, which the driver spreads; a text of JSON; or the template's own tag
   * around it: `in ${sql(ids)}`.
   */
  list: 'any' | 'in' | 'json' | 'tag'
  /** Property of the result that holds the rows: `rows`; `0` for the first of a pair; '' where it is the rows, or the row, itself. */
  rows: string
  /** Its property with their number: `rowCount`. */
  count?: string
  /** What a row that is missing gives, for calls that give the row itself. */
  missing: 'rows' | 'null' | 'undefined'
  /** The method that gives many rows, where this one gives one row or takes no list; for a template one that takes text and values. */
  call?: string
  /** Its property with the rows, where that differs. */
  callRows?: string
  /** It answers at once. */
  sync?: true
  /** Members that its rows have besides those of an array: `count`. */
  besides?: string[]
  /** Its typings say nothing of the rows, unless a cast (`as`) or type arguments tell: these do. */
  untyped?: { as: true; types?: never } | { as?: never; types: string }
  limit: number
}

/** `.where('user.id = :id', { id: X })` → `.where('user.id IN (:...ids)', { ids: keys })`: conditions in SQL, with parameters by name. */
export interface ManyByClauses {
  style: 'clauses'
  /** The argument of the first call that names a row in the texts. */
  alias: number
  /** Links with a condition that must hold and an object of parameters, and those with parameters alone. */
  where: string[]
  parameters: string[]
  /** Further links that keep their meaning for many rows, those that list what is given, that join, sort, and say "one row". */
  keeps: string[]
  selects: string[]
  joins: string[]
  sorts: string[]
  one: string[]
  /** Links at its end, and what runs it for all: rows, the first of them, one that must be there, a number, whether there is any, or columns that are worked out. */
  ends: Record<string, { call: string; gives: 'rows' | 'first' | 'present' | 'count' | 'presence' | 'numbers' }>
}

/** `findFirst({ where: eq(users.id, X) })` → `findMany({ where: inArray(users.id, keys) })`. */
export interface ManyByHelper {
  style: 'helper'
  argument: number
  where: string
  /** The method that gives many rows. */
  call: string
  /** The comparison and its list form, exported by `package`, and what joins conditions that must all hold. */
  equals: string
  in: string
  package: string
  /** Other properties of the argument that keep their meaning for many rows; the one that selects columns. */
  keeps: string[]
  select: string
  /** The property that sorts, and the links of a chain that asks for one row of each value of columns, where the database has such. */
  sorts?: string
  distinctOn?: { begins: string; from: string; where: string; sorts: string; databases: string[] }
  missing: 'undefined' | 'rows'
  limit: number
}
