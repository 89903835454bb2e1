/** So many in a second, and no more; what is not used is not kept. */
export class Budget {
  readonly #perSecond: number
  readonly #nowMs: () => number
  #left = 0
  #second = Number.NaN

  constructor({ perSecond, nowMs = () => performance.now() }: { perSecond: number; nowMs?: () => number }) {
    this.#perSecond = perSecond
    this.#nowMs = nowMs
  }

  /** Whether there was one left. */
  take(): boolean {
    const second = Math.floor(this.#nowMs() / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#left = this.#perSecond
    }
    if (this.#left === 0) return false
    this.#left--
    return true
  }
}
