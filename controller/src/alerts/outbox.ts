/**
 * Sees to it that receivers are told. What is to be told is stored first and tried until it is taken, also by the next process, each
 * time under the same id. Notices of one alert to one receiver go one after the other; beyond that nothing waits for anything,
 * so a receiver that hangs delays its own notices of one alert alone.
 */
import type { AlertEvent } from '@ringside/contract'
import type { Logger } from 'pino'
import { shortHash } from '../planning/canonical-json.ts'
import type { DeliveryRecord, DeliveryStore } from './delivery-store.ts'
import { pause } from './pause.ts'
import type { Notice, Receiver } from './receivers/receiver.ts'

/** Between attempts: doubled from the first to the longest. */
export interface RetryTimes {
  readonly firstMs: number
  readonly mostMs: number
  /** After so long it is dropped. */
  readonly giveUpMs: number
}
export const retryTimes: RetryTimes = { firstMs: 1_000, mostMs: 300_000, giveUpMs: 7 * 86_400_000 }

/** Of `changed`: points that move together are found one after the other, and make one notice. */
const gatherMs = 15_000

export interface OutboxOptions {
  readonly store: Pick<DeliveryStore, 'save' | 'pending' | 'ofAlert'>
  readonly receivers: readonly Receiver[]
  readonly logger: Logger
  readonly times?: RetryTimes
  readonly gatherMs?: number
  /** Unix ms. Default: the clock. */
  readonly now?: () => number
  /** Told of every attempt. */
  readonly onAttempt?: (receiver: Receiver, outcome: 'delivered' | 'failed') => void
}

type Lane = DeliveryRecord[]

export class Outbox {
  readonly #options: OutboxOptions
  readonly #times: RetryTimes
  readonly #now: () => number
  readonly #lanes = new Map<string, Lane>()
  readonly #working = new Map<string, Promise<void>>()
  readonly #stop = new AbortController()

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#times = options.times ?? retryTimes
    this.#now = options.now ?? Date.now
  }

  /** Takes up what an earlier process has left. What is for receivers that are gone is dropped. */
  async start(): Promise<void> {
    for (const delivery of await this.#options.store.pending()) {
      if (this.#receiver(delivery.receiver) !== undefined) this.#queue(delivery)
      else await this.#options.store.save([this.#dropped(delivery, 'no receiver has this name any more')])
    }
  }

  /** Stores what every receiver is to be told. Said again for the same position of the same alert it changes nothing. */
  async tell(event: AlertEvent, alert: Notice['alert']): Promise<void> {
    const nowMs = this.#now()
    const position = alert.history.length
    const deliveries = this.#options.receivers.map(({ name }): DeliveryRecord => {
      const id = `d-${shortHash(`${alert.id} ${position} ${event} ${name}`)}`
      const notice: Notice = { id, event, at: alert.changedAt, alert }
      const nextAtMs = nowMs + (event === 'changed' ? (this.#options.gatherMs ?? gatherMs) : 0)
      const [state, attempts, lastError, body] = ['pending', 0, '', JSON.stringify(notice)] as const
      const times = { createdAtMs: nowMs, changedAtMs: nowMs, nextAtMs }
      return { alertId: alert.id, id, receiver: name, event, position, state, attempts, lastError, ...times, body }
    })
    const known = new Set((await this.#options.store.ofAlert(alert.id)).map(({ id }) => id))
    const fresh = deliveries.filter(({ id }) => !known.has(id))
    const superseded = fresh.flatMap((delivery) => this.#takeSuperseded(delivery))
    await this.#options.store.save([...superseded, ...fresh])
    for (const delivery of fresh) this.#queue(delivery)
  }

  /** Deliveries of a receiver that wait. */
  waiting(receiver: string): number {
    return [...this.#lanes.values()].reduce((sum, lane) => sum + (lane[0]?.receiver === receiver ? lane.length : 0), 0)
  }

  /** Ends attempts that are under way; what waits is for the next process. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#working.values())
  }

  #receiver(name: string): Receiver | undefined {
    return this.#options.receivers.find((receiver) => receiver.name === name)
  }

  #lane({ receiver, alertId }: DeliveryRecord): Lane {
    return this.#lanes.get(`${receiver} ${alertId}`) ?? []
  }

  /** What nobody has been told of yet, and the newer notice says too. */
  #takeSuperseded(newer: DeliveryRecord): DeliveryRecord[] {
    const lane = this.#lane(newer)
    const old = lane.filter(({ event, attempts }, index) => index > 0 && event === 'changed' && attempts === 0)
    for (const one of old) lane.splice(lane.indexOf(one), 1)
    const [first] = lane
    if (first?.event === 'changed' && first.attempts === 0 && first.nextAtMs > this.#now()) old.push(...lane.splice(0, 1))
    return old.map((one) => this.#dropped(one, `${newer.id} says it too`))
  }

  #dropped(delivery: DeliveryRecord, lastError: string): DeliveryRecord {
    return { ...delivery, state: 'dropped', lastError, changedAtMs: this.#now() }
  }

  #queue(delivery: DeliveryRecord): void {
    const key = `${delivery.receiver} ${delivery.alertId}`
    const lane = this.#lanes.get(key) ?? []
    this.#lanes.set(key, lane)
    lane.push(delivery)
    if (!this.#working.has(key)) this.#start(key, lane)
  }

  #start(key: string, lane: Lane): void {
    const working = this.#work(lane).finally(() => {
      this.#working.delete(key)
      // Something may have come in the moment in which the work ended.
      if (lane.length > 0 && !this.#stop.signal.aborted) this.#start(key, lane)
      else this.#lanes.delete(key)
    })
    this.#working.set(key, working)
  }

  async #work(lane: Lane): Promise<void> {
    const { signal } = this.#stop
    for (let first = lane[0]; first !== undefined && !signal.aborted; first = lane[0]) {
      const waitMs = first.nextAtMs - this.#now()
      if (waitMs > 0) {
        await pause(waitMs, signal)
        // What was first may have been taken back meanwhile.
        continue
      }
      const next = await this.#attempt(first)
      if (next === undefined) return
      await this.#options.store
        .save([next])
        .catch((error: unknown) => this.#options.logger.warn({ err: error, delivery: next.id }, 'a delivery could not be stored'))
      if (lane[0] !== first) continue
      if (next.state === 'pending') lane[0] = next
      else lane.shift()
    }
  }

  /** The delivery after one more attempt; undefined when this process ends meanwhile. */
  async #attempt(delivery: DeliveryRecord): Promise<DeliveryRecord | undefined> {
    const { logger, onAttempt } = this.#options
    const receiver = this.#receiver(delivery.receiver) as Receiver
    const attempts = delivery.attempts + 1
    try {
      await receiver.deliver(JSON.parse(delivery.body) as Notice, this.#stop.signal)
      onAttempt?.(receiver, 'delivered')
      return { ...delivery, state: 'delivered', attempts, lastError: '', changedAtMs: this.#now() }
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined
      const lastError = (error as Error).message
      onAttempt?.(receiver, 'failed')
      logger.warn({ receiver: receiver.name, alert: delivery.alertId, attempts, reason: lastError }, 'an alert was not taken')
      const nowMs = this.#now()
      if (nowMs - delivery.createdAtMs >= this.#times.giveUpMs) return { ...this.#dropped(delivery, lastError), attempts }
      const waitMs = Math.min(this.#times.firstMs * 2 ** (attempts - 1), this.#times.mostMs)
      return { ...delivery, attempts, lastError, changedAtMs: nowMs, nextAtMs: nowMs + waitMs }
    }
  }
}
