/** A line on a terminal that tells how far a scan is, and is gone when it ends. */
import type { Progress } from '../workspace/session.ts'
import type { Io } from './shell.ts'

const verbs: Record<Progress['phase'], string> = { reading: 'Reading', linking: 'Linking', checking: 'Checking' }
const pause = 80

/** Silent where errors do not go to a terminal: logs are no place for moving lines. */
export function progressLine({ errors, now }: Pick<Io, 'errors' | 'now'>): { show(progress: Progress): void; end(): void } {
  let last = -Infinity
  let shown = false
  return {
    show({ phase, done, total }) {
      if (!errors.terminal || now() - last < pause) return
      last = now()
      shown = true
      errors.write(`\r\u001b[2K${verbs[phase]} ${done} of ${total}`)
    },
    end() {
      if (shown) errors.write('\r\u001b[2K')
      shown = false
    },
  }
}
