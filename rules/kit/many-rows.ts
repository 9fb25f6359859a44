/** How one call asks for, or writes, what many calls did: the forms that a library has for many keys, many rows, and relations. */
import type { TypeName } from './library.ts'

/** `{ include: { author: true } }`, or `{ populate: ['author'] }` where relations are told by `names`. */
export interface Include {
  argument: number
  property: 'include' | 'with' | 'relations' | 'populate'
  selectProperty?: string
  /** How relations are told; `either` where both forms are known. */
  as?: 'names' | 'either'
  /** Only relations to one row, as they are: nothing can be asked of their rows. */
  onlyOne?: true
  /** A relation that is required and whose row is missing is an error. */
  mustExist?: true
  /** What holds the numbers of related rows, and the major version since which they may have conditions. */
  counts?: { name: string; filteredSince: number }
  /** With these beside it, rows have no relations, or only some. */
  blockedBy?: string[]
  /** Relations are declared as ones that may not be there, since they need not be loaded. */
  notAlwaysTyped?: true
  /** The class has to declare a relation, or typed code does not know it. */
  declared?: true
  /** Wishes that only a relation to many rows takes: `orderBy`. */
  onlyOfMany?: string[]
  /** Related rows come as JSON, which knows fewer types than the database. */
  asJson?: true
  /** Types under which a relation is no plain row: `Ref<User>`, `Promise<User>`. */
  wrappers?: string[]
}

/** `{ where: { id: X } }` → `{ where: { id: { in: keys } } }`. */
export interface ManyByObject {
  style: 'object'
  /** The argument that holds the conditions. */
  argument: number
  /** Its property that does; without it the argument itself is the conditions: `findOneBy({ id: X })`. */
  where?: string
  /** The argument is the primary key itself, or may be: `findByPk(X)`. */
  key?: 'always' | 'also'
  /** A further argument with what is asked for besides: `findOne(User, X, { populate })`. */
  wishes?: number
  /** The sibling method that gives many rows. */
  call: string
  /** How a list is asked for: with that operator, or that function; without either the list itself is the condition. */
  in?: string
  inCall?: { name: string; package: string }
  /** Keys of `where` that are operators, not columns (`AND`, `OR`, `NOT`). */
  operators: string[]
  /** Other properties of the argument that keep their meaning for many rows. */
  keeps: string[]
  /** `null` where a missing row gives null, `throws` where it throws, `rows` where it gives a list. */
  missing: 'null' | 'undefined' | 'throws' | 'rows' | 'number'
  /** What it throws there: `new EntityNotFoundError({client}.target, {given})`, of the receiver or of the argument that names the model. */
  failure?: { text: string; name: string; package: string }
  /** A key that is null or undefined finds nothing; elsewhere it fails, or is no condition at all. */
  emptyKey?: 'finds-nothing'
  /** Keys are taken, or given back, in other types than the column's: a text for a number. */
  looseKeys?: true
  /** Most bind parameters in one statement. */
  limit: number
  /** Longer lists are cut into parts, unless they are sorted. */
  cuts?: true
  /** The column selection (`select`), which must then hold the key; `givesKey`: rows hold their own one anyway. */
  select?: string
  givesKey?: true
  /** How numbers are asked for by groups: the properties with the columns and with what is counted, and that of a group with the number. */
  groups?: { by: string; count?: string; value: string }
  /**
   * Numbers by groups take a chain of its own: its links, where `{entity}` are the arguments before the conditions, and the
   * number of a `{row}`. `of`: the argument with the column whose numbers they are; `tells`: only whether there is any.
   */
  chain?: { links: string[]; value: string; nothing: string; of?: number; tells?: 'presence' }
  /** The wishes are the numbers themselves, told by columns: `_sum: { total: true }`. Those of nothing are null, counts are 0. */
  numbers?: { count: string }
  /** The method that reads a column of a row whose class does not declare it; not with that property, which gives plain rows. */
  reader?: { method: string; unless: string }
  /** A row whose selected columns are all null counts as missing. */
  dropsEmpty?: true
  /** The operator under which any of several sets of conditions may hold: `OR`. An empty list of them finds nothing. */
  any?: string
  /** The wish that sorts, and the one that gives the first row for each value of some columns: `distinct: ['postId']`. */
  sorts?: string
  distinct?: string
  /** Rows are plain objects. */
  plain?: true
  /** The versions that this is said of (a semver range), and the databases that it is not said of. */
  versions?: string
  notFor?: string[]
  /** Conditions may name a relation in the place of its column: only columns that a schema knows are keys. */
  namesRelations?: true
}

