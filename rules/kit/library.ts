/**
 * What we know about one package, as data: which calls do what, what they return, how many keys fit into one
 * call, which option sets a timeout. A library file is a form to fill in; it holds no functions.
 *
 * A library describes the *types* of the values that it hands out. A receiver is proven when the engine can
 * follow it (through imports, classes, injection, parameters, re-exports …) to one of these types.
 */

import type { Include, ManyByObject, ManyByFilter, ManyByPosition, ManyByRequest, ManyByRest, ManyKeys, ManyOperations, ManyRows } from './many-rows.ts'
import type { Decorates, Defines, SchemaWords } from './definitions.ts'
import type { QueryWords } from './query-words.ts'
import type { ManyByBuilder, ManyByChain, ManyByClauses, ManyByCount, ManyByHelper, ManyBySql } from './many.ts'

export type { ManyByBuilder, ManyByChain, ManyByClauses, ManyByCount, ManyByHelper, ManyBySql } from './many.ts'

export type { Include, ManyByObject, ManyByFilter, ManyByPosition, ManyByRequest, ManyByRest, ManyKeys, ManyOperations, ManyRows } from './many-rows.ts'

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
  /** Files of the workspace that stand for this package, as globs: generated clients, a project's own wrappers. */
  files?: string[]
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
  /**
   * Member → what it is; `get*` for names that begin so and go on with a capital; `*` for every name that is not
   * listed (the name is kept as the call's `subject`).
   */
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
  /** The workspace puts members of its own on it: `req.db = db`. */
  holds?: true
  /** It has the members that were added to what that argument of the call that defined it holds. */
  madeOf?: number
  /** It is the tag of a service, and a generator that yields it is given that: a type argument, or what a property of an argument of the call that made it gives. */
  service?: { typeArgument: number } | { argument: number; properties: string[] }
  /** Its elements are messages that came in together, a few, and are answered each for itself. */
  messages?: true
  /** It is a method of a row: what it hangs on is a part of the question. */
  ofRow?: true
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
  /** A link that runs the chain there and then: its value is what waiting for the chain gives, or (`rows: 'one'`) the first of it. */
  runsChain?: true
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
  /** It only tells what is there, the same each time: `snapshot.data()`. */
  tells?: true
  /** It runs only a few of the callbacks at a time, whatever it is told. */
  limitsConcurrency?: true
  /** A callback that it calls. `with`: the types of the callback's parameters (`self`: the receiver; '' for one we say nothing about). */
  runs?: Callback[]
  /** Where its key sits, and the form that takes many keys at once. */
  many?: ManyByObject | ManyByBuilder | ManyByChain | ManyByClauses | ManyByCount | ManyByHelper | ManyBySql | ManyByFilter | ManyByPosition | ManyByRequest | ManyByRest
  /**
   * Whether it reads, writes or does neither (`begin`) is told by the SQL in that argument, in the call's own template, or
   * (`made`) in the first argument of the call that made its receiver: `db.prepare(sql)`. A text that cannot be read leaves `does`.
   */
  sql?: number | 'template' | 'made'
  /** That argument is a list of keys by itself: `mget(keys)`. */
  takesList?: number
  /** How many rows are written with one call. */
  manyRows?: ManyRows
  /** How many rows are deleted, or changed alike, by their keys. */
  manyKeys?: ManyKeys
  /** How different changes are sent together. */
  manyOperations?: ManyOperations
  /** The arguments with the text and the values of a statement that can be written for many rows, and what a list is sent as. */
  manyBySql?: { text: number; values: number; dialect: 'postgresql' }
  /** What names the table or collection that it is about: that argument, that of a link of the chain, or the receiver. */
  target?: number | 'receiver' | { link: string }
  /** It changes what a key-value store holds. */
  stores?: true
  /** It runs in the process itself: there is no trip to save, only a commit. */
  inProcess?: true
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
  /** It puts a value on such objects, under the name in an argument: `fastify.decorate('db', db)`. */
  puts?: { name: number; value: number; on: TypeName }
  /** It gives an instance of the class in that argument, or of its type argument: `container.get(Posts)`. */
  makesOf?: number
  /** It renders that argument as the root of a user interface. */
  renders?: number
  /** Its value is that argument: `cache(load)` is `load`. */
  wraps?: number
  /** Members of its result through which it is read as a stream: `response.body`. A limit on the whole time would cut it off. */
  streamedBy?: string[]
  /** It provides a service: the arguments with its tag, and with what stands for it. */
  provides?: { service: number; by: number }
  /** True where the default is a stream or long poll, which a total timeout would break. */
  streams?: true
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

export type OptionName = 'concurrency' | 'ambient-transaction' | 'hooks' | 'timeout' | 'retries' | 'acquire-timeout' | 'pool-size' | 'limit' | 'cache' | 'stream' | 'auto-pipelining' | 'dataloader'

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

/** Gives a library its type; exists so that a file reads as a form and mistakes show while typing. */
export const library = (facts: Library): Library => facts
