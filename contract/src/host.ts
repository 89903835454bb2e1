/**
 * Names of what agents and the controller share in Redis. Every key of a host has the host's id in it, so that an agent
 * can be kept to those of its own.
 */
import type { HostFacts } from './result.ts'

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
  readonly by: string
  readonly reason?: string
  /** ISO 8601. */
  readonly at: string
}

/** Who has a host to itself. */
export interface HostLease {
  readonly agentId: string
  readonly pid: number
  /** Fencing token. */
  readonly token: number
  readonly runId: string
  readonly attempt: number
  /** ISO 8601. */
  readonly since: string
}

/** A result that came too late, and is not stored. */
export interface RefusedResult {
  readonly runId: string
  readonly attempt: number
  readonly agentId: string
  readonly token: number
  /** ISO 8601: when the agent found that it was too late. */
  readonly refusedAt: string
}

/** A backend that a host has, or lacks and why. */
export interface BackendCapability {
  /** As in a suite: `emulated`, `vhost-user`. */
  readonly kind: string
  readonly available: boolean
  /** Of what is not available: what is missing, and what would bring it. */
  readonly reason?: string
  /** Device files or sockets found for it. */
  readonly devices: readonly string[]
}

/** What can be measured on a host. */
export interface HostCapabilities {
  readonly backends: readonly BackendCapability[]
  /** CPUs an agent may use, and of these the ones the kernel keeps free of other work. */
  readonly cpus: readonly number[]
  readonly isolatedCpus: readonly number[]
  readonly numaNodes: number
  readonly hugepages: { readonly free2M: number; readonly free1G: number }
}

export interface AgentRegistration {
  /** New with every start: `a-7k2m9q4x1c`. */
  readonly agentId: string
  readonly hostId: string
  readonly pid: number
  readonly version: string
  readonly labels: Readonly<Record<string, string>>
  readonly capabilities: HostCapabilities
  /** Digest of the stable facts: same hardware and kernel, same fingerprint. 12 hex digits. */
  readonly fingerprint: string
  readonly facts: HostFacts
  /** ISO 8601. */
  readonly startedAt: string
  readonly seenAt: string
}
