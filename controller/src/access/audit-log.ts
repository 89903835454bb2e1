/**
 * The audit log's way into the store: entries are gathered for a moment and inserted together. Refusals can be caused by
 * anyone, so that the same one is written when it first happens and then once a minute, with how often.
 */
import { randomBytes } from 'node:crypto'
import type { AuditEntry } from '@ringside/contract'
import type { Logger } from 'pino'
import type { AuditStore } from './audit-store.ts'

const flushMs = 1_000
const foldMs = 60_000
/** Entries that wait for a store that is away; beyond them the newest are dropped, and counted. */
const mostWaiting = 10_000
/** Kinds of refusals that are told apart within a minute. */
const mostFolds = 1_000

export type Happening = Omit<AuditEntry, 'id' | 'count'>

export interface AuditLogOptions {
  readonly store: AuditStore
  readonly logger: Logger
}

export class AuditLog {
  readonly #options: AuditLogOptions
  /** Repeated refusals since they were last written, by what they have in common. */
  readonly #folds = new Map<string, { last: Happening; count: number }>()
  readonly #timers: NodeJS.Timeout[]
  #waiting: AuditEntry[] = []
  #dropped = 0
  #flushing: Promise<void> = Promise.resolve()

  constructor(options: AuditLogOptions) {
    this.#options = options
    this.#timers = [setInterval(() => void this.flush(), flushMs).unref(), setInterval(() => this.#unfold(), foldMs).unref()]
  }

  /** Notes what happened. Costs no more than a line of memory. */
  note(happening: Happening): void {
    if (happening.status === 401 || happening.status === 403) this.#noteRefusal(happening)
    else this.#add(happening, 1)
  }

  /** Stores what was noted so far; entries that the store does not take wait for the next time. Never rejects. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#store())
    return this.#flushing
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#unfold()
    await this.flush()
  }

  #noteRefusal(happening: Happening): void {
    const { who, address, action, status } = happening
    const full = JSON.stringify([who, address, action, status])
    // Where there are more kinds than can be told apart, one line stands for the rest.
    const key = this.#folds.has(full) || this.#folds.size < mostFolds ? full : ''
    const fold = this.#folds.get(key)
    if (fold === undefined) {
      this.#folds.set(key, { last: happening, count: 0 })
      this.#add(happening, 1)
    } else {
      fold.last = happening
      fold.count++
    }
  }

  #unfold(): void {
    for (const { last, count } of this.#folds.values()) if (count > 0) this.#add(last, count)
    this.#folds.clear()
  }

  #add(happening: Happening, count: number): void {
    if (this.#waiting.length >= mostWaiting) this.#dropped++
    else this.#waiting.push({ ...happening, id: randomBytes(8).toString('hex'), count })
  }

  async #store(): Promise<void> {
    const entries = this.#waiting
    if (entries.length === 0) return
    this.#waiting = []
    const { store, logger } = this.#options
    try {
      await store.append(entries)
      if (this.#dropped > 0) logger.error({ entries: this.#dropped }, 'the audit log lost entries while the store was away')
      this.#dropped = 0
    } catch (error) {
      logger.warn({ err: error, entries: entries.length }, 'the audit log could not be stored; next try soon')
      this.#waiting = [...entries, ...this.#waiting]
    }
  }
}
