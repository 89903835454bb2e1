import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TrendAnswer, TrendQuery } from '@ringside/contract'
import { fingerprintOf } from '@ringside/contract/fingerprint'
import { demoHost } from '@ringside/contract/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { median } from '../judge/median.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { insertManyFigures } from './testing/many-figures.ts'
import { type TrendRun, trendRows } from './testing/trend-archive.ts'
import { trends } from './trends.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-trends-'))
let store: Store
beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
})
afterAll(async () => {
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const table of ['runs', 'trials']) await store.exec(`TRUNCATE TABLE ${table}`)
})

const day = 86_400_000
const start = Date.parse('2026-11-01T02:00:00Z')
const latency = { kind: 'latency', load: '5kpps' } as unknown as NonNullable<TrendRun['workload']>

/** A run of a day, 10 trials of two backends. */
const nightly = (index: number, shape: Partial<TrendRun> = {}): TrendRun => ({
  id: `r-${index}`,
  endedAtMs: start + index * day,
  label: 'latency 64 B',
  workload: latency,
  levels: { sw: 9_000, hw: 3_000 },
  seed: index + 1,
  ...shape,
})

let inserts = 0
async function insert(...runs: readonly TrendRun[]): Promise<void> {
  const rows = runs.map(trendRows)
  const token = () => ({ token: `fixture ${inserts++}` })
  await store.insertRows(
    'trials',
    rows.flatMap(({ trials }) => trials),
    token(),
  )
  await store.insertRows(
    'runs',
    rows.map(({ run }) => run),
    token(),
  )
}

const ask = (query: Partial<TrendQuery> = {}): Promise<TrendAnswer> =>
  trends(store, { metric: 'latency_ns_p99', limit: 24, ...query })

describe('trends', () => {
  it('have one series for each backend, a figure for each run: its median, its quartiles, how many trials', async () => {
    await insert(nightly(1), nightly(0))
    const { series, ...rest } = await ask()
    expect(rest).toEqual({
      metric: 'latency_ns_p99',
      unit: 'ns',
      better: 'lower',
      points: 1,
      isCut: false,
      changes: [],
      measured: [],
    })
    expect(series.map(({ backend, label, suite, host }) => [backend, label, suite, host])).toEqual([
      ['hw', 'latency 64 B', 'nightly', demoHost.id],
      ['sw', 'latency 64 B', 'nightly', demoHost.id],
    ])
    const values = trendRows(nightly(0)).trials.flatMap((row) => {
      const { backend, latency_ns_p99 } = row as { backend: string; latency_ns_p99: number }
      return backend === 'sw' ? [latency_ns_p99] : []
    })
    expect(series[1]).toMatchObject({
      runs: ['r-0', 'r-1'],
      endedAtMs: [start, start + day],
      value: [median(values), expect.any(Number)],
      trials: [10, 10],
      flaws: [0, 0],
    })
    const [low = 0, high = 0] = [series[1]?.low[0], series[1]?.high[0]]
    expect(values.filter((value) => value < low).length).toBeLessThanOrEqual(3)
    expect(values.filter((value) => value > high).length).toBeLessThanOrEqual(3)
    expect(low).toBeLessThan(high)
  })

  it('say what speaks against a figure, and leave out what faults were injected into', async () => {
    await insert(
      nightly(0, { touch: (trial) => ({ ...trial, generatorLimited: trial.index === 3 }) }),
      nightly(1, { touch: (trial) => ({ ...trial, packets: { ...trial.packets, lost: trial.backend === 'sw' ? 2 : 0 } }) }),
      nightly(2, { touch: (trial) => ({ ...trial, expectedFaults: true }) }),
    )
    const { series } = await ask()
    expect(series.map(({ backend, flaws }) => [backend, flaws])).toEqual([
      ['hw', [1, 0]],
      ['sw', [1, 2]],
    ])
    expect((await ask({ metric: 'loss_ratio', backend: 'sw' })).series).toMatchObject([{ value: [0, 0.00004] }])
  })

  it('begin anew on other hardware or another kernel, under the fingerprint that its agent tells, and say what changed', async () => {
    const other = { kernel: '6.12.90+deb13-amd64', commandLine: 'mitigations=off "quoted"' }
    await insert(nightly(0), nightly(1), nightly(2, { host: other }))
    const { series, changes } = await ask({ backend: 'sw' })
    const fingerprints = [fingerprintOf(demoHost), fingerprintOf({ ...demoHost, ...other })]
    expect(series.map(({ fingerprint, runs }) => [fingerprint, runs])).toEqual([
      [fingerprints[0], ['r-0', 'r-1']],
      [fingerprints[1], ['r-2']],
    ])
    expect(changes).toEqual([
      {
        host: demoHost.id,
        runId: 'r-2',
        endedAtMs: start + 2 * day,
        fingerprint: fingerprints[1],
        isOtherHost: true,
        facts: [
          { name: 'kernel', before: demoHost.kernel, after: other.kernel },
          { name: 'kernel command line', before: 'not told', after: other.commandLine },
        ],
      },
    ])
  })

  it('go on where only the tuning changed, and say what of it', async () => {
    const state = { ...demoHost.state, governor: 'powersave', loadAverage1m: 7 }
    await insert(nightly(0), nightly(1, { host: { state } }), nightly(2, { host: { state } }))
    const { series, changes } = await ask({ backend: 'sw' })
    expect(series.map(({ runs }) => runs)).toEqual([['r-0', 'r-1', 'r-2']])
    expect(changes).toMatchObject([
      { runId: 'r-1', isOtherHost: false, facts: [{ name: 'governor', before: 'performance', after: 'powersave' }] },
    ])
  })

  it('are of the runs asked for', async () => {
    await insert(nightly(0), nightly(1, { label: 'latency 512 B', suite: 'weekly' }), nightly(2))
    const runsOf = async (query: Partial<TrendQuery>) => [...new Set((await ask(query)).series.flatMap(({ runs }) => runs))]
    expect(await runsOf({ suite: 'weekly' })).toEqual(['r-1'])
    expect(await runsOf({ label: '512' })).toEqual(['r-1'])
    expect(await runsOf({ point: 'p-latency-64-B' })).toEqual(['r-0', 'r-2'])
    expect(await runsOf({ host: 'other' })).toEqual([])
    expect(await runsOf({ since: new Date(start + day).toISOString(), until: new Date(start + 2 * day).toISOString() })).toEqual([
      'r-1',
    ])
    const { points, series } = await ask({ limit: 1 })
    expect([points, new Set(series.map(({ label }) => label))]).toEqual([2, new Set(['latency 64 B'])])
  })

  it('where nothing measured the metric, say what was measured', async () => {
    await insert(nightly(0))
    expect(await ask({ metric: 'throughput_pps' })).toMatchObject({
      series: [],
      measured: [
        'latency_ns_min',
        'latency_ns_p50',
        'latency_ns_p90',
        'latency_ns_p99',
        'latency_ns_p999',
        'latency_ns_max',
        'loss_ratio',
      ],
    })
    expect(await ask({ suite: 'none' })).toMatchObject({ series: [], measured: [] })
  })

  it('of more figures than an answer holds are the newest, and say so', async () => {
    await insertManyFigures(store, { runs: 201_000, points: 3, trials: 1 })
    const { isCut, series } = await ask()
    expect(isCut).toBe(true)
    expect(series.reduce((sum, { runs }) => sum + runs.length, 0)).toBe(200_000)
    expect(series[0]?.runs.at(-1)).toBe('r-0000200997')
  })
})
