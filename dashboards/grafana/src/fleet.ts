/** Fleet: the hosts, what waits for them, what failed, and how steady they are. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { alertAnnotation, availabilityAnnotation, environmentAnnotation } from './annotations.ts'
import { dashboard } from './dashboard.ts'
import { field, linkTo, runLinks, windowColumns } from './links.ts'
import { hiddenColumns, stat, table, timeSeries } from './panels/index.ts'
import { lastValue } from './sql/rates.ts'
import { units } from './units.ts'
import { among, hostVariable } from './variables.ts'

const runs = `FROM run_points WHERE $__timeFilter(submitted_at) AND ${among('host', 'host')}`
const trials = `FROM point_trials WHERE $__timeFilter(started_at) AND ${among('host', 'host')}`
const hosts = `FROM hosts FINAL WHERE first_seen_at <= $__toTime AND seen_at >= $__fromTime AND ${among('id', 'host')}`
/** Minutes after which a host that says nothing counts as lost: agents are heard of every few seconds, stored to a minute. */
export const lostAfterMinutes = 10

const top = [
  stat({
    title: 'Hosts',
    description: 'Hosts that were seen in this time. When one is missing, see whether its agent runs: ringside hosts.',
    unit: units.hosts,
    sql: `SELECT count() AS hosts ${hosts} HAVING hosts > 0`,
  }),
  stat({
    title: 'Out of use',
    description:
      'Hosts that someone or a health check has paused, drained or quarantined. The reason is in the table; ringside hosts release puts them back.',
    unit: units.hosts,
    badFrom: 1,
    sql: `SELECT countIf(availability != 'active') AS hosts ${hosts} HAVING count() > 0`,
  }),
  stat({
    title: 'Not heard of',
    description: `Hosts whose agent had not been heard of for ${lostAfterMinutes} minutes at the end of this time. Look at the agent's log on the host, and at its way to Redis.`,
    unit: units.hosts,
    badFrom: 1,
    sql: `SELECT countIf(seen_at < $__toTime - INTERVAL ${lostAfterMinutes} MINUTE) AS hosts ${hosts} HAVING count() > 0`,
  }),
  stat({
    title: 'Waiting',
    description: 'Runs of this time that have not been claimed yet. When they wait for long, a host is busy, out of use or lost.',
    unit: units.runs,
    sql: `SELECT countIf(state = 'queued') AS runs ${runs} HAVING count() > 0`,
  }),
  stat({
    title: 'Longest wait',
    description: 'Of the runs of this time: from submission to claim, or until the end of this time for those not claimed yet.',
    unit: units.seconds,
    sql: `SELECT max(dateDiff('second', submitted_at, toDateTime64(if(state = 'queued', $__toTime, ifNull(started_at, submitted_at)), 3))) AS seconds ${runs} HAVING count() > 0`,
  }),
  stat({
    title: 'Failed runs',
    description: 'Share of the runs of this time that have failed, of those that have ended. The causes are below.',
    unit: units.share,
    decimals: 1,
    badFrom: 0.05,
    sql: `SELECT countIf(state = 'failed') / count() AS failed ${runs} AND state IN ('failed', 'succeeded') HAVING count() > 0`,
  }),
]

