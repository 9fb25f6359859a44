/** Modules: what an import brings in and what a file exports, through re-exports and barrels. */
import type { Binding } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { isKnown, sameValue, union, unknown, type Value } from './values.ts'

export function importedValue(evaluator: Evaluator, source: Source, binding: Binding): Value {
  const fact = source.facts.imports[binding.import]!
  if (fact.name === '*' && fact.require) return evaluator.along(requiredValue(evaluator, source.path, fact.from), binding.path)
  const module = moduleValue(evaluator, source.path, fact.from)
  return fact.name === '*' ? evaluator.along(module, binding.path) : evaluator.member(module, fact.name)
}

/** What `require()` gives: what is assigned to `module.exports`, or all that is exported by names. */
export function requiredValue(evaluator: Evaluator, from: string, specifier: string): Value {
  const module = moduleValue(evaluator, from, specifier)
  if (module.kind === 'package') return calledOrMade(evaluator, module)
  if (module.kind !== 'module') return module
  const whole = evaluator.exported(module.path, 'default')
  if (!isKnown(whole) || whole.kind === 'object') return module
  const others = evaluator.world.source(module.path)?.facts.exports.some((it) => it.name !== 'default')
  return others ? union([whole, module]) : whole
}

/** `const Redis = require('ioredis')`: the package is its function or class, on which whatever else it exports hangs. */
function calledOrMade(evaluator: Evaluator, value: Extract<Value, { kind: 'package' }>): Value {
  const whole = evaluator.packageValue(value)
  return whole.kind === 'library-function' || whole.kind === 'library-class' ? whole : value
}

/** A module as a namespace. */
export function moduleValue(evaluator: Evaluator, from: string, specifier: string): Value {
  const resolution = evaluator.world.resolve(from, specifier)
  const library = evaluator.world.knowledge.libraryOfFile(resolution.kind === 'file' ? resolution.path : resolution.kind === 'unresolved' ? resolution.tried : '')
  if (library) return { kind: 'package', name: library.packages[0]!, subpath: '', path: [] }
  if (resolution.kind === 'file') return { kind: 'module', path: resolution.path }
  if (resolution.kind === 'package') return { kind: 'package', name: resolution.name, subpath: resolution.subpath, path: [] }
  return unknown
}

/** What a file exports under a name. */
export function exportedValue(evaluator: Evaluator, path: string, name: string): Value {
  return evaluator.world.askAt<string, Value>(
    evaluator.world.slots(path).exports, name,
    () => {
      const source = evaluator.world.source(path)
      return source ? (findExport(evaluator, source, name, new Set()) ?? partOfWhole(evaluator, source, name)) : unknown
    },
    unknown,
    sameValue,
  )
}

/** `module.exports = db` exports what is in `db`, spread or put there later. */
function partOfWhole(evaluator: Evaluator, source: Source, name: string): Value {
  const whole = name === 'default' ? unknown : evaluator.exported(source.path, 'default')
  return whole.kind === 'object' ? evaluator.member(whole, name) : unknown
}

/** Undefined where no such export exists. Files that re-export each other in a circle are looked at once. */
function findExport(evaluator: Evaluator, source: Source, name: string, seen: Set<string>): Value | undefined {
  if (seen.has(source.path)) return undefined
  seen.add(source.path)
  for (const fact of source.exportsNamed(name)) {
    if (fact.from !== undefined) return fromModule(evaluator, source, fact.from, fact.imported ?? name, new Set())
    if (fact.binding >= 0) return evaluator.binding(source, fact.binding)
    if (fact.value >= 0) return evaluator.value(source, fact.value)
  }
  if (name === 'default') return undefined
  // What a package exports cannot be seen unless a library describes it: it is believed where no file says more.
  let elsewhere: Value | undefined
  for (const { from } of source.exportsNamed('*')) {
    if (from === undefined) continue
    const found = fromModule(evaluator, source, from, name, seen)
    if (found && found.kind !== 'package') return found
    elsewhere ??= found
  }
  return elsewhere
}

function fromModule(evaluator: Evaluator, source: Source, from: string, name: string, seen: Set<string>): Value | undefined {
  const module = moduleValue(evaluator, source.path, from)
  if (name === '*') return module
  if (module.kind !== 'module') {
    const found = evaluator.member(module, name)
    return isKnown(found) ? found : undefined
  }
  const target = evaluator.world.source(module.path)
  return target && findExport(evaluator, target, name, seen)
}
