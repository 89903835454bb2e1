/** A report as the controller answers it: three points on two backends, compared, with percentile curves. */
import type { Report, RunDetail } from '../api.ts'
import type { Comparison, LatencyProfile, Verdict } from '../comparison.ts'
import { judgedMetrics, type MetricName, metrics } from '../metric.ts'
import { addSpanCounts, noSpans } from '../span-counts.ts'
import { runFixture } from './run-fixture.ts'

/** Throughput at 64 B, and latency at 64 B and of a capture. */
export function demoRuns(): RunDetail[] {
  return [
    runFixture({ id: 'r-7k2m9q4x1c', label: 'throughput 64 B', seed: 1 }),
    runFixture({
      id: 'r-b81xw0zq5d',
      label: 'latency 64 B',
      workload: { kind: 'latency', rate: '50kpps' },
      levels: { mapped: 412, eventfd: 9_240 },
      seed: 2,
    }),
    runFixture({
      id: 'r-c4tn7yv2ke',
      label: 'latency capture.pcap',
      frame: { capture: '/srv/suites/capture.pcap' },
      workload: { kind: 'latency', rate: '50kpps' },
      levels: { mapped: 11_800, eventfd: 11_810 },
      noiseRatio: 0.05,
      seed: 3,
      touch: (trial) =>
        trial.index === 4 && trial.backend === 'eventfd'
          ? { ...trial, environment: { ...trial.environment, stealRatio: 0.031 } }
          : trial,
    }),
  ]
}

/** A report over `runs`. The comparisons are worked out simply (normal approximation); the product's judge does better. */
export function reportFixture(runs: readonly RunDetail[] = demoRuns()): Report {
  const summaries = runs.map(({ spec, result, spans, ...summary }) => summary)
  return {
    submission: { id: 's-3v8n1z', suite: 'demo', traceId: runs[0]?.traceId ?? '', runs: summaries },
    runs,
    comparisons: runs.flatMap(comparisonsOf),
    latencies: runs.flatMap(latenciesOf),
    spans: runs.reduce((total, run) => addSpanCounts(total, run.spans ?? noSpans), noSpans),
  }
}

function comparisonsOf(run: RunDetail): Comparison[] {
  const [a, ...others] = run.backends
  if (a === undefined || run.result === undefined) return []
  return others.flatMap((b) => judgedMetrics[run.spec.point.workload.kind].map((metric) => comparisonOf(run, metric, [a, b])))
}

function comparisonOf(run: RunDetail, name: MetricName, [left, right]: readonly [string, string]): Comparison {
  const metric = metrics[name]
  const side = (backend: string) => {
    const samples = (run.result?.trials ?? []).flatMap((trial) => (trial.backend === backend ? (trial.metrics[name] ?? []) : []))
    return { runId: run.id, backend, samples, median: medianOf(samples) }
  }
  const [a, b] = [side(left), side(right)]
  const ratio = a.median / b.median
  const spread = 0.02 + 0.03 / Math.sqrt(a.samples.length)
  const few = a.samples.length < 5
  const verdict: Verdict = few ? "can't tell" : Math.abs(ratio - 1) < spread ? 'no difference' : faster(ratio, metric.better)
  return {
    label: `${metric.title} ${run.label.replace(/^(throughput|latency|pingpong) /, '')}`,
    pointId: run.pointId,
    metric: name,
    unit: metric.unit,
    better: metric.better,
    a,
    b,
    ratio,
    interval: few ? [0, Number.MAX_VALUE] : [ratio * (1 - spread), ratio * (1 + spread)],
    pValue: verdict === 'no difference' ? 0.6 : 0.00018,
    paired: true,
    verdict,
    ...(few ? { trialsNeeded: 5 } : {}),
    caveats: (run.result?.trials ?? []).some((trial) => trial.environment.stealRatio > 0.02)
      ? [`${right}: steal above 2 % in 1 of ${b.samples.length} trials`]
      : [],
  }
}

function medianOf(samples: readonly number[]): number {
  const sorted = samples.toSorted((x, y) => x - y)
  const upper = sorted[sorted.length >> 1] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? 0) + upper) / 2
}

const faster = (ratio: number, better: 'higher' | 'lower'): Verdict => (ratio > 1 === (better === 'higher') ? 'faster' : 'slower')

function latenciesOf(run: RunDetail): LatencyProfile[] {
  if (run.spec.point.workload.kind === 'throughput') return []
  return run.backends.flatMap((backend) => {
    const mine = (run.result?.trials ?? []).filter((trial) => trial.backend === backend)
    return mine.length === 0
      ? []
      : [
          latencyOf(
            run,
            backend,
            mine.map((trial) => trial.metrics.latency_ns_p50 ?? 0),
          ),
        ]
  })
}

function latencyOf(run: RunDetail, backend: string, medians: readonly number[]): LatencyProfile {
  const p50 = medians.reduce((sum, value) => sum + value, 0) / medians.length
  const count = 50_000 * medians.length
  const decades = Math.log10(count)
  // Grows by half a decade of latency for each decade of the percentile axis, with a knee as interrupts make.
  const at = (x: number) => Math.round(p50 * 10 ** (0.32 * (x - 0.3) + (x > 3 ? 0.25 * (x - 3) : 0)))
  return {
    runId: run.id,
    label: run.label,
    backend,
    count,
    percentiles: { p50: at(0.301), p90: at(1), p99: at(2), p999: at(3), max: at(decades) },
    curve: Array.from({ length: 40 }, (_, i) => [100 * (1 - 10 ** ((-decades * i) / 39)), at((decades * i) / 39)] as const),
  }
}
