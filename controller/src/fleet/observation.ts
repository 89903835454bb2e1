/** What a registration changes of what is known of its host. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { Host } from '@ringside/contract'
import type { KnownHost, NewHostEvent } from './host-store.ts'

/** How stale the stored time of the last beat may be. */
const seenStepMs = 60_000

export interface Observation {
  readonly host: KnownHost
  /** What is known has changed in a way that is to be stored. */
  readonly isNews: boolean
  readonly events: readonly NewHostEvent[]
}

/** `registered` is what the host's agents say now. */
export function observe(known: KnownHost | undefined, registered: Host, nowMs: number): Observation {
  const { id, labels, capabilities, fingerprint = '' } = registered
  if (known === undefined) {
    const event = { host: id, atMs: nowMs, kind: 'appeared', before: '', after: fingerprint, reason: '', by: '' } as const
    return { host: { ...newHost(id, nowMs), labels, capabilities, fingerprint }, isNews: true, events: [event] }
  }
  const isOther = fingerprint !== known.fingerprint
  const isNews =
    isOther ||
    nowMs - known.seenAtMs >= seenStepMs ||
    !isDeepStrictEqual(labels, known.labels) ||
    !isDeepStrictEqual(capabilities?.backends, known.capabilities?.backends)
  if (!isNews) return { host: known, isNews, events: [] }
  const host: KnownHost = {
    ...known,
    seenAtMs: nowMs,
    labels,
    capabilities,
    fingerprint,
    fingerprintSinceMs: isOther ? nowMs : known.fingerprintSinceMs,
    version: known.version + 1,
  }
  const reason = 'its hardware, kernel or kernel command line is another than before; results from before compare with caution'
  const event: NewHostEvent = {
    host: id,
    atMs: nowMs,
    kind: 'fingerprint',
    before: known.fingerprint,
    after: fingerprint,
    reason,
    by: '',
  }
  return { host, isNews, events: isOther ? [event] : [] }
}

const newHost = (id: string, nowMs: number): KnownHost => ({
  id,
  firstSeenAtMs: nowMs,
  seenAtMs: nowMs,
  labels: {},
  capabilities: undefined,
  fingerprint: '',
  fingerprintSinceMs: nowMs,
  availability: 'active',
  reason: '',
  changedBy: '',
  changedAtMs: nowMs,
  releasedAtMs: 0,
  version: 1,
})
