/**
 * Things to be exported that can wait: they are sent in batches after a short delay, kept while the buffer is held, and
 * dropped and counted when there are too many of them.
 */

export interface PatientBufferOptions<Item> {
  /** Items kept at most; what comes on top is dropped. */
  readonly most: number
  /** Items in one call of `send`. */
  readonly batch: number
  /** How long an item waits for others to share its batch. */
  readonly delayMs: number
  /** Never rejects: what becomes of a batch is its own affair. */
  readonly send: (items: Item[]) => Promise<void>
  /** Told how many items were dropped for want of room. */
  readonly onDropped: (count: number) => void
}

export class PatientBuffer<Item> {
  readonly #options: PatientBufferOptions<Item>
  readonly #items: Item[] = []
  #held = true
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> = Promise.resolve()

  /** A new buffer is held. */
  constructor(options: PatientBufferOptions<Item>) {
    this.#options = options
  }

  add(item: Item): void {
    if (this.#items.length < this.#options.most) this.#items.push(item)
    else this.#options.onDropped(1)
    this.#schedule()
  }

  /** Keeps everything from now on, or lets it go. */
  hold(held: boolean): void {
    this.#held = held
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#schedule()
  }

  /** Sends what there is now, also while the buffer is held. Resolves when that has ended, well or not. */
  flush(): Promise<void> {
    return this.#drain(() => true)
  }

  /** One batch after the other, so that those behind a slow endpoint stay within the bound. */
  #drain(goOn: () => boolean): Promise<void> {
    const { batch, send } = this.#options
    let left = this.#items.length
    this.#sending = this.#sending.then(async () => {
      while (left > 0 && goOn()) {
        const items = this.#items.splice(0, Math.min(batch, left))
        left = items.length === 0 ? 0 : left - items.length
        if (items.length > 0) await send(items)
      }
    })
    return this.#sending
  }

  #schedule(): void {
    if (this.#held || this.#timer !== undefined || this.#items.length === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#drain(() => !this.#held).then(() => this.#schedule())
    }, this.#options.delayMs).unref()
  }
}
