/** The rows of one point: a comparison for each pair of backends and judged metric. Pure. */
import { type Comparison, judgedMetrics, metrics, type SetRow, setLimits } from '@ringside/contract'
import {
  betweenTallies,
  differentTimes,
  judgeSamples,
  labelOf,
  minTrials,
  type Samples,
  sampleCaveats,
  unlike,
  withinTally,
} from '../judge/index.ts'
import type { MatchedPoint, SidePoint } from './match-points.ts'
import { addTallies, type RunTally, type SetMetric, type TrialValues } from './read-trials.ts'

/** What was read of runs, by `RUN BACKEND`. */
export interface Measured {
  readonly tallies: ReadonlyMap<string, RunTally>
  /** Of the runs of sides with few of them only. */
  readonly values: ReadonlyMap<string, readonly TrialValues[]>
}

export const measuredKey = (runId: string, backend: string): string => `${runId} ${backend}`

/** Too few runs on a side to take each as one sample: their trials are the samples. */
export const hasFewRuns = ({ a, b }: MatchedPoint): boolean => Math.min(a.ids.length, b.ids.length) < minTrials

export const rowKey = (point: MatchedPoint, metric: string, [a, b]: readonly [string, string]): string =>
  `${point.key}.${metric}.${a}.${b}`

export function judgePoint(point: MatchedPoint, measured: Measured): SetRow[] {
  const kind = point.a.spec.point.workload.kind
  return point.pairs.flatMap((pair) =>
    judgedMetrics[kind].flatMap((metric) => rowOf(point, pair, { metric: metric as SetMetric, measured }) ?? []),
  )
}

interface Question {
  readonly metric: SetMetric
  readonly measured: Measured
}

function rowOf(point: MatchedPoint, pair: readonly [string, string], question: Question): SetRow | undefined {
  const { a, b } = point
  const few = hasFewRuns(point)
  const samples = few ? trialSamples(point, pair, question) : runSamples(point, pair, question)
  if (samples.a.length === 0 || samples.b.length === 0) return undefined
  const minChangeRatio = Math.max(a.spec.minChangeRatio, b.spec.minChangeRatio)
  const { metric } = question
  const itself = sameRuns(point) && pair[0] === pair[1]
  const { medians, ...judged } = judgeSamples(samples, { metric, minChangeRatio, itself })
  const side = (of: SidePoint, backend: string, at: 'a' | 'b') => ({
    runId: of.ids[0] ?? '',
    backend,
    median: medians[at],
    samples: samples[at],
  })
  const comparison: Comparison = {
    label: labelOf({ label: a.spec.label, spec: a.spec }, metrics[metric].title),
    pointId: a.spec.pointId,
    a: side(a, pair[0], 'a'),
    b: side(b, pair[1], 'b'),
    ...judged,
    ...(few ? {} : { sampled: 'runs' as const }),
    caveats: [
      ...(itself ? ['both sides are the same measurement'] : []),
      ...sampleCaveats(samples, few ? 'trials' : 'runs'),
      ...caveatsOf(point, pair, question.measured),
    ],
  }
  return {
    key: rowKey(point, metric, pair),
    label: a.spec.label,
    point: a.spec.point,
    runs: { a: { ids: a.ids, of: a.of }, b: { ids: b.ids, of: b.of } },
    comparison,
  }
}

const sameRuns = ({ a, b }: MatchedPoint): boolean => a.ids.length === b.ids.length && a.ids.every((id, i) => id === b.ids[i])

/** The median of each run is a sample. Runs that hold both sides are pairs. */
function runSamples(point: MatchedPoint, [a, b]: readonly [string, string], { metric, measured }: Question): Samples {
  const medianOf = (id: string, backend: string) => measured.tallies.get(measuredKey(id, backend))?.medians[metric] ?? undefined
  if (sameRuns(point)) {
    const both = point.a.ids.flatMap((id) => {
      const [left, right] = [medianOf(id, a), medianOf(id, b)]
      return left === undefined || right === undefined ? [] : [[left, right] as const]
    })
    return { a: both.map(([left]) => left), b: both.map(([, right]) => right), paired: true }
  }
  const of = (side: SidePoint, backend: string) => side.ids.flatMap((id) => medianOf(id, backend) ?? [])
  return { a: of(point.a, a), b: of(point.b, b), paired: false }
}

/** All trials of all runs. Those of equal index of one run are pairs, where trials were interleaved. */
function trialSamples(point: MatchedPoint, [a, b]: readonly [string, string], { metric, measured }: Question): Samples {
  const valuesOf = (id: string, backend: string) =>
    (measured.values.get(measuredKey(id, backend)) ?? []).flatMap(({ index, [metric]: value }) =>
      value === null ? [] : [[index, value] as const],
    )
  if (sameRuns(point) && point.a.spec.order === 'interleave') {
    const both = point.a.ids.flatMap((id) => {
      const right = new Map(valuesOf(id, b))
      return valuesOf(id, a).flatMap(([index, left]) => (right.has(index) ? [[left, right.get(index) as number] as const] : []))
    })
    return { a: both.map(([left]) => left), b: both.map(([, right]) => right), paired: true }
  }
  const of = (side: SidePoint, backend: string) => side.ids.flatMap((id) => valuesOf(id, backend).map(([, value]) => value))
  return { a: of(point.a, a), b: of(point.b, b), paired: false }
}

function caveatsOf(point: MatchedPoint, [backendA, backendB]: readonly [string, string], { tallies }: Measured): string[] {
  const tallyOf = ({ ids }: SidePoint, backend: string) =>
    addTallies(ids.flatMap((id) => tallies.get(measuredKey(id, backend)) ?? []))
  const [a, b] = [tallyOf(point.a, backendA), tallyOf(point.b, backendB)]
  const [titleA, titleB] = backendA === backendB ? [`${backendA} (A)`, `${backendB} (B)`] : [backendA, backendB]
  const apart = !sameRuns(point)
  return [
    ...(apart ? [differentTimes, ...unlike('host', point.a.hosts.join(' and '), point.b.hosts.join(' and '))] : []),
    ...newestOnly(titleA, point.a),
    ...(apart ? newestOnly(titleB, point.b) : []),
    ...betweenTallies(a, b),
    ...withinTally(titleA, a),
    ...(apart || backendA !== backendB ? withinTally(titleB, b) : []),
  ]
}

const newestOnly = (title: string, { ids, of }: SidePoint): string[] =>
  of > ids.length
    ? [`${title}: the newest ${ids.length} of ${of.toLocaleString('en')} runs, at most ${setLimits.runs} a point`]
    : []
