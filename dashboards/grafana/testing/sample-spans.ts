/** Spans, logs and metrics as the receiver would have stored them, made by the engine itself: 200,000 rows take a second. */
import { spanNames } from '@ringside/contract'
import type { Store } from '@ringside/controller/store'
import { month } from './sample-runs.ts'

const doorbells = 180_000
/** Of other runs, so that a query for one is seen to leave the rest alone. */
const otherRuns = 30

export interface SampleRun {
  readonly id: string
  readonly traceId: string
  readonly startMs: number
}

/** All spans of `run`, which lasts ten seconds, and doorbells of other runs around it. */
export async function insertSpans(store: Store, { id: runId, traceId, startMs }: SampleRun): Promise<void> {
  const start = `toDateTime64('${new Date(startMs).toISOString().slice(0, 23)}', 9, 'UTC')`
  const columns = 'trace_id, span_id, parent_span_id, name, kind, service, start_time, duration_ns, status, run_id, backend'
  const id = (n: string) => `lower(hex(toUInt64(${n})))`
  await store.exec(`
    INSERT INTO spans (${columns}, queue_index, batch, doorbell_observed, doorbell_method)
    SELECT if(mine, '${traceId}', concat('${'b'.repeat(30)}', leftPad(toString(number % ${otherRuns}), 2, '0'))), ${id('1000000 + number')}, ${id('3')},
      if(number % 3 = 0, '${spanNames.doorbellCall}', '${spanNames.doorbellKick}'), 'Internal', 'ringside-agent',
      ${start} + toIntervalMicrosecond(intDiv(number, ${otherRuns}) * 1600), 500 + cityHash64(number) % 20000, 'Unset',
      if(mine, '${runId}', concat('r-other-', toString(number % ${otherRuns}))), if(number % 2 = 0, 'mapped', 'eventfd'),
      number % 2, 1 + number % 8, number % 100 != 0, 'eventfd'
    FROM (SELECT number, number % ${otherRuns} = 7 AS mine FROM numbers(${doorbells}))`)
  await store.exec(`
    INSERT INTO spans (${columns}, ioctl_request, error_type, attributes)
    SELECT '${traceId}', ${id('10 + number')}, ${id('3')}, arrayElement(['VHOST_SET_OWNER', 'VHOST_SET_MEM_TABLE', 'VHOST_SET_VRING_KICK'], 1 + number % 3),
      'Client', 'ringside-agent', ${start} + toIntervalMillisecond(number), 3000 + number * 10, if(number % 17 = 0, 'Error', 'Unset'), '${runId}',
      if(number % 2 = 0, 'mapped', 'eventfd'), '0x4008af03', if(number % 17 = 0, 'EINVAL', ''), map('vhost.ioctl.result', '0')
    FROM numbers(120)`)
  await store.exec(`
    INSERT INTO spans (${columns}, attributes, links)
    SELECT '${traceId}', ${id('5000 + number')}, ${id('3')}, '${spanNames.packetOutlier}', 'Internal', 'ringside-agent',
      ${start} + toIntervalMillisecond(100 + number), 900000 + number, 'Unset', '${runId}', 'eventfd', map('bench.packet.sequence', toString(number)),
      '[{"trace_id":"${traceId}","span_id":"0000000000000001"}]'
    FROM numbers(20)`)
  await store.exec(`
    INSERT INTO spans (${columns}, resource) VALUES
      ('${traceId}', '01', '', 'ringside run', 'Internal', 'ringside', ${start}, 10000000000, 'Unset', '', '', '{"service.name":"ringside"}'),
      ('${traceId}', '02', '01', 'POST /api/v1/submissions', 'Server', 'ringside-controller', ${start}, 5000000, 'Unset', '', '', '{}'),
      ('${traceId}', '03', '02', 'run', 'Internal', 'ringside-controller', ${start}, 9000000000, 'Ok', '${runId}', '', '{}')`)
}

