import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import fc from 'fast-check'
import { decodeFromCompressedBase64 } from 'hdr-histogram-js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openChdbStore } from '../chdb-store.ts'
import { openClickHouseStore } from '../clickhouse-store.ts'
import { migrate } from '../migrate.ts'
import type { Store } from '../store.ts'
import { type ClickHouseProcess, startClickHouse } from '../testing/clickhouse-process.ts'
import { type ArchiveRequest, exportArchive } from './export-archive.ts'
import { exportHdrLog } from './export-hdr.ts'
import { exportTable } from './export-table.ts'
import { archiveHead } from './format.ts'
import { importArchive } from './import-archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-archive-'))
let here: Store
let server: ClickHouseProcess
let there: Store
beforeAll(async () => {
  here = await openChdbStore({ path: join(folder, 'here') })
  server = await startClickHouse(join(folder, 'there'))
  there = await openClickHouseStore({ url: server.url })
  for (const store of [here, there]) await migrate(store)
})
afterAll(async () => {
  for (const store of [here, there]) await store.close()
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const store of [here, there]) {
    for (const table of ['runs', 'trials', 'queue_counters', 'spans']) await store.exec(`TRUNCATE TABLE ${table}`)
  }
})

const exported = (store: Store, request: ArchiveRequest = { spans: true }) => text(Readable.from(exportArchive(store, request)))
const imported = (store: Store, archive: string) =>
  importArchive(store, Readable.from([Buffer.from(archive)], { objectMode: false }))

/** A histogram of three values, as the agent encodes it. */
const histogram = 'HISTFAAAACx4nJNpmSzMwMDAxcDAwMjAwMDMAAGMYFL+/38Y/zgjUysf0/t1jEwAe20Gcw=='

interface Fixture {
  readonly id: string
  readonly suite?: string
  readonly label?: string
  readonly submittedMs?: number
  readonly state?: string
  readonly trials?: readonly { readonly p99: number | null; readonly startedNs: string }[]
  readonly note?: unknown
}

let inserts = 0
async function insertRun(store: Store, run: Fixture): Promise<void> {
  const { id, suite = 's', label = 'l', submittedMs = 0, state = 'succeeded', trials = [], note = null } = run
  const token = () => ({ token: `fixture ${inserts++}` })
  const submittedAt = new Date(submittedMs).toISOString().replace('T', ' ').replace('Z', '')
  const spec = { id, submissionId: `of ${id}`, host: 'h', point: {}, backends: [{ name: 'a' }], suite, label, note }
  const result = state === 'succeeded' ? JSON.stringify({ runId: id, trials: trials.map(() => ({})), note }) : ''
  const row = {
    id,
    submission_id: `of ${id}`,
    suite,
    label,
    state,
    spec: JSON.stringify(spec),
    result,
    trace_id: 'trace',
    version: 7,
  }
  await store.insertRows('runs', [{ ...row, submitted_at: submittedAt, started_at: null }], token())
  const trialRows = trials.map(({ p99, startedNs }, index) => ({
    run_id: id,
    backend: 'a, "ü"',
    index,
    sequence: index,
    started_unix_ns: startedNs,
    latency_ns_p99: p99,
    latency_ns_max: 2e6,
    latency_histogram: histogram,
    kick_batches: [1, '18446744073709551615'],
  }))
  await store.insertRows('trials', trialRows, token())
  await store.insertRows('queue_counters', [{ run_id: id, backend: 'a', side: 'driver', broken: label }], token())
  const span = { trace_id: 'trace', start_time: '2026-01-02 03:04:05.000000006', attributes: { "it's": label }, links: '[]' }
  await store.insertRows(
    'spans',
    [{ ...span, run_id: id, span_id: `${id} 1`, name: 'trial', duration_ns: '18446744073709551615' }],
    token(),
  )
  const [above] = await store.query("SELECT 1 FROM spans WHERE run_id = ''")
  if (above === undefined) await store.insertRows('spans', [{ ...span, span_id: 'root', name: 'POST' }], token())
}

