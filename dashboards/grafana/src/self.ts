/** Ringside itself: its services' requests, errors and durations, what they do inside, and what they log. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { dashboard } from './dashboard.ts'
import { logLines, stat, table, timeSeries } from './panels/index.ts'
import { counterRate, histogramQuantile, histogramRate, lastValue } from './sql/rates.ts'
import { units } from './units.ts'
import { among, choiceVariable, queryVariable } from './variables.ts'

const variables = [
  queryVariable({
    name: 'service',
    label: 'Service',
    description: 'Services of Ringside that reported figures in this time',
    sql: "SELECT DISTINCT ServiceName FROM otel_metrics_gauge WHERE MetricName = 'process.uptime' AND $__timeFilter(TimeUnix) ORDER BY ServiceName",
    several: true,
  }),
  choiceVariable(
    { name: 'severity', label: 'Logs from', description: 'The least severity of log lines that are shown' },
    { info: '9', debug: '5', warning: '13', error: '17' },
  ),
]

const service = among('ServiceName', 'service')
const http = {
  name: 'http.server.request.duration',
  by: "concat(Attributes['http.request.method'], ' ', Attributes['http.route'])",
} as const
const stored = {
  name: 'db.client.operation.duration',
  by: "concat(Attributes['db.operation.name'], ' ', Attributes['db.collection.name'])",
} as const
/** Spans of the services themselves belong to no run: the table's order finds them. */
const ownSpans = `FROM spans WHERE run_id = '' AND $__timeFilter(start_time) AND ${among('service', 'service')}`
const ownLogs = `FROM otel_logs WHERE ${service} AND $__timeFilter(Timestamp) AND SeverityNumber >= \${severity}`

const top = [
  stat({
    title: 'Requests',
    description:
      'Requests a service span was made of, and those that failed with 5xx or an exception, in this time. Failed ones are in the table of operations.',
    unit: units.spans,
    width: 6,
    sql: `SELECT countIf(kind = 'Server') AS requests, countIf(kind = 'Server' AND status = 'Error') AS failed ${ownSpans} HAVING requests > 0`,
  }),
  stat({
    title: 'Warnings and errors',
    description: 'Log records of warning and above. Read them below.',
    unit: units.lines,
    width: 6,
    sql: `SELECT countIf(SeverityNumber BETWEEN 13 AND 16) AS warnings, countIf(SeverityNumber >= 17) AS errors FROM otel_logs WHERE ${service} AND $__timeFilter(Timestamp) HAVING count() > 0`,
  }),
  stat({
    title: 'Spans given up',
    description:
      'Spans of runs that agents could not deliver, in this time, of all processes. They are missing from traces: see the way from the agent to the receiver.',
    unit: units.spans,
    badFrom: 1,
    width: 6,
    sql: `
      SELECT sum(last - first) AS dropped FROM (
        SELECT max(Value) AS last, min(Value) AS first FROM otel_metrics_sum
        WHERE MetricName = 'ringside.agent.exported' AND Attributes['ringside.export.outcome'] = 'dropped' AND ${service} AND $__timeFilter(TimeUnix)
        GROUP BY ServiceName, toString(ResourceAttributes), toString(Attributes), StartTimeUnix
      ) HAVING count() > 0`,
  }),
  stat({
    title: 'Up since',
    description:
      'Shortest uptime of a process at its last report in this time. Short without a deployment: it was restarted, look at its log.',
    unit: units.seconds,
    width: 6,
    sql: `
      SELECT min(uptime) AS uptime FROM (
        SELECT argMax(Value, TimeUnix) AS uptime FROM otel_metrics_gauge WHERE MetricName = 'process.uptime' AND ${service} AND $__timeFilter(TimeUnix)
        GROUP BY ServiceName, toString(ResourceAttributes)
      ) HAVING count() > 0`,
  }),
]

const requests = [
  timeSeries({
    title: 'Requests by route',
    description: 'Requests a second that the controller answered, by method and route.',
    unit: units.requestsPerSecond,
    axis: 'requests a second',
    width: 8,
    sql: histogramRate({ ...http, where: service }),
  }),
  timeSeries({
    title: 'Errors by route',
    description:
      'Answers with a status of 500 and above, a second. Any is a fault of ours or of what stands behind us: see the logs of that time.',
    unit: units.requestsPerSecond,
    axis: 'failed requests a second',
    width: 8,
    sql: histogramRate({ ...http, where: `${service} AND Attributes['error.type'] != ''` }),
  }),
  timeSeries({
    title: 'Duration of requests, p99',
    description:
      'By route, estimated within the buckets of the histogram. Where it grows, see the store and the event loop below.',
    unit: units.seconds,
    axis: 'p99',
    width: 8,
    log: true,
    sql: histogramQuantile({ ...http, where: service }, 0.99),
  }),
]

const operations = table({
  title: 'Operations',
  description:
    'Spans of the services, by name: how many, how many failed, how long they took (quantiles within 0.5 %). Spans of runs are not among them; repeated questions are sampled, so the rates above are the true ones.',
  height: 9,
  sql: `
    SELECT service, name, kind, count() AS calls, countIf(status = 'Error') AS failed, countIf(status = 'Error') / count() AS error_share,
      quantileDD(0.005, 0.5)(duration_ns) AS p50, quantileDD(0.005, 0.99)(duration_ns) AS p99, max(duration_ns) AS slowest,
      argMax(trace_id, duration_ns) AS slowest_trace
    ${ownSpans}
    GROUP BY service, name, kind
    ORDER BY sum(duration_ns) DESC
    LIMIT 200`,
  columns: {
    service: { unit: units.text },
    name: { title: 'operation', unit: units.text, width: 320 },
    kind: { unit: units.text },
    calls: { unit: units.spans },
    failed: { unit: units.spans },
    error_share: { title: 'errors', unit: units.share, decimals: 1 },
    p50: { unit: units.ns },
    p99: { unit: units.ns },
    slowest: { unit: units.ns },
    slowest_trace: { title: 'trace of the slowest', unit: units.text },
  },
})