/** `findOne({ _id: X })` → `find({ _id: { $in: keys } })`: documents, and filters that are objects. */
export interface ManyByFilter {
  style: 'filter'
  /** The argument that is the filter; with `key`, the argument that is that key itself: `findById(X)`. */
  argument: number
  key?: string
  /** The method that gives many documents, what must end its chain, and the operator that takes a list. */
  call: string
  end?: string
  in: string
  /** The key that every document has, that is unique, and that is never a list. */
  id: string
  /** Links of the chain, or (with the driver) properties of the options, that keep their meaning; those that choose the fields. */
  keeps: string[]
  selects: string[]
  /** The argument that chooses the fields, and the property of it that does, where it holds more than them. */
  projection?: number
  projectionIn?: string
  /** Links that put other documents in the place of their keys, and the one that gives plain objects. */
  populates?: string[]
  plain?: string
  /** Keys are cast to the type that the schema says; else they are compared as they are. */
  casts?: true
  /** What sorts the documents of which the first is given. */
  sorts?: string
  /** It tells only whether there is one: the links that ask for the key alone, where `{field}` is that one's name as a text. */
  keyOnly?: string
  /** It gives the number of documents, which that method counts by groups; it casts nothing. */
  groups?: { call: string; end?: string }
  /** The argument is a list of stages, of which the first is the filter, and one makes groups of the documents. */
  stages?: true
  missing: 'null' | 'rows' | 'number'
}

/** `get(X)` → `mget(keys)`: all are asked for at once, and the answers come in the order in which they were asked for. */
export interface ManyByPosition {
  style: 'position'
  /**
   * What takes all: a method that takes the `keys` as a list; one that takes the `receivers` one by one
   * (`ref.get()` → `db.getAll(...refs)`), or `references` that are `made` by that link (`tx.get(ref)` → `tx.getAll(...refs)`); one
   * that takes `commands`, each a list of its name and arguments, and gives pairs
   * of error and answer; or the library itself, which sends the calls of one `tick` together (`batches`).
   */
  by: 'keys' | 'receivers' | 'references' | 'commands' | 'tick'
  made?: string
  /**
   * The method, the one that then sends what it was given, and what it is called on where that is not the receiver itself:
   * the first of these that the receiver is made from, or a member of that.
   */
  call?: string
  runs?: string
  on?: { type: TypeName; member?: string }[]
  /** The type of an answer, where the method says less. */
  type?: string
  /** What an answer of nothing is, for types that do not see that there is an answer for each: null, 0, an empty list or object. */
  missing: 'null' | 'number' | 'rows' | 'object' | 'never'
}

/** `send(new GetCommand({ TableName, Key }))` → `send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }))`: so many at a time. */
export interface ManyByRequest {
  style: 'request'
  /** The class of the command that asks for many, from where the other one is; or the method. */
  command?: string
  call?: string
  /** What one is told: table, key and which fields; what it gives; and what else means the same for many. */
  table: string
  key: string
  selects: string
  row: string
  keeps: string[]
  /** What many are told: requests by table, and the keys of each; what they give; and what was left for the next time. */
  request: string
  keys: string
  rows: string
  left: string
  most: number
  /** What has to be allowed, as it reads after "if". */
  allowed: string
}

/** `.eq('id', X).single()` → `.in('id', keys)`: rows come with their error, and the keys stand in an address. */
export interface ManyByRest {
  style: 'rest'
  /** The link for one value of a column, and the one for a list. */
  equals: string
  in: string
  /** Links that keep their meaning for many rows, and those that give the row itself. */
  keeps: string[]
  one: string[]
  /** Of these the one that has an error where there is no row, and the link that gives the first of several: `limit(1)`. */
  strict: string
  first: string
  /** The members of the answer that hold the rows, or null after an error, and that error. */
  rows: string
  error: string
  /** Most keys that fit into an address, and most rows that one answer holds. */
  limit: number
  mostRows: number
}

