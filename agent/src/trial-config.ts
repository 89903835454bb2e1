/** From a point of a suite's matrix and a backend to what the native datapath is asked to do. */
import {
  type Backend,
  defaultBurst,
  type Frame,
  type Point,
  parseSchedule,
  type RunTracing,
  sampledEvery,
  suiteDefaults,
  type Workload,
} from '@ringside/contract'
import type { TrialConfig } from './datapath.ts'
import { modelConfig } from './model-config.ts'
import type { Pinning } from './pin.ts'

export interface TrialInput {
  readonly point: Point
  readonly backend: Backend
  readonly warmupMs: number
  readonly durationMs: number
  readonly tracing: RunTracing
}

/** The native configuration of one trial. */
export function trialConfig(input: TrialInput, pinning: Pinning): TrialConfig {
  const { point } = input
  const { workload } = point
  return {
    ...deviceConfig(input),
    ring: point.ring,
    queuePairs: point.queues,
    ringSize: point.ringSize,
    ...loadConfig(workload),
    ...frameConfig(point.frame),
    flows: workload.flows ?? suiteDefaults.flows,
    verify: workload.verify ?? suiteDefaults.verify,
    burst: burstOf(input),
    warmupMs: input.warmupMs,
    durationMs: input.durationMs,
    ...pinning,
    tracing: tracingConfig(input.tracing),
  }
}

function deviceConfig({ backend }: TrialInput) {
  const { features = [], model } = backend
  return {
    dialect: backend.dialect ?? suiteDefaults.dialect,
    doorbell: backend.doorbell,
    device: backend.device,
    eventIdx: features.includes('event-idx'),
    inOrder: features.includes('in-order'),
    mergeable: features.includes('mergeable'),
    layout: backend.descriptors ?? suiteDefaults.descriptors,
    ...(model === undefined ? {} : { model: modelConfig(model) }),
  }
}

function loadConfig(workload: Workload) {
  const { kind } = workload
  if (kind === 'pingpong')
    return { workload: kind, direction: 'loopback', outstanding: workload.outstanding ?? suiteDefaults.outstanding } as const
  const load = { workload: kind, direction: workload.direction ?? suiteDefaults.direction }
  if (kind === 'throughput') return load
  const schedule = parseSchedule(workload.rate)
  return { ...load, ...(schedule.kind === 'rate' ? { ratePps: schedule.ratePps } : { replaySpeed: schedule.speed }) }
}

function frameConfig(frame: Frame) {
  if (typeof frame === 'number') return { frameBytes: frame }
  return frame === 'imix' ? { imix: true } : { capturePath: frame.capture }
}

/** A burst cannot exceed the ring it is published in, where a chained packet takes two descriptors. */
function burstOf({ point: { workload, ringSize }, backend }: TrialInput): number {
  const most = backend.descriptors === 'chained' ? ringSize / 2 : ringSize
  return Math.min(workload.burst ?? defaultBurst[workload.kind], most)
}

function tracingConfig(tracing: RunTracing): TrialConfig['tracing'] {
  const sampleEvery = sampledEvery(tracing.doorbells)
  return {
    doorbells: sampleEvery === undefined ? tracing.doorbells : 'sample',
    ...(sampleEvery === undefined ? {} : { sampleEvery }),
    ringEvents: tracing.ringEvents,
    stream: tracing.export === 'stream',
    outlierPercentile: tracing.outlierPercentile,
    outlierWindowMs: tracing.outlierWindowNs / 1e6,
  } as TrialConfig['tracing']
}
