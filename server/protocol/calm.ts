/** Work that follows a burst of events: once, after a pause, never twice at a time. */
export class Calm {
  readonly #pause: number
  readonly #work: () => Promise<void>
  readonly #trouble: (error: unknown) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #running = false
  #again = false

  constructor(pause: number, work: () => Promise<void>, trouble: (error: unknown) => void) {
    this.#pause = pause
    this.#work = work
    this.#trouble = trouble
  }

  soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#run(), this.#pause)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#again = false
  }

  async #run(): Promise<void> {
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    try {
      await this.#work()
    } catch (error) {
      this.#trouble(error)
    }
    this.#running = false
    if (!this.#again) return
    this.#again = false
    this.soon()
  }
}

/** Lets every message that has already arrived be handled first: cancellations and newer texts among them. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
