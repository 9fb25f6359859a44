/** Long work in slices, so that whoever waits for the event loop (a keystroke, a cancellation) gets its turn. */
import { setImmediate } from 'node:timers/promises'

export class Breath {
  readonly #slice: number
  readonly #signal: AbortSignal | undefined
  #started = performance.now()

  constructor(signal?: AbortSignal, milliseconds = 10) {
    this.#signal = signal
    this.#slice = milliseconds
  }

  /** Whether this slice is used up. Asked often, so that pausing itself costs nothing in between. */
  due(): boolean {
    return performance.now() - this.#started >= this.#slice
  }

  /** Lets others work; throws the signal's reason once it is aborted. */
  async pause(): Promise<void> {
    await setImmediate()
    this.#signal?.throwIfAborted()
    this.#started = performance.now()
  }

  /** Milliseconds that are left in this slice. */
  left(): number {
    return Math.max(0, this.#slice - (performance.now() - this.#started))
  }
}
