/**
 * Memoised questions with dependencies, so that an edit re-asks only what it touches and every answer equals a
 * fresh run's.
 *
 * A question is a key and a function. While it is computed, every input and every other question that it asks is
 * written down. When an input changes, the questions that (indirectly) asked for it become *doubtful*; a doubtful
 * one is believed again if none of what it asked for has changed, and computed anew otherwise. An answer that comes
 * out the same as before stops the wave (early cutoff).
 *
 * Questions may ask for themselves in a circle. The inner one then gets `onCycle`, and what is computed with that
 * provisional answer is kept only until the head of the circle is answered, so that no answer depends on who asked
 * first.
 */
interface Entry {
  key: string
  value: unknown
  /** Compared to tell whether an answer changed. */
  print: string | undefined
  asked: Set<Entry>
  askedBy: Set<Entry>
  state: 'fresh' | 'doubtful' | 'stale'
  input: boolean
  compute: (() => unknown) | undefined
  printOf: ((value: never) => string) | undefined
}

interface Frame {
  entry: Entry
  /** Lowest frame whose provisional answer was used. */
  lowest: number
  /** Scratch for the question being answered; gone with it. */
  scratch: Map<unknown, Map<number, unknown>>
}

export class Memo {
  readonly #entries = new Map<string, Entry>()
  readonly #frames: Frame[] = []
  readonly #active = new Map<Entry, number>()
  readonly #outside: Frame['scratch'] = new Map()
  /** Answers that lean on an unfinished one, with the depth of its frame. */
  readonly #provisional = new Map<Entry, number>()

  /** Sets an input; whoever asked for it becomes stale. */
  set(key: string, value: unknown): void {
    const entry = this.#entry(key)
    this.#outside.clear()
    entry.value = value
    entry.input = true
    entry.state = 'fresh'
    this.#spread(entry)
  }

  /** Reads an input. */
  input<T>(key: string): T | undefined {
    const entry = this.#entry(key)
    entry.input = true
    entry.state = 'fresh'
    this.#note(entry)
    return entry.value as T | undefined
  }

  /**
   * The answer to a question. `print` gives the text by which two answers are told apart; without it every new
   * answer counts as changed.
   */
  ask<T>(key: string, compute: () => T, onCycle: T, print?: (value: T) => string): T {
    const entry = this.#entry(key)
    const active = this.#active.get(entry)
    if (active !== undefined) {
      this.#leanOn(active)
      return onCycle
    }
    const provisional = this.#provisional.get(entry)
    if (provisional !== undefined) {
      this.#leanOn(provisional)
      this.#note(entry)
      return entry.value as T
    }
    entry.compute = compute
    entry.printOf = print as Entry['printOf']
    this.#refresh(entry)
    this.#note(entry)
    return entry.value as T
  }

  /**
   * A place for intermediate results, by any object: those of a question lean on the same inputs as it does and go
   * with it; those outside of questions go when an input changes.
   */
  scratch(owner: unknown): Map<number, unknown> {
    const scratch = this.#frames.at(-1)?.scratch ?? this.#outside
    let map = scratch.get(owner)
    if (!map) scratch.set(owner, (map = new Map()))
    return map
  }

  /** Everything above that depth leans on its unfinished answer. */
  #leanOn(depth: number): void {
    for (let index = depth + 1; index < this.#frames.length; index++) {
      const frame = this.#frames[index]!
      frame.lowest = Math.min(frame.lowest, depth)
    }
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key)
    if (!entry) {
      entry = {
        key, value: undefined, print: undefined, asked: new Set(), askedBy: new Set(), state: 'stale', input: false,
        compute: undefined, printOf: undefined,
      }
      this.#entries.set(key, entry)
    }
    return entry
  }

  #note(entry: Entry): void {
    const asking = this.#frames.at(-1)?.entry
    if (!asking) return
    asking.asked.add(entry)
    entry.askedBy.add(asking)
  }

  /** Brings an entry up to date; true when its answer changed. */
  #refresh(entry: Entry): boolean {
    if (entry.state === 'fresh') return false
    if (entry.state === 'doubtful' && !this.#active.has(entry)) {
      // Believe it again if nothing that it asked for has changed. Asked in the order in which it asked.
      let changed = false
      for (const asked of entry.asked) {
        if (asked.state === 'fresh' || this.#active.has(asked)) continue
        if (!asked.compute) { changed = true; break }
        if (this.#refresh(asked)) { changed = true; break }
        if ((entry.state as string) === 'stale') { changed = true; break }
      }
      if (!changed && (entry.state as string) === 'doubtful') {
        entry.state = 'fresh'
        return false
      }
    }
    return this.#compute(entry)
  }

  #compute(entry: Entry): boolean {
    for (const asked of entry.asked) asked.askedBy.delete(entry)
    entry.asked.clear()
    const depth = this.#frames.length
    const frame: Frame = { entry, lowest: depth, scratch: new Map() }
    this.#frames.push(frame)
    this.#active.set(entry, depth)
    let value: unknown
    try {
      value = entry.compute!()
    } finally {
      this.#frames.pop()
      this.#active.delete(entry)
    }
    const print = entry.printOf?.(value as never)
    const changed = print === undefined || print !== entry.print
    entry.value = value
    entry.print = print
    if (frame.lowest < depth) {
      // Right for the askers in progress, not to be kept beyond them.
      entry.state = 'stale'
      this.#provisional.set(entry, frame.lowest)
    } else {
      entry.state = 'fresh'
      for (const [other, on] of this.#provisional) if (on >= depth) this.#provisional.delete(other)
    }
    if (changed) for (const asker of entry.askedBy) if (asker.state === 'doubtful') asker.state = 'stale'
    return changed
  }

  /** An input changed: direct askers are stale, theirs doubtful. */
  #spread(entry: Entry): void {
    const waiting: Entry[] = []
    for (const asker of entry.askedBy) {
      asker.state = 'stale'
      waiting.push(asker)
    }
    while (waiting.length) {
      for (const asker of waiting.pop()!.askedBy) {
        if (asker.state !== 'fresh') continue
        asker.state = 'doubtful'
        waiting.push(asker)
      }
    }
  }
}
