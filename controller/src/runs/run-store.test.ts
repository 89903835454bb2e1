import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expand } from '../planning/expand.ts'
import { newRunId, newSubmissionId } from '../planning/run-id.ts'
import { resultOf } from '../queue/testing/result.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { formatTraceparent, newSpanId } from '../telemetry/traceparent.ts'
import { endedRecord, nextAttempt, type RunRecord } from './run-record.ts'
import { RunStore } from './run-store.ts'

let folder: string
let store: Store
let runs: RunStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-runs-'))
  store = await openChdbStore({ path: folder })
  await migrate(store)
  runs = new RunStore(store)
})
afterAll(async () => {
  await store?.close()
  await rm(folder, { recursive: true, force: true })
})

function queued(count: number): RunRecord[] {
  const frame = Array.from({ length: count }, (_, at) => 64 + at)
  const submissionId = newSubmissionId()
  const planned = expand({
    apiVersion: 'ringside/v1',
    kind: 'Suite',
    name: 'suite',
    backends: [{ name: 'a', kind: 'emulated', doorbell: 'mapped', device: 'polling' }],
    workloads: [{ kind: 'throughput' }],
    matrix: { frame },
  })
  return planned.map((run, position) => ({
    spec: {
      ...run,
      id: newRunId(),
      submissionId,
      host: 'h',
      traceparent: formatTraceparent({ traceId: '1'.repeat(32), spanId: newSpanId() }),
    },
    parentSpanId: newSpanId(),
    position,
    state: 'queued',
    earlier: [],
    submittedAtMs: Date.UTC(2026, 0, 1, 12, 0, 0, 123),
  }))
}

describe('RunStore', () => {
  it('reads back what it stored, in the order of the suite', async () => {
    const records = queued(12)
    await runs.save(records)
    const submissionId = records[0]?.spec.submissionId ?? ''
    expect(await runs.ofSubmission(submissionId)).toEqual(records)
  })

  it('keeps the whole result and a typed row per trial', async () => {
    const [record] = queued(1) as [RunRecord]
    await runs.save([record])
    const result = resultOf(record.spec.id, ['a', 'b'], 3)
    const ended = endedRecord(record, { ok: true, result }, Date.now())
    await runs.saveTrials([result])
    await runs.saveTrials([result])
    await runs.save([ended])
    expect(await runs.find(record.spec.id)).toEqual(ended)
    const sql =
      'SELECT backend, `index`, sequence, throughput_pps, latency_ns_p99 FROM trials FINAL WHERE run_id = {id:String} ORDER BY sequence'
    const rows = await store.query<Record<string, unknown>>(sql, { id: record.spec.id })
    expect(rows).toHaveLength(6)
    const queues = await store.query<Record<string, unknown>>(
      `SELECT backend, trial_index, queue_index, role, side, packets, length(batches) AS buckets, iotlb_misses
       FROM queue_counters FINAL WHERE run_id = {id:String} ORDER BY backend, trial_index, queue_index, side`,
      { id: record.spec.id },
    )
    expect(queues).toHaveLength(6 * 2 * 2)
    expect(queues[3]).toEqual({
      backend: 'a',
      trial_index: 0,
      queue_index: 1,
      role: 'tx',
      side: 'driver',
      packets: String(result.trials[0]?.packets.sent),
      buckets: '16',
      iotlb_misses: '2',
    })
    const points = await store.query('SELECT queues, ring, verify FROM runs FINAL WHERE id = {id:String}', { id: record.spec.id })
    expect(points).toEqual([{ queues: 1, ring: 'split', verify: 'full' }])
    expect(rows[4]).toEqual({ backend: 'b', index: 1, sequence: 4, throughput_pps: 15_001_000, latency_ns_p99: null })
    const times = await store.query<{ at: string }>(
      'SELECT toString(started_unix_ns) AS at FROM trials FINAL WHERE run_id = {id:String} ORDER BY sequence',
      {
        id: record.spec.id,
      },
    )
    expect(times.map(({ at }) => at)).toEqual(result.trials.map((trial) => trial.startedUnixNs))
  })

  it('lets no late event take a run back, nor one of an earlier attempt', async () => {
    const [record] = queued(1) as [RunRecord]
    const found = () => runs.find(record.spec.id)
    await runs.save([record])
    const failure = { cause: 'lost', message: 'gone' } as const
    const again = nextAttempt({ ...record, state: 'running', startedAtMs: 1_000 }, failure, 2_000)
    await runs.save([again])
    await runs.save([{ ...record, state: 'failed', endedAtMs: 2_000, failure }])
    expect(await found()).toMatchObject({
      state: 'queued',
      spec: { attempt: 2 },
      earlier: [{ attempt: 1, state: 'failed', failure }],
    })
    await runs.save([{ ...again, state: 'failed', endedAtMs: 4_000, failure }])
    await runs.save([{ ...again, state: 'running', startedAtMs: 3_000 }])
    expect(await found()).toMatchObject({ state: 'failed', endedAtMs: 4_000 })
  })

  it('knows which runs are unfinished', async () => {
    const records = queued(3) as [RunRecord, RunRecord, RunRecord]
    await runs.save(records)
    await runs.save([{ ...records[1], state: 'running', startedAtMs: 5 }])
    await runs.save([{ ...records[2], state: 'succeeded', endedAtMs: 6 }])
    const unfinished = (await Array.fromAsync(runs.unfinished())).flat().map((record) => record.spec.id)
    expect(unfinished).toContain(records[0].spec.id)
    expect(unfinished).toContain(records[1].spec.id)
    expect(unfinished).not.toContain(records[2].spec.id)
  })

  it('has no record of what it was never told', async () => {
    expect(await runs.find("r-' OR 1")).toBeUndefined()
    expect(await runs.ofSubmission('s-none')).toEqual([])
  })
})
