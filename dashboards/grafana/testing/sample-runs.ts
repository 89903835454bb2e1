/** A month of runs, of two suites on three hosts: seeded noise around a level of each backend, with a step on one host. */
import { type Frame, type RunDetail, type RunSpec, runDefaults, type Workload } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { toQueueRows } from '../../../controller/src/runs/queue-rows.ts'
import type { RunRecord } from '../../../controller/src/runs/run-record.ts'
import { toRunRow } from '../../../controller/src/runs/run-rows.ts'
import { toTrialRows } from '../../../controller/src/runs/trial-rows.ts'

/** The month that the samples lie in: fixed, so that a query gives the same whenever it is tried. */
export const month = { fromMs: Date.parse('2026-10-20T00:00:00Z'), toMs: Date.parse('2026-11-19T00:00:00Z') } as const
export const hosts = ['rack1-a', 'rack1-b', 'rack2-a'] as const
/** When the first host became another, and slower. */
export const stepAtMs = month.fromMs + 20 * 86_400_000
const trialsOfRun = 5
const everyMs = 20 * 60_000
const fixtureStartMs = Date.parse('2026-11-20T21:04:00.000Z')

interface SamplePoint {
  readonly workload: Workload
  readonly frame: Frame
  readonly ringSize: number
  readonly ring: 'split' | 'packed'
  readonly levels: Readonly<Record<string, number>>
}

const rates = { mapped: 12e6, eventfd: 4e6 }
const latencies = { mapped: 900, eventfd: 9_000 }
const latency = { kind: 'latency', rate: '50kpps' } as const
const throughput = { kind: 'throughput' } as const

const points: readonly SamplePoint[] = [
  { workload: throughput, frame: 64, ringSize: 256, ring: 'split', levels: rates },
  { workload: throughput, frame: 1518, ringSize: 1024, ring: 'packed', levels: rates },
  { workload: throughput, frame: 'imix', ringSize: 256, ring: 'split', levels: rates },
  { workload: latency, frame: 64, ringSize: 256, ring: 'split', levels: latencies },
  { workload: latency, frame: 1518, ringSize: 1024, ring: 'packed', levels: latencies },
  {
    workload: { ...latency, direction: 'loopback' },
    frame: { capture: '/captures/web.pcap' },
    ringSize: 256,
    ring: 'split',
    levels: latencies,
  },
]

export interface SampleRows {
  readonly runs: readonly object[]
  readonly trials: readonly object[]
  readonly queues: readonly object[]
  /** The last run of latency, which has spans, and the last of throughput. */
  readonly traced: RunSpec
  readonly throughput: RunSpec
}

/** About 2,000 runs: one every twenty minutes, every 25th failed, the last still waiting. */
export function sampleRows(): SampleRows {
  const count = Math.floor((month.toMs - month.fromMs) / everyMs)
  const records = Array.from({ length: count }, (_, i) => recordOf(i, count))
  const results = records.flatMap(({ result }) => result ?? [])
  const lastOf = (kind: Workload['kind']): RunSpec => {
    const last = records.findLast(({ spec, state }) => state === 'succeeded' && spec.point.workload.kind === kind)
    if (last === undefined) throw new TypeError(`no run of ${kind} is among the samples, expected one in the last hours`)
    return last.spec
  }
  return {
    runs: records.map(toRunRow),
    trials: results.flatMap(toTrialRows),
    queues: results.slice(-100).flatMap(toQueueRows),
    traced: lastOf('latency'),
    throughput: lastOf('throughput'),
  }
}

function recordOf(i: number, count: number): RunRecord {
  const submittedAtMs = month.fromMs + i * everyMs
  const startedAtMs = submittedAtMs + (i % 30) * 1_000
  const [point, host] = [points[i % points.length] as SamplePoint, hosts[i % hosts.length] as string]
  const detail = detailOf(i, { point, host, startedAtMs })
  const record = {
    spec: specOf(detail.spec, i, { point, host }),
    parentSpanId: '00f067aa0ba902b7',
    position: 0,
    submittedAtMs,
    earlier: [],
  }
  if (i === count - 1) return { ...record, state: 'queued' }
  if (i % 25 === 24) {
    const failure = {
      cause: i % 50 === 24 ? 'infrastructure' : 'benchmark',
      message: 'the ring broke; look at the trace',
    } as const
    return { ...record, state: 'failed', startedAtMs, endedAtMs: startedAtMs + 5_000, failure }
  }
  return {
    ...record,
    state: 'succeeded',
    startedAtMs,
    endedAtMs: startedAtMs + 15_000,
    ...(detail.result ? { result: detail.result } : {}),
  }
}

interface Place {
  readonly point: SamplePoint
  readonly host: string
}

function detailOf(i: number, { point, host, startedAtMs }: Place & { readonly startedAtMs: number }): RunDetail {
  const slower = host === hosts[0] && startedAtMs >= stepAtMs ? 1.3 : 1
  const isLatency = point.workload.kind !== 'throughput'
  const levels = Object.fromEntries(
    Object.entries(point.levels).map(([name, level]) => [name, isLatency ? level * slower : level / slower]),
  )
  return runFixture({
    id: `r-${String(i).padStart(5, '0')}`,
    workload: point.workload,
    frame: point.frame,
    levels,
    trials: trialsOfRun,
    seed: i + 1,
    noiseRatio: 0.03,
    touch: (trial) => ({
      ...trial,
      startedUnixNs: String(BigInt(trial.startedUnixNs) + BigInt(startedAtMs - fixtureStartMs) * 1_000_000n),
      ...(isLatency ? { latencyHistogram: histogram(trial.backend) } : {}),
      doorbells: { ...trial.doorbells, kick: { ...trial.doorbells.kick, trace: doorbellTrace } },
      packets: { ...trial.packets, lost: i % 40 === 0 ? 12 : 0 },
    }),
  })
}

const specOf = (spec: RunSpec, i: number, { point, host }: Place): RunSpec => ({
  ...spec,
  ...runDefaults,
  suite: i % 4 === 0 ? 'demo' : 'nightly',
  submissionId: `s-${i}`,
  host,
  pointId: `p-${i % points.length}`,
  point: { ...spec.point, ringSize: point.ringSize, ring: point.ring },
  traceparent: `00-${i.toString(16).padStart(32, 'a')}-00f067aa0ba902b7-01`,
})

const doorbellTrace = {
  recorded: 100,
  observed: 100,
  selected: 100,
  batches: [60, 30, 10],
  latencyNs: { p50: 1_200, p90: 2_000, p99: 9_000, p999: 20_000, max: 40_000 },
  latencyHistogram: '',
} as const

/** One for each backend: making two thousand would take longer than all queries. */
const histograms = new Map<string, string>()
function histogram(backend: string): string {
  const known = histograms.get(backend)
  if (known !== undefined) return known
  const level = latencies[backend as keyof typeof latencies]
  const made = build({ numberOfSignificantValueDigits: 3, bitBucketSize: 64, autoResize: true })
  for (let i = 1; i <= 10_000; i++) made.recordValue(Math.round(level * (0.7 + 0.3 * Math.log(10_000 / i))))
  const encoded = encodeIntoCompressedBase64(made)
  histograms.set(backend, encoded)
  return encoded
}
