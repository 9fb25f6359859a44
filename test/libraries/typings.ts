/** Asks the real typings whether what a library file says of a package is there. */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { Framework } from '../../rules/kit/framework.ts'
import type { Call, Library, Option, Type, Value } from '../../rules/kit/library.ts'

const folder = path.dirname(fileURLToPath(import.meta.url))

/** Further installed versions of a package, and names under which its typings are published. */
const aliases: Record<string, string[]> = {
  axios: ['axios-0'], 'pg-boss': ['pg-boss-10'], bullmq: ['bullmq-4'], got: ['got-11'], '@trpc/server': ['trpc-10'], express: ['express-4-types'], playwright: ['playwright-core'], puppeteer: ['puppeteer-core'],
}

/** No more of a type's appearances than these are looked at, and of a generic one's: one that has the member is enough. */
const mostTypes = 120
const mostOfOne = 2

/** Entry points whose type names a library lists without saying where they come from. */
const subpaths: Record<string, string[]> = {
  'drizzle-orm': [
    'node-postgres', 'postgres-js', 'pglite', 'neon-http', 'neon-serverless', 'vercel-postgres', 'mysql2', 'planetscale-serverless', 'libsql', 'better-sqlite3', 'd1',
    'pg-core', 'mysql-core', 'sqlite-core', 'pg-core/query-builders/query',
  ],
  'react-dom': ['client'], next: ['server', 'headers', 'cache'], 'next-auth': ['next', 'jwt'],
}

export interface Checked { problems: string[]; versions: string[] }

/** One program for all: the lib files and the shared typings are read once. */
export function checkTypings(libraries: readonly Library[]): Map<string, Checked> {
  const files = libraries.map((library, index) => ({ library, file: path.join(folder, `typings-of-${index}.ts`), modules: modulesOf(library) }))
  const texts = new Map(files.map(({ file, modules }) => [file, modules.map((name, index) => `import * as m${index} from '${name}'`).join('\n')]))
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'], strict: true, skipLibCheck: true, noEmit: true, esModuleInterop: true,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => texts.has(name) || fileExists(name)
  host.readFile = (name) => texts.get(name) ?? readFile(name)
  host.getSourceFile = (name, version, ...rest) => (texts.has(name) ? ts.createSourceFile(name, texts.get(name)!, version) : getSourceFile(name, version, ...rest))
  const program = ts.createProgram([...texts.keys()], options, host)
  const checker = program.getTypeChecker()
  return new Map(files.map(({ library, file, modules }) => {
    const source = program.getSourceFile(file)!
    const symbols = source.statements.flatMap((statement, index) => {
      const symbol = ts.isImportDeclaration(statement) ? checker.getSymbolAtLocation(statement.moduleSpecifier) : undefined
      return symbol ? [{ name: modules[index]!, symbol }] : []
    })
    return [library.name, { problems: new LibraryCheck(checker, source, library, symbols).run(), versions: symbols.map(({ name }) => versionOf(name)) }]
  }))
}

/** Every module whose typings may hold a library's exports: its packages, and the subpaths that its exports name. */
function modulesOf(library: Library): string[] {
  const names = new Set<string>()
  for (const pattern of library.packages.filter((it) => !it.startsWith('@types/'))) {
    const base = pattern.replace(/\/\*$/, '')
    for (const name of [base, ...aliases[base] ?? []]) {
      if (!isInstalled(name)) continue
      names.add(name)
      for (const subpath of subpaths[base] ?? []) names.add(`${name}/${subpath}`)
      if (!pattern.endsWith('/*') && !base.includes('/')) continue
      for (const key of [...Object.keys(library.exports ?? {}), ...Object.values(library.types ?? {}).flatMap((type) => type.names ?? [])]) {
        const dot = key.lastIndexOf('.')
        if (dot > 0) names.add(`${name}/${key.slice(0, dot)}`)
      }
    }
  }
  return [...names]
}

const packageOf = (name: string): string => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')
const typesPackage = (name: string): string => `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`
const manifest = (name: string): string => path.join(folder, 'node_modules', name, 'package.json')
const isInstalled = (name: string): boolean => [packageOf(name), typesPackage(packageOf(name))].some((it) => fs.existsSync(manifest(it)))

