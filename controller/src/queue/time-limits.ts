/** How long a run may wait, and how long an attempt may take. */
import type { RunRecord } from '../runs/run-record.ts'

/** Its own limit ends an attempt in its agent; what the controller adds is for agents that do not. In heartbeats. */
const graceHeartbeats = 2

/** Which limit of its suite a run has passed, in words. */
export function limitPassed({ state, spec, submittedAtMs, startedAtMs }: RunRecord, nowMs: number): string | undefined {
  const { waitingMs, runMs, heartbeatMs } = spec.timeouts
  if (state === 'queued') {
    if (nowMs - submittedAtMs <= waitingMs) return undefined
    return `it waited longer than its suite allows (timeouts.waiting: ${seconds(waitingMs)}); look at the host's queue: ringside hosts`
  }
  if (startedAtMs === undefined || nowMs - startedAtMs <= runMs + graceHeartbeats * heartbeatMs) return undefined
  return `it took longer than its suite allows (timeouts.run: ${seconds(runMs)}) and its agent did not end it`
}

const seconds = (ms: number): string => `${ms / 1_000} s`
