/** A finished run with plausible trials: seeded noise around a level for each backend. */
import type { RunDetail } from '../api.ts'
import type { Backend } from '../backend.ts'
import type { MetricName } from '../metric.ts'
import type { HostFacts, TrialResult } from '../result.ts'
import type { RunSpec } from '../run.ts'
import { noSpans, type SpanCounts } from '../span-counts.ts'
import { runDefaults } from '../suite-defaults.ts'
import { tracingDefaults } from '../tracing.ts'
import type { Workload } from '../workload.ts'
import { queuesFixture } from './queues-fixture.ts'

export interface RunShape {
  readonly id?: string
  readonly label?: string
  readonly workload?: Workload
  readonly frame?: RunSpec['point']['frame']
  /** Level of each backend: pps for throughput, ns of the median for latency. */
  readonly levels?: Readonly<Record<string, number>>
  readonly trials?: number
  /** Standard deviation of a trial as a share of the level. */
  readonly noiseRatio?: number
  readonly seed?: number
  readonly minChangeRatio?: number
  readonly order?: RunSpec['order']
  /** Changes one trial after it was built. */
  readonly touch?: (trial: TrialResult) => TrialResult
}

export const demoHost: HostFacts = {
  id: 'h-5f0c2a81',
  hostname: 'rack2-node7',
  cpuModel: 'Intel(R) Xeon(R) Gold 6338N CPU @ 2.20GHz',
  cpus: 2,
  memoryBytes: 25_216_106_496,
  kernel: '6.12.41+deb13-amd64',
  arch: 'x64',
  state: { governor: 'performance', hugepages2M: 512, clocksource: 'tsc', loadAverage1m: 0.42 },
}

const startUnixMs = Date.parse('2026-11-20T21:04:00.000Z')
const trialMs = 1_250

/** A run that succeeded. */
export function runFixture(shape: RunShape = {}): RunDetail {
  const levels = shape.levels ?? { mapped: 31.2e6, eventfd: 4.61e6 }
  const spec = specOf(shape, Object.keys(levels))
  const trials = trialsOf(shape, levels, spec)
  const startedAt = new Date(startUnixMs + 40).toISOString()
  const endedAt = new Date(startUnixMs + 40 + trials.length * trialMs).toISOString()
  const spans = countSpans(trials)
  return {
    ...summaryOf(spec),
    backends: Object.keys(levels),
    state: 'succeeded',
    startedAt,
    endedAt,
    spec,
    attempts: [{ attempt: 1, state: 'succeeded', lease: { agentId: 'a-1', token: 1 }, startedAt, endedAt }],
    result: {
      runId: spec.id,
      attempt: 1,
      lease: { agentId: 'a-1', token: 1 },
      startedAt,
      endedAt,
      host: demoHost,
      trials,
      spans: {
        ioctlIssued: spans.ioctl.issued,
        doorbellRung: spans.doorbell.rung,
        doorbellRecorded: spans.doorbell.recorded,
        doorbellSelected: spans.doorbell.selected,
        outliersFound: spans.outlier.found,
        eventsDropped: spans.eventsDropped,
        dropped: spans.dropped,
        spooled: spans.spooled,
      },
    },
    spans,
  }
}

/** The same run, failed before its first trial ended. */
export function failedRunFixture(shape: RunShape = {}): RunDetail {
  const { result, spans, endedAt, ...run } = runFixture(shape)
  const message = "VFIO_IOMMU_MAP_DMA failed with ENOMEM for 64 MB; expected locked memory of at least 128 MB; raise 'ulimit -l'"
  const ended = { state: 'failed', endedAt: run.startedAt ?? run.submittedAt, failure: { cause: 'benchmark', message } } as const
  return { ...run, ...ended, attempts: run.attempts.map((attempt) => ({ ...attempt, ...ended })) }
}

function specOf(shape: RunShape, names: readonly string[]): RunSpec {
  const workload = shape.workload ?? { kind: 'throughput' }
  const backends = names.map((name): Backend => {
    const doorbell = name === 'eventfd' ? 'eventfd' : 'mapped'
    return { name, kind: 'emulated', doorbell, device: 'polling' }
  })
  const label = shape.label ?? `${workload.kind} 64 B`
  return {
    id: shape.id ?? 'r-7k2m9q4x1c',
    submissionId: 's-3v8n1z',
    suite: 'demo',
    host: demoHost.id,
    pointId: `p-${label.replace(/\W+/g, '-')}`,
    label,
    point: { workload, frame: shape.frame ?? 64, ringSize: 256, queues: 1, ring: 'split' },
    backends,
    warmupMs: 200,
    durationMs: 1_000,
    trials: shape.trials ?? 10,
    order: shape.order ?? 'interleave',
    seed: 42,
    tracing: tracingDefaults,
    ...runDefaults,
    contentId: 'c-5f0c2a8130d1',
    minChangeRatio: shape.minChangeRatio ?? 0.02,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  }
}

