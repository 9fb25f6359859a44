/** The query whose rows a repetition walks. */
import type { Call } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { CallSubject, type Context } from '../call-subject.ts'
import type { Turn } from './turns.ts'

/** Undefined where the list is something else, may be several things, or comes from another file. */
export function listedBy(context: Context, source: Source, turn: Turn | undefined): Call | undefined {
  if (!turn || turn.list < 0) return undefined
  const rows = context.evaluator.value(source, turn.list)
  const origin = rows.kind === 'array' ? rows.origin : undefined
  if (origin?.path !== source.path) return undefined
  for (const sites of context.graph.links(source.path)?.sites.values() ?? []) {
    const site = sites.find((each) => each.node === origin.node)
    if (site?.meaning?.fact.does) return new CallSubject(context, source, site.node, site.meaning, site.waited)
  }
  return undefined
}
