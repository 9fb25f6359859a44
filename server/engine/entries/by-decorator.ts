/** Methods that decorators make entries: `@Controller('posts') class { @Get() list() {} }`. */
import type { EntryByDecorator, Framework } from '../../../rules/kit/framework.ts'
import type { ClassNode, Decorator, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { entry, type FoundEntry } from './entries.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { own } from '../knowledge.ts'
import { optionsOf, unknown, type Value } from '../values/values.ts'

export function entriesByDecorator(evaluator: Evaluator, source: Source, framework: Framework, form: EntryByDecorator, found: FoundEntry[]): void {
  source.ofKind('class').forEach((id) => {
    const node = source.as(id, 'class')!
    const decorators = node.decorators ?? []
    const base = decorators.map((it) => decoratorOf(source, framework, it)).find((it) => it && form.classes.includes(it.name))
    if (form.classes.length && !base) return
    const around = decorators.filter((it) => it !== base?.decorator)
    for (const member of node.members) {
      const handler = source.as(member.value, 'function')
      if (!handler || handler.body < 0 || member.kind !== 'method') continue
      const known = (member.decorators ?? []).map((it) => decoratorOf(source, framework, it)).find((it) => it && own(form.methods ?? {}, it.name))
      const method = known ? own(form.methods!, known.name) : own(form.named ?? {}, member.name)
      if (!method) continue
      const route = [base?.text, known?.text].filter(Boolean).join('/').replace(/\/{2,}/g, '/').replace(/^\/+/, '')
      const name = form.kind === 'request' ? `${method} /${route}` : `${form.kind} ${node.name}.${member.name}`
      const at = { path: source.path, start: handler.nameStart, end: handler.nameEnd }
      const others = [...around, ...(member.decorators ?? []).filter((it) => it !== known?.decorator)]
      found.push({
        ...entry(source, framework, form, { path: source.path, node: member.value }, name, at, method),
        ...eachOf(source, framework, form, node, member.value),
        before: [...others.flatMap((it) => decoratorValues(evaluator, source, it)), ...ofParameters(evaluator, source, handler.parameters)],
      })
    }
  })
}

/** For a form that is called for each element: the parameter that is one, and the name of its type. */
function eachOf(source: Source, framework: Framework, form: EntryByDecorator, holder: ClassNode, id: NodeId): Pick<FoundEntry, 'each'> {
  if (form.each === 'this') return { each: { element: holder.name || 'object', parameter: 'this' } }
  if (!Array.isArray(form.each)) return {}
  const marks = form.each
  const { parameters } = source.as(id, 'function')!
  const parameter = parameters.findIndex((it) => source.as(it, 'parameter')?.decorators?.some((decorator) => marks.includes(decoratorOf(source, framework, decorator)?.name ?? '')))
  if (parameter < 0) return {}
  const declared = source.as(parameters[parameter]!, 'parameter')!
  const type = declared.type < 0 ? undefined : source.as(declared.type, 'type-name')?.name.at(-1)
  return { each: { element: type ?? (declared.binding < 0 ? 'parent' : source.facts.bindings[declared.binding]!.name), parameter } }
}

/** The name and first text of a decorator that is imported from the framework. */
function decoratorOf(source: Source, framework: Framework, decorator: Decorator): { decorator: Decorator; name: string; text: string | undefined } | undefined {
  const call = source.as(decorator.value, 'call')
  const name = source.as(call ? call.callee : decorator.value, 'name')
  if (!name || name.binding < 0) return undefined
  const index = source.facts.bindings[name.binding]!.import
  const fact = index < 0 ? undefined : source.facts.imports[index]!
  if (!fact || !framework.packages.some((it) => it === fact.from || (it.endsWith('/*') && fact.from.startsWith(it.slice(0, -1))))) return undefined
  const first = call?.arguments[0]
  return { decorator, name: fact.name, text: first === undefined ? undefined : textIn(source, first) }
}

/** `'posts'`, `{ path: 'posts', version: '1' }`. */
function textIn(source: Source, id: NodeId): string | undefined {
  const path = source.as(id, 'object')?.properties.find((it) => it.key === 'path')?.value
  return source.as(path ?? id, 'text')?.value
}

const decoratorValues = (evaluator: Evaluator, source: Source, decorator: Decorator): readonly Value[] =>
  optionsOf(evaluator.value(source, source.as(decorator.value, 'call')?.callee ?? decorator.value))

/** A parameter's decorator of the app's own takes something out of the request: nearly always who asks. */
function ofParameters(evaluator: Evaluator, source: Source, parameters: readonly NodeId[]): Value[] {
  return parameters.flatMap((id) => (source.as(id, 'parameter')?.decorators ?? []).flatMap((it) =>
    decoratorValues(evaluator, source, it).map((value) => (value.kind === 'function' ? unknown : value))))
}
