/** Why what runs before a handler makes its answer depend on who asks. */
import type { Place } from '../../../rules/kit/rule.ts'
import type { Context } from '../call-subject.ts'
import type { Value } from '../values/values.ts'

const unseen = 'a middleware that cannot be looked into'

/** A middleware that reads who asks, or that we cannot look into, makes an answer personal. */
export function middlewareReason(context: Context, value: Value, at: Place): { says: string; at: Place }[] {
  switch (value.kind) {
    case 'function': return context.graph.marksWithin(value).filter((mark) => mark.kind === 'personal')
    case 'library-function': return value.fact.personal ? [{ says: value.name, at }] : []
    case 'library': {
      const type = context.evaluator.world.knowledge.type(value.library, value.type)
      return type?.personal || type?.takes ? [{ says: type.personal ? value.type : unseen, at }] : []
    }
    // A class that a library describes without a word on it asks nobody who they are.
    case 'library-class': return []
    default: return [{ says: unseen, at }]
  }
}