const counts = async (store: Store) => {
  const rows = await store.query<{ name: string; n: string }>(
    `SELECT 'runs' AS name, count() AS n FROM runs FINAL UNION ALL SELECT 'trials', count() FROM trials FINAL
     UNION ALL SELECT 'queues', count() FROM queue_counters FINAL UNION ALL SELECT 'spans', count() FROM spans`,
  )
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]))
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 12 })
const anyRun = fc.record({
  suite: anyText,
  label: anyText,
  submittedMs: fc.integer({ min: 0, max: 4e12 }),
  state: fc.constantFrom('succeeded', 'failed'),
  trials: fc.array(
    fc.record({
      p99: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0))),
      startedNs: fc.bigInt(0n, 2n ** 62n).map(String),
    }),
    { maxLength: 3 },
  ),
  note: fc.jsonValue(),
})

describe('an archive', () => {
  it('is the same after it was imported elsewhere and exported there again', async () => {
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 3 }), async (fixtures) => {
        const ids = fixtures.map(() => `r-${runs++}`)
        for (const [i, fixture] of fixtures.entries()) await insertRun(here, { ...fixture, id: ids[i] ?? '' })
        const archive = await exported(here, { run: ids, spans: true })
        const { runs: report } = await imported(there, archive)
        expect(report.map(({ id, outcome }) => `${id} ${outcome}`).sort()).toEqual(ids.map((id) => `${id} added`).sort())
        expect(await exported(there, { run: ids, spans: true })).toBe(archive)
      }),
      { numRuns: 5 },
    )
  })

  it('adds nothing when it is imported again, and no span twice that runs of several archives have in common', async () => {
    for (const id of ['r-a', 'r-b']) await insertRun(here, { id, trials: [{ p99: 1, startedNs: '1' }] })
    const both = await exported(here)
    await imported(there, await exported(here, { run: ['r-a'], spans: true }))
    expect(await imported(there, both)).toEqual({
      runs: [
        { id: 'r-a', outcome: 'kept' },
        { id: 'r-b', outcome: 'added' },
      ],
    })
    await imported(there, both)
    expect(await counts(there)).toEqual({ runs: 2, trials: 2, queues: 2, spans: 3 })
    expect(await exported(there)).toBe(both)
  })

  it('has the runs that were asked for, oldest first, and only such that have ended', async () => {
    await insertRun(here, { id: 'r-new', submittedMs: 86_400_000, suite: 'nightly' })
    await insertRun(here, { id: 'r-old', submittedMs: 1, suite: 'nightly' })
    await insertRun(here, { id: 'r-other', submittedMs: 2 })
    await insertRun(here, { id: 'r-going', state: 'running' })
    const idsOf = async (request: ArchiveRequest) =>
      [...(await exported(here, request)).matchAll(/"run":"([^"]+)","table":"runs"/g)].map(([, id]) => id)
    expect(await idsOf({})).toEqual(['r-old', 'r-other', 'r-new'])
    expect(await idsOf({ suite: 'nightly' })).toEqual(['r-old', 'r-new'])
    expect(await idsOf({ suite: 'nightly', since: '1970-01-02' })).toEqual(['r-new'])
    expect(await idsOf({ submission: 'of r-other' })).toEqual(['r-other'])
    expect(await idsOf({ run: ["' OR 1=1 --"] })).toEqual([])
    expect(await exported(here, {})).not.toContain('"spans"')
  })

  it.each<[string, (archive: string) => string, RegExp]>([
    ['is something else', () => '{"runs":[]}', /does not begin like an archive/],
    ['is empty', () => '', /does not begin like an archive/],
    ['is of a newer version', (archive) => archive.replace('"version":1', '"version":2'), /of version 2, expected 1/],
    ['was cut at a line', (archive) => archive.slice(0, archive.lastIndexOf('\n]}')), /cut short/],
    ['was cut in a line', (archive) => archive.slice(0, -40), /no JSON/],
    ['has a chunk without rows', () => `${archiveHead}{"run":"r","table":"runs","rows":[]}\n]}\n`, /line 2 is no chunk.*rows/],
  ])('is refused when it %s', async (_, spoil, message) => {
    await insertRun(here, { id: 'r-1', trials: [{ p99: 1, startedNs: '1' }] })
    const archive = await exported(here)
    await expect(imported(there, spoil(archive))).rejects.toMatchObject({
      name: 'ArchiveError',
      message: expect.stringMatching(message),
    })
    // The run was not complete; when it is, it is there once.
    expect(await counts(there)).toMatchObject({ runs: 0, trials: 0, queues: 0 })
    await imported(there, archive)
    expect(await exported(there)).toBe(archive)
  })

  it.each<[string, (archive: string) => string, RegExp]>([
    ['a column that is not known here', (archive) => archive.replace('"sequence"', '"power_w"'), /'power_w' in 'trials'/],
    [
      'rows of a table that is not known here',
      (archive) => archive.replace('"table":"trials"', '"table":"watts"'),
      /table 'watts'/,
    ],
    ['a row of another run', (archive) => archive.replace('{"run_id":"r-1"', '{"run_id":"r-9"'), /of another run/],
    ['no end yet', (archive) => archive.replace('"state":"succeeded"', '"state":"running"'), /wrong at \/state/],
    ['a value of another type', (archive) => archive.replace('"started_unix_ns":"1"', '"started_unix_ns":"x"'), /Code: \d+/],
  ])('is refused in part: a run with %s, of which nothing is stored, and the others are', async (_, spoil, reason) => {
    await insertRun(here, { id: 'r-1', submittedMs: 1, trials: [{ p99: 1, startedNs: '1' }] })
    await insertRun(here, { id: 'r-2', submittedMs: 2 })
    const { runs } = await imported(there, spoil(await exported(here, {})))
    expect(runs).toEqual([
      { id: 'r-1', outcome: 'refused', reason: expect.stringMatching(reason) },
      { id: 'r-2', outcome: 'added' },
    ])
    expect(await counts(there)).toMatchObject({ runs: 1, trials: 0, queues: 1 })
  })

  it('holds more spans than fit one of its lines', async () => {
    await insertRun(here, { id: 'r-1' })
    await here.exec(`INSERT INTO spans (trace_id, run_id, span_id, name, start_time)
      SELECT 'trace', 'r-1', toString(number), 'doorbell.kick', fromUnixTimestamp64Nano(toInt64(intDiv(number, 3))) FROM numbers(5000)`)
    const archive = await exported(here)
    await imported(there, archive)
    expect((await counts(there)).spans).toBe(5_002)
    expect(await exported(there)).toBe(archive)
  })
})

