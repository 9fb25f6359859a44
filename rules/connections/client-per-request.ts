import { shareClient } from '../fixes/share-client.ts'
import { rule } from '../kit/rule.ts'

export default rule({
  id: 'client-per-request',
  title: 'A database client made for each request',
  killer: 'connections',
  level: 'error',
  since: '0.1.0',
  on: 'connect',

  check(reached, about) {
    const { call, entry } = reached
    // On Workers a client may not outlive its request; in a browser there is no pool to share.
    if (reached.platform === 'workers' || reached.platform === 'browser') return
    if (reached.path.length || !entry || reached.reach !== 'request' || reached.kept) return
    const what = call.facts.connection === 'single' ? 'a new connection' : 'a new pool of connections'
    return {
      at: reached.at,
      says: `\`${call.name}\` opens ${what} for each request: ${about.scale.users} users, ${about.scale.users} of them.`,
      see: [{ at: entry.at, says: `${entry.name} comes in here.` }],
      fixes: [shareClient(reached, about)],
    }
  },
})
