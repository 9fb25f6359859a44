/**
 * What we know about one package, as data: which calls do what, what they return, how many keys fit into one
 * call, which option sets a timeout. A library file is a form to fill in; it holds no functions.
 *
 * A library describes the *types* of the values that it hands out. A receiver is proven when the engine can
 * follow it (through imports, classes, injection, parameters, re-exports …) to one of these types.
 */

import type { Decorates, Defines, SchemaWords } from './definitions.ts'
import type { QueryWords } from './query-words.ts'
import type { ManyByBuilder, ManyByChain, ManyByHelper, ManyBySql } from './many.ts'

export type { ManyByBuilder, ManyByChain, ManyByHelper, ManyBySql } from './many.ts'

/** What a call does to the world outside the process. */
export type Effect =
  | 'query' | 'write' | 'request' | 'mail' | 'document' | 'media' | 'model' | 'connect' | 'release' | 'cache'
  | 'enqueue' | 'block'

/** The name of a type in this library's `types`; `Other#Type` for another library's. */
export type TypeName = string

export interface Library {
  /** As its makers write it: `Prisma`. */
  name: string
  /** The packages whose exports these are. A trailing `/*` stands for every entry point below a name. */
  packages: string[]
  /** Where a reader can check what is said here. */
  docs: string
  /**
   * Exported name → what it is. `default` for a default export (also of `require()`); a dotted name reaches into a
   * namespace; `*` for every name that is not listed.
   */
  exports?: Record<string, Value>
  /** Names that exist without an import: `fetch`. A class is also the type that annotations mean with its name. */
  globals?: Record<string, Value>
  types?: Record<TypeName, Type>
  /** Libraries whose clients and transactions it works with: models that ask through Knex. */
  over?: string[]
  /**
   * How the handle of a transaction stands in for a client, by the client's type: `{handle}.withRepository({client})`; a
   * client of any other type is replaced as it is. `begun`: the handle's member that does, where statements begin it.
   */
  handles?: { clients?: Record<TypeName, string>; begun?: string; name?: string }
  /** Generated clients: files of the workspace that stand for this package, as globs. */
  generated?: string[]
  /** How its queries say which rows they want. */
  asks?: QueryWords
  /** Packages whose databases know no transaction of several steps, and what bounds one where they are known. */
  transactions?: { without?: string[]; bound?: string }
  /** What the words of models that are defined in code mean. */
  schema?: SchemaWords
  /** Packages that tell which database it speaks to, where its schema does not. */
  drivers?: Record<string, string>
}

/** Something that is exported, or reached as a member. */
export type Value =
  /** A class: `new X()` gives that type, and so does an annotation with its name. */
  | { class: TypeName; new?: Call }
  /** A value of that type: `axios` is an instance. */
  | { is: TypeName }
  /** The type argument that was given where the receiver was made: tRPC's `ctx`. */
  | TypeArgument
  /** A function. */
  | Call

/** `returned`: what that function type gives. `path`: the members that lead from it to the value. */
export interface TypeArgument { typeArgument: number; returned?: true; path?: string[] }

export interface Type {
  /** Exported type names with which annotations mean this type: `PrismaClient`, `Prisma.TransactionClient`. */
  names?: string[]
  /** Member → what it is; `*` for every name that is not listed (the name is kept as the call's `subject`). */
  members?: Record<string, Value>
  /** The value itself can be called: `axios(config)`, `knex('users')`. */
  called?: Call
  /** The value is a template tag: sql`…`. */
  tagged?: Call
  /** What `new` on a class of this type does, where the class reaches us without its export (as a member). */
  new?: Call
  /** Members of the class itself: `NextResponse.json`. */
  static?: Record<string, Value>
  /** The model that calls on it are about: that type argument (`Repository<User>`), or the workspace's own class that extends it. */
  model?: number | 'class'
  /**
   * Functions that the workspace puts under these names of it are members of that type, and their `this` is one:
   * `schema.statics.findByEmail = function …`, `schema.method('loadAuthor', function …)`.
   */
  adds?: Record<string, TypeName>
  /** It has the members that were added to what that argument of the call that defined it holds. */
  madeOf?: number
  /** Reading it makes an answer depend on who asks. */
  personal?: true
  /** It is the type of a function: the types of what such a function is handed, as for `const list: RequestHandler = (req, res) => …`. */
  takes?: (TypeName | '')[]
  /** What assigning to it does: `ctx.body = posts` answers. */
  assigned?: Call
  /** What handing it to a call does that says `asGiven`: `client.send(new SendEmailCommand(…))`. */
  given?: Call
  /** Its mention puts something before every handler of its framework: `{ provide: APP_GUARD, useClass: AuthGuard }`. */
  guardsAll?: true
  /** It stands for the elements of a list: that argument of the call that made it. */
  elementsOf?: number
  /** Its value is what the workspace hands out under the framework's `contexts`. */
  context?: true
  /** It does one thing at a time: a checked-out connection, a unit of work. */
  oneAtATime?: true
  /** It gives a row that it has loaded before without asking again: an identity map. */
  remembers?: true
}

