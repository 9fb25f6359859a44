/** The libraries and frameworks, indexed for the questions that linking asks of them. */
import picomatch from 'picomatch'
import type { Framework } from '../../rules/kit/framework.ts'
import type { Library, Type, Value as Fact } from '../../rules/kit/library.ts'

export interface Known { library: Library; fact: Fact }

export class Knowledge {
  readonly libraries: readonly Library[]
  readonly frameworks: readonly Framework[]
  readonly #byPackage = new Map<string, Library[]>()
  readonly #byName = new Map<string, Library>()
  readonly #globals = new Map<string, Known>()
  /** By path; null where no library's code lies. */
  readonly #byFile = new Map<string, Library | null>()
  readonly #files: { library: Library; matches: (path: string) => boolean }[] = []

  #rows: Set<string> | undefined

  constructor(libraries: readonly Library[], frameworks: readonly Framework[]) {
    this.libraries = libraries
    this.frameworks = frameworks
    for (const library of [...libraries, ...frameworks]) {
      this.#byName.set(library.name, library)
      for (const pattern of library.packages) {
        const list = this.#byPackage.get(pattern) ?? []
        list.push(library)
        this.#byPackage.set(pattern, list)
      }
      for (const [name, fact] of Object.entries(library.globals ?? {})) if (!this.#globals.has(name)) this.#globals.set(name, { library, fact })
      if (library.files) this.#files.push({ library, matches: picomatch(library.files) })
    }
  }

  library(name: string): Library | undefined {
    return this.#byName.get(name)
  }

  /** Every package name that some library or framework is about. */
  packages(): Set<string> {
    const names = new Set<string>()
    for (const library of this.#byName.values()) for (const name of library.packages) names.add(name.replace(/\/\*$/, ''))
    return names
  }

  knows(packageName: string): boolean {
    return this.#byPackage.has(packageName) || this.#byPackage.has(`${packageName}/*`)
  }

  /** The library that a file of the workspace stands for (a Prisma client written into the sources). */
  libraryOfFile(path: string): Library | undefined {
    let known = this.#byFile.get(path)
    if (known === undefined) this.#byFile.set(path, (known = this.#files.find((entry) => entry.matches(path))?.library ?? null))
    return known ?? undefined
  }

  /**
   * What a package exports under a dotted path. `default` is transparent where the package has no such export,
   * since CommonJS packages are imported both ways.
   */
  exportOf(packageName: string, subpath: string, path: readonly string[]): Known | undefined {
    for (const library of this.#librariesOf(packageName, subpath)) {
      const known = exportIn(library, subpath, path)
      if (known) return known
    }
    return undefined
  }

  /** The type that an annotation with that exported name means. */
  typeNamed(packageName: string, subpath: string, path: readonly string[]): { library: Library; type: string } | undefined {
    const names = path[0] === 'default' ? path.slice(1) : path
    const dotted = names.join('.')
    for (const library of this.#librariesOf(packageName, subpath)) {
      const type = typeIn(library, dotted)
      if (type) return { library, type }
      const known = exportIn(library, subpath, path)
      if (known && 'class' in known.fact) return { library, type: known.fact.class }
    }
    return undefined
  }

  global(name: string): Known | undefined {
    return this.#globals.get(name)
  }

  type(library: string, name: string): Type | undefined {
    return this.#byName.get(library)?.types?.[name]
  }

  /** A type's name as written in a fact: `Type`, or `Other#Type` for another library's. */
  typeReference(library: Library, name: string): { library: string; type: string } {
    const at = name.indexOf('#')
    return at < 0 ? { library: library.name, type: name } : { library: name.slice(0, at), type: name.slice(at + 1) }
  }

  /** Member names whose type has a word: what is `personal` when read, what is `assigned`. */
  membersWith(word: 'personal' | 'assigned'): Set<string> {
    const names = new Set<string>()
    for (const library of this.#byName.values()) {
      for (const type of Object.values(library.types ?? {})) {
        for (const [name, fact] of Object.entries(type.members ?? {})) {
          if (!('is' in fact)) continue
          const { library: owner, type: of } = this.typeReference(library, fact.is)
          if (this.type(owner, of)?.[word]) names.add(name)
        }
      }
    }
    return names
  }

  /** Names of exports and methods that define something of a data schema. */
  definingNames(): Set<string> {
    const names = new Set<string>()
    for (const library of this.libraries) {
      const facts = [library.exports, ...Object.values(library.types ?? {}).flatMap((type) => [type.members, type.static])]
      for (const record of facts) {
        for (const [name, fact] of Object.entries(record ?? {})) {
          if (('defines' in fact && fact.defines) || ('class' in fact && fact.new?.defines)) names.add(name.slice(name.lastIndexOf('.') + 1))
        }
      }
    }
    return names
  }

  /** Exported names whose mention guards a whole app. */
  guardNames(): Set<string> {
    const names = new Set<string>()
    for (const library of this.#byName.values()) {
      for (const [name, fact] of Object.entries(library.exports ?? {})) {
        if ('is' in fact && library.types?.[fact.is]?.guardsAll) names.add(name.slice(name.lastIndexOf('.') + 1))
      }
    }
    return names
  }

  /** Whether a type is that of rows which have methods: documents, active records. */
  isRow(library: string, type: string): boolean {
    if (!this.#rows) {
      this.#rows = new Set()
      for (const { name, exports = {}, types = {} } of this.#byName.values()) {
        for (const facts of [exports, ...Object.values(types).flatMap((it) => [it.members ?? {}, it.static ?? {}, { called: it.called ?? {} }])]) {
          for (const fact of Object.values(facts)) if ('row' in fact && fact.row !== undefined) this.#rows.add(`${name}#${fact.row}`)
        }
      }
    }
    return this.#rows.has(`${library}#${type}`)
  }

  /** Properties of options objects that hold callbacks: `{ fields: (t) => … }`. */
  callbackNames(): Set<string> {
    const facts = [...this.#byName.values()].flatMap((library) => [library.exports ?? {}, ...Object.values(library.types ?? {}).map((type) => type.members ?? {})].flatMap((it) => Object.values(it)))
    return new Set(facts.flatMap((fact) => ('runs' in fact ? fact.runs?.flatMap((it) => it.property ?? []) ?? [] : [])))
  }

  /**
   * Methods that read or write, with names that little else has (`findUnique`): where such a receiver is unproven, we
   * say so, if the workspace uses such a package. One plain word (`find`, `save`, `query`) tells nothing.
   */
  tellingNames(): Map<string, string[]> {
    const names = new Map<string, string[]>()
    for (const library of this.libraries) {
      for (const type of Object.values(library.types ?? {})) {
        for (const [name, fact] of Object.entries(type.members ?? {})) {
          if (!('does' in fact) || (fact.does !== 'query' && fact.does !== 'write') || name.toLowerCase() === name) continue
          names.set(name, [...names.get(name) ?? [], ...library.packages.map((it) => it.replace(/\/\*$/, ''))])
        }
      }
    }
    return names
  }

  /** Methods that begin or end a transaction which no callback holds. */
  beginningNames(): Set<string> {
    const names = new Set<string>()
    for (const library of this.libraries) {
      for (const type of Object.values(library.types ?? {})) {
        for (const [name, fact] of Object.entries(type.members ?? {})) if (('begins' in fact && fact.begins) || ('ends' in fact && fact.ends)) names.add(name)
      }
    }
    return names
  }

  /** Methods that put something on a framework's objects: `decorate`, with the position of its name. */
  puttingNames(): Map<string, number> {
    const members = [...this.#byName.values()].flatMap((library) => Object.values(library.types ?? {}).flatMap((type) => Object.entries(type.members ?? {})))
    return new Map(members.flatMap(([name, fact]) => ('puts' in fact && fact.puts ? [[name, fact.puts.name] as const] : [])))
  }

  /** Names of the types on which the workspace puts members of its own. */
  holdingNames(): Set<string> {
    const types = [...this.#byName.values()].flatMap((library) => Object.values(library.types ?? {}))
    return new Set(types.flatMap((type) => (type.holds ? type.names ?? [] : [])))
  }

  /** Last names of exported functions that provide services. */
  providingNames(): Set<string> {
    return new Set([...this.#byName.values()].flatMap(({ exports = {} }) =>
      Object.entries(exports).flatMap(([name, fact]) => ('provides' in fact && fact.provides ? [name.slice(name.lastIndexOf('.') + 1)] : []))))
  }

  #librariesOf(packageName: string, subpath: string): Library[] {
    const exact = subpath ? this.#byPackage.get(`${packageName}/${subpath}`) : this.#byPackage.get(packageName)
    const wide = this.#byPackage.get(`${packageName}/*`)
    if (exact && wide) return [...exact, ...wide]
    return exact ?? wide ?? []
  }
}

export function exportIn(library: Library, subpath: string, path: readonly string[]): Known | undefined {
  const facts = library.exports
  if (!facts) return undefined
  const attempts = [path]
  if (path[0] === 'default') attempts.push(path.slice(1))
  else if (path.length === 0) attempts.push(['default'])
  for (const attempt of attempts) {
    const dotted = attempt.join('.')
    const fact = (subpath && own(facts, `${subpath}.${dotted}`)) || own(facts, dotted)
    if (fact) return { library, fact }
  }
  const any = path.length === 1 ? own(facts, '*') : undefined
  return any && { library, fact: any }
}

export function typeIn(library: Library, dotted: string): string | undefined {
  for (const [name, type] of Object.entries(library.types ?? {})) {
    if (type.names?.includes(dotted)) return name
  }
  return undefined
}

export function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
