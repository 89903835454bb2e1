/** Whether the receiver answers, and when it may be asked again: exponential backoff with jitter, or what Retry-After says. */

export interface OutageTimes {
  /** How long the receiver may be silent before it counts as away. */
  readonly patienceMs: number
  readonly firstBackoffMs: number
  readonly maxBackoffMs: number
}

interface Failing {
  readonly sinceMs: number
  readonly failures: number
  readonly nextTryMs: number
  readonly away: boolean
}

export class Outage {
  readonly #times: OutageTimes
  #failing: Failing | undefined
  /** What the receiver itself asked for. Holds to its end, whatever it answers meanwhile. */
  #leftAloneUntilMs = 0

  constructor(times: OutageTimes) {
    this.#times = times
  }

  get underWay(): boolean {
    return this.#failing !== undefined
  }

  /** The next attempt would come later than patience allows; stays so until the receiver answers. */
  get away(): boolean {
    return this.#failing?.away ?? false
  }

  /** Until the next attempt may be made; 0: now. */
  get waitMs(): number {
    return Math.max(0, (this.#failing?.nextTryMs ?? 0) - performance.now(), this.#leftAloneUntilMs - performance.now())
  }

  /** An attempt that began at `beganMs` failed. Of attempts that run side by side, the first to fail sets the pace. */
  failed(beganMs: number, retryAfterMs = 0): void {
    const nowMs = performance.now()
    this.#leftAloneUntilMs = Math.max(this.#leftAloneUntilMs, nowMs + retryAfterMs)
    const before = this.#failing ?? { sinceMs: beganMs, failures: 0, nextTryMs: 0, away: false }
    const paced = before.nextTryMs > nowMs
    const nextTryMs = paced ? before.nextTryMs : nowMs + this.#backoffMs(before.failures)
    const away = before.away || Math.max(nextTryMs, this.#leftAloneUntilMs) - before.sinceMs > this.#times.patienceMs
    this.#failing = { ...before, failures: before.failures + (paced ? 0 : 1), nextTryMs, away }
  }

  /** The receiver has answered. */
  over(): void {
    this.#failing = undefined
  }

  /** The next attempt need not wait for the backoff, only for what the receiver asked for. */
  tryNow(): void {
    if (this.#failing !== undefined) this.#failing = { ...this.#failing, nextTryMs: 0 }
  }

  /** Doubles from the first to the largest, the upper half of it random. */
  #backoffMs(failures: number): number {
    const ceilingMs = Math.min(this.#times.maxBackoffMs, this.#times.firstBackoffMs * 2 ** Math.min(failures, 30))
    return ceilingMs * (0.5 + Math.random() / 2)
  }
}
