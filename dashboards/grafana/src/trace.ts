/** Trace: where the time of one run went, from its ioctls down to its doorbells. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { dashboard } from './dashboard.ts'
import { linkTo } from './links.ts'
import { barChart, stat, table, timeSeries, waterfall } from './panels/index.ts'
import { runVariable } from './run.ts'
import { units } from './units.ts'
import { chosenText, queryVariable } from './variables.ts'

const traceVariable = queryVariable({
  name: 'trace',
  label: 'Trace',
  description: 'Trace that the run is part of',
  hidden: true,
  sql: `SELECT trace_id FROM run_points WHERE run_id = ${chosenText('run')} AND isNotNull(started_at) AND $__timeFilter(assumeNotNull(started_at))`,
})

const doorbells = "name IN ('doorbell.kick', 'doorbell.call')"
const kicks = "name = 'doorbell.kick'"
/** Begins with the order of the table, so that a run's granules are all that is read. */
const ofRun = `run_id = ${chosenText('run')} AND $__timeFilter(start_time)`
const trials = `FROM point_trials WHERE run_id = ${chosenText('run')} AND $__timeFilter(started_at)`

const runLink = linkTo('run', { run: '${run:percentencode}' }, { title: 'Figures of this run' })

const top = [
  stat({
    title: 'Ioctls',
    description:
      'Ioctls that are stored as spans, and how many of them failed. An errno is expected only where a suite asks for one: look it up in the table below.',
    unit: units.ioctls,
    links: [runLink],
    sql: `SELECT count() AS stored, countIf(error_type != '') AS failed FROM spans WHERE ${ofRun} AND ioctl_request != '' HAVING stored > 0`,
  }),
  stat({
    title: 'Doorbells',
    description:
      'Doorbells rung in all trials, and those stored as spans. Fewer are stored where the suite traces late ones or a sample only.',
    unit: units.doorbells,
    links: [runLink],
    width: 6,
    sql: `
      SELECT rung, stored FROM
        (SELECT sum(kicks_rung + calls_rung) AS rung ${trials}) AS a,
        (SELECT count() AS stored FROM spans WHERE ${ofRun} AND ${doorbells}) AS b
      WHERE rung + stored > 0`,
  }),
  stat({
    title: 'Without room',
    description:
      'Doorbells and observations that found no room in the event ring: their spans are missing, and counts below are too low. Trace fewer of them, or shorter trials.',
    unit: units.doorbells,
    badFrom: 1,
    width: 6,
    links: [runLink],
    sql: `SELECT sum(events_dropped) AS rung, sum(observations_dropped) AS observed ${trials} HAVING count() > 0`,
  }),
  stat({
    title: 'Late packets',
    description:
      'Packets beyond the percentile that the suite calls late, each a span with links to the doorbells around it. They are in the table of late packets.',
    unit: units.packets,
    links: [runLink],
    sql: `SELECT count() AS late FROM spans WHERE ${ofRun} AND name = 'packet.outlier' HAVING count() > 0`,
  }),
  stat({
    title: 'Slowest kick',
    description:
      'The longest time from a kick to its observation by the device, of all that were stored. Its surroundings are in the waterfall.',
    unit: units.ns,
    links: [runLink],
    sql: `SELECT max(duration_ns) AS slowest FROM spans WHERE ${ofRun} AND ${kicks} AND doorbell_observed HAVING count() > 0`,
  }),
]

const ioctlTable = table({
  title: 'What ioctls cost',
  description:
    'By name and backend: how often, how many failed, and how long they took (quantiles within 0.5 %). They set the device up and tear it down; none belongs into a measured phase.',
  height: 9,
  sql: `
    SELECT name, backend, count() AS calls, countIf(error_type != '') AS failed, arrayStringConcat(groupUniqArrayIf(5)(toString(error_type), error_type != ''), ', ') AS errors,
      quantileDD(0.005, 0.5)(duration_ns) AS p50, quantileDD(0.005, 0.99)(duration_ns) AS p99, max(duration_ns) AS slowest, sum(duration_ns) AS total
    FROM spans
    WHERE ${ofRun} AND ioctl_request != ''
    GROUP BY name, backend
    ORDER BY total DESC`,
  columns: {
    name: { title: 'ioctl', unit: units.text },
    backend: { unit: units.text },
    calls: { unit: units.ioctls },
    failed: { unit: units.ioctls },
    errors: { unit: units.text },
    p50: { unit: units.ns },
    p99: { unit: units.ns },
    slowest: { unit: units.ns },
    total: { unit: units.ns },
  },
})

