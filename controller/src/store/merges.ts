/**
 * Merging of parts, put off while something is measured: the store shares this machine with an agent, and a merge that
 * runs beside a trial shows in the trial's latency as stalls of milliseconds.
 */
import type { Store } from './store.ts'

/** The tables that grow while runs are measured. */
const tables = ['spans', 'metrics', 'logs', 'runs', 'trials', 'queue_counters', 'series_runs', 'alert_judgements']
/** Parts from which on merging is not put off any more; the engine slows inserts down from 1,000. */
const partsMost = 800

type Engine = Pick<Store, 'exec' | 'query'>

export class Merges {
  readonly #tables: ReadonlyMap<string, TableMerges>
  #quiet = false

  constructor(engine: Engine) {
    this.#tables = new Map(tables.map((table) => [table, new TableMerges(engine, table)]))
  }

  /** Puts merging off, or lets it go on. Nothing happens when that was said already. */
  async setQuiet(quiet: boolean): Promise<void> {
    if (quiet === this.#quiet) return
    this.#quiet = quiet
    for (const table of this.#tables.values()) await (quiet ? table.stop() : table.start())
  }

  /** A part was added. */
  async inserted(into: string): Promise<void> {
    if (this.#quiet) await this.#tables.get(into)?.inserted()
  }
}

class TableMerges {
  readonly #engine: Engine
  readonly #table: string
  #parts = 0

  constructor(engine: Engine, table: string) {
    this.#engine = engine
    this.#table = table
  }

  start(): Promise<void> {
    return this.#engine.exec(`SYSTEM START MERGES ${this.#table}`)
  }

  /** Unless too many parts wait already. */
  async stop(): Promise<void> {
    const [row] = await this.#engine.query<{ parts: string }>(
      `SELECT count() AS parts FROM system.parts WHERE active AND database = currentDatabase() AND table = '${this.#table}'`,
    )
    this.#parts = Number(row?.parts ?? 0)
    if (this.#parts < partsMost) await this.#engine.exec(`SYSTEM STOP MERGES ${this.#table}`)
  }

  async inserted(): Promise<void> {
    if (++this.#parts === partsMost) await this.start()
  }
}
