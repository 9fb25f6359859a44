/** Where a sibling can stand beside a function, and how whoever calls the function gets at it. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { About, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { usesOf } from '../code/code.ts'
import { insert, memberText } from '../edits/edit.ts'
import { addImport, isCommonJs } from '../edits/imports.ts'
import { signatureIn, type Signature } from './signature.ts'

export interface Beside {
  name: string
  /** The declaration as a whole: the statement, class member or property. */
  start: number
  end: number
  /** What its text begins with, up to the name, and what stands between the name and the function: ` = `, `: ` or nothing. */
  head: string
  joint: string
  /** What comes between the two, and after the sibling: `,` in an object, `;` after a statement. */
  separator: string
  isStatement: boolean
  /** Names that the sibling cannot have. */
  taken: ReadonlySet<string>
  /** What makes a sibling of that name known where the function is. */
  passedOn(name: string): TextEdit[]
  /** The caller knows the function by a type alone, which has to tell of the sibling too. */
  signature?: Signature
}

/** Who calls the function: the expression that names it there. */
interface Caller { source: Source; callee: NodeId }
interface Declared { path: string; node: NodeId }

/** The function behind a call of `caller`; undefined where nothing can be added beside it that this call would see. */
export function besideOf(source: Source, id: NodeId, caller: Caller, about: About): Beside | undefined {
  const own = source.as(id, 'function')!
  const holder = source.node(own.parent)
  if (holder.kind === 'class') return inClass(source, id, holder, caller, about)
  if (holder.kind === 'object') return inObject(source, id, holder, caller, about)
  if (holder.kind === 'assign') return asExport(source, own, holder)
  return asStatement(source, id, own, caller)
}

const namesOf = (source: Source): string[] => source.facts.bindings.map(({ name }) => name)

function inClass(source: Source, id: NodeId, holder: NodeOf<'class'>, caller: Caller, about: About): Beside | undefined {
  const own = source.as(id, 'function')!
  const member = holder.members.find(each => each.value === id)
  if (!member || member.decorators?.length || (member.kind !== 'method' && member.kind !== 'field') || member.type >= 0) return undefined
  const isPlain = holder.implements.length === 0 && holder.extends < 0
  const signature = isPlain ? undefined : signatureFor(caller, { path: source.path, node: own.parent }, member.name, about)
  if (signature === false) return undefined
  const isField = member.kind === 'field'
  // The name stands last before the value: `private at = …`.
  const nameStart = isField ? source.text.lastIndexOf(member.name, source.node(id).start - 1) : own.nameStart
  return {
    name: member.name, start: member.start, end: member.end, head: source.text.slice(member.start, nameStart), joint: isField ? ' = ' : '', separator: '',
    isStatement: isField, taken: new Set(holder.members.map(({ name }) => name)), passedOn: () => [], ...signature && { signature },
  }
}

/** What tells the caller of the class's or object's function, where that is not the class itself; false where a sibling would stay unknown to it. */
function signatureFor({ source, callee }: Caller, own: Declared, name: string, about: About): Signature | undefined | false {
  const member = source.as(callee, 'member')
  if (!member) return false
  if (!source.facts.language.startsWith('ts') || source.node(member.object).kind === 'this') return undefined
  const declared = about.declared(source.path, member.object)
  if (declared?.path === own.path && declared.node === own.node) return undefined
  return (declared && signatureIn(declared, name, about)) ?? false
}

function inObject(source: Source, id: NodeId, holder: NodeOf<'object'>, caller: Caller, about: About): Beside | undefined {
  const property = holder.properties.find(each => each.value === id)
  if (!property?.key) return undefined
  const type = typeOfObject(source, holder)
  const declared = type === undefined || type < 0 ? undefined : about.declared(source.path, type)
  // The caller has it by that type, or by a function that gives the object.
  const isSeen = declared !== undefined && [declared, { path: source.path, node: source.node(id).parent }].some(each => signatureFor(caller, each, property.key!, about) === undefined)
  const signature = isSeen ? signatureIn(declared, property.key, about) : undefined
  if (type !== undefined && !signature) return undefined
  const start = source.text.indexOf(property.key, property.start)
  const isMethod = property.method === 'method'
  return {
    name: property.key, start: property.start, end: property.end, head: isMethod ? '' : source.text.slice(property.start, start), joint: isMethod ? '' : ': ', separator: ',',
    isStatement: false, taken: new Set(holder.properties.flatMap(({ key }) => key ?? [])), passedOn: () => [], ...signature && { signature },
  }
}

/** The type that says which properties it has: undefined where nothing does, -1 where that is somewhere else. */
function typeOfObject(source: Source, holder: NodeOf<'object'>): NodeId | undefined {
  const parent = source.node(holder.parent)
  const written = (type: NodeId | undefined) => (type === undefined || type < 0 ? undefined : type)
  if (parent.kind === 'declare') return written(parent.type)
  if (parent.kind === 'function') return written(parent.returns)
  if (parent.kind === 'return') return written(source.as(source.functionOf(holder.parent), 'function')?.returns)
  return parent.kind === 'module' ? undefined : parent.kind === 'cast' && parent.how === 'satisfies' ? parent.type : -1
}

