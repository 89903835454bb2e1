/** From a point of a suite's matrix and a backend to what the native datapath is asked to do. */
import { type Backend, type Point, parseRatePps } from '@ringside/contract'
import type { TrialConfig } from './datapath.ts'
import type { Pinning } from './pin.ts'

/** Where a suite says nothing: packets in one direction only. */
const defaultDirection = 'oneway'
/** Where a suite says nothing: enough to spread the cost of a doorbell, and for latency none that would queue packets. */
const defaultBurst = { throughput: 32, latency: 1 } as const

export interface TrialInput {
  readonly point: Point
  readonly backend: Backend
  readonly warmupMs: number
  readonly durationMs: number
  readonly tracing: { readonly doorbells: 'all' | 'off'; readonly ringEvents: number }
}

/** The native configuration of one trial. */
export function trialConfig(input: TrialInput, pinning: Pinning): TrialConfig {
  const { backend, point } = input
  const { workload, frame } = point
  return {
    doorbell: backend.doorbell,
    device: backend.device,
    workload: workload.kind,
    direction: workload.direction ?? defaultDirection,
    ...(typeof frame === 'number' ? { frameBytes: frame } : { capturePath: frame.capture }),
    ringSize: point.ringSize,
    // A burst cannot exceed the ring it is published in.
    burst: Math.min(workload.burst ?? defaultBurst[workload.kind], point.ringSize),
    ...(workload.kind === 'latency' ? { ratePps: parseRatePps(workload.rate) } : {}),
    warmupMs: input.warmupMs,
    durationMs: input.durationMs,
    ...pinning,
    traceDoorbells: input.tracing.doorbells === 'all',
    ringEvents: input.tracing.ringEvents,
  }
}
