/** The hosts a controller knows, whether or not an agent of theirs is alive. */
import { type Static, Type } from 'typebox'
import { Host } from './api.ts'
import type { Frozen } from './frozen.ts'
import { strict } from './suite-terms.ts'

const Time = Type.String({ description: 'ISO 8601, UTC' })

/** A host with when it was seen: exact while an agent is alive, else to a minute. */
export const FleetHost = Type.Object(
  {
    ...Host.properties,
    firstSeenAt: Time,
    seenAt: Time,
    /** Since when its hardware and kernel are what they are. */
    fingerprintSince: Time,
  },
  { title: 'FleetHost' },
)
export type FleetHost = Frozen<Static<typeof FleetHost>>

export const FleetList = Type.Object({ hosts: Type.Array(FleetHost) }, { title: 'FleetList' })

/** `fingerprint`: the hardware or kernel is another than before. */
export const HostEvent = Type.Object(
  {
    at: Time,
    kind: Type.Enum(['appeared', 'fingerprint', 'availability']),
    before: Type.String(),
    after: Type.String(),
    reason: Type.String(),
    by: Type.String(),
  },
  { title: 'HostEvent' },
)
export type HostEvent = Frozen<Static<typeof HostEvent>>

export const HostDetail = Type.Object(
  { ...FleetHost.properties, events: Type.Array(HostEvent, { description: 'Newest first' }) },
  { title: 'HostDetail' },
)
export type HostDetail = Frozen<Static<typeof HostDetail>>

export const HostActionRequest = Type.Object(
  { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'why, for whoever wonders later' })) },
  { ...strict, title: 'HostActionRequest' },
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