const hostTable = table({
  title: 'Hosts',
  description:
    'As they are now: in use or not and why, since when they are the environment they are, which backends they lack, and the runs of this time. Click a host for its trends.',
  height: 9,
  sql: `
    SELECT id AS host, availability, reason, changed_by, seen_at, seen_at AS last_seen, fingerprint, fingerprint_since, labels_text, lacking, waiting, running, succeeded, failed
    FROM (
      SELECT id, availability, reason, changed_by, seen_at, fingerprint, fingerprint_since,
        arrayStringConcat(arrayMap(label -> concat(label.1, '=', label.2), JSONExtractKeysAndValues(labels, 'String')), ', ') AS labels_text,
        arrayStringConcat(arrayMap(backend -> concat(JSONExtractString(backend, 'kind'), ': ', JSONExtractString(backend, 'reason')),
          arrayFilter(backend -> NOT JSONExtractBool(backend, 'available'), JSONExtractArrayRaw(capabilities, 'backends'))), '; ') AS lacking
      ${hosts}
    ) AS known
    LEFT JOIN (
      SELECT host, countIf(state = 'queued') AS waiting, countIf(state IN ('claimed', 'running')) AS running,
        countIf(state = 'succeeded') AS succeeded, countIf(state = 'failed') AS failed
      ${runs}
      GROUP BY host
    ) AS counted ON known.id = counted.host
    ORDER BY id`,
  columns: {
    host: { unit: units.text, links: [linkTo('trends', { host: field('host') }, { title: 'Trends of this host' })] },
    availability: { unit: units.text },
    reason: { unit: units.text },
    changed_by: { title: 'by', unit: units.text },
    seen_at: { title: 'seen', unit: units.ago },
    last_seen: { title: 'last seen', unit: units.time },
    fingerprint: { unit: units.text },
    fingerprint_since: { title: 'environment since', unit: units.time },
    labels_text: { title: 'labels', unit: units.text },
    lacking: { title: 'lacks', unit: units.text },
    waiting: { unit: units.runs },
    running: { unit: units.runs },
    succeeded: { unit: units.runs },
    failed: { unit: units.runs },
  },
})

const depth = timeSeries({
  title: 'Queue by host',
  description:
    'Runs that wait in the queue of each host, as the controller reports it. A queue that only grows has more work than its host does in the time: spread the suite over more hosts.',
  unit: units.runs,
  axis: 'runs waiting',
  sql: lastValue(
    { name: 'ringside.queue.depth', by: "replaceOne(Attributes['messaging.destination.name'], 'bench.', '')" },
    'otel_metrics_sum',
  ),
})

const states = timeSeries({
  title: 'Unfinished runs',
  description:
    'Runs that have not ended, by state, as the controller reports it. Claimed for long: the host is not its own, see the log of its agent.',
  unit: units.runs,
  axis: 'runs',
  style: 'stacked',
  sql: lastValue({ name: 'ringside.runs', by: "Attributes['ringside.run.state']" }, 'otel_metrics_sum'),
})

const waits = timeSeries({
  title: 'Waiting until claimed',
  description:
    'Longest time from submission to claim of the runs that were submitted in each interval, by host. It is the time a queue costs whoever submits now.',
  unit: units.seconds,
  axis: 'longest wait',
  sql: `
    SELECT $__timeInterval(submitted_at) AS time, host, max(dateDiff('millisecond', submitted_at, assumeNotNull(started_at))) / 1000 AS "Value"
    ${runs} AND isNotNull(started_at)
    GROUP BY time, host
    ORDER BY time`,
})

const failures = timeSeries({
  title: 'Failures by cause',
  description:
    'Runs that failed, by when they ended and why. Infrastructure and lost are attempted again where the suite says so; benchmark is the datapath.',
  unit: units.runs,
  axis: 'failed runs',
  style: 'stacked',
  sql: `
    SELECT $__timeInterval(assumeNotNull(ended_at)) AS time, failure_cause AS cause, count() AS "Value"
    FROM run_points
    WHERE isNotNull(ended_at) AND $__timeFilter(assumeNotNull(ended_at)) AND ${among('host', 'host')} AND state = 'failed'
    GROUP BY time, cause
    ORDER BY time`,
})

const failureTable = table({
  title: 'Failed runs',
  description: 'The newest 200 runs of this time that failed, each with what happened and what to do about it.',
  height: 8,
  sql: `
    SELECT ended_at, suite, label, host, failure_cause AS cause, failure_message AS message, attempt, run_id,
      ${windowColumns('ifNull(started_at, submitted_at)', 'ifNull(ended_at, submitted_at)')}
    ${runs} AND state = 'failed'
    ORDER BY submitted_at DESC
    LIMIT 200`,
  columns: {
    ended_at: { title: 'ended', unit: units.time },
    suite: { unit: units.text },
    label: { title: 'point', unit: units.text },
    host: { unit: units.text },
    cause: { unit: units.text },
    message: { unit: units.text, width: 480 },
    attempt: { unit: units.number },
    run_id: { title: 'run', unit: units.text, links: runLinks },
    ...hiddenColumns,
  },
})