export interface Call {
  /** The effect, if it has one. */
  does?: Effect
  /** It asks for a relation of its receiver, unless the query that gave that had loaded it along. */
  ofRelation?: true
  /** How many rows a query gives. */
  rows?: 'one' | 'many' | 'number'
  /** What the (awaited) call gives; `self`: the receiver, as in builder chains. */
  returns?: TypeName | 'self'
  /** The argument that names the model: `manager.findOne(User, …)`. */
  model?: number
  /** What it gives has the members of the object in that argument too, as methods of its own: `repository.extend({ … })`. */
  extendedBy?: number
  /** The type of each row that a query gives, where rows have methods of their own: documents, active records. */
  row?: TypeName
  /** The member of what it gives that holds the rows: `docs`, `data`. */
  rowsIn?: string
  /**
   * The call only builds: it runs when awaited, returned or handed to `Promise.all`. Calls on what it returns
   * belong to it, and their arguments are its arguments.
   */
  builds?: true
  /** Links of the chain that only give the query itself, to be run by somebody else or never: `toSQL`. */
  unrunBy?: string[]
  /** Methods further along the chain that make it something else: `knex('posts').where(…).delete()`. */
  becomes?: Record<string, Effect>
  /** What it does is told by that argument's type (`given`). */
  asGiven?: number
  /**
   * Handed an existing client it opens nothing: it is a `connect` only where that argument is a text, or an object with
   * one of these properties.
   */
  wrapsClient?: { argument: number; opensBy: string[] }
  /** Its own type arguments are not those of what it gives: `initTRPC.context<Context>().meta<Meta>()`. */
  keepsTypes?: true
  /** Its value is the member, named by that argument, of a type argument: `c.get('db')`. */
  picks?: TypeArgument & { argument: number }
  /** It runs only a few of the callbacks at a time, whatever it is told. */
  limitsConcurrency?: true
  /** A callback that it calls. `with`: the types of the callback's parameters (`self`: the receiver; '' for one we say nothing about). */
  runs?: Callback[]
  /** Where its key sits, and the form that takes many keys at once. */
  many?: ManyByObject | ManyByBuilder | ManyByChain | ManyByHelper | ManyBySql | ManyByFilter | ManyByPosition | ManyByRest
  /**
   * Whether it reads, writes or does neither (`begin`) is told by the SQL in that argument, in the call's own template, or
   * (`made`) in the first argument of the call that made its receiver: `db.prepare(sql)`. A text that cannot be read leaves `does`.
   */
  sql?: number | 'template' | 'made'
  /** How many rows are written with one call. */
  manyRows?: ManyRows
  /** The arguments with the text and the values of a statement that can be written for many rows, and what a list is sent as. */
  manyBySql?: { text: number; values: number; dialect: 'postgresql' }
  /** What names the table or collection that it is about: that argument, that of a link of the chain, or the receiver. */
  target?: number | 'receiver' | { link: string }
  /** It writes what other calls have noted before, whatever it is handed: the `flush` of a unit of work. */
  gathered?: true
  /** The calls in that list are sent together: in one round trip, or one by one within a transaction. */
  sendsTogether?: { argument: number; trips: 'one' | 'each' }
  /** What it defines of a data schema: a table, relations, an index. */
  defines?: Defines
  /** As a decorator, what it says of the class or property below it. */
  decorates?: Decorates
  /** How relations are loaded along. */
  include?: Include
  /** It loads a relation into its receiver; the query that found the receiver takes this link for the same, but not with those. */
  fills?: { link: string; unless: string[]; before: string[] }
  /** The library joins calls made in the same tick by itself, for these versions (a semver range). */
  batches?: { versions: string; /** Only where that option is on. */ option?: OptionName }
  /** Options that rules ask for, by our own name. */
  options?: Partial<Record<OptionName, Option>>
  /** After this call, that option is set for every call of these libraries in the process. */
  configures?: { option: OptionName; libraries: string[]; when?: { argument: number; is: string } }[]
  /**
   * How it is told to run in a transaction, where its receiver does not say: by that argument, by a property of it, or by
   * a link of its chain. `remembered`: what was loaded in a transaction stays in it. `list`: the first argument must be a
   * list then.
   */
  takesHandle?: { argument?: number; path?: string; links?: string[]; remembered?: true; list?: true }
  /** It begins a transaction that lasts until `ends`; its handle is the receiver, or what the call gives. With `sql`, if the text says so. */
  begins?: 'receiver' | 'result'
  ends?: 'commit' | 'rollback'
  /** The argument that says where a request goes. */
  address?: number
  /** A word on what it costs, for messages: `starts a browser`. */
  cost?: string
  /** A `connect` that is a single connection, a pool, or a client that keeps its own pool. */
  connection?: 'single' | 'pool' | 'pooled-client'
  /** It makes a receiver whose own options count for the calls on it: `axios.create(…)`. */
  makes?: true
  /** It sets a response header: the argument that names it (or an object of headers), or the header's name. */
  header?: number | string
  /** It answers the request with that argument; `headersAt` is where headers can stand in the same call. */
  answers?: number
  headersAt?: { argument: number; path: string }
  /** The receiver's method that sets a header before it answers: `set`. */
  headersBy?: string
  /** Further places in the same call where headers can stand, besides `headersAt`. */
  headersAlsoAt?: { argument: number; path: string }[]
  /** What it gives depends on who asks: `getServerSession()`. */
  personal?: true
  /** After it something runs before every handler of its framework: `app.useGlobalGuards(…)`. */
  guardsAll?: true
  /** It gives a router that stands below the receiver, at the path in that argument: `app.basePath('/api')`. */
  mountsAt?: number
  /** The wrapped function runs once per key: `request` within one request, `shared` across requests. */
  memoises?: 'request' | 'shared'
  /** It renders that argument as the root of a user interface. */
  renders?: number
  /** Its value is that argument: `cache(load)` is `load`. */
  wraps?: number
  /** Members of its result through which it is read as a stream: `response.body`. A limit on the whole time would cut it off. */
  streamedBy?: string[]
  /** True where the default is a stream or long poll, which a total timeout would break. */
  streams?: true
}

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
  /** Types under which a relation is no plain row: `Ref<User>`, `Promise<User>`. */
  wrappers?: string[]
}