const receiver = [
  timeSeries({
    title: 'Received by the OTLP receiver',
    description: 'Spans, data points and log records decoded a second, by signal.',
    unit: units.itemsPerSecond,
    axis: 'items a second',
    width: 8,
    sql: counterRate({ name: 'ringside.otlp.received', by: "Attributes['ringside.otlp.signal']", where: service }),
  }),
  timeSeries({
    title: 'Rejected by the OTLP receiver',
    description:
      'Items a second that were refused in an answer of success: an absent id, a time beyond the table. Look at who sends them.',
    unit: units.itemsPerSecond,
    axis: 'items a second',
    width: 8,
    sql: counterRate({ name: 'ringside.otlp.rejected', by: "Attributes['ringside.otlp.signal']", where: service }),
  }),
  timeSeries({
    title: 'Waiting to be stored',
    description:
      'Bytes of requests that are being read, decoded or stored. At its limit senders are told to wait (429): the store is too slow, or they are too many.',
    unit: units.bytes,
    axis: 'in flight',
    width: 8,
    sql: lastValue({ name: 'ringside.otlp.in_flight', by: 'ServiceName', where: service }, 'otel_metrics_gauge'),
  }),
]

const store = [
  timeSeries({
    title: 'Calls of the store',
    description:
      'Calls a second, by operation and table. What rises without more runs is someone who asks often: see the requests above.',
    unit: units.perSecond,
    axis: 'calls a second',
    width: 8,
    sql: histogramRate({ ...stored, where: service }),
  }),
  timeSeries({
    title: 'Duration of calls of the store, p99',
    description:
      'By operation and table, estimated within the buckets of the histogram. Slow inserts: merges or the disk; slow selects: see what is asked, in the trace.',
    unit: units.seconds,
    axis: 'p99',
    width: 8,
    log: true,
    sql: histogramQuantile({ ...stored, where: service }, 0.99),
  }),
  timeSeries({
    title: 'Exports of spans of runs',
    description:
      "Spans a second by what became of them at the agents. Dropped ones are lost; those on an agent's disk come later.",
    unit: units.itemsPerSecond,
    axis: 'spans a second',
    width: 8,
    sql: counterRate({ name: 'ringside.agent.exported', by: "Attributes['ringside.export.outcome']", where: service }),
  }),
]

const gauge = (
  metric: string,
  options: {
    title: string
    description: string
    unit: typeof units.seconds | typeof units.bytes | typeof units.share
    axis: string
  },
) =>
  timeSeries({ ...options, width: 6, sql: lastValue({ name: metric, by: 'ServiceName', where: service }, 'otel_metrics_gauge') })

const processes = [
  gauge('nodejs.eventloop.delay.p99', {
    title: 'Event loop delay, p99',
    description:
      'How long work waited for the event loop, since the last report, by service. Tens of milliseconds: something computes for long in one go.',
    unit: units.seconds,
    axis: 'p99',
  }),
  gauge('nodejs.eventloop.utilization', {
    title: 'Event loop busy',
    description:
      'Share of its time that the event loop was busy since the start. Near 1 the process has no time left for requests.',
    unit: units.share,
    axis: 'busy',
  }),
  timeSeries({
    title: 'Memory',
    description: 'Physical memory in use by each service. What only grows leaks.',
    unit: units.bytes,
    axis: 'resident',
    width: 6,
    sql: lastValue({ name: 'process.memory.usage', by: 'ServiceName', where: service }, 'otel_metrics_sum'),
  }),
  timeSeries({
    title: 'CPU time',
    description:
      'Share of one CPU that each service used, in user and system mode. The services wait while a run is measured on their host.',
    unit: units.share,
    axis: 'of one CPU',
    width: 6,
    sql: counterRate({ name: 'process.cpu.time', by: "concat(ServiceName, ' ', Attributes['cpu.mode'])", where: service }),
  }),
]

const logs = [
  timeSeries({
    title: 'Log records by severity',
    description:
      'Records of the chosen severity and above, by interval. A burst of warnings is mostly one cause: read its first lines.',
    unit: units.lines,
    axis: 'records',
    style: 'stacked',
    width: 24,
    height: 5,
    sql: `
      SELECT $__timeInterval(Timestamp) AS time, lower(SeverityText) AS severity, count() AS "Value"
      ${ownLogs}
      GROUP BY time, severity
      ORDER BY time`,
  }),
  logLines({
    title: 'Logs',
    description: 'The newest thousand records of the chosen services, with their trace where they have one.',
    sql: `
      SELECT Timestamp AS timestamp, Body AS body, lower(SeverityText) AS level, ServiceName AS service, TraceId AS trace, toString(LogAttributes) AS attributes
      ${ownLogs}
      ORDER BY Timestamp DESC
      LIMIT 1000`,
  }),
]

export const self = (): Dashboard =>
  dashboard({
    name: 'self',
    title: 'Ringside / Ringside itself',
    description: 'The services of Ringside: requests, errors, durations, the store, the receiver, processes and logs.',
    from: 'now-6h',
    refresh: '1m',
    variables,
    rows: {
      '': top,
      Requests: [...requests, operations],
      'Receiver of spans, metrics and logs': receiver,
      'Store and exports': store,
      Processes: processes,
      Logs: logs,
    },
  })
