/** Deliveries in the store: what is to be sent, and how far that is. Columns are those of the migration. */
import type { AlertDelivery, AlertEvent } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { isoTime, msColumn, storeTime } from './store-time.ts'

/** A delivery as it is kept. */
export interface DeliveryRecord {
  readonly alertId: string
  /** The same for every attempt. */
  readonly id: string
  readonly receiver: string
  readonly event: AlertEvent
  /** Place among the events of the alert. */
  readonly position: number
  readonly state: AlertDelivery['state']
  readonly attempts: number
  /** "" without one. */
  readonly lastError: string
  /** Unix ms, as the others. */
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly nextAtMs: number
  /** The notice, JSON. */
  readonly body: string
}

interface DeliveryRow {
  readonly alert_id: string
  readonly id: string
  readonly receiver: string
  readonly event: AlertEvent
  readonly position: number
  readonly state: AlertDelivery['state']
  readonly attempts: number
  readonly last_error: string
  readonly created_at_ms: string
  readonly changed_at_ms: string
  readonly next_at_ms: string
  readonly body?: string
}

const columns = `alert_id, id, receiver, event, position, state, attempts, last_error,
  ${msColumn('created_at')}, ${msColumn('changed_at')}, ${msColumn('next_at')}`

/** All methods throw StoreError when the store is out of reach. */
export class DeliveryStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Of two states of a delivery the one that is further stays. */
  async save(deliveries: readonly DeliveryRecord[]): Promise<void> {
    if (deliveries.length === 0) return
    const token = deliveries.map((one) => `${one.id}:${versionOf(one)}`).join()
    await this.#store.insertRows('alert_deliveries', deliveries.map(toRow), { token: `deliveries:${token}` })
  }

  /** With their bodies, in the order they are to be sent. */
  pending(): Promise<DeliveryRecord[]> {
    const sql = `SELECT ${columns}, body FROM alert_deliveries FINAL WHERE state = 'pending' ORDER BY created_at, position, id`
    return this.#read(sql, {})
  }

  /** Without bodies, oldest first. */
  ofAlert(alertId: string): Promise<DeliveryRecord[]> {
    const sql = `SELECT ${columns} FROM alert_deliveries FINAL WHERE alert_id = {alertId:String} ORDER BY position, receiver`
    return this.#read(sql, { alertId })
  }

  async #read(sql: string, params: Readonly<Record<string, string>>): Promise<DeliveryRecord[]> {
    return (await this.#store.query<DeliveryRow>(sql, params)).map(fromRow)
  }
}

/** As the interface gives it. */
export function deliveryOf({
  id,
  receiver,
  event,
  state,
  attempts,
  lastError,
  changedAtMs,
  nextAtMs,
}: DeliveryRecord): AlertDelivery {
  return {
    id,
    receiver,
    event,
    state,
    attempts,
    ...(lastError === '' ? {} : { lastError }),
    at: isoTime(changedAtMs),
    ...(state === 'pending' ? { nextAt: isoTime(nextAtMs) } : {}),
  }
}

const final = 1_000_000
const versionOf = ({ state, attempts }: DeliveryRecord): number => attempts + 1 + (state === 'pending' ? 0 : final)

function toRow(one: DeliveryRecord): object {
  return {
    alert_id: one.alertId,
    id: one.id,
    receiver: one.receiver,
    event: one.event,
    position: one.position,
    state: one.state,
    attempts: one.attempts,
    last_error: one.lastError,
    created_at: storeTime(one.createdAtMs),
    changed_at: storeTime(one.changedAtMs),
    next_at: storeTime(one.nextAtMs),
    body: one.body,
    version: versionOf(one),
  }
}

function fromRow(row: DeliveryRow): DeliveryRecord {
  return {
    alertId: row.alert_id,
    id: row.id,
    receiver: row.receiver,
    event: row.event,
    position: row.position,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAtMs: Number(row.created_at_ms),
    changedAtMs: Number(row.changed_at_ms),
    nextAtMs: Number(row.next_at_ms),
    body: row.body ?? '',
  }
}
