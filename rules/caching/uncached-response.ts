import { cacheHeaders } from '../fixes/cache-headers.ts'
import { rule } from '../kit/rule.ts'

export default rule({
  id: 'uncached-response',
  title: 'A public answer that is worked out anew for everybody',
  killer: 'caching',
  level: 'information',
  since: '0.1.0',
  on: 'handler',

  check(handler, about) {
    const { entry } = handler
    if (entry.kind !== 'request' || entry.method !== 'GET' || !handler.answers) return
    if (handler.personal.length || handler.policy.length) return
    if (handler.headers.some((name) => name === 'cache-control' || name === 'set-cookie' || name === '*')) return
    const effects = new Set(handler.reached.map((call) => call.effect))
    // What it costs is the query or the request; an answer that changes something is none to keep.
    if (!effects.has('query') && !effects.has('request')) return
    if (effects.has('write') || effects.has('mail') || effects.has('enqueue') || effects.has('model')) return
    const costly = handler.reached.find((call) => call.effect === 'query' || call.effect === 'request')!
    return {
      at: handler.at,
      says: `${entry.name} is the same for everybody and says nothing about caching: ${about.scale.users} users ask ${about.scale.users} times.`,
      see: [{ at: costly.at, says: `\`${costly.name}\` runs for each of them.` }],
      fixes: [cacheHeaders(handler, about)],
    }
  },
})
