import type { Binding, NodeId, NodeOf } from '../kit/facts.ts'
import type { About, Fix, Reached } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { isClosedBy, otherUses, withoutClosing } from '../kit/code/clients.ts'
import { stepsOf, usesOf, within } from '../kit/code/code.ts'
import { moved, removeStatement, replaceNode } from '../kit/edits/edit.ts'
import { moduleLines } from '../kit/edits/imports.ts'
import { capital, fresh, takenNames } from '../kit/edits/names.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { braced, quoted, styleOf } from '../kit/edits/style-of.ts'

/** Makes the client once for the module, rather than for each request, and no longer closes it after one. */
export function shareClient(reached: Reached, about: About): Fix | undefined {
  const { call, source } = reached
  if (reached.path.length > 0 || reached.platform === 'workers' || reached.platform === 'browser') return undefined
  // One connection cannot serve requests side by side.
  if (call.facts.connection === 'single' || reached.repetitions.length > 0) return undefined
  const found = declarationOf(source, call.node)
  if (!found) return undefined
  const { declare, at, binding } = found
  const needs = neededIn(source, declare.value)
  const uses = usesOf(source, declare.bindings[0]!)
  const others = otherUses(source, uses, call.library)
  const closing = uses.filter(use => isClosedBy(source, use, call.library))
  const closed = needs && others && withoutClosing(source, closing)
  if (!needs || !others || !closed) return undefined

  const same = moduleClient(source, binding.name, declare.value)
  const isReloaded = about.dependencies(source.path).has('next')
  const doubts = [
    ...needs.environment ? ['the environment is set before this file is loaded'] : [],
    ...others.map(name => (name === '' ? '' : `\`${name}\` may run again on the shared one`)),
  ]
  return offer({
    recipe: 'share-client',
    title: `Share one \`${binding.name}\` among all requests`,
    doubts,
    edits() {
      const lines = (name: string) => moduleLines(source, needs.after, clientLines(source, name, declare.value, isReloaded))
      if (same === 'same') return inFile(source, [removeStatement(source, at), ...closed()])
      if (same === undefined) return inFile(source, [lines(binding.name), removeStatement(source, at), ...closed()])
      // The module uses the name for something else: here it stays a name for the shared one.
      const name = fresh(takenNames(source, 0), binding.name)
      return inFile(source, [lines(name), replaceNode(source, declare.value, name), ...closed()])
    },
  })
}

/** `const name = new Client(…)` as a statement of its own inside of a function. */
function declarationOf(source: Source, node: NodeId): { declare: NodeOf<'declare'>; at: NodeId; binding: Binding } | undefined {
  const at = source.node(node).parent
  const declare = source.as(at, 'declare')
  if (declare?.value !== node || declare.how !== 'const' || declare.pattern || declare.type >= 0 || source.functionOf(at) === 0) return undefined
  const { kind } = source.node(declare.parent)
  const isShared = source.facts.nodes.some(each => each.kind === 'declare' && each !== declare && each.statementStart === declare.statementStart)
  return kind === 'block' && !isShared ? { declare, at, binding: source.facts.bindings[declare.bindings[0]!]! } : undefined
}

/** What making the client takes: only what a module knows, and after which of its statements that is known. */
function neededIn(source: Source, value: NodeId): { after: number; environment: boolean } | undefined {
  let after = 0
  let environment = false
  for (const at of [value, ...within(source, value)]) {
    const node = source.node(at)
    if (node.kind === 'await' || node.kind === 'this' || node.kind === 'yield' || node.kind === 'function') return undefined
    if (node.kind === 'member' && stepsOf(source, at)?.join('.') === 'process.env') environment = true
    const binding = node.kind === 'name' ? source.facts.bindings[node.binding] : undefined
    if (!binding) continue
    if (binding.function !== 0 || binding.assignments.length > 0) return undefined
    const holder = source.facts.nodes.find((each): each is NodeOf<'declare'> =>
      each.kind === 'declare' && each.parent === 0 && each.statementStart <= binding.start && each.statementEnd >= binding.end)
    // A name of a block of the module is not known outside of it.
    if (!holder && !['import', 'function', 'class', 'enum', 'type', 'interface', 'namespace'].includes(binding.kind)) return undefined
    if (binding.kind === 'class' || binding.kind === 'enum') return undefined
    if (holder) after = Math.max(after, holder.statementEnd)
  }
  return { after, environment }
}

/** Whether the module has a client of that name already: the same one, or something else. */
function moduleClient(source: Source, name: string, value: NodeId): 'same' | 'other' | undefined {
  const own = source.facts.bindings.find(binding => binding.name === name && binding.function === 0)
  if (!own) return undefined
  const text = source.textOf(value)
  const isSame = own.kind === 'const' && own.value >= 0 && own.path.length === 0
    && [own.value, ...within(source, own.value)].some(at => source.node(at).kind === source.node(value).kind && source.textOf(at) === text)
  return isSame ? 'same' : 'other'
}

/** The client as a constant of the module; where a framework reloads modules, the one that was made before is kept. */
function clientLines(source: Source, name: string, value: NodeId, isReloaded: boolean): string[] {
  const style = styleOf(source)
  const { semicolon: end } = style
  const text = moved(source, value, [], '')
  if (!isReloaded) return [`const ${name} = ${text}${end}`]
  const production = quoted(style, 'production')
  if (!source.facts.language.startsWith('ts')) {
    return [`const ${name} = globalThis.${name} ?? ${text}${end}`, `if (process.env.NODE_ENV !== ${production}) globalThis.${name} = ${name}${end}`]
  }
  const holder = `globalFor${capital(name)}`
  const make = `create${capital(name)}`
  const made = source.as(value, 'new')
  const isClass = made !== undefined && !made.types
  const type = isClass ? source.textOf(made.callee) : `ReturnType<typeof ${make}>`
  return [
    ...isClass ? [] : [`const ${make} = () => ${text}${end}`],
    `const ${holder} = globalThis as unknown as ${braced(style, `${name}?: ${type}`)}${end}`,
    `const ${name} = ${holder}.${name} ?? ${isClass ? text : `${make}()`}${end}`,
    `if (process.env.NODE_ENV !== ${production}) ${holder}.${name} = ${name}${end}`,
  ]
}

