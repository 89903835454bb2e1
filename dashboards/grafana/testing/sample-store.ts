/** A store with a month of everything that dashboards show, in a folder that goes with it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChdbStore } from '@ringside/controller/chdb-store'
import { migrate } from '@ringside/controller/migrate'
import type { Store } from '@ringside/controller/store'
import { hosts, month, sampleRows, stepAtMs } from './sample-runs.ts'
import { insertLogs, insertMetrics, insertServiceSpans, insertSpans, type SampleRun } from './sample-spans.ts'

export interface SampleStore {
  readonly store: Store
  /** Of its data. */
  readonly folder: string
  /** The run that all spans are of which are not other runs' or the services' own. */
  readonly traced: SampleRun
  /** Without spans. */
  readonly throughput: SampleRun
  close(): Promise<void>
}

export async function openSampleStore(): Promise<SampleStore> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-dashboards-'))
  const store = await openChdbStore({ path: folder })
  await migrate(store)
  const rows = sampleRows()
  await store.insertRows('runs', rows.runs, { token: 'runs' })
  await store.insertRows('trials', rows.trials, { token: 'trials' })
  await store.insertRows('queue_counters', rows.queues, { token: 'queues' })
  const [traced, throughput] = [await stored(store, rows.traced.id), await stored(store, rows.throughput.id)]
  await insertSpans(store, traced)
  await insertServiceSpans(store)
  await insertLogs(store)
  await insertMetrics(store)
  await insertFleet(store)
  await insertAlerts(store)
  return {
    store,
    folder,
    traced,
    throughput,
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function stored(store: Store, id: string): Promise<SampleRun> {
  const [row] = await store.query<{ traceId: string; startMs: string }>(
    'SELECT trace_id AS traceId, toUnixTimestamp64Milli(assumeNotNull(started_at)) AS startMs FROM run_points WHERE run_id = {id:String}',
    { id },
  )
  if (row === undefined) throw new TypeError(`run ${id} is not among the stored runs, expected it there`)
  return { id, traceId: row.traceId, startMs: Number(row.startMs) }
}

const time = (unixMs: number): string => new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')

async function insertFleet(store: Store): Promise<void> {
  const capabilities = {
    backends: [
      { kind: 'emulated', available: true, devices: [] },
      { kind: 'vhost-user', available: false, reason: 'no socket', devices: [] },
    ],
  }
  const common = {
    first_seen_at: time(month.fromMs),
    labels: '{"rack":"1"}',
    capabilities: JSON.stringify(capabilities),
    fingerprint: 'f2',
    fingerprint_since: time(stepAtMs),
  }
  const changed = { changed_by: 'ops', changed_at: time(month.toMs), released_at: time(0), version: 1 }
  const rows = hosts.map((id, i) => ({
    ...common,
    ...changed,
    id,
    seen_at: time(month.toMs - (i === 2 ? 86_400_000 : 60_000)),
    availability: i === 1 ? 'paused' : 'active',
    reason: i === 1 ? 'disk is replaced' : '',
  }))
  await store.insertRows('hosts', rows, { token: 'hosts' })
  const events = [
    { host: hosts[0], at: time(month.fromMs), kind: 'appeared', before: '', after: 'f1', reason: '', changed_by: '' },
    { host: hosts[0], at: time(stepAtMs), kind: 'fingerprint', before: 'f1', after: 'f2', reason: '', changed_by: '' },
    {
      host: hosts[1],
      at: time(month.toMs - 3_600_000),
      kind: 'availability',
      before: 'active',
      after: 'paused',
      reason: 'disk is replaced',
      changed_by: 'ops',
    },
  ]
  await store.insertRows('host_events', events, { token: 'events' })
  const figures = Array.from({ length: 60 }, (_, i) => ({
    host: hosts[i % 3],
    fingerprint: 'f2',
    point_id: 'p-canary',
    backend: 'mapped',
    metric: 'latency_ns_p99',
    run_id: `r-canary-${i}`,
    at: time(month.fromMs + i * 43_000_000),
    value: 1_000 + i,
    outside: i % 20 === 7,
  }))
  await store.insertRows('canary_figures', figures, { token: 'canaries' })
}

/** One that is over, one that is open. */
async function insertAlerts(store: Store): Promise<void> {
  const point = {
    series: ['s1'],
    point_ids: ['p-3'],
    backends: ['mapped'],
    metrics: ['latency_ns_p99'],
    ratios: [1.3],
    run_ids: ['r-01440'],
  }
  const row = { suite: 'nightly', host: hosts[0], expected: false, points: '[]', history: '[]', version: 1, ...point }
  const alerts = [
    {
      ...row,
      id: 'al-1',
      state: 'resolved',
      opened_at: time(stepAtMs),
      changed_at: time(stepAtMs + 3_600_000),
      resolved_at: time(stepAtMs + 3_600_000),
    },
    {
      ...row,
      id: 'al-2',
      state: 'open',
      opened_at: time(month.toMs - 86_400_000),
      changed_at: time(month.toMs - 86_400_000),
      resolved_at: null,
    },
  ]
  await store.insertRows('alerts', alerts, { token: 'alerts' })
}
