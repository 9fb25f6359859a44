/**
 * The words that rules are written in. A rule is a definition, not a walk: the engine hands it calls whose
 * meaning, repetition, path and reach are known, and it answers with a finding or with nothing.
 */
import type { Effect, OptionName, Library, TypeName } from './library.ts'
import type { EntryKind, HttpMethod } from './framework.ts'
import type { BindingId, NodeId } from './facts.ts'
import type { SchemaFacts, SchemaModel } from './schema.ts'
import type { Source } from './source.ts'

export type Level = 'error' | 'warning' | 'information' | 'hint' | 'off'
export type Killer = 'queries' | 'caching' | 'connections' | 'background' | 'resilience'

/** How sure the engine is: every hop proven; one or more hops inferred; the list or the reach is unknown. */
export type Confidence = 'high' | 'medium' | 'low'

/** A stretch of text in a file; offsets count UTF-16 units from 0. */
export interface Place { path: string; start: number; end: number }

/** What makes a call run more than once. */
export interface Repetition {
  kind: 'loop' | 'callback' | 'fan-out' | 'resolver' | 'recursion'
  /** The head of the loop, the callback's call, the element in the list. */
  at: Place
  /** The reader's name for one element (`post`) and for the list (`posts`), where they have one. */
  element: string | undefined
  list: string | undefined
  /** Known upper bound of the number of turns, as with a literal array. */
  bound: number | undefined
  /** The list is what a query gave: one more round trip. */
  queried: boolean
  concurrent: boolean
  /** For resolvers, the position of the parameter with what belongs to one request. */
  context?: number
  /** The node that repeats (loop statement or call), and the file it is in. */
  node: NodeId
  path: string
}

/** One step on the way from a place to the effect behind it. */
export interface Hop { at: Place; name: string; proven: boolean }

/** Where the outside world comes in. */
export interface Entry {
  kind: EntryKind
  framework: string
  method: HttpMethod | undefined
  /** `GET /posts`, `action createPost`. */
  name: string
  at: Place
}

/** Who reaches a place. `library`: exported and used by nobody we can see. */
export type Reach = 'request' | 'job' | 'script' | 'test' | 'unknown'

/** What is known of an option of a call. */
export type OptionState =
  | { state: 'absent'; default?: { value: number | 'none'; says: string } }
  | { state: 'set'; value?: number | string | boolean; at: Place; node?: NodeId }
  | { state: 'unknown'; why: string }

/** A call whose meaning is known. */
export interface Call {
  effect: Effect
  library: Library
  /** The library's own entry for it. */
  facts: import('./library.ts').Call
  /** As the reader wrote it: `prisma.user.findUnique`. */
  name: string
  /** The model, table or collection, where the path names one. */
  subject: string | undefined
  /** That model with its schema, where the workspace shows how it is defined. */
  model?: { schema: SchemaFacts; model: SchemaModel } | undefined
  /** The callee, which is what a finding marks. */
  at: Place
  /** Installed (locked) version of the package, else the declared range's lowest, else undefined. */
  version: string | undefined
  awaited: boolean
  /** What it gives is read as a stream, which a limit on the whole time would cut off. */
  streams: boolean
  /** Where a request goes: a path of the own site, a file bundled with the code, or somewhere else (also when unknown). */
  address: 'own' | 'bundled' | 'outside'
  /** Whether anything but a log uses what it gives. */
  result: 'unused' | 'used'
  /** Inside a try whose catch does not rethrow. */
  caught: boolean
  /** Its receiver does one thing at a time: a checked-out connection, a unit of work. */
  oneAtATime: boolean
  /** Asked again, its receiver answers from memory. */
  identified: boolean
  option(name: OptionName): OptionState
  /** What of its receiver is of that type of the library: `db` of `db.collection('users').doc(id)`. */
  receiverOf(type: TypeName): NodeId | undefined
  /** The file it stands in, for recipes. */
  source: Source
  node: NodeId
}

/**
 * A call together with one place from which it is reached: the call itself (`path` is empty), or a call of the
 * workspace's own code behind which it hides.
 */
export interface Reached {
  call: Call
  /** Where a finding belongs: the callee in this function. */
  at: Place
  /** The steps from `at` to the call; empty when it is direct. */
  path: Hop[]
  /** What repeats it in the function of `at`, outermost first; repetitions further down are in `inner`. */
  repetitions: Repetition[]
  inner: Repetition[]
  /** The innermost repetition of `repetitions` on whose element the call's arguments depend. */
  keyedBy: Repetition | undefined
  /** The same, or else the innermost repetition over elements at all. */
  repeatedBy: Repetition | undefined
  /** The query of the same file whose rows that repetition walks, if they are. */
  listed: Call | undefined
  /** What keeps a per-item reading from being certain, in the words of `precision`: see engine/guards. */
  guards: Guard[]
  reach: Reach
  entry: Entry | undefined
  platform: Platform
  /** From the entry down to the function of `at`. */
  from: Hop[]
  /** The visitor waits for it: every step from the entry on is waited for. */
  keepsWaiting: boolean
  /** The answer is made from what it gives, or depends on it. */
  answered: boolean
  /** What it gives is stored where it outlives the call: in a module's name, a global, a field. */
  kept: boolean
  confidence: Confidence
  /** The transaction that `at` runs in, as far as the function shows it. */
  transaction: Transaction | undefined
  /** The function of `at`, with everything else that it does. */
  routine: Routine
  /** What `at` is inside of: for recipes that edit around it. */
  source: Source
  node: NodeId
}

