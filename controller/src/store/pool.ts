/** A fixed number of things that can each be used by one caller at a time; callers wait in order. */
export class Pool<T> {
  readonly #idle: T[]
  readonly #size: number
  readonly #waiting: ((item: T) => void)[] = []

  constructor(items: readonly T[]) {
    this.#idle = [...items]
    this.#size = items.length
  }

  /** Runs `work` with an item, which is given back when the promise settles. */
  async use<R>(work: (item: T) => Promise<R>): Promise<R> {
    const item = await this.#take()
    try {
      return await work(item)
    } finally {
      this.#give(item)
    }
  }

  /** All items, once nobody uses them; there are none left then. */
  async drain(): Promise<T[]> {
    const items: T[] = []
    while (items.length < this.#size) items.push(await this.#take())
    return items
  }

  #take(): Promise<T> {
    const item = this.#idle.pop()
    return item === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(item)
  }

  #give(item: T): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(item)
    else next(item)
  }
}
