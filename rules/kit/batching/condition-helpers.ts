/** Functions of a package that build conditions, `eq` and `and`, as a file knows them: also through a module that passes them on. */
import type { NodeId } from '../facts.ts'
import type { About } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, isDate, linksOf } from '../code/code.ts'
import { addImport, type Added } from '../edits/imports.ts'

export interface ConditionHelpers {
  /** Under which name the package exports the function that is called there; undefined for any other call. */
  nameAt(at: NodeId): string | undefined
  /** Such a call, a link on it (`sum(orders.total).mapWith(Number)`), or a date: to ask it earlier gives the same. */
  isKnown(at: NodeId): boolean
  /** Makes another one known, from where the file has the others; undefined where that module does not pass it on. */
  add(name: string): Added | undefined
}

export function conditionHelpers(source: Source, about: About, packageName: string): ConditionHelpers {
  const isOwn = (from: string) => from === packageName || from.startsWith(`${packageName}/`)
  const origin = (from: string, name: string): string | undefined => {
    if (isOwn(from)) return name
    const found = about.origin(source.path, from, name)
    return found && isOwn(found.from) ? found.name : undefined
  }
  const nameAt = (at: NodeId) => {
    const node = source.node(at)
    const callee = node.kind === 'call' ? node.callee : node.kind === 'tagged' ? node.tag : undefined
    const fact = callee === undefined ? undefined : source.facts.imports[bindingOf(source, callee)?.import ?? -1]
    return fact && origin(fact.from, fact.name)
  }
  const isKnown = (at: NodeId): boolean => nameAt(at) !== undefined || isDate(source, at) || (linksOf(source, at).length > 0 && nameAt(linksOf(source, at)[0]!.receiver) !== undefined)
  return {
    nameAt,
    isKnown,
    add(name) {
      const modules = source.facts.imports.filter(fact => !fact.typeOnly && fact.binding >= 0 && origin(fact.from, fact.name) !== undefined).map(({ from }) => from)
      if (modules.length === 0 || modules.some(isOwn)) return addImport(source, packageName, name)
      const from = modules.find(each => origin(each, name) === name)
      if (from !== undefined) return addImport(source, from, name)
      return about.dependencies(source.path).has(packageName) ? addImport(source, packageName, name) : undefined
    },
  }
}
