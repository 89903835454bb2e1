/**
 * Merging of parts, put off while something is measured: the store shares this machine with an agent, and a merge that
 * runs beside a trial shows in the trial's latency as stalls of milliseconds.
 */
import type { Store } from './store.ts'

/** The table that grows while runs are measured. */
const table = 'spans'
/** Parts from which on merging is not put off any more; the engine slows inserts down from 1,000. */
const partsMost = 800

export class Merges {
  readonly #store: Pick<Store, 'exec' | 'query'>
  #quiet = false
  #parts = 0

  constructor(store: Pick<Store, 'exec' | 'query'>) {
    this.#store = store
  }

  /** Puts merging off, or lets it go on. Nothing happens when that was said already. */
  async setQuiet(quiet: boolean): Promise<void> {
    if (quiet === this.#quiet) return
    this.#quiet = quiet
    if (!quiet) return this.#store.exec(`SYSTEM START MERGES ${table}`)
    const [row] = await this.#store.query<{ parts: string }>(
      `SELECT count() AS parts FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}'`,
    )
    this.#parts = Number(row?.parts ?? 0)
    if (this.#parts < partsMost) await this.#store.exec(`SYSTEM STOP MERGES ${table}`)
  }

  /** A part was added. */
  async inserted(into: string): Promise<void> {
    if (this.#quiet && into === table && ++this.#parts === partsMost) await this.#store.exec(`SYSTEM START MERGES ${table}`)
  }
}
