/** The queues of all hosts: opened as hosts appear, compared with the unfinished runs every few seconds. */
import { setTimeout as sleep } from 'node:timers/promises'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import { type Host, queueName, type RefusedResult, refusedKey } from '@ringside/contract'
import { parsed } from '../parsed-json.ts'
import { EventReader, newestIds } from './event-reader.ts'
import { HostDirectory } from './host-directory.ts'
import { HostQueue, type HostQueueOptions } from './host-queue.ts'
import { hostsWithQueues, requireRedis } from './redis.ts'

export interface HostQueuesOptions extends HostQueueOptions {
  readonly sweepIntervalMs: number
}

/** Queues opened or swept side by side. */
const atOnce = 32
/** Of sweeps one in so many looks at idle hosts too. */
const sweepsPerFullSweep = 10
const refusedAtOnce = 100

export class HostQueues {
  readonly #options: HostQueuesOptions
  readonly #events: EventReader
  readonly #directory: HostDirectory
  readonly #open = new Map<string, Promise<HostQueue>>()
  readonly #depths = new Map<string, number>()
  readonly #stop = new AbortController()
  #sweeping: Promise<void> = Promise.resolve()
  #sweeps = 0

  constructor(options: HostQueuesOptions) {
    this.#options = options
    this.#directory = new HostDirectory(options.redis)
    const reading = options.redis.duplicate()
    reading.on('error', (error) => options.logger.debug({ err: error }, 'the connection for events is out of reach; retrying'))
    this.#events = new EventReader(reading, options.logger)
  }

  /** Settles what happened while no controller was there, then keeps watch. Rejects when store or Redis fail at that. */
  async start(): Promise<void> {
    await inParallel(await hostsWithQueues(this.#options.redis), async (host) => void (await this.of(host)))
    await this.#sweep()
    this.#sweeping = this.#keepSweeping()
  }

  /** The queue of a host, opened on first use. */
  of(host: string): Promise<HostQueue> {
    const known = this.#open.get(host)
    if (known !== undefined) return known
    // It outlives the request that may have asked for it, and what it hears of later is no part of that request's trace.
    const opened = context.with(ROOT_CONTEXT, () => this.#openQueue(host))
    this.#open.set(host, opened)
    opened.catch(() => this.#open.delete(host))
    return opened
  }

  /**
   * Hosts whose agents are alive, as they were a moment ago, or now with `fresh`. Rejects with RedisUnavailableError rather
   * than wait.
   */
  registered(fresh = false): Promise<readonly Host[]> {
    return this.#directory.hosts(fresh ? 0 : undefined)
  }

  /** Resolves when Redis answers. Rejects with RedisUnavailableError rather than wait. */
  async ping(): Promise<void> {
    requireRedis(this.#options.redis)
    await this.#options.redis.ping()
  }

  /** Hosts whose agents run on this machine, as far as is known. */
  get here(): ReadonlySet<string> {
    return this.#directory.here
  }

  /** Jobs that wait in each queue, as the last sweep found them. */
  depths(): ReadonlyMap<string, number> {
    return this.#depths
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#events.close()
    await this.#sweeping
    const queues = await Promise.allSettled(this.#open.values())
    await Promise.all(queues.map((queue) => (queue.status === 'fulfilled' ? queue.value.close() : undefined)))
  }

  async #openQueue(host: string): Promise<HostQueue> {
    const queue = new HostQueue(host, this.#options)
    await queue.open()
    const [last = '0-0'] = await newestIds(this.#options.redis, [queue.events])
    this.#events.follow(queue.events, last, (events) => queue.heard(events))
    return queue
  }

  async #keepSweeping(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await sleep(this.#options.sweepIntervalMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      await this.#sweep().catch((error: unknown) =>
        this.#options.logger.warn({ err: error }, 'the sweep of the queues failed; next try soon'),
      )
    }
  }

  /** Of hosts that have nothing to do there is rarely anything to find. */
  async #sweep(): Promise<void> {
    const registered = (await this.registered()).map((host) => host.id)
    const busy = this.#options.life.live.hosts()
    const all = this.#sweeps++ % sweepsPerFullSweep === 0
    await this.#readRefused([...this.#open.keys()])
    const hosts = new Set(all ? [...registered, ...busy, ...this.#open.keys()] : busy)
    // What waited at hosts that are not busy any more has ended.
    for (const host of this.#open.keys()) if (!hosts.has(host)) this.#depths.set(queueName(host), 0)
    await inParallel([...hosts], async (host) => {
      const queue = await this.of(host)
      await queue.sweep()
      this.#depths.set(queueName(host), queue.depth)
    })
  }

  /** Results that came too late, of all hosts with one question. */
  async #readRefused(hosts: readonly string[]): Promise<void> {
    const { redis, life } = this.#options
    const pipeline = redis.pipeline()
    for (const host of hosts) pipeline.lrange(refusedKey(host), 0, refusedAtOnce - 1)
    const answers = (await pipeline.exec()) ?? []
    for (const [index, host] of hosts.entries()) {
      const texts = (answers[index]?.[1] ?? []) as string[]
      for (const text of texts) {
        const refused = parsed<RefusedResult>(text)
        if (refused !== undefined) await life.refused(refused)
      }
      if (texts.length > 0) await redis.ltrim(refusedKey(host), texts.length, -1)
    }
  }
}

/** Every item, a few at a time. Rejects with the first error, when all that were begun are done. */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  const errors: unknown[] = []
  const worker = async () => {
    for (const item of left) await work(item).catch((error: unknown) => errors.push(error))
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (errors.length > 0) throw errors[0]
}
