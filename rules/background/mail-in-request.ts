import { afterResponse } from '../fixes/after-response.ts'
import { enqueue } from '../fixes/enqueue.ts'
import { rule } from '../kit/rule.ts'

export default rule({
  id: 'mail-in-request',
  title: 'A mail sent while the visitor waits',
  killer: 'background',
  level: 'warning',
  since: '0.1.0',
  on: 'mail',

  check(reached, about) {
    const { call, entry } = reached
    if (reached.path.length || !entry || reached.reach !== 'request') return
    if (!reached.keepsWaiting || reached.answered || call.result === 'used') return
    return {
      at: reached.at,
      says: `The visitor waits while \`${call.name}\` ${call.facts.cost ?? 'talks to the mail server'}; the answer does not need it.`,
      see: [{ at: entry.at, says: `${entry.name} comes in here.` }],
      fixes: [enqueue(reached, about), afterResponse(reached, about)],
    }
  },
})
