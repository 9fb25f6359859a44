/**
 * What we know about how one framework receives requests: where the outside world comes in, what the handler is
 * handed, and on which platform it runs. Data too; frameworks also describe their own types (a response that can
 * set headers) with the words of a library.
 */
import type { Library, TypeName } from './library.ts'

export interface Framework extends Library {
  entries: EntryForm[]
  /** Files and exports that mark a tree of pages, for rules on error boundaries. */
  routeTree?: RouteTree
  /** Exported functions and classes that are told what every resolver is handed as its context, and where. */
  contexts?: Record<string, { argument: number; property: string }>
  /**
   * Specifiers that it defines in a tsconfig which it writes itself (`$lib/*`) → where they may lie, from the
   * package's folder: as `paths`. What a config of the workspace says goes first.
   */
  aliases?: Record<string, string[]>
}

/** What kind of visit an entry is. */
export type EntryKind = 'request' | 'page' | 'action' | 'resolver' | 'webhook' | 'job' | 'middleware' | 'layout'

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'ALL'

interface EntryBase {
  kind: EntryKind
  /** Types of the handler's parameters; '' for one we say nothing about. */
  parameters?: (TypeName | '')[]
  /** Set where it is always the same. */
  method?: HttpMethod
  /** What the handler gives back is the answer. */
  answersByReturn?: true
  /**
   * It is called for each element of a list that nobody writes down, as field resolvers are: the position of the
   * parameter that is the element, the decorators that mark that parameter, or `this`.
   */
  each?: number | string[] | 'this'
}

/** `app.get('/posts', auth, handler)`: a method of a type takes handlers. */
export interface EntryByCall extends EntryBase {
  by: 'call'
  type: TypeName
  /** Member → the HTTP method it stands for. */
  members: Record<string, HttpMethod | 'middleware'>
  /** Which arguments are handlers: all functions from this position on; the last one answers, those before are middleware. */
  from: number
  /** Where the handler can be a property of an options object instead: `route({ handler })`. */
  property?: string
  /** Properties of an options object that hold what runs before the handler: `{ preHandler: auth }`. */
  before?: string[]
  /** The properties of an options object that hold the HTTP method and the address. */
  methodProperty?: string
  routeProperty?: string
  /** A handler with so many parameters is handed errors, and answers no request: Express's fourth. */
  errorParameters?: number
}

/** `new Worker('mails', handler)`, `schedule('0 4 * * *', handler)`: an exported function or class takes a handler. */
export interface EntryByFunction extends EntryBase, Pick<EntryByCall, 'from' | 'property' | 'before'> {
  by: 'function'
  /** Exported name → the HTTP method it stands for. */
  functions: Record<string, HttpMethod>
}

/** A file `route.ts` anywhere below `app` exports `GET`. */
export interface EntryByFile extends EntryBase {
  by: 'file'
  files: string[]
  /**
   * Exported name → HTTP method; `default` for a default export. A dotted name reaches into an exported object:
   * `default.fetch`, and `actions.*` for all of its functions.
   */
  exports: Record<string, HttpMethod>
  /** Exports beside the handler that already decide about caching: `revalidate`. */
  policies?: string[]
  /** A directive of the handler or its file that decides about caching: `use cache`. */
  policyDirective?: string
  /** Packages of which the file's package must declare one; without it, the framework's first. */
  declared?: string[]
  /** Exports (`package#Name`) of which the file itself must import one, where its place says nothing. */
  imported?: string[]
  /** Only directly in the package's folder, or in its `src`. */
  atRoot?: true
  /** The export that says for which addresses a middleware runs: `{ matcher: ['/admin/:path*'] }`. */
  matcher?: { export: string; property: string }
}

/** `'use server'`: every exported async function of the file, and functions that carry the directive. */
export interface EntryByDirective extends EntryBase { by: 'directive'; directive: string }

/**
 * `@Controller() class { @Get() list() {} }`. What else decorates the class, the method and its parameters counts as
 * run before it: it is harmless, personal or a header as the framework's `exports` say, and unknown otherwise.
 */
export interface EntryByDecorator extends EntryBase {
  by: 'decorator'
  /** Decorators of the class, any of which makes it count; empty: any class. */
  classes: string[]
  /** Decorators of methods → HTTP method. */
  methods?: Record<string, HttpMethod>
  /** Methods that count by their own name: `canActivate`. */
  named?: Record<string, HttpMethod>
}

/** `createSchema({ resolvers: { Post: { author: (post) => … } } })`: types, their fields, and a function for each. */
export interface EntryByMap extends EntryBase {
  by: 'map'
  /** Exported functions and classes that take the map in that property of their first argument, or ('') as the argument itself. */
  functions: Record<string, string>
  /** Names of types with which a map is annotated, and the ending of those for the fields of one type: `PostResolvers`. */
  maps: string[]
  fields: string
  /** The ending, in small letters, of the names of maps and of files that hold them, where nobody is seen to take them. */
  named: string
  /** Types whose fields are asked for once in a request. */
  roots: string[]
  /** Where a field is an object: the properties with functions. */
  resolve: string[]
}

/** `new GraphQLObjectType({ name: 'Post', fields: { author: { resolve } } })`: one type and its fields. */
export interface EntryByFields extends EntryBase, Pick<EntryByMap, 'roots' | 'resolve'> {
  by: 'fields'
  functions: string[]
  /** The properties with the type's name, and with its fields (or a function that gives them). */
  name: string
  fields: string
}

export type EntryForm = EntryByCall | EntryByFunction | EntryByFile | EntryByDirective | EntryByDecorator | EntryByMap | EntryByFields

/** Where pages and their boundaries live, in file-routed frameworks. */
export interface RouteTree {
  /** Root folders, as globs. */
  roots: string[]
  /** File names (without extension) of pages, boundaries of a segment, and the boundary of the root layout. */
  page: string
  layout: string
  boundary: string
  rootBoundary: string
}

export const framework = (facts: Framework): Framework => facts
