/** The way out for spans or log records: kept in a {@link PatientBuffer}, sent to each endpoint, and counted. */
import type { Attributes } from '@opentelemetry/api'
import { Destination, type Exporter } from './destination.ts'
import { type Environment, endpointsOf, type Signal } from './endpoints.ts'
import { PatientBuffer } from './patient-buffer.ts'
import { exporterOptions, type Receiver } from './receiver.ts'

/** A few MB of spans; hours of a service that is asked for little, minutes of one that is asked for much. */
const mostItems = 8_192
const batchItems = 512

export interface OutletOptions<Item> {
  readonly signal: Signal
  /** How long an item waits for others. */
  readonly delayMs: number
  readonly exporterTo: (options: ReturnType<typeof exporterOptions>) => Exporter<Item[]>
  /** Told what became of items: `delivered` and `failed` once an endpoint, `dropped` before any. */
  readonly count: (items: number, attributes: Attributes) => void
}

export class Outlet<Item> {
  readonly buffer: PatientBuffer<Item>
  readonly #options: OutletOptions<Item>
  readonly #sending = new Set<Promise<void>>()
  #destinations: readonly Destination<Item[]>[] = []

  constructor(options: OutletOptions<Item>) {
    this.#options = options
    this.buffer = new PatientBuffer({
      most: mostItems,
      batch: batchItems,
      delayMs: options.delayMs,
      send: (items) => this.#send(items),
      onDropped: (count) => this.#count(count, 'dropped'),
    })
  }

  /** From now on there is somewhere to send to. */
  connect(receiver: Receiver | undefined, env: Environment): void {
    const { signal, exporterTo } = this.#options
    this.#destinations = endpointsOf(signal, receiver?.url, env).map(
      (url) => new Destination(url, exporterTo(exporterOptions(url, signal, receiver))),
    )
  }

  /** Sends what there is. Resolves when nothing is under way. */
  async flush(): Promise<void> {
    await this.buffer.flush()
    await Promise.all(this.#sending)
  }

  async close(): Promise<void> {
    await this.flush()
    await Promise.all(this.#destinations.map((destination) => destination.close()))
  }

  /** Waits for the first endpoint only: one that is away must not hold up the others. */
  async #send(items: Item[]): Promise<void> {
    if (this.#destinations.length === 0) return this.#count(items.length, 'dropped')
    const [first] = this.#destinations.map((destination) => this.#sendTo(destination, items))
    await first
  }

  #sendTo(destination: Destination<Item[]>, items: Item[]): Promise<void> {
    const sending = destination.send(items).then((delivered) => {
      this.#sending.delete(sending)
      this.#count(items.length, delivered ? 'delivered' : 'failed')
    })
    this.#sending.add(sending)
    return sending
  }

  #count(items: number, outcome: 'delivered' | 'failed' | 'dropped'): void {
    this.#options.count(items, { 'ringside.export.signal': this.#options.signal, 'ringside.export.outcome': outcome })
  }
}