export interface Callback {
  argument: number | 'last'
  /** It is that property of the argument: `{ fields: (t) => … }`. */
  property?: string
  with?: (TypeName | 'self')[]
  times: 'once' | 'per-element' | 'later'
  /** Whose elements: those of that argument (without it, of the first one), or of what is piped into the call. */
  of?: number | 'piped'
  /** The call's own value is what the callback gives. */
  gives?: true
  /** What the callback does with what it is handed belongs to one transaction. */
  transaction?: true
  /** Whoever else asks while it runs belongs to that transaction too: it is found through the context, or there is one connection only. */
  ambient?: true
  /** The handle is the receiver itself, also where the callback takes none: a session. */
  handle?: 'receiver'
}

export type OptionName = 'concurrency' | 'ambient-transaction' | 'hooks' | 'timeout' | 'retries' | 'acquire-timeout' | 'pool-size' | 'limit' | 'cache' | 'stream' | 'auto-pipelining'

export interface Option {
  /** Position of the object (or of the plain value when `path` is empty). */
  argument: number
  /** Dotted path inside that object. */
  path: string
  /** The value's form. */
  unit: 'ms' | 's' | 'signal' | 'number' | 'boolean'
  /** What holds when it is not given; only what `docs` or source says for `versions`. `none`: no limit at all. */
  default?: { value: number | 'none'; says: string; versions?: string }
  /** Where the call that made the receiver (`makes`, or a constructor) can set it for all its calls. */
  instance?: { argument: number; path: string }
  /** Other properties of the same object which also settle it: an axios `signal`. */
  or?: string[]
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
  /** A key that is null or undefined finds nothing; elsewhere it fails, or is no condition at all. */
  emptyKey?: 'finds-nothing'
  /** Keys are taken, or given back, in other types than the column's: a text for a number. */
  looseKeys?: true
  /** Most bind parameters in one statement. */
  limit: number
  /** Longer lists are cut into parts, unless they are sorted. */
  cuts?: true
  /** The column selection (`select`), which must then hold the key; `givesKey`: rows hold it anyway. */
  select?: string
  givesKey?: true
  /** How numbers are asked for by groups: the properties with the columns and with what is counted, and that of a group with the number. */
  groups?: { by: string; count?: string; value: string }
  /** The method that reads a column of a row whose class does not declare it; not with that property, which gives plain rows. */
  reader?: { method: string; unless: string }
  /** A row whose selected columns are all null counts as missing. */
  dropsEmpty?: true
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
  missing: 'null' | 'rows'
}

/** `get(X)` → `mget(keys)`: the answers come in the order of the keys. */
export interface ManyByPosition {
  style: 'position'
  /** The argument that is the key; -1 where the receiver is. */
  argument: number
  /** The method that takes many keys: of the same receiver, or of what the receiver was made from. */
  call: string
  /** The keys are handed over one by one rather than as an array. */
  spread?: true
  missing: 'null'
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
  /** The member of the answer that holds the rows, or null after an error. */
  rows: string
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
  /** Only from these versions on, for databases of that kind. */
  needs?: { provider: string; versions: string }
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

/** Gives a library its type; exists so that a file reads as a form and mistakes show while typing. */
export const library = (facts: Library): Library => facts
