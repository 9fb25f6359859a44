/**
 * What we know about one package, as data: which calls do what, what they return, how many keys fit into one
 * call, which option sets a timeout. A library file is a form to fill in; it holds no functions.
 *
 * A library describes the *types* of the values that it hands out. A receiver is proven when the engine can
 * follow it (through imports, classes, injection, parameters, re-exports …) to one of these types.
 */

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
  /** Generated clients: files of the workspace that stand for this package, as globs. */
  generated?: string[]
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
}

export interface Call {
  /** The effect, if it has one. */
  does?: Effect
  /** How many rows a query gives. */
  rows?: 'one' | 'many' | 'number'
  /** What the (awaited) call gives; `self`: the receiver, as in builder chains. */
  returns?: TypeName | 'self'
  /**
   * The call only builds: it runs when awaited, returned or handed to `Promise.all`. Calls on what it returns
   * belong to it, and their arguments are its arguments.
   */
  builds?: true
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
  /** A callback that it calls. `with`: the types of the callback's parameters (`self`: the receiver; '' for one we say nothing about). */
  runs?: Callback[]
  /** Where its key sits, and the form that takes many keys at once. */
  many?: ManyByObject | ManyByBuilder | ManyBySql
  /** How relations are loaded along. */
  include?: { argument: number; property: 'include' | 'with' | 'relations' | 'populate'; selectProperty?: string }
  /** The library joins calls made in the same tick by itself, for these versions (a semver range). */
  batches?: { versions: string }
  /** Options that rules ask for, by our own name. */
  options?: Partial<Record<OptionName, Option>>
  /** After this call, that option is set for every call of these libraries in the process. */
  configures?: { option: OptionName; libraries: string[] }[]
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

export interface Callback {
  argument: number | 'last'
  with?: (TypeName | 'self')[]
  times: 'once' | 'per-element' | 'later'
  /** The call's own value is what the callback gives. */
  gives?: true
  /** What the callback does with what it is handed belongs to one transaction. */
  transaction?: true
}

export type OptionName = 'timeout' | 'retries' | 'acquire-timeout' | 'pool-size' | 'limit' | 'cache' | 'stream'

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
  argument: number
  /** Property that holds the conditions. */
  where: string
  /** The sibling method that gives many rows. */
  call: string
  /** The operator that takes a list. */
  in: string
  /** Keys of `where` that are operators, not columns (`AND`, `OR`, `NOT`). */
  operators: string[]
  /** Other properties of the argument that keep their meaning for many rows. */
  keeps: string[]
  /** `null` where a missing row gives null, `throws` where it throws, `rows` where it gives a list. */
  missing: 'null' | 'undefined' | 'throws' | 'rows' | 'number'
  /** Most bind parameters in one statement. */
  limit: number
  /** The column selection (`select`), which must then hold the key. */
  select?: string
}

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
  /** Chain methods at its end that give the first row itself, or undefined: `get()`. */
  first?: string[]
  /** Functions of `package` that join conditions which must all hold: `and`. */
  all?: string[]
  /** Chain methods that bring in another table (then rows are nested unless the columns are listed), and that sort. */
  joins?: string[]
  sorts?: string[]
  missing: 'rows'
  limit: number
}

/** `query('… where id = $1', [X])` → `query('… where id = any($1)', [keys])`. */
export interface ManyBySql {
  style: 'sql'
  dialect: 'postgresql'
  text: number
  values: number
  /** Property of the result that holds the rows. */
  rows: string
  missing: 'rows'
  limit: number
}

/** Gives a library its type; exists so that a file reads as a form and mistakes show while typing. */
export const library = (facts: Library): Library => facts
