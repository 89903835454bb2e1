/**
 * The hosts: those that the store remembers with what their agents say now, and whether they take runs. What people and
 * health checks decide of a host outlives its agents, the controller and Redis: queues are paused anew as often as needed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type FleetHost,
  type Host,
  type HostAction,
  type HostAvailability,
  type HostDetail,
  type HostLease,
  hostActions,
  leaseKey,
  queueName,
} from '@ringside/contract'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { parsed } from '../parsed-json.ts'
import type { HostQueues } from '../queue/host-queues.ts'
import { KeyedQueue } from '../runs/keyed-queue.ts'
import type { HostStore, KnownHost, NewHostEvent } from './host-store.ts'
import { observe } from './observation.ts'

const watchIntervalMs = 5_000
const shownEvents = 50

export interface FleetOptions {
  readonly store: HostStore
  readonly redis: Redis
  readonly queues: Pick<HostQueues, 'of' | 'registered' | 'depths'>
  readonly logger: Logger
  /** Unix ms. Default: the clock. */
  readonly now?: () => number
}

/** Why a host is what it is, and who says so. */
export interface Decision {
  readonly reason: string
  readonly by: string
}

export type HostAnswer =
  | { readonly ok: true; readonly host: FleetHost }
  | { readonly ok: false; readonly status: 404 | 409; readonly detail: string }

export class Fleet {
  readonly #options: FleetOptions
  readonly #now: () => number
  readonly #known = new Map<string, KnownHost>()
  /** Looks and decisions come one after the other: each begins with what the one before has left. */
  readonly #turns = new KeyedQueue()
  /** Hosts whose queue goes on, and was not yet told so. */
  readonly #toResume = new Set<string>()
  readonly #stop = new AbortController()
  #watching: Promise<void> = Promise.resolve()
  /** What the hosts were for one reading of the registrations. */
  #merged: { readonly of: readonly Host[]; readonly hosts: Promise<readonly FleetHost[]> } | undefined

  constructor(options: FleetOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Takes up what is known and decided, then keeps watch. */
  async start(): Promise<void> {
    for (const host of await this.#options.store.all()) {
      this.#known.set(host.id, host)
      if (host.changedBy !== '' && !isStopped(host.availability)) this.#toResume.add(host.id)
    }
    await this.watch()
    this.#watching = this.#keepWatching()
  }

  /** Looks at who is there, stores what is new, and sees to it that queues which must not run do not. */
  watch(): Promise<void> {
    return this.#inTurn(() => this.#look())
  }

  async #look(fresh = false): Promise<void> {
    const nowMs = this.#now()
    const news: KnownHost[] = []
    const events: NewHostEvent[] = []
    for (const registered of await this.#options.queues.registered(fresh)) {
      const observation = observe(this.#known.get(registered.id), registered, nowMs)
      if (!observation.isNews) continue
      news.push(observation.host)
      events.push(...observation.events)
    }
    await this.#options.store.save(news, events)
    for (const host of news) this.#remember(host)
    for (const host of this.#known.values())
      if (isStopped(host.availability)) await (await this.#options.queues.of(host.id)).pause()
  }

  /** By id. `fresh`: as they are now, not a moment ago. */
  async hosts(fresh = false): Promise<readonly FleetHost[]> {
    const registered = await this.#options.queues.registered(fresh)
    if (this.#merged?.of !== registered) this.#merged = { of: registered, hosts: this.#merge(registered) }
    return this.#merged.hosts
  }

  async detail(id: string): Promise<HostDetail | undefined> {
    const host = (await this.hosts()).find((one) => one.id === id)
    return host === undefined ? undefined : { ...host, events: await this.#options.store.events(id, shownEvents) }
  }

  /** What the results of a host depend on, and since when (Unix ms) they compare: it changed then, or was released. */
  environment(id: string): { readonly fingerprint: string; readonly sinceMs: number } | undefined {
    const known = this.#known.get(id)
    if (known === undefined) return undefined
    return { fingerprint: known.fingerprint, sinceMs: Math.max(known.fingerprintSinceMs, known.releasedAtMs) }
  }

  /** Takes a host out of use, or back into it. */
  decide(id: string, action: HostAction, decision: Decision): Promise<HostAnswer> {
    return this.#inTurn(async () => {
      await this.#look(true)
      const known = this.#known.get(id)
      if (known === undefined) return refuse(404, `no host '${id}'; see what there is: ringside hosts`)
      if (known.availability === 'quarantined' && (action === 'pause' || action === 'drain'))
        return refuse(
          409,
          `host '${id}' is quarantined (${known.reason}), which is more; release it first: ringside hosts release ${id}`,
        )
      await this.#change(known, hostActions[action], decision)
      const host = (await this.hosts(true)).find((one) => one.id === id)
      return host === undefined ? refuse(404, `no host '${id}'`) : { ok: true, host }
    })
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#watching
    await this.#turns.idle()
  }

  /** Stored first: a pause that is remembered is made good later, one that is not would be forgotten. */
  async #change(known: KnownHost, availability: HostAvailability, { reason, by }: Decision): Promise<void> {
    const atMs = this.#now()
    const version = known.version + 1
    const releasedAtMs = known.availability === 'quarantined' && availability === 'active' ? atMs : known.releasedAtMs
    const changed: KnownHost = { ...known, availability, reason, changedBy: by, changedAtMs: atMs, releasedAtMs, version }
    const event = {
      host: known.id,
      atMs,
      kind: 'availability',
      before: known.availability,
      after: availability,
      reason,
      by,
    } as const
    await this.#options.store.save([changed], [event])
    this.#remember(changed)
    this.#toResume.add(known.id)
    await this.#setQueue(changed)
    this.#options.logger.info({ host: known.id, availability, reason, by }, 'availability of a host')
  }

  async #setQueue(host: KnownHost | undefined): Promise<void> {
    if (host === undefined) return
    const queue = await this.#options.queues.of(host.id)
    await (isStopped(host.availability) ? queue.pause() : queue.resume())
    this.#toResume.delete(host.id)
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.run('', work)
  }

  #remember(host: KnownHost): void {
    this.#known.set(host.id, host)
    this.#merged = undefined
  }

