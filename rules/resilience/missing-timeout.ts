import { addTimeout } from '../fixes/add-timeout.ts'
import { rule } from '../kit/rule.ts'

export default rule({
  id: 'missing-timeout',
  title: 'A call to another service that may wait far too long',
  killer: 'resilience',
  level: 'warning',
  since: '0.1.0',
  on: 'request',

  check(reached, about) {
    const { call, entry } = reached
    if (reached.path.length || !entry || reached.reach !== 'request') return
    if (reached.platform === 'browser' || !reached.keepsWaiting) return
    if (call.address !== 'outside' || call.streams) return
    const timeout = call.option('timeout')
    if (timeout.state !== 'absent') return
    const wait = timeout.default?.says ?? 'nothing limits how long it waits'
    return {
      at: reached.at,
      says: `\`${call.name}\` has no timeout: ${wait}.`,
      see: [{ at: entry.at, says: `${entry.name} waits for it.` }],
      fixes: [addTimeout(reached, about)],
    }
  },
})
