/** A store full of runs, made by the engine itself, to see how long questions take. */
import { runFixture } from '@ringside/contract/testing'
import type { Store } from '../../store/store.ts'

export interface ManyFigures {
  /** Runs, one an hour apart for each point; each has one backend. */
  readonly runs: number
  readonly points: number
  readonly trials: number
}

/** Adds them. Figures are spread by 5 %, and are 20 % higher in the last tenth of the time. */
export async function insertManyFigures(store: Store, { runs, points, trials }: ManyFigures): Promise<void> {
  const endMs = Date.parse('2026-11-20T00:00:00Z')
  const stepMs = 3_600_000
  const rounds = Math.ceil(runs / points)
  const state = '{"governor":"performance","hugepages2M":512,"clocksource":"tsc","loadAverage1m":0.4}'
  const host = `{"id":"h-1","hostname":"rack2-node7","cpuModel":"Xeon","cpus":2,"memoryBytes":25216106496,"kernel":"6.12","arch":"x64","state":${state}}`
  const id = "concat('r-', leftPad(toString(number), 10, '0'))"
  const bytes = `toString(64 + 64 * (number % ${points}))`
  const label = `concat('latency ', ${bytes}, ' B')`
  const spec = specSql({ id, bytes, label })
  const result = `{"runId":"x","host":${host},"trials":[{"environment":{"pages":"hugetlb-2M","clock":"tsc"}}]}`
  await store.exec(`
    INSERT INTO runs (id, submission_id, suite, label, point_id, host, backends, state, spec, trace_id, submitted_at, started_at,
      ended_at, failure_cause, failure_message, result, version)
    SELECT ${id}, concat('s-', toString(intDiv(number, ${points}))), 'nightly',
      ${label}, concat('p-', toString(number % ${points})), 'h-1',
      ['sw'], 'succeeded', ${spec}, 't', at - 60, at - 50, at, '', '', '${result}', 7
    FROM (SELECT number, fromUnixTimestamp64Milli(toInt64(${endMs} - (${rounds} - intDiv(number, ${points})) * ${stepMs}), 'UTC') AS at
      FROM numbers(${runs}))`)
  await store.exec(`
    INSERT INTO trials (run_id, backend, index, sequence, started_unix_ns, duration_ns, latency_ns_p50, latency_ns_p99,
      latency_histogram)
    SELECT concat('r-', leftPad(toString(run), 10, '0')), 'sw', trial, trial, 0, 1000000000, p50, p50 * 2.7, ''
    FROM (SELECT intDiv(number, ${trials}) AS run, number % ${trials} AS trial,
        round((4000 + 400 * (run % ${points})) * (0.95 + 0.1 * (cityHash64(number) % 1000) / 1000)
          * if(intDiv(run, ${points}) > ${rounds} * 0.9, 1.2, 1)) AS p50
      FROM numbers(${runs * trials}))`)
}

/** The spec of a run as an expression that makes it, given what differs from run to run as expressions. */
function specSql({ id, bytes, label }: Readonly<Record<'id' | 'bytes' | 'label', string>>): string {
  const { spec } = runFixture({
    id: '<id>',
    label: '<label>',
    workload: { kind: 'latency', rate: '5kpps' },
    levels: { sw: 4_000 },
  })
  const text = JSON.stringify({ ...spec, point: { ...spec.point, frame: '<bytes>' } })
  const parts = text.split(/(<id>|<label>|"<bytes>")/)
  const made: Readonly<Record<string, string>> = { '<id>': id, '<label>': label, '"<bytes>"': bytes }
  return `concat(${parts.map((part) => made[part] ?? `'${part}'`).join(', ')})`
}