const summaryOf = (spec: RunSpec) => ({
  id: spec.id,
  submissionId: spec.submissionId,
  suite: spec.suite,
  label: spec.label,
  pointId: spec.pointId,
  contentId: spec.contentId,
  repetition: spec.repetition,
  priority: spec.priority,
  attempt: spec.attempt,
  host: spec.host,
  traceId: spec.traceparent.slice(3, 35),
  submittedAt: new Date(startUnixMs).toISOString(),
})

function trialsOf(shape: RunShape, levels: Readonly<Record<string, number>>, spec: RunSpec): TrialResult[] {
  const noise = gaussian(shape.seed ?? 7)
  return Array.from({ length: spec.trials }, (_, index) => {
    const backends = Object.entries(levels)
    // Interleaved: every second round runs in the opposite order.
    const round = index % 2 === 0 ? backends : backends.toReversed()
    return round.map(([backend, level], slot) => {
      const trial = trialOf(spec, { backend, index, level: level * (1 + (shape.noiseRatio ?? 0.02) * noise()) })
      const startedMs = startUnixMs + 40 + (index * backends.length + slot) * trialMs
      return { ...trial, startedUnixNs: `${startedMs}000000` }
    })
  })
    .flat()
    .map((trial) => shape.touch?.(trial) ?? trial)
}

function trialOf(spec: RunSpec, { backend, index, level }: { backend: string; index: number; level: number }): TrialResult {
  const { workload } = spec.point
  const latency = workload.kind !== 'throughput'
  const ratePps = latency ? 50_000 : Math.round(level)
  const sent = Math.round((ratePps * spec.durationMs) / 1_000)
  const rung = backend === 'eventfd' ? Math.round(sent / 32) : Math.round(sent / 64)
  return {
    backend,
    index,
    startedUnixNs: '0',
    durationNs: spec.durationMs * 1_000_000,
    packets: { sent, unsent: 0, verified: sent, lost: 0, corrupt: 0, duplicate: 0, reordered: 0, droppedNoBuffer: 0 },
    verify: workload.verify ?? 'full',
    expectedFaults: false,
    ...(workload.kind === 'latency' ? { intendedRatePps: ratePps } : {}),
    offeredRatePps: ratePps,
    generatorLimited: false,
    metrics: latency ? latencyMetrics(level) : { throughput_pps: ratePps, throughput_bps: ratePps * 64 * 8 },
    doorbells: {
      kick: { rung, suppressed: sent - rung },
      call: { rung: Math.round(rung / 2), suppressed: Math.round(rung / 2) },
    },
    queues: queuesFixture({ packets: sent, frameBytes: 64, burst: Math.round(sent / rung) }),
    ioctlIssued: 18,
    outliers: 0,
    drainedWhileRunning: false,
    eventsDropped: 0,
    observationsDropped: 0,
    environment: { pages: 'hugetlb-2M', clock: 'tsc', driverCpu: 0, deviceCpu: 1, nice: -20, stealRatio: 0.004 },
  }
}

function latencyMetrics(p50: number): Partial<Record<MetricName, number>> {
  const at = (factor: number) => Math.round(p50 * factor)
  return {
    latency_ns_min: at(0.7),
    latency_ns_p50: at(1),
    latency_ns_p90: at(1.7),
    latency_ns_p99: at(2.7),
    latency_ns_p999: at(6.6),
    latency_ns_max: at(34),
  }
}

function countSpans(trials: readonly TrialResult[]): SpanCounts {
  const ioctls = trials.reduce((sum, trial) => sum + trial.ioctlIssued, 0)
  const doorbells = trials.reduce((sum, { doorbells: { kick, call } }) => sum + kick.rung + call.rung, 0)
  const dropped = trials.reduce((sum, trial) => sum + trial.eventsDropped, 0)
  const recorded = doorbells - dropped
  return {
    ...noSpans,
    ioctl: { issued: ioctls, stored: ioctls },
    doorbell: { rung: doorbells, recorded, selected: recorded, stored: recorded },
    eventsDropped: dropped,
    dropped,
  }
}

/** Standard normal values by Box and Muller's method, from a linear congruential generator. */
export function gaussian(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}