/** A transaction whose callback holds a place. */
export interface Transaction {
  /** What opens it: `prisma.$transaction`. */
  at: Place
  /** The call that opens it. */
  node: NodeId
  library: Library
  /** The callback's name for the handle (`tx`), where it takes one by a plain name. */
  handle: string | undefined
  binding: BindingId | undefined
  /** The function that runs in it; undefined where it lasts from one statement to another. */
  callback: NodeId | undefined
  /** `at` is the library's own call, and no wrapper's. */
  own: boolean
}

/** A query or write that a step leads to, seen from the transaction that the step runs in. */
export interface Asked {
  call: Call
  path: Hop[]
  /**
   * On whose connection it runs: the transaction's own, one that the client takes besides it (`outer`), one of another
   * database or client, or one that cannot be told.
   */
  on: 'handle' | 'outer' | 'other' | 'unknown'
  /** The expression that names the client, in the call's own file: `prisma` of `prisma.user.update`. */
  client: NodeId | undefined
  /** The library's type of that client. */
  clientType: TypeName | undefined
  /** Where it would take the transaction's handle: a parameter of the function that the step calls, or a property of it. */
  takesHandleAt: { index: number; steps: readonly string[] } | undefined
  /** The function of the workspace in which the call stands. */
  owner: NodeId
  waited: boolean
}

/** A function as a whole, for rules about what it does one after the other. */
export interface Routine {
  /** The function's own name; undefined for a callback, and for the module's own body. */
  name: string | undefined
  reach: Reach
  entry: Entry | undefined
  from: Hop[]
  /** Every call in it that has an effect or leads to one, in the order of the text. */
  steps: Step[]
  source: Source
  /** The function; 0 for the module's own body. */
  node: NodeId
  /** Other functions that run for the same visit before it: a page's `generateMetadata`, the layouts around it. */
  alongside: Routine[]
}

/** One call of a routine that has an effect or leads to some. */
export interface Step {
  at: Place
  node: NodeId
  /** As the reader wrote it. */
  name: string
  /** Set where it is a library's call. */
  call: Call | undefined
  /** What it leads to; the call itself where it is a library's. */
  behind: Behind[]
  waited: boolean
  /** False where the engine only takes it to run here. */
  proven: boolean
  repetitions: Repetition[]
  transaction: Transaction | undefined
  /** Queries and writes behind it, where a transaction is around it. */
  asks: Asked[]
  /** Functions of the workspace that it calls. */
  targets: readonly { path: string; node: NodeId }[]
  /** All that it does, as far as its text can be followed, is to read: it changes nothing, and throws nothing of its own. */
  reads: boolean
}

/** What a call asks, told apart from other questions by texts that can be compared among the routines of one visit. */
export interface Question {
  /** Equal texts are equal questions: first those of the functions on the way, outermost first, then the call's own. */
  forms: ReadonlyMap<string, QuestionForm>
  /** Something on the way keeps what it gave, or decides by more than its arguments whether to ask. */
  remembered: boolean
  /** Writes on the way, before it is asked. */
  after: Call[]
}

export interface QuestionForm {
  /** Names of the routine that it is made of. */
  names: ReadonlySet<BindingId>
  /** Names whose initial value it is made of, unless what they hold is changed. */
  objects: ReadonlySet<BindingId>
  /** The function that asks with these arguments; undefined for the call itself. */
  target: { path: string; node: NodeId } | undefined
}

/** A call that a step leads to. */
export interface Behind {
  call: Call
  /** Undefined where it may be another question each time. */
  question: Question | undefined
  path: Hop[]
  /** Positions of the step's arguments on which the call's own arguments depend; -1 is the receiver. */
  dependsOn: ReadonlySet<number>
  /** Repetitions on the way. */
  inner: Repetition[]
}

/** Reasons for which a repeated call is legitimate or cannot be joined; each has a silent example in a page. */
export type Guard =
  | 'chunk' | 'cursor' | 'carried' | 'early-exit' | 'retry' | 'bounded' | 'limited' | 'stream' | 'paced' | 'memoised'
  | 'batched-by-library' | 'client-side' | 'guarded-once' | 'loaded' | 'perhaps-loaded' | 'other-client' | 'identified' | 'few' | 'per-item-catch' | 'transaction'
  | 'other-target' | 'sent-together' | 'locked' | 'on-failure' | 'message' | 'walk' | 'recorded'

