/** Compares two backends: within one run, where trials are pairs, or across two. */
import { type Comparison, judgedMetrics, type MetricName, metrics, type RunDetail, type TrialResult } from '@ringside/contract'
import { type CaveatSide, caveatsOf } from './caveats.ts'
import { judgeSamples, type Samples, sampleCaveats } from './judge-samples.ts'

export interface JudgedSide {
  readonly run: RunDetail
  /** Name of a backend of the run's suite. */
  readonly backend: string
}

/**
 * One comparison of a against b for each judged metric of their kind of workload.
 * A metric that one side has not measured (the run failed, or is not done) yields none.
 */
export function compareRuns(a: JudgedSide, b: JudgedSide): Comparison[] {
  const kinds = [a.run.spec.point.workload.kind, b.run.spec.point.workload.kind] as const
  if (kinds[0] !== kinds[1]) return []
  return judgedMetrics[kinds[0]].flatMap((metric) => compareMetric(a, b, metric) ?? [])
}

interface TrialSamples extends Samples {
  /** Trials without a partner, which were left out. */
  readonly unpaired: number
}

function compareMetric(a: JudgedSide, b: JudgedSide, metric: MetricName): Comparison | undefined {
  const samples = samplesOf(a, b, metric)
  if (samples.a.length === 0 || samples.b.length === 0) return undefined
  // Of two suites with different demands the coarser one holds for both sides.
  const minChangeRatio = Math.max(a.run.spec.minChangeRatio, b.run.spec.minChangeRatio)
  const { medians, ...judged } = judgeSamples(samples, { metric, minChangeRatio, itself: isItself(a, b) })
  return {
    label: labelOf(a.run, metrics[metric].title),
    pointId: a.run.pointId,
    a: { runId: a.run.id, backend: a.backend, median: medians.a, samples: samples.a },
    b: { runId: b.run.id, backend: b.backend, median: medians.b, samples: samples.b },
    ...judged,
    caveats: caveatsFor(a, b, samples),
  }
}

const isItself = (a: JudgedSide, b: JudgedSide): boolean => a.run.id === b.run.id && a.backend === b.backend

function samplesOf(a: JudgedSide, b: JudgedSide, metric: MetricName): TrialSamples {
  const [left, right] = [byIndex(a, metric), byIndex(b, metric)]
  // Only trials of equal index that ran next to each other are pairs; in random or sequential order they did not.
  if (a.run.id !== b.run.id || a.run.spec.order !== 'interleave') {
    return { a: [...left.values()], b: [...right.values()], paired: false, unpaired: 0 }
  }
  const both = [...left.keys()].filter((index) => right.has(index))
  return {
    a: both.map((index) => left.get(index) as number),
    b: both.map((index) => right.get(index) as number),
    paired: true,
    unpaired: left.size + right.size - 2 * both.length,
  }
}

/** The metric's value of each trial that has it, in order of the trials' index. */
function byIndex(side: JudgedSide, metric: MetricName): Map<number, number> {
  const measured = trialsOf(side).flatMap((trial) => {
    const value = trial.metrics[metric]
    return value === undefined || !Number.isFinite(value) ? [] : [[trial.index, value] as const]
  })
  return new Map(measured.sort(([x], [y]) => x - y))
}

const trialsOf = ({ run, backend }: JudgedSide): TrialResult[] =>
  run.result?.trials.filter((trial) => trial.backend === backend) ?? []

/** `latency 64 B` and `latency p99` make `latency p99 64 B`. */
export function labelOf(run: Pick<RunDetail, 'label' | 'spec'>, title: string): string {
  const kind = `${run.spec.point.workload.kind} `
  return `${title} ${run.label.startsWith(kind) ? run.label.slice(kind.length) : run.label}`
}

function caveatsFor(a: JudgedSide, b: JudgedSide, samples: TrialSamples): string[] {
  const sameName = a.backend === b.backend && a.run.id !== b.run.id
  const side = (of: JudgedSide): CaveatSide => ({
    run: of.run,
    title: sameName ? `${of.backend} (${of.run.id})` : of.backend,
    trials: trialsOf(of),
  })
  return [
    ...(isItself(a, b) ? ['both sides are the same measurement'] : []),
    ...sampleCaveats(samples),
    ...(samples.unpaired > 0 ? [`${samples.unpaired} trials without a partner were left out`] : []),
    ...caveatsOf(side(a), side(b)),
  ]
}
