/**
 * The alerts that last, and what happens to them. A step that is done again after a crash in its middle changes nothing more, and
 * tells nobody twice.
 */
import type { AlertEvent, AlertMetric } from '@ringside/contract'
import { KeyedQueue } from '../runs/keyed-queue.ts'
import {
  type Act,
  type AlertRecord,
  acknowledged,
  findPoint,
  itself,
  joined,
  type Observation,
  observed,
  opened,
  type PointRecord,
  resolved,
  takesIn,
} from './alert-record.ts'
import type { AlertStore } from './alert-store.ts'
import type { Outbox } from './outbox.ts'
import { noticedAlert } from './presentation.ts'
import type { SeriesStore } from './series-store.ts'

export interface AlertsOptions {
  readonly store: AlertStore
  readonly series: Pick<SeriesStore, 'accept'>
  readonly outbox: Pick<Outbox, 'tell'>
  /** Where people find the controller. */
  readonly baseUrl: () => string
  /** Unix ms. Default: the clock. */
  readonly now?: () => number
}

/** Points that one run found worse, and another one too. */
export interface Confirmed {
  readonly suite: string
  readonly host: string
  /** Of the alert that they open, if none takes them in: the same whenever they are confirmed again. */
  readonly alertId: string
  readonly points: readonly PointRecord[]
}

interface Place {
  readonly series: string
  readonly metric: AlertMetric
}

export type Resolution = Omit<Act, 'atMs'> & { readonly expected: boolean }

/** What became of something that was asked of an alert. */
export type Asked = { readonly ok: true; readonly alert: AlertRecord } | { readonly ok: false; readonly resolved: boolean }

export class Alerts {
  readonly #options: AlertsOptions
  readonly #now: () => number
  readonly #lasting = new Map<string, AlertRecord>()
  readonly #ending = new Set<string>()
  readonly #turns = new KeyedQueue()

  constructor(options: AlertsOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Takes up those that last. */
  async restore(): Promise<void> {
    for (const alert of await this.#options.store.unresolved()) this.#lasting.set(alert.id, alert)
  }

  /** Those that last, oldest first. */
  lasting(): AlertRecord[] {
    return [...this.#lasting.values()]
  }

  /** The same without those whose end is being told. */
  toRemindOf(): AlertRecord[] {
    return this.lasting().filter(({ id }) => !this.#ending.has(id))
  }

  /** The alert that a point is part of, and has not left. */
  of(place: Place): { readonly alert: AlertRecord; readonly point: PointRecord } | undefined {
    for (const alert of this.#lasting.values()) {
      const point = findPoint(alert, place)
      if (point !== undefined) return { alert, point }
    }
    return undefined
  }

  /** Opens an alert, or lets the points join one; returns the id of the alert that each is part of now. */
  confirm({ suite, host, alertId, points }: Confirmed): Promise<string[]> {
    return this.#inTurn(async () => {
      const present = points.map((point) => this.of(point)?.alert.id)
      const fresh = points.filter((_, index) => present[index] === undefined)
      const [first, ...others] = fresh
      if (first === undefined) return present as string[]
      const atMs = this.#now()
      const act = ({ backend, label, confirmationRunId, runId }: PointRecord): Act => ({
        by: itself,
        reason: `${backend}, ${label}: ${confirmationRunId} confirmed ${runId}`,
        atMs,
      })
      const join = (alert: AlertRecord, point: PointRecord) => joined(alert, point, act(point))
      const together = this.lasting().find((alert) => takesIn(alert, { suite, host, atMs }))
      const id =
        together === undefined
          ? await this.#keep(others.reduce(join, opened({ id: alertId, suite, host }, first, act(first))), 'opened')
          : await this.#keep(fresh.reduce(join, together), 'changed')
      return present.map((one) => one ?? id)
    })
  }

  /** A later run of a point that is part of an alert. */
  observe(place: Place, observation: Omit<Observation, 'atMs'>): Promise<void> {
    return this.#inTurn(async () => {
      const present = this.of(place)
      // An earlier try has got as far as this.
      if (present === undefined || present.point.latestRunId === observation.runId) return
      const next = observed(present.alert, place, { ...observation, atMs: this.#now() })
      const isNews = next.history.length > present.alert.history.length
      await this.#keep(next, next.state === 'resolved' ? 'resolved' : isNews ? 'changed' : undefined)
    })
  }

  acknowledge(id: string, act: Omit<Act, 'atMs'>): Promise<Asked> {
    return this.#change(id, async (alert) => {
      const next = acknowledged(alert, { ...act, atMs: this.#now() })
      await this.#keep(next, 'acknowledged')
      return next
    })
  }

  resolve(id: string, { expected, ...act }: Resolution): Promise<Asked> {
    return this.#change(id, async (alert) => {
      const next = resolved(alert, { ...act, atMs: this.#now() }, expected)
      if (expected) {
        const points = alert.points.map(({ series, metric, runEndedAt }) => ({ series, metric, sinceMs: Date.parse(runEndedAt) }))
        await this.#options.series.accept(points, id)
      }
      await this.#keep(next, 'resolved')
      return next
    })
  }

  #change(id: string, change: (alert: AlertRecord) => Promise<AlertRecord>): Promise<Asked> {
    return this.#inTurn(async (): Promise<Asked> => {
      const alert = this.#lasting.get(id)
      if (alert !== undefined) return { ok: true, alert: await change(alert) }
      return { ok: false, resolved: (await this.#options.store.find(id)) !== undefined }
    })
  }

  async #keep(alert: AlertRecord, event: AlertEvent | undefined): Promise<string> {
    const { store, outbox, baseUrl } = this.#options
    if (alert.state === 'resolved') this.#ending.add(alert.id)
    try {
      // What is to be told is kept first: when all of this is done again it is the same notice, and without it nobody would hear.
      if (event !== undefined) await outbox.tell(event, noticedAlert(alert, baseUrl()))
      await store.save(alert)
      if (alert.state === 'resolved') this.#lasting.delete(alert.id)
      else this.#lasting.set(alert.id, alert)
    } finally {
      this.#ending.delete(alert.id)
    }
    return alert.id
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run('', work)
  }
}
