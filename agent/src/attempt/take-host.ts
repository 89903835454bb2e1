/** Makes the host this attempt's own: first on the machine, then in Redis. Says meanwhile for whom it waits. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostLease, RunLease, RunSpec } from '@ringside/contract'
import { type LockHolder, lockMachine, type Unlock } from '../host/host-lock.ts'
import type { HostLeases } from '../host/lease.ts'

export interface HostTaking {
  readonly spec: RunSpec
  readonly agentId: string
  readonly machineId: string
  readonly leases: HostLeases
  /** Aborting ends the wait with its reason. */
  readonly signal: AbortSignal
  readonly onWaiting: (phase: string) => void
}

/** Only those ask that have the lock of another machine, or of another network namespace of this one. */
const retryMs = 200

/** Resolves when nobody else measures on the machine. */
export function takeMachine({ spec, agentId, machineId, signal, onWaiting }: HostTaking): Promise<Unlock> {
  const holder: LockHolder = { pid: process.pid, agentId, runId: spec.id }
  return lockMachine(machineId, holder, { signal, onWaiting: (who) => onWaiting(lockPhase(who)) })
}

function lockPhase(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'waiting for another process, which is stopped'
  return `waiting for process ${holder.pid} (${holder.runId === undefined ? 'cleaning up' : `run ${holder.runId}`})`
}

/** Resolves when the host is leased to this attempt, for `heartbeatMs`. */
export async function takeLease({ spec, agentId, leases, signal, onWaiting }: HostTaking): Promise<RunLease> {
  const { heartbeatMs } = spec.timeouts
  const since = new Date().toISOString()
  const holder = { agentId, pid: process.pid, runId: spec.id, attempt: spec.attempt, since }
  for (;;) {
    const answer = await abortable(leases.acquire(holder, heartbeatMs), signal)
    if ('token' in answer) return { agentId, token: answer.token }
    onWaiting(leasePhase(answer.heldBy))
    await abortable(sleep(retryMs), signal)
  }
}

const leasePhase = ({ agentId, runId }: HostLease): string => `waiting for agent ${agentId} (run ${runId})`

/** What the work gives, or the reason for which the wait for it ends. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = Promise.withResolvers<never>()
  const end = () => ended.reject(signal.reason)
  signal.addEventListener('abort', end)
  try {
    signal.throwIfAborted()
    return await Promise.race([work, ended.promise])
  } finally {
    signal.removeEventListener('abort', end)
    work.catch(() => undefined)
  }
}