/** `create({ data: X })` → `createMany({ data: [X, …] })`, `insertOne(X)` → `insertMany([X, …])`, `.values(X)` → `.values([X, …])`. */
export interface ManyRows {
  /** The method of the chain that takes the row, where it is not the call itself: `values`. */
  link?: string
  /** Where the row stands: the argument, and the property inside of it. */
  argument: number
  property?: string
  /** The method that takes many rows, where it is another one. */
  call?: string
  /** The method that takes many rows and gives them back, for these versions and databases. */
  returning?: { call: string; versions?: string; providers?: string[]; keeps?: string[] }
  /** What one row gives: nothing that is of use, the row itself, or a list of rows where one of `rowsBy` is in the chain. */
  gives: 'nothing' | 'row' | 'rows'
  rowsBy?: string[]
  /** Other properties beside the row, or other links of the chain, that mean the same for many rows. */
  keeps: string[]
  /** Only rows that are new are written together; what was loaded is still changed row by row. */
  onlyNew?: true
  /** It takes a list of rows already: the lists of all turns are put together. */
  list?: true
  /** Behind the row there may be options, which then hold for all rows. */
  options?: true
  /** Rows that are there already are changed, so that no two rows of one call may be the same: always, or with one of these links. */
  changes?: true | string[]
  /** Only from these versions on, for databases of that kind. */
  needs?: { provider: string; versions: string }
  /** Of such a link, the property with what is changed, and how it says that it is the row's own value: `excluded.name`. */
  overwrites?: { property: string; with: string; tag: string; package: string }
  /** What an empty list does: nothing, or it fails. */
  empty: 'nothing' | 'throws'
  /** What happens for a single row and not for many, as it reads after "if no": `hook runs on create`. */
  skips?: string
  /** The error of a row that fails is of that class then, which has another name. */
  failsAs?: string
  /** When a row fails, the rows before it stay, as in a loop; else none is kept. */
  partial?: true
  /** A row may hold other rows for a single one, and only columns for many: what is written along needs the single form. */
  columns?: true
  /** Most rows, or bind parameters, in one statement; what the library cuts into parts by itself has none. */
  mostRows?: number
  mostParameters?: number
}

/** `.where('id', X).del()` → `.whereIn('id', keys)`: a delete, or a change that is the same for every row. */
export interface ManyKeys {
  /** The links of the chain that take the condition, in which forms, and those of which one says what is done. */
  where?: string[]
  forms?: ('pair' | 'operator' | 'object')[]
  by?: string[]
  /** Without links: the argument that holds the condition, and its property that does; with `key`, it may be the key itself. */
  argument?: number
  property?: string
  key?: true
  /** The argument with the change, and which operators mean the same done twice; without them it holds columns. */
  change?: number
  operators?: string[]
  /** How a list of keys is written: with that link, operator, property or function; else it stands as it is. */
  in: { link?: string; operator?: string; property?: string; function?: string; package?: string }
  /** The method for many rows, where it is another one; a key is then only this column, which is unique. */
  call?: string
  id?: string
  /** Links, or properties of the options, that mean the same for many rows. */
  keeps: string[]
  /** What a list of nothing does: nothing, or it fails. */
  empty: 'nothing' | 'throws'
  /** What happens for single rows only, as it reads after "if no". */
  skips?: string
  /** When it fails, what was done before stays, as in a loop. */
  partial?: true
  /** Most keys in one statement. */
  limit: number
}

/** `updateOne(filter, change)` → `bulkWrite([{ updateOne: { filter, update } }, …])`: different changes in one round trip. */
export interface ManyOperations {
  call: string
  operation: string
  /** What the arguments are called there; with `key`, the first one is the value of that column. */
  names: string[]
  key?: string
  /** Options that go with each change. */
  options: string[]
  skips?: string
}
