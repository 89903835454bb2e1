/** The queues of all hosts: opened as hosts appear, compared with the unfinished runs every few seconds. */
import { setTimeout as sleep } from 'node:timers/promises'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import { type Host, queueName } from '@ringside/contract'
import { HostQueue, type HostQueueOptions } from './host-queue.ts'
import { hostsWithQueues, registeredHosts, requireRedis } from './redis.ts'

export interface HostQueuesOptions extends HostQueueOptions {
  readonly sweepIntervalMs: number
}

export class HostQueues {
  readonly #options: HostQueuesOptions
  readonly #open = new Map<string, Promise<HostQueue>>()
  readonly #depths = new Map<string, number>()
  readonly #stop = new AbortController()
  #sweeping: Promise<void> = Promise.resolve()

  constructor(options: HostQueuesOptions) {
    this.#options = options
  }

  /** Settles what happened while no controller was there, then keeps watch. Rejects when store or Redis fail at that. */
  async start(): Promise<void> {
    for (const host of await hostsWithQueues(this.#options.redis)) await this.of(host)
    await this.#sweep()
    this.#sweeping = this.#keepSweeping()
  }

  /** The queue of a host, opened on first use. */
  of(host: string): Promise<HostQueue> {
    const known = this.#open.get(host)
    if (known !== undefined) return known
    // It outlives the request that may have asked for it, and what it hears of later is no part of that request's trace.
    const opened = context.with(ROOT_CONTEXT, async () => {
      const queue = new HostQueue(host, this.#options)
      await queue.open()
      return queue
    })
    this.#open.set(host, opened)
    return opened
  }

  /** Hosts whose agents are alive. Rejects with RedisUnavailableError rather than wait. */
  async registered(): Promise<Host[]> {
    requireRedis(this.#options.redis)
    return registeredHosts(this.#options.redis)
  }

  /** Resolves when Redis answers. Rejects with RedisUnavailableError rather than wait. */
  async ping(): Promise<void> {
    requireRedis(this.#options.redis)
    await this.#options.redis.ping()
  }

  /** Jobs that wait in each queue, as the last sweep found them. */
  depths(): ReadonlyMap<string, number> {
    return this.#depths
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#sweeping
    const queues = await Promise.allSettled(this.#open.values())
    await Promise.all(queues.map((queue) => (queue.status === 'fulfilled' ? queue.value.close() : undefined)))
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

  async #sweep(): Promise<void> {
    const registered = (await this.registered()).map((host) => host.id)
    for (const host of new Set([...registered, ...this.#options.life.busyHosts()])) await this.of(host)
    for (const opened of this.#open.values()) {
      const queue = await opened
      await queue.sweep()
      this.#depths.set(queueName(queue.host), queue.depth)
    }
  }
}