const perInterval = '$__timeInterval_ms(start_time) AS time'
const seconds = '(toFloat64($__interval_ms) / 1000)'

const rate = timeSeries({
  title: 'Doorbell rate',
  description:
    'Stored doorbells a second, kicks and calls apart. Where it is high the other side sleeps or polls too seldom: larger bursts or event indices save doorbells.',
  unit: units.doorbellsPerSecond,
  axis: 'doorbells a second',
  sql: `
    SELECT ${perInterval}, concat(backend, ' ', name) AS series, count() / ${seconds} AS "Value"
    FROM spans
    WHERE ${ofRun} AND ${doorbells}
    GROUP BY time, series
    ORDER BY time`,
})

const batch = timeSeries({
  title: 'Buffers per doorbell',
  description:
    'Mean number of buffers published since the last doorbell, of those stored. One a doorbell is the dearest way to move packets.',
  unit: units.buffers,
  axis: 'buffers a doorbell',
  sql: `
    SELECT ${perInterval}, concat(backend, ' ', name) AS series, avg(assumeNotNull(batch)) AS "Value"
    FROM spans
    WHERE ${ofRun} AND ${doorbells} AND isNotNull(batch)
    GROUP BY time, series
    ORDER BY time`,
})

const observed = timeSeries({
  title: 'From kick to observation',
  description:
    'Time from a kick to the moment the device has seen it, median and p99 of those stored (within 0.5 %). A sleeping device shows its wake-up here; a step in time is a CPU that was taken away.',
  unit: units.ns,
  axis: 'time to observation',
  log: true,
  sql: `
    SELECT time, concat(backend, ' ', figure.1) AS series, figure.2 AS "Value"
    FROM (
      SELECT ${perInterval}, toString(backend) AS backend, quantilesDD(0.005, 0.5, 0.99)(duration_ns) AS figures
      FROM spans
      WHERE ${ofRun} AND ${kicks} AND doorbell_observed
      GROUP BY time, backend
    )
    ARRAY JOIN [('p50', figures[1]), ('p99', figures[2])] AS figure
    ORDER BY time`,
})

const observedByTrial = table({
  title: 'From kick to observation, by trial',
  description:
    'Of all kicks of a trial, stored as spans or not. Trials without doorbell tracing time no doorbell and are left out.',
  width: 12,
  height: 8,
  sql: `
    SELECT backend, trial_index, kicks_rung, kicks_suppressed, assumeNotNull(kick_observed_ns_p50) AS p50, assumeNotNull(kick_observed_ns_p99) AS p99, assumeNotNull(kick_observed_ns_max) AS slowest
    ${trials} AND isNotNull(kick_observed_ns_p50)
    ORDER BY backend, trial_index`,
  columns: {
    backend: { unit: units.text },
    trial_index: { title: 'trial', unit: units.number },
    kicks_rung: { title: 'kicks', unit: units.doorbells },
    kicks_suppressed: { title: 'suppressed', unit: units.doorbells },
    p50: { unit: units.ns },
    p99: { unit: units.ns },
    slowest: { unit: units.ns },
  },
})

const batches = barChart({
  title: 'Kicks by buffers',
  description:
    'How many kicks of all trials published so many buffers, stored as spans or not. The bar far to the left is what batching would save.',
  unit: units.doorbells,
  axis: 'kicks',
  x: 'buffers',
  sql: `
    SELECT if(bucket = 1, '1', concat(toString(pow(2, bucket - 1)), ' to ', toString(pow(2, bucket) - 1))) AS buffers, counts[bucket] AS kicks
    FROM (SELECT sumForEach(kick_batches) AS counts ${trials} HAVING length(counts) > 0)
    ARRAY JOIN arrayEnumerate(counts) AS bucket
    ORDER BY bucket`,
})

