/**
 * Memoised questions with dependencies, so that an edit re-asks only what it touches and every answer equals a
 * fresh run's.
 *
 * A question has a slot and a function. While it is computed, every input and every other question that it asks is
 * written down. When an input changes, the questions that (indirectly) asked for it become *doubtful*; a doubtful
 * one is believed again if none of what it asked for has changed, and computed anew otherwise. An answer that comes
 * out the same as before stops the wave (early cutoff).
 *
 * Questions may ask for themselves in a circle. The inner one then gets `onCycle`, and what is computed with that
 * provisional answer is kept only until the head of the circle is answered, so that no answer depends on who asked
 * first.
 *
 * A run that answers once and ends need not write anything down: without `tracking` any change of an input makes
 * every answer stale.
 */

const nothing: readonly Slot[] = []

/** The place of one input or of one question's answer. */
export class Slot {
  value: unknown = undefined
  state: 'fresh' | 'doubtful' | 'stale' = 'stale'
  generation = 0
  /** In the order of asking, so that they are looked at again in that order. */
  asked: readonly Slot[] = nothing
  askedBy: Set<Slot> | undefined = undefined
  compute: (() => unknown) | undefined = undefined
  same: ((before: never, after: never) => boolean) | undefined = undefined
  /** The frame that noted it last: saves noting it again. */
  notedBy = 0
}

interface Frame {
  slot: Slot
  number: number
  /** Lowest frame whose provisional answer was used. */
  lowest: number
  /** What it has asked for so far. */
  asked: Slot[]
  /** Intermediate results of the question being answered; gone with it. */
  scratch: Map<unknown, Map<number, unknown>> | undefined
}

export class Memo {
  readonly tracking: boolean
  readonly #frames: Frame[] = []
  readonly #active = new Map<Slot, number>()
  readonly #outside = new Map<unknown, Map<number, unknown>>()
  /** Answers that lean on an unfinished one, with the depth of its frame. */
  readonly #provisional = new Map<Slot, number>()
  #generation = 1
  #frameNumber = 0

  constructor(tracking: boolean) {
    this.tracking = tracking
  }

  /** Sets an input; whoever asked for it has to look again. */
  set(slot: Slot, value: unknown): void {
    this.#outside.clear()
    slot.value = value
    slot.state = 'fresh'
    if (this.tracking) this.#spread(slot)
    else this.#generation++
  }

  /** Notes that the question being answered leans on an input. */
  read(slot: Slot): void {
    if (!this.tracking) return
    slot.state = 'fresh'
    this.#note(slot)
  }

  /** Whether the answer to a question is at hand, as `slot.value`; if so, it counts as asked. */
  has(slot: Slot): boolean {
    if (slot.state !== 'fresh') return false
    if (!this.tracking) return slot.generation === this.#generation
    this.#note(slot)
    return true
  }

  /** The answer to a question. `same` tells when a new answer is no change; without it every new one counts as changed. */
  ask<T>(slot: Slot, compute: () => T, onCycle: T, same?: (before: T, after: T) => boolean): T {
    if (this.has(slot)) return slot.value as T
    const leaning = this.#active.get(slot) ?? this.#provisional.get(slot)
    if (leaning !== undefined) {
      this.#leanOn(leaning)
      if (this.#active.has(slot)) return onCycle
    } else {
      slot.compute = compute
      slot.same = same as Slot['same']
      this.#refresh(slot)
    }
    if (this.tracking) this.#note(slot)
    return slot.value as T
  }

  /**
   * A place for intermediate results, by any object: those of a question lean on the same inputs as it does and go
   * with it; those outside of questions go when an input changes.
   */
  scratch(owner: unknown): Map<number, unknown> {
    const frame = this.#frames.at(-1)
    const scratch = frame ? (frame.scratch ??= new Map()) : this.#outside
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

  #note(slot: Slot): void {
    const frame = this.#frames.at(-1)
    if (!frame || slot.notedBy === frame.number) return
    slot.notedBy = frame.number
    frame.asked.push(slot)
    ;(slot.askedBy ??= new Set()).add(frame.slot)
  }

  /** Brings a slot up to date; true when its answer changed. */
  #refresh(slot: Slot): boolean {
    if (this.tracking && slot.state === 'fresh') return false
    if (slot.state === 'doubtful' && !this.#askedChanged(slot)) {
      slot.state = 'fresh'
      return false
    }
    return this.#compute(slot)
  }

  #askedChanged(slot: Slot): boolean {
    for (const asked of slot.asked) {
      if (asked.state === 'fresh' || this.#active.has(asked)) continue
      if (!asked.compute || this.#refresh(asked) || slot.state === 'stale') return true
    }
    return slot.state === 'stale'
  }

  #compute(slot: Slot): boolean {
    for (const asked of slot.asked) asked.askedBy?.delete(slot)
    slot.asked = nothing
    const depth = this.#frames.length
    const frame: Frame = { slot, number: ++this.#frameNumber, lowest: depth, asked: [], scratch: undefined }
    const answered = slot.state !== 'stale' || slot.generation > 0
    this.#frames.push(frame)
    this.#active.set(slot, depth)
    let value: unknown
    try {
      value = slot.compute!()
    } finally {
      this.#frames.pop()
      this.#active.delete(slot)
      if (this.tracking) slot.asked = frame.asked
      else slot.compute = undefined
    }
    const changed = !answered || !slot.same?.(slot.value as never, value as never)
    slot.value = value
    slot.generation = this.#generation
    if (frame.lowest < depth) {
      // Right for the askers in progress, not to be kept beyond them.
      slot.state = 'stale'
      this.#provisional.set(slot, frame.lowest)
    } else {
      slot.state = 'fresh'
      for (const [other, on] of this.#provisional) if (on >= depth) this.#provisional.delete(other)
    }
    if (changed) for (const asker of slot.askedBy ?? []) if (asker.state === 'doubtful') asker.state = 'stale'
    return changed
  }

  /** An input changed: direct askers are stale, theirs doubtful. */
  #spread(slot: Slot): void {
    const waiting: Slot[] = []
    for (const asker of slot.askedBy ?? []) {
      asker.state = 'stale'
      waiting.push(asker)
    }
    while (waiting.length) {
      for (const asker of waiting.pop()!.askedBy ?? []) {
        if (asker.state !== 'fresh') continue
        asker.state = 'doubtful'
        waiting.push(asker)
      }
    }
  }
}
