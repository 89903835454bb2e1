/** Trials of two sets side by side, A and B, and what follows from them point by point. */
import { among, chosenText } from '../variables.ts'
import { logVariance, minValues, ratioBounds } from './median-interval.ts'

/** What is compared, with its column in `point_trials` and which way is better. */
export const comparedMetrics = {
  latency: [
    ['latency p50', 'latency_ns_p50', 'lower'],
    ['latency p99', 'latency_ns_p99', 'lower'],
    ['latency p99.9', 'latency_ns_p999', 'lower'],
  ],
  throughput: [['throughput', 'throughput_pps', 'higher']],
} as const satisfies Readonly<Record<string, readonly (readonly [string, string, 'higher' | 'lower'])[]>>

export type ComparedMetrics = keyof typeof comparedMetrics

const metricsOf = (which: ComparedMetrics | 'all') =>
  which === 'all' ? [...comparedMetrics.latency, ...comparedMetrics.throughput] : comparedMetrics[which]

/** The chosen trials of a side, at the chosen points. B may lie some time before the time range. */
export function sideCondition(side: 'a' | 'b', points = among('point', 'point')): string {
  const earlier = side === 'a' ? '' : ' - INTERVAL ${b_earlier} SECOND'
  return [
    `backend = ${chosenText(`backend_${side}`)}`,
    among('suite', `suite_${side}`),
    among('host', `host_${side}`),
    points,
    'NOT expected_faults',
    `started_at >= $__fromTime${earlier}`,
    `started_at <= $__toTime${earlier}`,
  ].join('\n  AND ')
}

const sideTrials = (side: 'a' | 'b', columns: string): string =>
  `SELECT '${side.toUpperCase()}' AS side, ${columns}\n  FROM point_trials\n  WHERE ${sideCondition(side)}`

/** Rows of both sides with the given columns of `point_trials`. */
export const bothSides = (columns: string): string => `${sideTrials('a', columns)}\n  UNION ALL\n  ${sideTrials('b', columns)}`

/**
 * Common table expressions ending in `compared`: a row for each point and metric that both sides have, with medians, ratio,
 * interval and verdict. A sample is the medians of runs where both sides have enough of them, so that what differs from run to
 * run counts; else the trials.
 */
export function comparison(which: ComparedMetrics | 'all'): string {
  const metrics = metricsOf(which).map(([title, column, better]) => `('${title}', ${column}, '${better}')`)
  const bounds = ratioBounds('ratio', 'variance')
  return `figures AS (
  SELECT side, point, frame, frame_bytes, ring_size, ring, queues, run_id, min_change_ratio,
    figure.1 AS metric, assumeNotNull(figure.2) AS value, figure.3 AS better
  FROM (${bothSides(`point, frame, frame_bytes, ring_size, ring, queues, run_id, min_change_ratio, arrayJoin([${metrics.join(', ')}]) AS figure`)})
  WHERE figure.2 > 0
),
of_runs AS (
  SELECT side, point, metric, run_id, any(frame) AS frame, any(frame_bytes) AS frame_bytes, any(ring_size) AS ring_size, any(ring) AS ring,
    any(queues) AS queues, any(better) AS better, any(min_change_ratio) AS min_change_ratio,
    groupArray(value) AS trial_values, arrayReduce('quantileExactInclusive(0.5)', trial_values) AS run_median
  FROM figures
  GROUP BY side, point, metric, run_id
),
samples AS (
  SELECT point, metric, any(frame) AS frame, any(frame_bytes) AS frame_bytes, any(ring_size) AS ring_size, any(ring) AS ring,
    any(queues) AS queues, any(better) AS better, max(min_change_ratio) AS min_change_ratio,
    countIf(side = 'A') AS runs_a, countIf(side = 'B') AS runs_b,
    least(runs_a, runs_b) >= ${minValues} AS by_run,
    arraySort(if(by_run, groupArrayIf(run_median, side = 'A'), arrayFlatten(groupArrayIf(trial_values, side = 'A')))) AS a,
    arraySort(if(by_run, groupArrayIf(run_median, side = 'B'), arrayFlatten(groupArrayIf(trial_values, side = 'B')))) AS b
  FROM of_runs
  GROUP BY point, metric
  HAVING runs_a > 0 AND runs_b > 0
),
compared AS (
  SELECT point, metric, frame, frame_bytes, ring_size, ring, queues, runs_a, runs_b, length(a) AS values_a, length(b) AS values_b,
    if(by_run, 'runs', 'trials') AS values_are,
    arrayReduce('quantileExactInclusive(0.5)', a) AS median_a, arrayReduce('quantileExactInclusive(0.5)', b) AS median_b,
    median_a / median_b AS ratio, ${logVariance('a')} + ${logVariance('b')} AS variance,
    least(values_a, values_b) >= ${minValues} AS enough,
    if(enough, ${bounds.low}, NULL) AS low, if(enough, ${bounds.high}, NULL) AS high,
    log1p(min_change_ratio) AS margin,
    multiIf(
      NOT enough, 'can''t tell',
      (low > 1 OR high < 1) AND abs(log(ratio)) >= margin, if((ratio > 1) = (better = 'higher'), 'faster', 'slower'),
      log(high / low) / 2 <= margin, 'no difference',
      'can''t tell') AS verdict
  FROM samples
)`
}