function versionOf(name: string): string {
  const file = [packageOf(name), typesPackage(packageOf(name))].map(manifest).find((it) => fs.existsSync(it))
  return `${name}@${file ? JSON.parse(fs.readFileSync(file, 'utf8')).version : '?'}`
}

class LibraryCheck {
  readonly #checker: ts.TypeChecker
  readonly #at: ts.Node
  readonly #library: Library
  readonly #modules: { name: string; symbol: ts.Symbol }[]
  readonly #found = new Map<string, ts.Type[]>()
  readonly #waiting: { name: string; type: ts.Type }[] = []
  /** Paths that are said, and those that some typings confirm. */
  readonly #said = new Set<string>()
  readonly #confirmed = new Set<string>()

  constructor(checker: ts.TypeChecker, at: ts.Node, library: Library, modules: { name: string; symbol: ts.Symbol }[]) {
    this.#checker = checker
    this.#at = at
    this.#library = library
    this.#modules = modules
  }

  run(): string[] {
    for (const [key, fact] of Object.entries(this.#library.exports ?? {})) {
      if (key !== '*') this.#export(key, fact)
    }
    for (const [name, type] of Object.entries(this.#library.types ?? {})) this.#declare(name, type)
    while (this.#waiting.length) {
      const { name, type } = this.#waiting.pop()!
      this.#type(name, this.#library.types![name]!, type)
    }
    return [...this.#said].filter((it) => !this.#confirmed.has(it)).sort()
  }

  #say(said: string, confirmed: boolean): void {
    this.#said.add(said)
    if (confirmed) this.#confirmed.add(said)
  }

  #export(key: string, fact: Value): void {
    const symbols = this.#resolve(key)
    this.#say(`export ${key}`, symbols.length > 0)
    for (const symbol of symbols) this.#value(`export ${key}`, fact, this.#checker.getTypeOfSymbol(symbol), symbol, undefined)
  }

  /** What an exported dotted name can be, in any module. */
  #resolve(key: string): ts.Symbol[] {
    const parts = key.split('.')
    return this.#modules.flatMap(({ name, symbol }) => {
      const attempts = [parts]
      // A part of the name may be the subpath that the module is.
      for (let count = 1; count < parts.length; count++) if (name.endsWith(`/${parts.slice(0, count).join('.')}`)) attempts.push(parts.slice(count))
      return attempts.flatMap((attempt) => this.#along(symbol, attempt) ?? [])
    })
  }