describe('other formats', () => {
  beforeEach(async () => {
    const trials = [
      { p99: 1_500.5, startedNs: '1700000000123456789' },
      { p99: null, startedNs: '1700000001000000000' },
    ]
    await insertRun(here, { id: 'r-1', suite: 'näch,"tlich"', trials })
  })

  it('gives trials as CSV, each with what it is told apart by', async () => {
    const csv = await text(await exportTable(here, { format: 'CSVWithNames', table: 'trials', run: ['r-1'] }))
    const [head = '', first = '', second = ''] = csv.split('\n')
    expect(head).toMatch(/^"suite","label","host",.*"run_id","backend","index"/)
    expect(first).toMatch(/^"näch,""tlich""","l",/)
    expect([first, second].map((line) => line.includes('1500.5'))).toEqual([true, false])
  })

  it.each(['trials', 'spans'] as const)('gives %s as Parquet, which the engine reads again', async (table) => {
    const parquet = await buffer(await exportTable(here, { format: 'Parquet', table, run: ['r-1'] }))
    await there.exec(`DROP TABLE IF EXISTS read_again`)
    await there.exec(`CREATE TABLE read_again (run_id String) ENGINE = MergeTree ORDER BY run_id`)
    const body = new Uint8Array(parquet)
    const answer = await fetch(`${server.url}/?query=${encodeURIComponent('INSERT INTO read_again FORMAT Parquet')}`, {
      method: 'POST',
      body,
    })
    expect(await answer.text()).toBe('')
    expect(await there.query('SELECT count() AS n FROM read_again')).toEqual([{ n: table === 'trials' ? '2' : '1' }])
  })

  it("gives latencies as a log that HdrHistogram's tools read", async () => {
    const log = await text(Readable.from(exportHdrLog(here, { run: ['r-1'] })))
    const lines = log.trimEnd().split('\n')
    expect(lines[0]).toBe('#[Histogram log format version 1.3]')
    expect(lines[2]).toBe('"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"')
    const [tag, start, , max, encoded = ''] = (lines[3] ?? '').split(',')
    expect([tag, start, max]).toEqual(['Tag=r-1/a__"ü"/0', '1700000000.123', '2.000'])
    expect(decodeFromCompressedBase64(encoded).totalCount).toBeGreaterThan(0)
  })
})
