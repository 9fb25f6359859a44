/** Which model a library's call is about: a class that it is told, a type argument, or the class that it is called on. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Call as CallFact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { typeValue } from './type-values.ts'
import { optionsOf, type LibraryValue, type Origin, type Value } from './values.ts'

/** The model that an argument names: `manager.findOne(User, …)`, `sequelize.define('User', …)`. */
export function modelGiven(evaluator: Evaluator, fact: CallFact, source: Source, given: readonly NodeId[]): string | undefined {
  const argument = fact.model === undefined ? undefined : given[fact.model]
  if (argument === undefined) return undefined
  const value = evaluator.value(source, argument)
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : undefined
  const name = classNameOf(evaluator, value) ?? source.as(argument, 'name')?.name
  // `manager.save(user)` is handed a row.
  return name !== undefined && name[0] !== name[0]!.toLowerCase() ? name : undefined
}

/** The model that a type argument names: `Repository<User>`. */
export function modelOfTypes(evaluator: Evaluator, { library, type, types }: Pick<LibraryValue, 'library' | 'type' | 'types'>): string | undefined {
  const position = evaluator.world.knowledge.type(library, type)?.model
  const source = types && evaluator.world.source(types.path)
  const node = typeof position === 'number' ? types?.nodes[position] : undefined
  if (!source || node === undefined) return undefined
  // `Model<HydratedDocument<User>>`, `Model<User & Document>`.
  const options = optionsOf(typeValue(evaluator, source, node))
  return options.map((option) => classNameOf(evaluator, option) ?? (option.kind === 'library' ? modelOfTypes(evaluator, option) : undefined)).find((name) => name !== undefined)
}

/** The class of the workspace whose instances a call's rows are. */
export function entityGiven(evaluator: Evaluator, fact: CallFact, receiver: LibraryValue | undefined, source: Source, given: readonly NodeId[]): Origin | undefined {
  const argument = fact.model === undefined ? undefined : given[fact.model]
  const value = argument === undefined ? undefined : evaluator.value(source, argument)
  if (value?.kind === 'class') return { path: value.path, node: value.node }
  if (receiver?.entity) return receiver.entity
  const position = receiver && evaluator.world.knowledge.type(receiver.library, receiver.type)?.model
  const place = receiver?.types && evaluator.world.source(receiver.types.path)
  const node = typeof position === 'number' ? receiver?.types?.nodes[position] : undefined
  const type = place && node !== undefined ? typeValue(evaluator, place, node) : undefined
  return type?.kind === 'instance' ? { path: type.path, node: type.node } : undefined
}

/** The name of a class of the workspace, or of its instances. */
export function classNameOf(evaluator: Evaluator, value: Value): string | undefined {
  if (value.kind !== 'class' && value.kind !== 'instance') return undefined
  const name = evaluator.world.source(value.path)?.as(value.node, 'class')?.name
  return name === '' ? undefined : name
}