  #along(module: ts.Symbol, parts: readonly string[]): ts.Symbol | undefined {
    const whole = module.exports?.get(ts.InternalSymbolName.ExportEquals)
    let at = this.#checker.getExportsOfModule(module).find((it) => it.name === parts[0])
    if (!at && parts[0] === 'default' && whole) at = whole
    if (!at && whole) at = this.#checker.getTypeOfSymbol(this.#real(whole)).getProperty(parts[0]!)
    // CommonJS: what hangs on the default export is exported too.
    const usual = this.#checker.getExportsOfModule(module).find((it) => it.name === 'default')
    if (!at && usual) at = this.#member(this.#real(usual), parts[0]!)
    for (const part of parts.slice(1)) at = at && this.#member(this.#real(at), part)
    return at && this.#real(at)
  }

  #member(symbol: ts.Symbol, name: string): ts.Symbol | undefined {
    return symbol.exports?.get(ts.escapeLeadingUnderscores(name)) ?? this.#checker.getTypeOfSymbol(symbol).getProperty(name)
  }

  #real(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
  }

  #declare(name: string, type: Type): void {
    for (const declared of type.names ?? []) {
      const symbols = this.#resolve(declared).filter((it) => it.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Alias))
      this.#say(`type name ${declared}`, symbols.length > 0)
      for (const symbol of symbols) this.#add(name, this.#checker.getDeclaredTypeOfSymbol(symbol))
    }
    for (const member of Object.keys(type.members ?? {})) if (!member.endsWith('*')) this.#say(`${name}.${member}`, false)
    for (const member of Object.keys(type.static ?? {})) this.#say(`static ${name}.${member}`, false)
    if (type.called) this.#say(`${name}()`, false)
    if (type.tagged) this.#say(`${name}\`\``, false)
  }

  #add(name: string, given: ts.Type): void {
    if (!this.#library.types?.[name]) return
    for (const type of this.#parts(given)) {
      const list = this.#found.get(name) ?? []
      if (list.includes(type) || list.length >= mostTypes) continue
      if (type.symbol && list.filter((it) => it.symbol === type.symbol).length >= mostOfOne) continue
      this.#found.set(name, [...list, type])
      this.#waiting.push({ name, type })
    }
  }

  /** Without promises, `undefined`, `any`; unions taken apart, type parameters as their constraint. */
  #parts(given: ts.Type): ts.Type[] {
    // Some are thenable by the way and give nothing: Fastify's reply.
    const awaited = given.symbol?.name === 'Promise' ? this.#checker.getAwaitedType(given) ?? given : given
    const type = this.#checker.getNonNullableType(this.#checker.getBaseConstraintOfType(awaited) ?? awaited)
    if (type.isUnion()) return type.types.flatMap((it) => this.#parts(it))
    return type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never) ? [] : [type]
  }

  #type(name: string, facts: Type, type: ts.Type): void {
    for (const [member, fact] of Object.entries(facts.members ?? {})) {
      if (member.endsWith('*')) {
        if ('is' in fact) for (const property of this.#checker.getPropertiesOfType(type).slice(0, 60)) this.#value(`${name}.*`, fact, this.#typeOf(property), undefined, { name, type }, true)
        continue
      }
      const property = this.#checker.getPropertyOfType(this.#checker.getApparentType(type), member)
      if (!property) continue
      this.#say(`${name}.${member}`, true)
      this.#value(`${name}.${member}`, fact, this.#typeOf(property), undefined, { name, type })
    }
    for (const [said, fact] of [[`${name}()`, facts.called], [`${name}\`\``, facts.tagged]] as const) {
      if (fact && type.getCallSignatures().length) this.#say(said, true)
      if (fact) this.#call(said, fact, type, { name, type }, true)
    }
    this.#handlers(name, type)
    if (facts.static) this.#statics(name, facts, type)
  }

  /** What a framework hands to the handlers that a member of a type takes. */
  #handlers(name: string, type: ts.Type): void {
    for (const form of 'entries' in this.#library ? (this.#library as Framework).entries : []) {
      if (form.by !== 'call' || form.type !== name) continue
      const members = Object.keys(form.members).flatMap((member) => this.#checker.getPropertyOfType(type, member) ?? [])
      for (const signature of members.flatMap((it) => this.#parts(this.#typeOf(it))).flatMap((it) => it.getCallSignatures())) {
        const handlers = signature.parameters.flatMap((_, index) => this.#parameter(signature, index)).flatMap((it) => it.getCallSignatures())
        form.parameters?.forEach((taken, index) => {
          for (const parameter of handlers.flatMap((it) => this.#parameter(it, index))) this.#add(taken, parameter)
        })
      }
    }
  }

  #typeOf(symbol: ts.Symbol): ts.Type {
    return this.#checker.getTypeOfSymbolAtLocation(symbol, this.#at)
  }

  #statics(name: string, facts: Type, type: ts.Type): void {
    for (const [member, fact] of Object.entries(facts.static ?? {})) {
      const symbol = type.symbol?.exports?.get(ts.escapeLeadingUnderscores(member)) ?? type.getProperty(member)
      if (!symbol) continue
      this.#say(`static ${name}.${member}`, true)
      this.#value(`static ${name}.${member}`, fact, this.#typeOf(symbol), undefined, { name, type })
    }
  }

  #value(said: string, fact: Value, type: ts.Type, symbol: ts.Symbol | undefined, self: { name: string; type: ts.Type } | undefined, loose = false): void {
    if ('class' in fact) {
      const facts = this.#library.types?.[fact.class]
      const instances = [...type.getConstructSignatures().map((it) => it.getReturnType()), ...symbol && symbol.flags & ts.SymbolFlags.Class ? [this.#checker.getDeclaredTypeOfSymbol(symbol)] : []]
      this.#say(`${said} is a class`, instances.length > 0)
      for (const instance of instances) this.#add(fact.class, instance)
      if (facts?.static) this.#statics(fact.class, facts, type)
      if (fact.new) this.#parameters(`new ${said}`, fact.new, type.getConstructSignatures(), self)
      return
    }
    if ('is' in fact) return this.#add(fact.is, type)
    if ('typeArgument' in fact) return
    this.#call(said, fact, type, self, loose)
  }

  #call(said: string, fact: Call, type: ts.Type, self: { name: string; type: ts.Type } | undefined, loose = false): void {
    const signatures = this.#parts(type).flatMap((it) => it.getCallSignatures())
    // A fact without words says only that the member is harmless; it need not be a function.
    if (Object.keys(fact).length && !loose) this.#say(`${said} can be called`, signatures.length > 0)
    for (const signature of signatures) {
      const gives = signature.getReturnType()
      if (fact.returns === 'self' && self) this.#add(self.name, gives)
      else if (fact.returns) this.#add(fact.returns, gives)
    }
    this.#parameters(said, fact, signatures, self)
  }

  #parameters(said: string, fact: Call, signatures: readonly ts.Signature[], self: { name: string; type: ts.Type } | undefined): void {
    const places: [string, number, string][] = Object.entries(fact.options ?? {}).filter(([, option]) => option.argument >= 0).map(([name, option]: [string, Option]) => [`${name} at ${option.path}`, option.argument, option.path])
    for (const place of [...fact.headersAt ? [fact.headersAt] : [], ...fact.headersAlsoAt ?? []]) places.push([`headers at ${place.path}`, place.argument, place.path])
    for (const [what, argument, at] of places) {
      this.#say(`${said}: ${what} of argument ${argument}`, signatures.some((it) => this.#parameter(it, argument).some((type) => this.#hasPath(type, at.split('.')))))
    }
    for (const callback of fact.runs ?? []) {
      const { property, argument } = callback
      if (property !== undefined) this.#say(`${said}: ${property} of argument ${argument}`, signatures.some((it) => this.#parameter(it, Number(argument)).some((type) => this.#hasPath(type, [property]))))
      if (property !== undefined) continue
      const functions = signatures.flatMap((it) => this.#parameter(it, callback.argument === 'last' ? it.parameters.length - 1 : callback.argument)).flatMap((it) => it.getCallSignatures())
      this.#say(`${said}: a callback in argument ${callback.argument}`, functions.length > 0)
      callback.with?.forEach((name, index) => {
        for (const type of functions.flatMap((it) => this.#parameter(it, index))) this.#add(name === 'self' && self ? self.name : name, type)
      })
    }
  }

  /** The types that an argument may have. */
  #parameter(signature: ts.Signature, index: number): ts.Type[] {
    const own = signature.parameters[Math.min(index, signature.parameters.length - 1)]
    if (!own || index < 0) return []
    const type = this.#typeOf(own)
    const isRest = own.valueDeclaration !== undefined && ts.isParameter(own.valueDeclaration) && own.valueDeclaration.dotDotDotToken !== undefined
    if (!isRest) return index < signature.parameters.length ? this.#parts(type) : []
    return this.#parts(type).flatMap((it) => {
      const elements = this.#checker.getTypeArguments(it as ts.TypeReference)
      const element = this.#checker.isTupleType(it) ? elements[index - signature.parameters.length + 1] : elements[0]
      return element ? this.#parts(element) : []
    })
  }

  #hasPath(type: ts.Type, names: readonly string[]): boolean {
    const [first, ...rest] = names
    if (first === undefined || first === '') return true
    const property = this.#checker.getPropertyOfType(this.#checker.getApparentType(type), first)
    return property !== undefined && (rest.length === 0 || this.#parts(this.#typeOf(property)).some((it) => this.#hasPath(it, rest)))
  }
}
