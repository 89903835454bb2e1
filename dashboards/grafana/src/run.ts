/** Run: one point, measured once: its trials, percentiles, losses and environment. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { dashboard } from './dashboard.ts'
import { linkTo } from './links.ts'
import { percentilePlot, sentence, stat, table, timeSeries } from './panels/index.ts'
import { logVariance, minValues } from './sql/median-interval.ts'
import { percentileCurve } from './sql/percentiles.ts'
import { units } from './units.ts'
import { chosenText, queryVariable } from './variables.ts'

/** Runs of the time range, newest first, by their id with what they are for people. */
export const runVariable = () =>
  queryVariable({
    name: 'run',
    label: 'Run',
    description: 'A run of this time that has begun, newest first',
    sql: `
      SELECT run_id, concat(formatDateTime(assumeNotNull(started_at), '%m-%d %H:%i'), ' ', suite, ': ', label, ' (', run_id, ')') AS words
      FROM run_points
      WHERE isNotNull(started_at) AND $__timeFilter(assumeNotNull(started_at))
      ORDER BY started_at DESC
      LIMIT 1000`,
  })

const ofRun = `run_id = ${chosenText('run')}`
const trials = `FROM point_trials WHERE ${ofRun} AND $__timeFilter(started_at)`
/** The row with the documents of spec and result. */
const document = `FROM runs FINAL WHERE id = ${chosenText('run')} AND isNotNull(started_at) AND $__timeFilter(assumeNotNull(started_at))`
const traceLink = linkTo('trace', { run: '${run:percentencode}' }, { title: 'Trace of this run' })

const top = [
  sentence({
    title: 'Run',
    description: 'What was measured, where, and how it ended. When it failed, the cause and the remedy are in the message.',
    sql: `SELECT concat(label, ' of ', suite, ' on ', host, ': ', state, if(failure_cause = '', '', concat(', ', failure_cause, ': ', failure_message))) AS run ${document}`,
  }),
  stat({
    title: 'Took',
    description:
      'From the claim of the run by its agent to its end. When it is much longer than trials times their length, the host was waited for.',
    unit: units.seconds,
    sql: `SELECT dateDiff('millisecond', assumeNotNull(started_at), assumeNotNull(ended_at)) / 1000 AS seconds ${document} AND isNotNull(ended_at)`,
    links: [traceLink],
  }),
  stat({
    title: 'Trials',
    description: 'Trials of all backends together. Fewer than asked for: the run was cut short.',
    unit: units.trials,
    sql: `SELECT count() AS trials ${trials} HAVING trials > 0`,
    links: [traceLink],
  }),
  stat({
    title: 'Lost',
    description:
      'Packets lost or unsent of all trials. Whoever compares speeds wants this to be zero: lower the rate, or find the stall in the trace.',
    unit: units.packets,
    badFrom: 1,
    sql: `SELECT sum(packets_lost + packets_unsent) AS lost ${trials} HAVING count() > 0`,
    links: [traceLink],
  }),
]

const trialPlot = (which: 'latency' | 'throughput') =>
  timeSeries({
    title: which === 'latency' ? 'Latency p99 by trial' : 'Throughput by trial',
    description:
      'Each trial when it ran; the backends take turns. A drift that all backends share is the host, one that a single backend shows is the backend.',
    unit: which === 'latency' ? units.ns : units.pps,
    axis: which === 'latency' ? 'latency p99' : 'throughput',
    style: 'points',
    log: which === 'latency',
    sql: `
      SELECT started_at AS time, backend, ${which === 'latency' ? 'latency_ns_p99' : 'throughput_pps'} AS "Value"
      ${trials} AND isNotNull("Value")
      ORDER BY time`,
  })

const plot = percentilePlot({
  title: 'Latency percentiles',
  description:
    'Latency over the share of packets that are at least as slow, by backend, from the merged histograms of its trials (within 1.6 %): 1 in 100 is p99. Where a curve bends upwards, a late packet of that size is in the trace.',
  byBackend: true,
  sql: percentileCurve({
    from: `point_trials\n  WHERE ${ofRun} AND $__timeFilter(started_at)`,
    latency: '"Value"',
    by: 'backend',
  }),
})

