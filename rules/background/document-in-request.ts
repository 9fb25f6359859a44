import { afterResponse } from '../fixes/after-response.ts'
import { enqueue } from '../fixes/enqueue.ts'
import { rule } from '../kit/rule.ts'

export default rule({
  id: 'document-in-request',
  title: 'A document made while the visitor waits',
  killer: 'background',
  level: 'warning',
  since: '0.1.0',
  on: 'document',

  check(reached, about) {
    const { call, entry } = reached
    if (reached.path.length || !entry || reached.reach !== 'request') return
    if (!reached.keepsWaiting || reached.answered) return
    return {
      at: reached.at,
      says: `The visitor waits while \`${call.name}\` ${call.facts.cost ?? 'makes a document'}; the answer does not need it.`,
      see: [{ at: entry.at, says: `${entry.name} comes in here.` }],
      fixes: [enqueue(reached, about), afterResponse(reached, about)],
    }
  },
})