  async #merge(registered: readonly Host[]): Promise<readonly FleetHost[]> {
    const live = new Map(registered.map((host) => [host.id, host]))
    const fresh = registered.filter(({ id }) => !this.#known.has(id)).map((host) => observe(undefined, host, this.#now()).host)
    if (fresh.length > 0) void this.#watchSoon()
    const known = [...this.#known.values(), ...fresh].sort((a, b) => (a.id < b.id ? -1 : 1))
    const leases = known.length === 0 ? [] : await this.#options.redis.mget(known.map(({ id }) => leaseKey(id)))
    const depths = this.#options.queues.depths()
    return known.map((host, index) => {
      const lease = parsed<HostLease>(leases[index] ?? '')
      return { ...hostOf(host, live.get(host.id), lease), queued: depths.get(queueName(host.id)) ?? 0 }
    })
  }

  async #keepWatching(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await sleep(watchIntervalMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      await this.#watchSoon()
    }
  }

  /** What goes wrong is for the next look. */
  #watchSoon(): Promise<void> {
    const complain = (error: unknown) => this.#options.logger.warn({ err: error }, 'hosts could not be looked at; next try soon')
    return this.watch().catch(complain)
  }
}

/** Whether its queue stands still. */
const isStopped = (availability: HostAvailability): boolean => availability === 'paused' || availability === 'quarantined'

const refuse = (status: 404 | 409, detail: string): HostAnswer => ({ ok: false, status, detail })

function hostOf(known: KnownHost, live: Host | undefined, lease: HostLease | undefined): FleetHost {
  const { id, labels, capabilities, fingerprint, availability, reason, changedBy: by, changedAtMs } = known
  const seenAt = live?.agents
    .map((agent) => agent.seenAt)
    .sort()
    .at(-1)
  return {
    id,
    labels,
    fingerprint,
    agents: [],
    ...(capabilities === undefined ? {} : { capabilities }),
    ...live,
    availability,
    ...(availability === 'active' ? {} : { reason, by, since: isoTime(changedAtMs) }),
    ...(lease === undefined ? {} : { lease }),
    queued: 0,
    running: lease === undefined ? 0 : 1,
    firstSeenAt: isoTime(known.firstSeenAtMs),
    seenAt: seenAt ?? isoTime(known.seenAtMs),
    fingerprintSince: isoTime(known.fingerprintSinceMs),
  }
}

const isoTime = (unixMs: number): string => new Date(unixMs).toISOString()
