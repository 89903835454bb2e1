/** Trends: how each point has moved, with alerts and changes of the environment drawn in. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { alertAnnotation, availabilityAnnotation, environmentAnnotation } from './annotations.ts'
import { dashboard } from './dashboard.ts'
import { linkTo, runLinks, windowColumns } from './links.ts'
import { hiddenColumns, stat, table, timeSeries } from './panels/index.ts'
import { units } from './units.ts'
import {
  among,
  backendVariable,
  choiceVariable,
  hostVariable,
  pointsOf,
  pointVariable,
  repeatedBy,
  suiteVariable,
} from './variables.ts'

const percentiles = {
  p99: 'latency_ns_p99',
  p50: 'latency_ns_p50',
  p90: 'latency_ns_p90',
  'p99.9': 'latency_ns_p999',
  max: 'latency_ns_max',
} as const

const variables = [
  suiteVariable(),
  pointVariable("state = 'succeeded'"),
  pointsOf('latency'),
  pointsOf('throughput'),
  backendVariable(),
  hostVariable(),
  choiceVariable({ name: 'percentile', label: 'Latency', description: 'Percentile of latency that is drawn' }, percentiles),
]

const chosen = ['suite', 'backend', 'host'].map((name) => among(name, name)).join(' AND ')
const measured = `$__timeFilter(started_at) AND ${chosen} AND NOT expected_faults`
const chosenTrials = `${measured} AND ${among('point', 'point')}`

const series = (column: string, points: 'latency_point' | 'throughput_point') => `
  SELECT min(started_at) AS time, concat(backend, ' on ', host) AS series, quantileExactInclusive(0.5)(assumeNotNull(${column})) AS "Value"
  FROM point_trials
  WHERE ${measured} AND ${repeatedBy('point', points)} AND isNotNull(${column})
  GROUP BY run_id, backend, host
  ORDER BY time`

const compareAt = (points: 'latency_point' | 'throughput_point') =>
  linkTo('compare', { point: `\${${points}:percentencode}` }, { title: 'Compare backends at this point' })

const latency = timeSeries({
  title: 'Latency: ${latency_point}',
  description:
    'Median over the trials of each run of the chosen percentile, one line a backend and host. Nothing is smoothed. Red times are alerts, orange lines a change of hardware or kernel: a step there is no regression. Otherwise compare the runs before and after.',
  unit: units.ns,
  axis: 'latency',
  log: true,
  repeat: 'latency_point',
  links: [compareAt('latency_point')],
  sql: series('${percentile}', 'latency_point'),
})

const throughput = timeSeries({
  title: 'Throughput: ${throughput_point}',
  description:
    'Median over the trials of each run, one line a backend and host; from zero. Red times are alerts, orange lines a change of hardware or kernel. When it falls without either, compare the runs before and after.',
  unit: units.pps,
  axis: 'throughput',
  repeat: 'throughput_point',
  links: [compareAt('throughput_point')],
  sql: series('throughput_pps', 'throughput_point'),
})

const loss = timeSeries({
  title: 'Loss',
  description:
    'Packets that were lost or found no room to be sent, of all that were due in a run, by backend and host. Zero is what a link within its capacity has: where it is not, lower the rate or find the stall in the trace.',
  unit: units.share,
  axis: 'packets lost or unsent',
  sql: `
    SELECT min(started_at) AS time, concat(backend, ' on ', host) AS series,
      sum(packets_lost + packets_unsent) / sum(packets_sent + packets_unsent) AS "Value"
    FROM point_trials
    WHERE ${chosenTrials} AND packets_sent + packets_unsent > 0
    GROUP BY run_id, backend, host
    ORDER BY time`,
})

const noise = timeSeries({
  title: 'Spread of trials within a run',
  description:
    'Half the distance from the 10th to the 90th percentile of the trials of a run, over their median: of p99 where latency was measured, else of throughput. When it grows, a step of that size cannot be seen any more: look for other work on the host.',
  unit: units.share,
  axis: 'spread',
  sql: `
    SELECT min(started_at) AS time, concat(backend, ' on ', host) AS series,
      (quantileExactInclusive(0.9)(value) - quantileExactInclusive(0.1)(value)) / 2 / quantileExactInclusive(0.5)(value) AS "Value"
    FROM (
      SELECT run_id, started_at, backend, host, assumeNotNull(coalesce(latency_ns_p99, throughput_pps)) AS value
      FROM point_trials
      WHERE ${chosenTrials} AND isNotNull(coalesce(latency_ns_p99, throughput_pps))
    )
    GROUP BY run_id, backend, host
    HAVING count() > 1 AND quantileExactInclusive(0.5)(value) > 0
    ORDER BY time`,
})

const runs = `FROM run_points WHERE $__timeFilter(submitted_at) AND ${among('suite', 'suite')} AND ${among('host', 'host')} AND ${among('point', 'point')}`
const alerts = `FROM alerts FINAL WHERE opened_at <= $__toTime AND ifNull(resolved_at, now64(3)) >= $__fromTime AND ${among('suite', 'suite')} AND ${among('host', 'host')}`

const top = [
  stat({
    title: 'Runs',
    description: 'Runs of the chosen points that succeeded. When there are none, widen the time range or check the schedule.',
    unit: units.runs,
    sql: `SELECT countIf(state = 'succeeded') AS runs ${runs} HAVING count() > 0`,
  }),
  stat({
    title: 'Failed',
    description: 'Runs of the chosen points that failed. Their cause is in the table of the fleet dashboard.',
    unit: units.runs,
    badFrom: 1,
    sql: `SELECT countIf(state = 'failed') AS runs ${runs} HAVING count() > 0`,
  }),
  stat({
    title: 'Alerts',
    description:
      'Alerts of the chosen suites and hosts that were open at some time of this range. Each is a change that a second run has confirmed.',
    unit: units.alerts,
    badFrom: 1,
    sql: `SELECT count() AS alerts ${alerts} HAVING count() > 0`,
  }),
  stat({
    title: 'Environment changes',
    description:
      'How often a host of this range came back with other hardware or another kernel. Figures from before and after do not compare.',
    unit: units.changes,
    badFrom: 1,
    sql: `SELECT count() AS changes FROM host_events WHERE kind = 'fingerprint' AND $__timeFilter(at) AND ${among('host', 'host')} HAVING count() > 0`,
  }),
]

const alertTable = table({
  title: 'Alerts',
  description:
    'What got worse, by how much, and what became of it. Acknowledge or resolve alerts with ringside alerts, or on the page of the controller.',
  height: 7,
  sql: `
    SELECT id, state, suite, host, opened_at, resolved_at, arrayStringConcat(arrayDistinct(metrics), ', ') AS metrics_worse,
      arrayStringConcat(arrayDistinct(backends), ', ') AS backends_worse,
      arrayReduce('max', arrayMap(ratio -> if(ratio < 1, 1 / ratio, ratio), ratios)) AS worst, run_ids[1] AS run_id,
      ${windowColumns('opened_at - INTERVAL 1 DAY', 'ifNull(resolved_at, now64(3))')}
    ${alerts}
    ORDER BY opened_at DESC`,
  columns: {
    id: { title: 'alert', unit: units.text },
    state: { unit: units.text },
    suite: { unit: units.text },
    host: { unit: units.text },
    opened_at: { title: 'opened', unit: units.time },
    resolved_at: { title: 'resolved', unit: units.time },
    metrics_worse: { title: 'metrics', unit: units.text },
    backends_worse: { title: 'backends', unit: units.text },
    worst: { title: 'largest change', unit: units.ratio, decimals: 2 },
    run_id: { title: 'first run', unit: units.text, links: runLinks },
    ...hiddenColumns,
  },
})

const runTable = table({
  title: 'Runs',
  description: 'The runs behind the curves, newest first, at most a thousand. Click one for its trials or its trace.',
  height: 10,
  sql: `
    SELECT started_at, suite, point, host, arrayStringConcat(backends, ', ') AS backends, state, run_id,
      ${windowColumns('ifNull(started_at, submitted_at)', 'ifNull(ended_at, ifNull(started_at, submitted_at))')}
    ${runs}
    ORDER BY submitted_at DESC
    LIMIT 1000`,
  columns: {
    started_at: { title: 'started', unit: units.time },
    suite: { unit: units.text },
    point: { unit: units.text, width: 320 },
    host: { unit: units.text },
    backends: { unit: units.text },
    state: { unit: units.text },
    run_id: { title: 'run', unit: units.text, links: runLinks },
    ...hiddenColumns,
  },
})

export const trends = (): Dashboard =>
  dashboard({
    name: 'trends',
    title: 'Ringside / Trends',
    description: 'How each point has moved over time, with alerts and changes of the environment.',
    from: 'now-30d',
    variables,
    annotations: [alertAnnotation, environmentAnnotation, availabilityAnnotation],
    rows: {
      '': top,
      'Latency by point': [latency],
      'Throughput by point': [throughput],
      'Loss and noise': [loss, noise],
      'What happened': [alertTable, runTable],
    },
  })