export type Platform = 'node' | 'serverless' | 'workers' | 'browser' | 'unknown'

/** A handler as a whole, for rules about responses. */
export interface Handler {
  entry: Entry
  at: Place
  /** Everything that it reaches. */
  reached: Call[]
  /** Where it answers, in its own file. */
  responses: { at: Place; node: NodeId; facts: import('./library.ts').Call }[]
  /** Headers that it (or a middleware we can see) sets, lower case; `*` when one is set under a name we cannot read. */
  headers: string[]
  /** Why the answer may depend on who asks: `cookies()`, `req.user`, an unknown middleware. Empty: nothing found. */
  personal: { says: string; at: Place }[]
  /** It answers with something that can be cached: JSON, text, a stream of data. */
  answers: boolean
  /** Route segment settings and the like that already decide about caching. */
  policy: string[]
  source: Source
  node: NodeId
}

/** A tree of routes or components, for rules about error boundaries. */
export interface RouteBranch {
  framework: string
  /** The place to mark: the layout, page or root render. */
  at: Place
  root: string
  /** Pages below it that no boundary covers, and what in them may throw. */
  uncovered: { page: string; why: string; at: Place }[]
  source: Source
  node: NodeId
}

export interface Subjects {
  /** One subject for each place from which a call with this effect is reached. */
  query: Reached; write: Reached; request: Reached; mail: Reached; document: Reached; media: Reached; model: Reached
  connect: Reached; release: Reached; cache: Reached; enqueue: Reached; block: Reached
  handler: Handler
  function: Routine
  'route-tree': RouteBranch
}

export interface Rule<On extends keyof Subjects = keyof Subjects> {
  /** The problem, as a noun phrase: also the file's and the page's name. */
  id: string
  title: string
  killer: Killer
  level: Level
  since: string
  /** One kind of subject, or several effects. */
  on: On | readonly On[]
  check(subject: Subjects[On], about: About): Draft | readonly Draft[] | undefined
}

/** What a rule may ask besides its subject. */
export interface About {
  scale: Scale
  /** Declared dependencies of the package that holds the file: for recipes that need a library to be there. */
  dependencies(path: string): ReadonlyMap<string, string>
  /** Installed version of a package as seen from a file, if known. */
  version(path: string, packageName: string): string | undefined
  /** The schema (Prisma …) that the file's package uses, if one could be read. */
  schema(path: string, library: string): SchemaFacts | undefined
  /** Whether migrations around a file create an index on that table that begins with one of these columns, or may do so. */
  migrated(path: string): (table: string, columns: readonly string[]) => boolean
  /** Another file of the workspace, for recipes that edit more than one. */
  source(path: string): Source | undefined
  /** The text of a file of the workspace, analysed or not. */
  text(path: string): string | undefined
  /** Whether a file of that path exists, analysed or not. */
  exists(path: string): boolean
  /** A function of another place as a whole. */
  routine(path: string, node: NodeId): Routine | undefined
  /** The class or object type that an expression is declared to be, or that a type stands for: where its members are declared. Without one, the object itself. */
  declared(path: string, node: NodeId): { path: string; node: NodeId } | undefined
  /** What a name of a module is in the end: the package and its name there, through files that pass it on; undefined for anything of the workspace's own. */
  origin(path: string, specifier: string, name: string): { from: string; name: string } | undefined
  /** How `path` would import `target` (a file): relative, with the extension style of the file. */
  specifier(path: string, target: string): string
  /** The project's settings that recipes use: time limits, folders for created files. */
  settings: FixSettings
}

/** Values that fixes write down; from `crowdproof.json`, never invented per call. */
export interface FixSettings {
  /** Milliseconds for `add-timeout`. */
  timeout: number
  /** Seconds for `cache-headers`. */
  maxAge: number
  /** Rows for `add-limit`. */
  limit: number
}

export interface Scale { users: number; rows: number }

/** Round trips as a formula over the reader's names (`1 + posts`), and worked out at the scale. */
export interface Trips { formula: string; number: number }

/** A finding as a rule words it; the engine adds level, confidence, fingerprint. */
export interface Draft {
  at: Place
  /** One sentence, at most 120 characters, with the reader's own names. */
  says: string
  see: { at: Place; says: string }[]
  fixes: (Fix | undefined)[]
  trips?: Trips
  /** Lowered by the rule where it knows more than the engine. */
  level?: Level
}

/** An edit offered for a finding. `edits` is asked for late: when a menu is opened or the fix applied. */
export interface Fix {
  recipe: string
  title: string
  trust: 'safe' | 'review'
  edits(): FileEdit[] | undefined
}

export type FileEdit =
  | { path: string; edits: TextEdit[] }
  | { path: string; create: string }
export interface TextEdit { start: number; end: number; text: string }

/** Gives a rule its type while it is written; the engine hands each rule only the subjects that it is `on`. */
export const rule = <On extends keyof Subjects>(definition: Rule<On>): Rule => definition as unknown as Rule
