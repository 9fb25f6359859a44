/** Prepared statements that a constant or a field of a class keeps. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, isConstant, rootOf } from '../code/code.ts'
import { insert, rewrite } from '../edits/edit.ts'
import { fresh } from '../edits/names.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

export interface KeptStatement {
  /** The call that made it. */
  call: NodeId
  /** The type of its rows is declared where it is kept, and not with it. */
  isTyped: boolean
  /** What reaches the client from where it is used: `this.`. */
  prefix?: string
  /** The client cannot be reached from there: another statement is kept beside it. */
  beside?: { owner: NodeId; member: string; statement: NodeId; field: { start: number; end: number; type: NodeId } | undefined }
}

/** The statement that the name or field holds, if it can be made with another text. */
export function keptStatement(source: Source, holder: NodeId): KeptStatement | undefined {
  const isTyped = (type: NodeId, call: NodeId) => type >= 0 && !source.as(call, 'call')?.types?.length
  const binding = bindingOf(source, holder)
  if (binding) {
    if (!isConstant(binding) || binding.path.length > 0 || binding.value < 0) return undefined
    // What made the statement must mean the same where its text is repeated.
    const root = bindingOf(source, rootOf(source, binding.value))
    const isThis = source.node(rootOf(source, binding.value)).kind === 'this'
    return isThis || (root && source.facts.bindings.filter(each => each.name === root.name).length === 1) ? { call: binding.value, isTyped: isTyped(binding.type, binding.value) } : undefined
  }
  const member = source.as(holder, 'member')
  const owner = source.enclosing(holder, 'class') ?? -1
  const members = source.as(owner, 'class')?.members
  if (!member || !members || source.node(member.object).kind !== 'this') return undefined
  const field = members.find(each => each.kind === 'field' && !each.static && each.name === member.name)
  const writes = source.ofKind('assign').filter(at => {
    const target = source.as(source.as(at, 'assign')!.target, 'member')
    return target?.name === member.name && source.node(target.object).kind === 'this'
  })
  if (field && field.value >= 0) return writes.length === 0 && source.node(rootOf(source, field.value)).kind === 'this' ? { call: field.value, isTyped: isTyped(field.type, field.value) } : undefined
  const constructor = members.find(each => each.kind === 'constructor')?.value ?? -1
  const [write] = writes
  if (writes.length !== 1 || source.functionOf(write!) !== constructor || source.enclosing(write!, 'class') !== owner) return undefined
  const call = source.as(write!, 'assign')!.value
  const kept = { call, isTyped: isTyped(field?.type ?? -1, call) }
  const root = source.as(rootOf(source, call), 'name')
  if (!root) return source.node(rootOf(source, call)).kind === 'this' ? kept : undefined
  // A parameter of the constructor, which the class keeps under the same name.
  if (members.some(each => each.kind === 'field' && !each.static && each.name === root.name && source.as(each.value, 'parameter')?.binding === root.binding)) return { ...kept, prefix: 'this.' }
  const statement = source.node(write!).parent
  return source.node(statement).kind === 'expression' ? { ...kept, beside: { owner, member: member.name, statement, field: field && { start: field.start, end: field.end, type: field.type } } } : undefined
}

/** A further statement beside one that a constructor makes: its name, and the lines that make it. */
export function statementBeside(source: Source, { call, beside }: KeptStatement, edits: readonly TextEdit[], types: readonly TextEdit[]): { name: string; edits: TextEdit[] } | undefined {
  const { owner, member, statement, field } = beside!
  const name = fresh(new Set(source.as(owner, 'class')!.members.map(each => each.name)), `${member}OfAll`)
  const style = styleOf(source)
  const line = (at: number) => style.newline + indentAt(source.text, at)
  const made = source.node(call)
  const { start, end } = source.node(statement)
  const lines = [insert(end, `${line(start)}this.${name} = ${rewrite(source, made.start, made.end, edits)}${source.text.slice(made.end, end)}`)]
  if (!field) return { name, edits: lines }
  const written = source.text.slice(field.start, field.end)
  const place = written.indexOf(member)
  const declared = field.type < 0 ? written.slice(place + member.length) : declaredAs(source, field, source.as(call, 'call')!, types)
  return place < 0 || declared === undefined ? undefined : { name, edits: [insert(field.end, `${line(field.start)}${written.slice(0, place)}${name}${declared}`), ...lines] }
}

/** `: Statement<[string], User>`: the declared type with the type arguments that the new statement has. */
function declaredAs(source: Source, field: { end: number; type: NodeId }, call: NodeOf<'call'>, types: readonly TextEdit[]): string | undefined {
  const declared = source.as(field.type, 'type-name')
  if (!declared || declared.arguments.length === 0) return `: ${source.textOf(field.type)}${source.text.slice(source.node(field.type).end, field.end)}`
  if (declared.arguments.length !== call.types?.length) return undefined
  const given = call.types.map(each => rewrite(source, source.node(each).start, source.node(each).end, types))
  return `: ${declared.name.join('.')}<${given.join(', ')}>${source.text.slice(source.node(field.type).end, field.end)}`
}
