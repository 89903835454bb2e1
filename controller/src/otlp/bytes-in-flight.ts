/** How much of what was received is not stored yet, and whether more may come. */

/** A share of the bytes in flight. */
export interface Hold {
  /** Adds to it; false, and nothing is added, if that would be too much. */
  grow(bytes: number): boolean
  /** What it holds has become another size, which is granted: refusing would not make it smaller. */
  resize(bytes: number): void
  release(): void
}

export class BytesInFlight {
  readonly #max: number
  #used = 0

  /** `max`: bytes beyond which a hold does not grow, unless it is the only one: what a request may have is limited elsewhere. */
  constructor(max: number) {
    this.#max = max
  }

  get used(): number {
    return this.#used
  }

  hold(): Hold {
    let held = 0
    const resize = (bytes: number) => {
      this.#used += bytes - held
      held = bytes
    }
    return {
      grow: (bytes) => {
        const alone = this.#used === held
        if (!alone && this.#used + bytes > this.#max) return false
        resize(held + bytes)
        return true
      },
      resize,
      release: () => resize(0),
    }
  }
}