const noise = timeSeries({
  title: 'Noise by host',
  description:
    'Median over the runs of an interval of how far their trials lie apart: half the distance from the 10th to the 90th percentile over the median, of p99 where latency was measured, else of throughput. A noisy host hides changes: look for other work on it, or quarantine it.',
  unit: units.share,
  axis: 'spread of trials',
  sql: `
    SELECT $__timeInterval(began) AS time, host, median(spread) AS "Value"
    FROM (
      SELECT host, min(started_at) AS began,
        (quantileExactInclusive(0.9)(value) - quantileExactInclusive(0.1)(value)) / 2 / quantileExactInclusive(0.5)(value) AS spread
      FROM (SELECT run_id, backend, host, started_at, assumeNotNull(coalesce(latency_ns_p99, throughput_pps)) AS value
        ${trials} AND isNotNull(coalesce(latency_ns_p99, throughput_pps)))
      GROUP BY run_id, backend, host
      HAVING count() > 1 AND quantileExactInclusive(0.5)(value) > 0
    )
    GROUP BY time, host
    ORDER BY time`,
})

const steal = timeSeries({
  title: 'CPU time stolen',
  description:
    'Largest share of CPU time that the hypervisor took from a host during a trial, by interval. Above a few per cent figures of tails mean little: move the host, or repeat.',
  unit: units.share,
  axis: 'stolen',
  sql: `
    SELECT $__timeInterval(started_at) AS time, host, max(steal_ratio) AS "Value"
    ${trials}
    GROUP BY time, host
    ORDER BY time`,
})

const canaries = table({
  title: 'Canaries',
  description:
    'Figures of health checks in this time, by host and metric: how many lay outside the band of those before on the same environment. A host whose canaries leave their band is quarantined.',
  width: 12,
  height: 8,
  sql: `
    SELECT host, backend, metric, count() AS figures, countIf(canary.outside) AS outside, countIf(canary.outside) / count() AS share, max(at) AS latest
    FROM canary_figures AS canary FINAL
    WHERE $__timeFilter(at) AND ${among('host', 'host')}
    GROUP BY host, backend, metric
    ORDER BY share DESC, host, backend, metric`,
  columns: {
    host: { unit: units.text },
    backend: { unit: units.text },
    metric: { unit: units.text },
    figures: { unit: units.figures },
    outside: { title: 'outside', unit: units.figures },
    share: { title: 'share outside', unit: units.share, decimals: 1 },
    latest: { unit: units.time },
  },
})

const events = table({
  title: 'What happened to hosts',
  description:
    'The newest 200 events of this time: hosts that appeared, changed their environment, or were taken out of use and back.',
  width: 12,
  height: 8,
  sql: `
    SELECT at, host, kind, before, after, reason, changed_by
    FROM host_events
    WHERE $__timeFilter(at) AND ${among('host', 'host')}
    ORDER BY at DESC
    LIMIT 200`,
  columns: {
    at: { title: 'when', unit: units.time },
    host: { unit: units.text },
    kind: { title: 'what', unit: units.text },
    before: { unit: units.text },
    after: { unit: units.text },
    reason: { unit: units.text },
    changed_by: { title: 'by', unit: units.text },
  },
})

export const fleet = (): Dashboard =>
  dashboard({
    name: 'fleet',
    title: 'Ringside / Fleet',
    description: 'Hosts, what waits for them, what failed, and how steady they are.',
    from: 'now-7d',
    refresh: '1m',
    variables: [hostVariable()],
    annotations: [availabilityAnnotation, environmentAnnotation, { ...alertAnnotation, off: true }],
    rows: {
      '': top,
      Hosts: [hostTable],
      Queue: [depth, states, waits],
      Failures: [failures, failureTable],
      Noise: [noise, steal, canaries, events],
    },
  })
