/**
 * Does the work of many callers in one go: what comes while a group is at work makes up the next one. One caller alone
 * waits for nobody, and a thousand share a few inserts.
 */
export class GroupCommit<Item> {
  readonly #commit: (items: readonly Item[]) => Promise<void>
  readonly #most: number
  readonly #mayBeOneItem: (error: unknown) => boolean
  #waiting: Waiting<Item>[] = []
  #working: Promise<void> | undefined

  /**
   * `commit` works on at most `most` items at a time, and is safe to repeat. When it fails for a reason that `mayBeOneItem`
   * accepts, it is tried with each item alone; else all of the group fail.
   */
  constructor(commit: (items: readonly Item[]) => Promise<void>, { most, mayBeOneItem = () => true }: GroupCommitOptions) {
    this.#commit = commit
    this.#most = most
    this.#mayBeOneItem = mayBeOneItem
  }

  /** Resolves when the item's group is done. Rejects as `commit` does for this item alone. */
  add(item: Item): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ item, resolve, reject })
    this.#working ??= this.#work()
    return promise
  }

  async #work(): Promise<void> {
    // Whoever adds in this turn of the event loop comes along.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#most)
      await this.#settle(group)
    }
    this.#working = undefined
  }

  async #settle(group: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.#commit(group.map(({ item }) => item))
      for (const { resolve } of group) resolve()
    } catch (error) {
      if (group.length === 1 || !this.#mayBeOneItem(error)) for (const { reject } of group) reject(error)
      // One item that cannot be stored must not keep the others from it.
      else for (const one of group) await this.#settle([one])
    }
  }
}

export interface GroupCommitOptions {
  readonly most: number
  readonly mayBeOneItem?: (error: unknown) => boolean
}

interface Waiting<Item> {
  readonly item: Item
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}
