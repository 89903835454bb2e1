/** The audit log in the table `audit`: rows are added and never changed. */
import type { AuditEntry, AuditPage, AuditQuery } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { storeTime } from './store-time.ts'
import { sha256 } from './token.ts'

interface AuditRow {
  readonly at_ms: string
  readonly id: string
  readonly who: string
  readonly name: string
  readonly address: string
  readonly action: string
  readonly target: string
  readonly status: number
  readonly request_id: string
  readonly count: number
}

/** An entry's place in the table's order. */
interface Place {
  readonly atMs: number
  readonly id: string
}

/** All methods reject with StoreError when the store is out of reach. */
export class AuditStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async append(entries: readonly AuditEntry[]): Promise<void> {
    const rows = entries.map(({ at, requestId, ...same }) => ({ ...same, at: storeTime(Date.parse(at)), request_id: requestId }))
    await this.#store.insertRows('audit', rows, { token: sha256(entries.map(({ id }) => id).join()) })
  }

  /** Newest first. Undefined where the cursor is none of ours. */
  async page({ limit, cursor, who }: AuditQuery): Promise<AuditPage | undefined> {
    const after = cursor === undefined ? undefined : placeOf(cursor)
    if (cursor !== undefined && after === undefined) return undefined
    const conditions = [
      ...(after === undefined ? [] : ['(at, id) < (fromUnixTimestamp64Milli({atMs:Int64}), {id:String})']),
      ...(who === undefined ? [] : ['who = {who:String}']),
    ]
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
    const rows = await this.#store.query<AuditRow>(
      `SELECT toUnixTimestamp64Milli(at) AS at_ms, id, who, name, address, action, target, status, request_id, count
       FROM audit ${where} ORDER BY at DESC, id DESC LIMIT {limit:UInt32}`,
      { limit: limit + 1, ...after, ...(who === undefined ? {} : { who }) },
    )
    const entries = rows.slice(0, limit).map(entryOf)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return { entries, ...(last === undefined ? {} : { next: cursorOf({ atMs: Number(last.at_ms), id: last.id }) }) }
  }
}

function entryOf({ at_ms, request_id, ...same }: AuditRow): AuditEntry {
  return { ...same, at: new Date(Number(at_ms)).toISOString(), requestId: request_id }
}

const cursorOf = ({ atMs, id }: Place): string => `${atMs}.${id}`

function placeOf(cursor: string): Place | undefined {
  const [, atMs, id] = /^(\d{1,15})\.([0-9a-f]{16})$/.exec(cursor) ?? []
  return atMs === undefined || id === undefined ? undefined : { atMs: Number(atMs), id }
}
