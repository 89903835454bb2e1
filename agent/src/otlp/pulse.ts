/** Wakes whoever waits for something to change; they look for themselves whether it is what they wait for. */
export class Pulse {
  #next = Promise.withResolvers<void>()

  beat(): void {
    const { resolve } = this.#next
    this.#next = Promise.withResolvers()
    resolve()
  }

  /** Resolves when `done` holds, asked now and at every beat. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await this.#next.promise
  }
}
