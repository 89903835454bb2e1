/** Hosts and what happened to them in the store; columns are those of the migrations. */
import type { HostAvailability, HostCapabilities, HostEvent } from '@ringside/contract'
import type { Store } from '../store/store.ts'

/** A host as the controller remembers it. */
export interface KnownHost {
  readonly id: string
  /** Unix ms, as the other times. */
  readonly firstSeenAtMs: number
  readonly seenAtMs: number
  readonly labels: Readonly<Record<string, string>>
  readonly capabilities: HostCapabilities | undefined
  readonly fingerprint: string
  readonly fingerprintSinceMs: number
  readonly availability: HostAvailability
  /** Of an availability other than active. */
  readonly reason: string
  readonly changedBy: string
  readonly changedAtMs: number
  /** From its last quarantine; 0 without one. */
  readonly releasedAtMs: number
  /** Grows with every row. */
  readonly version: number
}

interface HostRow {
  readonly id: string
  readonly first_seen_at_ms: string
  readonly seen_at_ms: string
  readonly labels: string
  readonly capabilities: string
  readonly fingerprint: string
  readonly fingerprint_since_ms: string
  readonly availability: HostAvailability
  readonly reason: string
  readonly changed_by: string
  readonly changed_at_ms: string
  readonly released_at_ms: string
  readonly version: string
}

interface EventRow extends Omit<HostEvent, 'at' | 'by'> {
  readonly at_ms: string
  readonly changed_by: string
}

/** An event before it is stored. */
export interface NewHostEvent extends Omit<HostEvent, 'at'> {
  readonly host: string
  readonly atMs: number
}

const ms = (column: string) => `toUnixTimestamp64Milli(${column}) AS ${column}_ms`

/** All methods throw StoreError when the store is out of reach. */
export class HostStore {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async all(): Promise<KnownHost[]> {
    const rows = await this.#store.query<HostRow>(
      `SELECT id, ${ms('first_seen_at')}, ${ms('seen_at')}, labels, capabilities, fingerprint, ${ms('fingerprint_since')},
         availability, reason, changed_by, ${ms('changed_at')}, ${ms('released_at')}, version
       FROM hosts FINAL ORDER BY id`,
    )
    return rows.map(fromRow)
  }

  /** Hosts, and why they changed. Stored again under the same versions they change nothing. */
  async save(hosts: readonly KnownHost[], events: readonly NewHostEvent[] = []): Promise<void> {
    const token = hosts.map(({ id, version }) => `${id}:${version}`).join(' ')
    if (events.length > 0) await this.#store.insertRows('host_events', events.map(toEventRow), { token })
    if (hosts.length > 0) await this.#store.insertRows('hosts', hosts.map(toRow), { token })
  }

  /** Newest first. */
  async events(host: string, limit: number): Promise<HostEvent[]> {
    const rows = await this.#store.query<EventRow>(
      `SELECT ${ms('at')}, kind, before, after, reason, changed_by
       FROM host_events WHERE host = {host:String} ORDER BY at DESC LIMIT {limit:UInt32}`,
      { host, limit },
    )
    return rows.map(({ at_ms, changed_by, ...rest }) => ({ at: new Date(Number(at_ms)).toISOString(), ...rest, by: changed_by }))
  }
}

function fromRow(row: HostRow): KnownHost {
  return {
    id: row.id,
    firstSeenAtMs: Number(row.first_seen_at_ms),
    seenAtMs: Number(row.seen_at_ms),
    labels: JSON.parse(row.labels) as KnownHost['labels'],
    capabilities: row.capabilities === '' ? undefined : (JSON.parse(row.capabilities) as HostCapabilities),
    fingerprint: row.fingerprint,
    fingerprintSinceMs: Number(row.fingerprint_since_ms),
    availability: row.availability,
    reason: row.reason,
    changedBy: row.changed_by,
    changedAtMs: Number(row.changed_at_ms),
    releasedAtMs: Number(row.released_at_ms),
    version: Number(row.version),
  }
}

function toRow(host: KnownHost): object {
  return {
    id: host.id,
    first_seen_at: storeTime(host.firstSeenAtMs),
    seen_at: storeTime(host.seenAtMs),
    labels: JSON.stringify(host.labels),
    capabilities: host.capabilities === undefined ? '' : JSON.stringify(host.capabilities),
    fingerprint: host.fingerprint,
    fingerprint_since: storeTime(host.fingerprintSinceMs),
    availability: host.availability,
    reason: host.reason,
    changed_by: host.changedBy,
    changed_at: storeTime(host.changedAtMs),
    released_at: storeTime(host.releasedAtMs),
    version: host.version,
  }
}

function toEventRow({ atMs, by, ...rest }: NewHostEvent): object {
  return { ...rest, at: storeTime(atMs), changed_by: by }
}

/** `2026-01-31 12:00:00.123`, in UTC as the columns are. */
const storeTime = (unixMs: number): string => new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')