const slowest = table({
  title: 'Slowest kicks',
  description:
    'The fifty kicks that took longest to be seen, with when and where they rang. Their span ids are searchable in the waterfall below.',
  width: 12,
  height: 9,
  sql: `
    SELECT start_time, backend, ifNull(queue_index, 0) AS queue, ifNull(batch, 0) AS buffers, duration_ns AS took, span_id
    FROM spans
    WHERE ${ofRun} AND ${kicks} AND doorbell_observed
    ORDER BY duration_ns DESC
    LIMIT 50`,
  columns: {
    start_time: { title: 'rung', unit: units.time },
    backend: { unit: units.text },
    queue: { unit: units.number },
    buffers: { unit: units.buffers },
    took: { title: 'to observation', unit: units.ns },
    span_id: { title: 'span', unit: units.text },
  },
})

const late = table({
  title: 'Late packets',
  description:
    'The fifty latest packets, from their intended sending to their arrival, with how many doorbells each is linked to. None: nothing was late, or the suite does not ask for them.',
  width: 12,
  height: 9,
  sql: `
    SELECT start_time, backend, ifNull(queue_index, 0) AS queue, duration_ns AS took, attributes['bench.packet.sequence'] AS packet, JSONLength(links) AS doorbells, span_id
    FROM spans
    WHERE ${ofRun} AND name = 'packet.outlier'
    ORDER BY duration_ns DESC
    LIMIT 50`,
  columns: {
    start_time: { title: 'due', unit: units.time },
    backend: { unit: units.text },
    queue: { unit: units.number },
    took: { title: 'late by', unit: units.ns },
    packet: { title: 'packet', unit: units.text },
    doorbells: { unit: units.doorbells },
    span_id: { title: 'span', unit: units.text },
  },
})

const tagsOf = (attributes: string): string =>
  `arrayMap(key -> map('key', key, 'value', ${attributes}[key]), mapKeys(${attributes}))`

/** What Grafana draws smoothly. */
const mostSpans = { all: 4000, doorbells: 200 }

const view = waterfall({
  title: 'Waterfall',
  description: `The run in its trace, from the command to the ioctls, with the ${mostSpans.doorbells} slowest doorbells; at most ${mostSpans.all} spans. All doorbells of a run, folded, are in the waterfall of the controller's own pages and in ringside trace.`,
  sql: `
    SELECT trace_id AS traceID, span_id AS spanID, parent_span_id AS parentSpanID, service AS serviceName, name AS operationName,
      toUnixTimestamp64Nano(start_time) * 0.000001 AS startTime, duration_ns * 0.000001 AS duration,
      ${tagsOf('span_attributes')} AS tags, ${tagsOf('resource_attributes')} AS serviceTags, kind, if(status = 'Error', 2, 0) AS statusCode, status_message AS statusMessage
    FROM spans
    WHERE trace_id = ${chosenText('trace')} AND run_id IN ('', ${chosenText('run')}) AND $__timeFilter(start_time)
      AND (name NOT IN ('doorbell.kick', 'doorbell.call') OR span_id IN (
        SELECT span_id FROM spans WHERE ${ofRun} AND ${doorbells} ORDER BY duration_ns DESC LIMIT ${mostSpans.doorbells}))
    ORDER BY startTime
    LIMIT ${mostSpans.all}`,
})

export const trace = (): Dashboard =>
  dashboard({
    name: 'trace',
    title: 'Ringside / Trace',
    description: 'Where the time of a run went: ioctls, doorbells, and the waterfall.',
    from: 'now-7d',
    variables: [runVariable(), traceVariable],
    rows: {
      '': top,
      Ioctls: [ioctlTable],
      Doorbells: [rate, batch, observed, batches, observedByTrial, slowest, late],
      Waterfall: [view],
    },
  })