/** The interval of a median, by the same order statistics as those of comparisons. */
const intervals = (which: 'latency' | 'throughput') => {
  const [columns, value] =
    which === 'latency'
      ? ([
          ["('p50', latency_ns_p50)", "('p99', latency_ns_p99)", "('p99.9', latency_ns_p999)", "('max', latency_ns_max)"],
          units.ns,
        ] as const)
      : ([["('throughput', throughput_pps)"], units.pps] as const)
  return table({
    title: which === 'latency' ? 'Latency with intervals' : 'Throughput with intervals',
    description: `Median over the trials of each backend with its 95 % interval (Price and Bonett 2002; none below ${minValues} trials), and how many trials fell behind their own schedule: those measure the generator and not the backend.`,
    width: 12,
    height: 7,
    sql: `
      SELECT backend, metric, trials, median,
        if(enough, median * exp(-1.959964 * sqrt(variance)), NULL) AS low, if(enough, median * exp(1.959964 * sqrt(variance)), NULL) AS high, limited
      FROM (
        SELECT backend, figure.1 AS metric, count() AS trials, arraySort(groupArray(assumeNotNull(figure.2))) AS sorted,
          arrayReduce('quantileExactInclusive(0.5)', sorted) AS median, trials >= ${minValues} AND sorted[1] > 0 AS enough,
          ${logVariance('sorted')} AS variance, countIf(generator_limited) AS limited
        FROM (SELECT backend, generator_limited, arrayJoin([${columns.join(', ')}]) AS figure ${trials})
        WHERE isNotNull(figure.2)
        GROUP BY backend, metric
      )
      ORDER BY metric, backend`,
    columns: {
      backend: { unit: units.text },
      metric: { unit: units.text },
      trials: { unit: units.trials },
      median: { unit: value },
      low: { title: 'from', unit: value },
      high: { title: 'to', unit: value },
      limited: { title: 'generator limited', unit: units.trials },
    },
  })
}

const losses = table({
  title: 'Packets by backend',
  description:
    'Of the measured phases: what was sent and what became of it. Sent is verified and lost; unsent found no room in time and counts as lost. Corrupt packets mean a broken datapath, whatever its speed.',
  width: 24,
  height: 6,
  sql: `
    SELECT backend, sum(packets_sent) AS sent, sum(packets_verified) AS verified, sum(packets_lost) AS lost, sum(packets_unsent) AS unsent,
      sum(packets_corrupt) AS corrupt, sum(packets_lost + packets_unsent) / greatest(sum(packets_sent + packets_unsent), 1) AS loss,
      sum(kicks_rung + calls_rung) AS doorbells, sum(kicks_suppressed + calls_suppressed) AS suppressed, avg(steal_ratio) AS steal
    ${trials}
    GROUP BY backend
    ORDER BY backend`,
  columns: {
    backend: { unit: units.text },
    sent: { unit: units.packets },
    verified: { unit: units.packets },
    lost: { unit: units.packets },
    unsent: { unit: units.packets },
    corrupt: { unit: units.packets },
    loss: { unit: units.share, decimals: 3 },
    doorbells: { title: 'doorbells rung', unit: units.doorbells },
    suppressed: { title: 'suppressed', unit: units.doorbells },
    steal: { title: 'CPU stolen', unit: units.share, decimals: 2 },
  },
})

const queues = table({
  title: 'Queues',
  description:
    'Of the measured phases, by virtqueue and end of it: notifications sent and saved, polls that found nothing, and drops by cause. A broken queue says why.',
  height: 8,
  sql: `
    SELECT backend, queue_index, role, side, sum(packets) AS packets, sum(notifications_sent) AS sent, sum(notifications_suppressed) AS suppressed,
      sum(empty_polls) AS polls, sum(iotlb_misses) AS misses, sum(drops_no_buffer) AS no_buffer, sum(drops_too_long) AS too_long,
      sum(drops_fault) AS injected, max(broken) AS broken
    FROM queue_counters FINAL
    WHERE ${ofRun} AND run_id IN (SELECT run_id FROM run_points WHERE isNotNull(started_at) AND $__timeFilter(assumeNotNull(started_at)))
    GROUP BY backend, queue_index, role, side
    ORDER BY backend, queue_index, side`,
  columns: {
    backend: { unit: units.text },
    queue_index: { title: 'queue', unit: units.number },
    role: { unit: units.text },
    side: { unit: units.text },
    packets: { unit: units.packets },
    sent: { title: 'notifications sent', unit: units.doorbells },
    suppressed: { title: 'suppressed', unit: units.doorbells },
    polls: { title: 'empty polls', unit: units.items },
    misses: { title: 'IOTLB misses', unit: units.items },
    no_buffer: { title: 'no buffer', unit: units.packets },
    too_long: { title: 'too long', unit: units.packets },
    injected: { title: 'injected', unit: units.packets },
    broken: { title: 'broken', unit: units.text },
  },
})