/** `exports.find = async id => …` */
function asExport(source: Source, own: NodeOf<'function'>, holder: NodeOf<'assign'>): Beside | undefined {
  const target = source.as(holder.target, 'member')
  const object = target && source.as(target.object, 'name')
  const statement = source.node(holder.parent)
  if (!target || object?.name !== 'exports' || object.binding >= 0 || statement.kind !== 'expression' || source.node(statement.parent).kind !== 'module' || own.how === 'method') return undefined
  return {
    name: target.name, start: holder.start, end: statement.end, head: source.text.slice(holder.start, target.nameStart), joint: ' = ', separator: '',
    isStatement: true, taken: new Set(namesOf(source)), passedOn: () => [],
  }
}

function asStatement(source: Source, id: NodeId, own: NodeOf<'function'>, caller: Caller): Beside | undefined {
  const declared = source.as(own.parent, 'declare')
  const isConstant = declared !== undefined && declared.value === id && declared.type < 0 && !declared.pattern && declared.bindings.length === 1
  if (!isConstant && own.how !== 'declaration') return undefined
  const scope = source.node(isConstant ? declared.parent : own.parent)
  const binding = isConstant ? declared.bindings[0]! : source.facts.bindings.findIndex(({ value }) => value === id)
  const { name, start: nameStart } = source.facts.bindings[binding] ?? { name: '', start: -1 }
  if (name === '') return undefined
  const { start, end } = isConstant ? { start: declared.statementStart, end: declared.statementEnd } : own
  const text = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, nameStart)
  const isLocal = scope.kind !== 'module'
  const isInside = isLocal && caller.source === source && source.contains(isConstant ? declared.parent : own.parent, caller.callee)
  const shared = isInside ? [] : handedOn(source, binding)
  // What is made by a function is known outside of it by the object that it gives.
  if (text.includes('default') || (isLocal && !isInside && (shared.length === 0 || !caller.source.as(caller.callee, 'member')))) return undefined
  const exported = source.facts.exports.some(each => each.binding === binding && each.from === undefined && !each.typeOnly)
  const isSame = caller.source.path === source.path
  if (!isLocal && !isSame && !exported && shared.length === 0) return undefined
  // `export { find }` further down names what is exported; the sibling says it for itself.
  const isByList = exported && !text.includes('export') && shared.length === 0 && !isSame
  if (isByList && isCommonJs(source)) return undefined
  return {
    name, start, end, head: (isByList ? 'export ' : '') + text.trimStart(), joint: isConstant ? ' = ' : '', separator: isConstant && source.text[end - 1] === ';' ? ';' : '', isStatement: isConstant,
    taken: new Set([...namesOf(source), ...namesOf(caller.source)]),
    passedOn: sibling => shared.map(at => insert(at, `, ${sibling}`)),
  }
}

/** Where an object that is exported has the function as a property: `export default { find, list }`, `module.exports = { find }`. */
function handedOn(source: Source, binding: number): number[] {
  return usesOf(source, binding).flatMap(use => {
    const { parent } = source.node(use)
    const object = source.as(parent, 'object')
    const property = object?.properties.find(each => each.value === use && each.shorthand)
    return object && property && (isExportsOf(source, object) || typeOfObject(source, object) === undefined) ? [property.end] : []
  })
}

/** `module.exports = { … }` */
function isExportsOf(source: Source, object: NodeOf<'object'>): boolean {
  const assign = source.as(object.parent, 'assign')
  const target = assign && source.as(assign.target, 'member')
  return target?.name === 'exports' && source.as(target.object, 'name')?.name === 'module'
}

/** The sibling's name in a call's place, with what has to be imported for it; undefined where the caller cannot get at it. */
export function reachedAs(caller: Source, callee: NodeId, owner: Source, beside: Beside, name: string, about: About): { text: string; edits: TextEdit[] } | undefined {
  const member = caller.as(callee, 'member')
  if (member) return member.optional ? undefined : { text: caller.text.slice(member.start, member.nameStart) + (memberText(caller, name).startsWith('.') || name.startsWith('#') ? name : ''), edits: [] }
  const own = caller.as(callee, 'name')
  if (!own) return undefined
  if (caller.path === owner.path) return { text: name, edits: [] }
  const fact = caller.facts.imports.find(each => each.binding === own.binding && !each.typeOnly)
  if (!fact || fact.name !== beside.name) return undefined
  const from = isModule(fact.from, owner.path) ? fact.from : isOfPackage(fact.from, caller, about) ? undefined : about.specifier(caller.path, owner.path)
  if (from === undefined || (isCommonJs(caller) && !fact.require)) return undefined
  const added = addImport(caller, from, name)
  return { text: added.local, edits: added.edits }
}

/** Whether `@/lib/users` looks like the file itself rather than one that passes on what it exports. */
export function isModule(from: string, path: string): boolean {
  const last = (text: string) => text.slice(text.lastIndexOf('/') + 1)
  const [name = ''] = last(path).split('.')
  const [own = ''] = last(from).split('.')
  return own === name
}

/** A package of its own, whatever in it passes the function on. */
function isOfPackage(from: string, caller: Source, about: About): boolean {
  if (from.startsWith('.')) return false
  const [scope = '', second] = from.split('/')
  const dependencies = about.dependencies(caller.path)
  return dependencies.has(scope) || dependencies.has(`${scope}/${second}`)
}