/** Spans of the services' own work over the month. */
export async function insertServiceSpans(store: Store): Promise<void> {
  await store.exec(`
    INSERT INTO spans (trace_id, span_id, name, kind, service, start_time, duration_ns, status)
    SELECT concat('${'c'.repeat(26)}', leftPad(toString(number), 6, '0')), lower(hex(number)), if(number % 5 = 0, 'SELECT runs', 'GET /api/v1/runs'),
      if(number % 5 = 0, 'Client', 'Server'), 'ringside-controller', fromUnixTimestamp64Milli(${month.fromMs} + number * 130000, 'UTC'),
      1000000 + number % 7000000, if(number % 101 = 0, 'Error', 'Unset')
    FROM numbers(19900)`)
}

/** A log record every ten minutes; most are information. */
export async function insertLogs(store: Store): Promise<void> {
  await store.exec(`
    INSERT INTO logs (service, resource, scope, time, observed_time, trace_id, severity_number, severity_text, body, attributes)
    SELECT if(number % 3 = 0, 'ringside-agent', 'ringside-controller'), '{}', '{}', fromUnixTimestamp64Milli(${month.fromMs} + number * 600000, 'UTC') AS at, at,
      '', arrayElement([9, 9, 9, 13, 17], 1 + number % 5) AS severity, arrayElement(['INFO', 'INFO', 'INFO', 'WARN', 'ERROR'], 1 + number % 5),
      concat('run ', toString(number), ' ended'), map('run', toString(number))
    FROM numbers(4300)`)
}

/** Every metric that the dashboards ask for, exported every ten minutes by one process of each service, which restarted once. */
export async function insertMetrics(store: Store): Promise<void> {
  const gauges = ['process.uptime', 'nodejs.eventloop.delay.p99', 'nodejs.eventloop.utilization', 'ringside.otlp.in_flight']
  for (const name of gauges) await insertPoints(store, { name, kind: 'gauge', value: '1 + number % 10', attributes: '' })
  const counters: readonly (readonly [string, string])[] = [
    ['ringside.otlp.received', "'ringside.otlp.signal', 'traces'"],
    ['ringside.otlp.rejected', "'ringside.otlp.signal', 'logs'"],
    ['ringside.agent.exported', "'ringside.export.outcome', 'dropped'"],
    ['process.cpu.time', "'cpu.mode', 'user'"],
  ]
  for (const [name, attributes] of counters)
    await insertPoints(store, { name, kind: 'sum', value: '(number % 2160) * 50', attributes })
  const levels: readonly (readonly [string, string])[] = [
    ['ringside.queue.depth', "'messaging.destination.name', 'bench.rack1-a'"],
    ['ringside.runs', "'ringside.run.state', 'queued'"],
    ['process.memory.usage', ''],
  ]
  for (const [name, attributes] of levels) await insertPoints(store, { name, kind: 'sum', value: '1 + number % 7', attributes })
  const histograms: readonly (readonly [string, string])[] = [
    [
      'http.server.request.duration',
      "'http.request.method', 'GET', 'http.route', '/api/v1/runs', 'error.type', if(number % 2 = 0, '500', '')",
    ],
    ['db.client.operation.duration', "'db.operation.name', 'INSERT', 'db.collection.name', 'spans'"],
  ]
  for (const [name, attributes] of histograms) await insertPoints(store, { name, kind: 'histogram', value: '0', attributes })
}

interface Points {
  readonly name: string
  readonly kind: 'gauge' | 'sum' | 'histogram'
  /** SQL over `number`, which counts exports; the process restarts at 2160. */
  readonly value: string
  /** Pairs of SQL texts. */
  readonly attributes: string
}

function insertPoints(store: Store, { name, kind, value, attributes }: Points): Promise<void> {
  return store.exec(`
    INSERT INTO metrics (service, resource, scope, kind, name, temporality, attributes, start_time, time, value, count, bucket_counts, explicit_bounds)
    SELECT service, '{}', '{}', '${kind}', '${name}', 2, CAST(map(${attributes}), 'Map(LowCardinality(String), String)'),
      fromUnixTimestamp64Milli(${month.fromMs} + if(number < 2160, 0, 2160 * 600000), 'UTC'), fromUnixTimestamp64Milli(${month.fromMs} + number * 600000, 'UTC'),
      ${value}, (number % 2160) * 8, [(number % 2160) * 5, (number % 2160) * 2, (number % 2160)], [0.01, 0.1]
    FROM (SELECT number, arrayJoin(['ringside-controller', 'ringside-agent']) AS service FROM numbers(4320))`)
}
