/**
 * Hears of the changes of many queues over one connection. BullMQ's own QueueEvents needs a connection for each queue, which
 * a thousand hosts make too many; the events are its public ones: a Redis stream at `bull:<queue>:events`
 * (BullMQ guide, "Events").
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

export interface QueueEvent {
  /** `active`, `completed`, `failed`, `progress` and others. */
  readonly event: string
  readonly jobId: string
  /** Unix milliseconds. */
  readonly atMs: number
  /** The other fields as they are in the stream: JSON texts. */
  readonly fields: Readonly<Record<string, string>>
}

export type Listener = (events: readonly QueueEvent[]) => void

/** A stream that nobody knows yet is read from when this wait is over at the latest. */
const blockMs = 1_000
/** Events that come together are read together, and so cost less. */
const gatherMs = 5
const eventsAtOnce = 1_000
const retryMs = 500

interface Followed {
  last: string
  readonly listener: Listener
}

export class EventReader {
  readonly #redis: Redis
  readonly #logger: Logger
  readonly #streams = new Map<string, Followed>()
  #reading: Promise<void> | undefined
  #closed = false

  /** `redis` becomes the reader's own: it blocks. */
  constructor(redis: Redis, logger: Logger) {
    this.#redis = redis
    this.#logger = logger
  }

  /** Tells of everything that is added to the stream after `lastId`. */
  follow(stream: string, lastId: string, listener: Listener): void {
    this.#streams.set(stream, { last: lastId, listener })
    this.#reading ??= this.#read()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#redis.disconnect()
    await this.#reading
  }

  async #read(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#readOnce()
        await sleep(gatherMs)
      } catch (error) {
        if (this.#closed) return
        this.#logger.warn({ err: error }, 'the events of the queues could not be read; next try soon')
        await sleep(retryMs)
      }
    }
  }

  async #readOnce(): Promise<void> {
    const streams = [...this.#streams.keys()]
    const ids = [...this.#streams.values()].map(({ last }) => last)
    const answer = await this.#redis.xread('COUNT', eventsAtOnce, 'BLOCK', blockMs, 'STREAMS', ...streams, ...ids)
    for (const [stream, entries] of answer ?? []) {
      const followed = this.#streams.get(stream)
      const last = entries.at(-1)?.[0]
      if (followed === undefined || last === undefined) continue
      followed.last = last
      followed.listener(entries.map(([id, fields]) => eventOf(id, fields)))
    }
  }
}

function eventOf(id: string, list: readonly string[]): QueueEvent {
  const fields: Record<string, string> = {}
  for (let at = 0; at + 1 < list.length; at += 2) fields[list[at] as string] = list[at + 1] as string
  return { event: fields.event ?? '', jobId: fields.jobId ?? '', atMs: Number(id.split('-')[0]), fields }
}

/** The id of the newest entry of each stream. */
export async function newestIds(redis: Redis, streams: readonly string[]): Promise<string[]> {
  const pipeline = redis.pipeline()
  for (const stream of streams) pipeline.xrevrange(stream, '+', '-', 'COUNT', 1)
  const answers = (await pipeline.exec()) ?? []
  return answers.map(([error, entries]) => {
    if (error !== null) throw error
    return (entries as [string, string[]][])[0]?.[0] ?? '0-0'
  })
}