/** Facts of the host as the result has them, as two columns. */
const facts: readonly (readonly [string, string])[] = [
  ['host', 'hostname'],
  ['processor', 'cpuModel'],
  ['microcode', 'microcode'],
  ['kernel', 'kernel'],
  ['virtualization', 'virtualization'],
  ['kernel command line', 'commandLine'],
  ['CPUs', 'cpus'],
  ['memory in bytes', 'memoryBytes'],
]
const states: readonly (readonly [string, string])[] = [
  ['governor', 'governor'],
  ['clock source', 'clocksource'],
  ['huge pages of 2 MB', 'hugepages2M'],
  ['transparent huge pages', 'transparentHugepages'],
  ['isolated CPUs', 'isolatedCpus'],
  ['SMT', 'smt'],
  ['load of the last minute', 'loadAverage1m'],
]
const fact =
  (path: string) =>
  ([words, key]: readonly [string, string]) =>
    `('${words}', JSONExtractRaw(result, ${path}, '${key}'))`

const environment = table({
  title: 'Environment',
  description:
    'Of the host as the agent found it for this run: what stays the same across boots first, its state after. Two runs compare as far as these agree.',
  width: 12,
  height: 12,
  sql: `
    SELECT pair.1 AS fact, trim(BOTH '"' FROM pair.2) AS value
    FROM (
      SELECT arrayJoin([${[...facts.map(fact("'host'")), ...states.map(fact("'host', 'state'"))].join(', ')}]) AS pair ${document}
    )
    WHERE pair.2 NOT IN ('', 'null')`,
  columns: { fact: { unit: units.text }, value: { unit: units.text } },
})

const suiteText = table({
  title: 'Suite and attempts',
  description:
    'What the run was asked to be, and how it came about. The content id is the same for runs that measure the same in the same way.',
  width: 12,
  height: 12,
  sql: `
    SELECT pair.1 AS fact, pair.2 AS value
    FROM (
      SELECT arrayJoin([('run', id), ('submission', submission_id), ('suite', toString(suite)), ('point', toString(point)), ('point id', point_id),
        ('content id', content_id), ('backends', arrayStringConcat(backends, ', ')), ('attempt', toString(attempt)),
        ('warm-up in ms', JSONExtractRaw(spec, 'warmupMs')), ('trial in ms', JSONExtractRaw(spec, 'durationMs')),
        ('trials', JSONExtractRaw(spec, 'trials')), ('order', JSONExtractString(spec, 'order')), ('seed', JSONExtractRaw(spec, 'seed')),
        ('tracing', JSONExtractRaw(spec, 'tracing')), ('tuning', JSONExtractRaw(spec, 'tuning')), ('trace', trace_id)]) AS pair
      ${document}
    )
    WHERE pair.2 != ''`,
  columns: {
    fact: { unit: units.text },
    value: { unit: units.text, links: [traceLink] },
  },
})

export const run = (): Dashboard =>
  dashboard({
    name: 'run',
    title: 'Ringside / Run',
    description: 'One run: its trials in time, percentiles, losses, queues, and the environment it was measured in.',
    from: 'now-7d',
    variables: [runVariable()],
    rows: {
      '': top,
      'Answers by backend': [intervals('latency'), intervals('throughput'), losses],
      'Trials and percentiles': [plot, trialPlot('latency'), trialPlot('throughput')],
      'Queues and environment': [queues, environment, suiteText],
    },
  })
