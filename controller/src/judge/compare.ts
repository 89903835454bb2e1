/** Compares two backends: within one run, where trials are pairs, or across two. */
import { type Comparison, judgedMetrics, type MetricName, metrics, type RunDetail, type TrialResult } from '@ringside/contract'
import { type Interval, independentInterval, pairedInterval, unbounded } from './bootstrap.ts'
import { type CaveatSide, caveatsOf } from './caveats.ts'
import { mannWhitney } from './mann-whitney.ts'
import { median } from './median.ts'
import { type Judgement, judge, minTrials } from './verdict.ts'

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

interface Samples {
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly paired: boolean
  /** Trials without a partner, which were left out. */
  readonly unpaired: number
}

function compareMetric(a: JudgedSide, b: JudgedSide, name: MetricName): Comparison | undefined {
  const samples = samplesOf(a, b, name)
  if (samples.a.length === 0 || samples.b.length === 0) return undefined
  const metric = metrics[name]
  const sides = { a: sideOf(a, samples.a), b: sideOf(b, samples.b) }
  const ratio = ratioOf(sides.a.median, sides.b.median)
  const itself = a.run.id === b.run.id && a.backend === b.backend
  const interval = itself ? ([1, 1] as const) : intervalOf(samples)
  return {
    label: labelOf(a.run, metric.title),
    pointId: a.run.pointId,
    metric: name,
    unit: metric.unit,
    better: metric.better,
    ...sides,
    ratio,
    interval,
    pValue: mannWhitney(samples.a, samples.b).pValue,
    paired: samples.paired,
    ...(itself ? ({ verdict: 'no difference' } as const) : verdictOf(samples, { ratio, interval, better: metric.better, a, b })),
    caveats: caveatsFor(a, b, samples),
  }
}

function samplesOf(a: JudgedSide, b: JudgedSide, metric: MetricName): Samples {
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

const sideOf = ({ run, backend }: JudgedSide, samples: readonly number[]) => ({
  runId: run.id,
  backend,
  median: median(samples),
  samples,
})

/** Where one median is 0 there is no ratio: 0 or the largest number stands in, always with {@link unbounded}. */
function ratioOf(a: number, b: number): number {
  if (a === b) return 1
  return Math.min(a / b, Number.MAX_VALUE)
}

function intervalOf({ a, b, paired }: Samples): Interval {
  if (Math.min(a.length, b.length) < minTrials || median(a) === 0 || median(b) === 0) return unbounded
  return paired ? pairedInterval(a, b) : independentInterval(a, b)
}

interface Finding {
  readonly ratio: number
  readonly interval: Interval
  readonly better: 'higher' | 'lower'
  readonly a: JudgedSide
  readonly b: JudgedSide
}

function verdictOf(samples: Samples, { ratio, interval, better, a, b }: Finding): Judgement {
  const trials = Math.min(samples.a.length, samples.b.length)
  // Of two suites with different demands the coarser one holds for both sides.
  const minChangeRatio = Math.max(a.run.spec.minChangeRatio, b.run.spec.minChangeRatio)
  return judge({ ratio, interval, trials, better, minChangeRatio })
}

/** `latency 64 B` and `latency p99` make `latency p99 64 B`. */
function labelOf(run: RunDetail, title: string): string {
  const kind = `${run.spec.point.workload.kind} `
  return `${title} ${run.label.startsWith(kind) ? run.label.slice(kind.length) : run.label}`
}

function caveatsFor(a: JudgedSide, b: JudgedSide, samples: Samples): string[] {
  const sameName = a.backend === b.backend && a.run.id !== b.run.id
  const side = (of: JudgedSide): CaveatSide => ({
    run: of.run,
    title: sameName ? `${of.backend} (${of.run.id})` : of.backend,
    trials: trialsOf(of),
  })
  const [fewest, zero] = [Math.min(samples.a.length, samples.b.length), median(samples.a) === 0 || median(samples.b) === 0]
  return [
    ...(a.run.id === b.run.id && a.backend === b.backend ? ['both sides are the same measurement'] : []),
    ...(zero ? ['a median of 0 has no ratio'] : []),
    ...(fewest < minTrials ? [`${fewest} trials a side bound no 95 % interval: at least ${minTrials} are needed`] : []),
    ...(samples.unpaired > 0 ? [`${samples.unpaired} trials without a partner were left out`] : []),
    ...caveatsOf(side(a), side(b)),
  ]
}
