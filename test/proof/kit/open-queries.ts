/** Clients that note how many of their queries are under way at one moment. */

/**
 * Stands before a client: everything on it works as before. A query counts from the moment it is waited for (builders
 * run when they are) until it is settled.
 */
export function watched(client: object): { client: object; most: () => number } {
  let open = 0
  let most = 0
  const settled = () => { open-- }
  const wrap = <T>(value: T): T => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value
    return new Proxy(value as object, {
      get(target, key) {
        const member = Reflect.get(target, key, target) as unknown
        if (key === 'then' && typeof member === 'function') {
          return (resolve?: (value: unknown) => unknown, reject?: (reason: unknown) => unknown) => {
            open++
            most = Math.max(most, open)
            // One turn of the clock later, so that what begins along with it has begun.
            const run = new Promise((done) => { setImmediate(done) }).then(() => (member as typeof Promise.prototype.then).call(target))
            return run.finally(settled).then(resolve, reject)
          }
        }
        return typeof member === 'function' || (typeof member === 'object' && member !== null) ? wrap(typeof member === 'function' ? member.bind(target) : member) : member
      },
      apply: (target, self, given) => wrap(Reflect.apply(target as () => unknown, self, given)),
    }) as T
  }
  return { client: wrap(client), most: () => { const seen = most; most = 0; return seen } }
}
