/** The hosts a controller knows, whether or not an agent of theirs is alive. */
import { type Static, Type } from 'typebox'
import type { Host } from './api.ts'
import { strict } from './suite-terms.ts'

/** A host with when it was seen. */
export interface FleetHost extends Host {
  /** ISO 8601; exact while an agent is alive, else to a minute. */
  readonly firstSeenAt: string
  readonly seenAt: string
  /** Since when its hardware and kernel are what they are. ISO 8601. */
  readonly fingerprintSince: string
}

export interface HostEvent {
  /** ISO 8601. */
  readonly at: string
  /** `fingerprint`: the hardware or kernel is another than before. */
  readonly kind: 'appeared' | 'fingerprint' | 'availability'
  readonly before: string
  readonly after: string
  readonly reason: string
  readonly by: string
}

export interface HostDetail extends FleetHost {
  /** Newest first. */
  readonly events: readonly HostEvent[]
}

export const HostActionRequest = Type.Object(
  { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'why, for whoever wonders later' })) },
  strict,
)
export type HostActionRequest = Static<typeof HostActionRequest>

/** What can be done to a host, and what it is then. */
export const hostActions = { drain: 'draining', pause: 'paused', quarantine: 'quarantined', release: 'active' } as const
export type HostAction = keyof typeof hostActions

export const hostPaths = {
  /** GET: { hosts: {@link FleetHost}[] }. */
  hosts: '/api/v1/hosts',
  /** GET: {@link HostDetail}. */
  host: '/api/v1/hosts/:id',
  /** POST {@link HostActionRequest}: {@link FleetHost}. */
  drain: '/api/v1/hosts/:id/drain',
  pause: '/api/v1/hosts/:id/pause',
  quarantine: '/api/v1/hosts/:id/quarantine',
  release: '/api/v1/hosts/:id/release',
} as const
