/**
 * The latest changes of all runs in their order, each with a number: streams of events read along, each at its own pace,
 * and one that broke goes on where it was. Kept in memory: after a restart everything is told again.
 */
import { randomBytes } from 'node:crypto'
import type { RunSummary } from '@ringside/contract'

export interface RunChange {
  /** Grows by 1 with every change. */
  readonly number: number
  readonly run: RunSummary
}

const keptByDefault = 8_192

export class RunChanges {
  /** Of this process: numbers of another mean nothing here. */
  readonly epoch = randomBytes(6).toString('hex')
  readonly #mostKept: number
  #changes: RunChange[] = []
  #latest = 0
  #next: PromiseWithResolvers<void> | undefined

  constructor(mostKept = keptByDefault) {
    this.#mostKept = mostKept
  }

  /** Number of the latest change; 0 before the first. */
  get latest(): number {
    return this.#latest
  }

  append(run: RunSummary): void {
    this.#changes.push({ number: ++this.#latest, run })
    // Halved now and then, rather than shifted each time.
    if (this.#changes.length >= 2 * this.#mostKept) this.#changes = this.#changes.slice(-this.#mostKept)
    this.#next?.resolve()
    this.#next = undefined
  }

  /** Everything after a number; undefined when some of it is no longer kept. */
  after(number: number): readonly RunChange[] | undefined {
    const oldest = this.#latest - this.#changes.length + 1
    return number + 1 < oldest ? undefined : this.#changes.slice(number + 1 - oldest)
  }

  /** Resolves at the next change. */
  next(): Promise<void> {
    this.#next ??= Promise.withResolvers()
    return this.#next.promise
  }
}
