/**
 * Names of what agents and the controller share in Redis. Every key of a host has the host's id in it, so that an agent
 * can be kept to those of its own.
 */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
import { HostFacts } from './result.ts'

/** The queue of a host; one job at a time runs there. */
export const queueName = (hostId: string): string => `bench.${hostId}`

/** BullMQ job name of a run. */
export const runJobName = 'run'

/** BullMQ job id of an attempt: the run's id, and behind it the number of the attempt from the second on. */
export const jobId = (runId: string, attempt: number): string => (attempt === 1 ? runId : `${runId}.${attempt}`)

/** The run and the attempt of a job id. */
export function attemptOf(jobId: string): { readonly runId: string; readonly attempt: number } {
  const [runId = '', attempt = '1'] = jobId.split('.')
  return { runId, attempt: Number(attempt) }
}

/** Key under which an agent registers (JSON {@link AgentRegistration}), expiring unless refreshed. A host may have several. */
export const agentKey = (hostId: string, agentId: string): string => `${agentKeyPrefix}${hostId}:${agentId}`
export const agentKeyPrefix = 'ringside:agent:'
export const agentKeyTtlSeconds = 15

/**
 * Set of the agent keys there may be: every beat of an agent adds its own, and the controller takes out those that have expired. Without
 * it, finding them would mean to look at every key of Redis.
 */
export const agentsKey = 'ringside:agents'

/** Key of the lease of a host (JSON {@link HostLease}), expiring unless renewed. */
export const leaseKey = (hostId: string): string => `ringside:lease:${hostId}`

/** Counter of the leases of a host: the fencing token of the last one. */
export const fenceKey = (hostId: string): string => `ringside:fence:${hostId}`

/** Hash of cancellations, job id to JSON {@link Cancellation}; an agent reads its own whenever it renews its lease. */
export const cancelKey = (hostId: string): string => `ringside:cancel:${hostId}`

/** List of results (JSON {@link RefusedResult}) that agents could no longer deliver, because their attempt was given up. */
export const refusedKey = (hostId: string): string => `ringside:refused:${hostId}`

/** Between two renewals of a lease: a cancellation is heard within it. */
export const leaseRenewalMs = 1_000

/** Time without a sign of life after which an attempt is lost, where the suite says nothing. */
export const heartbeatMs = 10_000

/** Someone wants a run to end. */
export interface Cancellation {
  /** Of the failure that the run ends with: `cancelled` unless said. */
  readonly cause?: 'cancelled' | 'timeout'
  readonly by: string
  readonly reason?: string
  /** ISO 8601. */
  readonly at: string
}

/** Who has a host to itself. */
export const HostLease = Type.Object(
  {
    agentId: Type.String(),
    pid: Type.Number(),
    token: Type.Number({ description: 'Fencing token' }),
    runId: Type.String(),
    attempt: Type.Number(),
    since: Type.String({ description: 'ISO 8601' }),
  },
  { title: 'HostLease' },
)
export type HostLease = Frozen<Static<typeof HostLease>>

/** A backend that a host has, or lacks and why. */
export const BackendCapability = Type.Object(
  {
    kind: Type.String({ description: 'As in a suite: `emulated`, `vhost-user`' }),
    available: Type.Boolean(),
    reason: Type.Optional(Type.String({ description: 'Of what is not available: what is missing, and what would bring it' })),
    devices: Type.Array(Type.String(), { description: 'Device files or sockets found for it' }),
  },
  { title: 'BackendCapability' },
)
export type BackendCapability = Frozen<Static<typeof BackendCapability>>

/** What can be measured on a host. */
export const HostCapabilities = Type.Object(
  {
    backends: Type.Array(BackendCapability),
    cpus: Type.Array(Type.Number(), {
      description: 'CPUs an agent may use, and of these the ones the kernel keeps free of other work',
    }),
    isolatedCpus: Type.Array(Type.Number()),
    numaNodes: Type.Number(),
    hugepages: Type.Object({ free2M: Type.Number(), free1G: Type.Number() }),
  },
  { title: 'HostCapabilities' },
)
export type HostCapabilities = Frozen<Static<typeof HostCapabilities>>

export const AgentRegistration = Type.Object(
  {
    agentId: Type.String({ description: 'New with every start: `a-7k2m9q4x1c`' }),
    hostId: Type.String(),
    pid: Type.Number(),
    version: Type.String(),
    labels: Type.Record(Type.String(), Type.String()),
    capabilities: HostCapabilities,
    fingerprint: Type.String({
      description: 'Digest of the stable facts: same hardware and kernel, same fingerprint. 12 hex digits',
    }),
    facts: HostFacts,
    startedAt: Type.String({ description: 'ISO 8601' }),
    seenAt: Type.String(),
  },
  { title: 'AgentRegistration' },
)
export type AgentRegistration = Frozen<Static<typeof AgentRegistration>>

/** A result that came too late, and is not stored. */
export interface RefusedResult {
  readonly runId: string
  readonly attempt: number
  readonly agentId: string
  readonly token: number
  /** ISO 8601: when the agent found that it was too late. */
  readonly refusedAt: string
}
