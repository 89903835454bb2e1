import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunDetail } from '@ringside/contract'
import { type RunShape, runFixture } from '@ringside/contract/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pointIdOf } from '../planning/point-id.ts'
import { RunStore } from '../runs/run-store.ts'
import { openChdbStore } from '../store/chdb-store.ts'
import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { type AskedSets, askedSets, compareSets } from './compare-sets.ts'
import { setDetail } from './set-detail.ts'

let folder: string
let store: Store
let runs: RunStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-sets-'))
  store = await openChdbStore({ path: folder })
  await migrate(store)
  runs = new RunStore(store)
  // Twelve nights of throughput and latency on two backends; from the ninth on latency of `eventfd` is 20 % higher.
  for (let night = 0; night < 12; night++) {
    await save({ id: `r-t${night}`, levels: { mapped: 31e6, eventfd: 4.6e6 }, seed: night }, { suite: 'nightly', night })
    const eventfd = night < 8 ? 9_000 : 10_800
    await save(
      { id: `r-l${night}`, workload: { kind: 'latency', rate: '50kpps' }, levels: { mapped: 400, eventfd }, seed: 50 + night },
      { suite: 'nightly', night },
    )
  }
  // Another suite with another backend at the same point, and a point of its own.
  await save({ id: 'r-other', levels: { hw: 40e6 }, seed: 99 }, { suite: 'hardware', night: 3, host: 'h-2' })
  await save({ id: 'r-imix', levels: { hw: 20e6 }, frame: 'imix', label: 'throughput imix' }, { suite: 'hardware', night: 3 })
})
afterAll(async () => {
  await store?.close()
  await rm(folder, { recursive: true, force: true })
})

const dayMs = 86_400_000
const firstNight = Date.UTC(2026, 10, 1)

async function save(shape: RunShape, { suite, night, host = 'h-1' }: { suite: string; night: number; host?: string }) {
  const { spec, result } = runFixture({ trials: 6, ...shape }) as RunDetail & { result: NonNullable<RunDetail['result']> }
  const full = { ...spec, suite, host, submissionId: `s-${suite}${night}`, pointId: pointIdOf(spec.point, spec.backends) }
  const ended = { state: 'succeeded', submittedAtMs: firstNight + night * dayMs, endedAtMs: firstNight + night * dayMs } as const
  await runs.saveTrials([{ ...result, runId: spec.id }])
  await runs.save([{ spec: full, parentSpanId: 'c'.repeat(16), position: 0, earlier: [], result, ...ended }])
}

function asked(a: string, b?: string): AskedSets {
  const sets = askedSets({ a, b })
  if ('fault' in sets) throw new Error(sets.fault)
  return sets
}

const compare = (a: string, b?: string) => compareSets(store, asked(a, b))

describe('two sets of runs', () => {
  it('are compared by the medians of their runs where there are enough, across time', async () => {
    const { a, b, rows, unmatched } = await compare(
      'suite:nightly backend:eventfd until:2026-11-09',
      'suite:nightly backend:eventfd since:2026-11-09',
    )
    expect(a).toMatchObject({ runs: 16, points: 2, suites: ['nightly'], hosts: ['h-1'], from: '2026-11-01T00:00:00.000Z' })
    expect(b).toMatchObject({ runs: 8, points: 2 })
    expect(unmatched).toEqual({ a: [], b: [] })
    const p99 = rows.find(({ comparison }) => comparison.metric === 'latency_ns_p99')
    // Four runs on one side are few: their trials are the samples.
    expect(p99?.comparison).toMatchObject({ verdict: 'faster', paired: false, label: 'latency p99 64 B' })
    expect(p99?.comparison.ratio).toBeCloseTo(1 / 1.2, 1)
    expect(p99?.comparison.b.samples).toHaveLength(24)
    expect(rows.find(({ comparison }) => comparison.metric === 'throughput_pps')?.comparison.verdict).toBe('no difference')
  })

  it('are compared as pairs of runs where every run holds both backends', async () => {
    const { b, rows } = await compare('suite:nightly')
    expect(b).toBeUndefined()
    expect(rows).toHaveLength(3)
    const throughput = rows.find(({ comparison }) => comparison.metric === 'throughput_pps')?.comparison
    expect(throughput).toMatchObject({ paired: true, sampled: 'runs', verdict: 'faster', caveats: [] })
    expect(throughput?.a).toMatchObject({ backend: 'mapped', runId: 'r-t11' })
    expect(throughput?.a.samples).toHaveLength(12)
  })

  it('of one run give what comparing its backends gives: pairs of trials', async () => {
    const { rows } = await compare('r-t3:mapped', 'r-t3:eventfd')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.comparison).toMatchObject({ paired: true, verdict: 'faster' })
    expect(rows[0]?.comparison.a.samples).toHaveLength(6)
    expect(rows[0]?.comparison.sampled).toBeUndefined()
  })

  it('are matched by what was measured, whatever else their suites have, and tell what is without a counterpart', async () => {
    const { rows, unmatched } = await compare('suite:hardware', 'suite:nightly backend:mapped')
    expect(rows.map(({ comparison: { a, b } }) => [a.backend, b.backend])).toEqual([['hw', 'mapped']])
    expect(rows[0]?.comparison.caveats.join()).toMatch(/different times.*host differs: h-2 against h-1/)
    expect(unmatched).toEqual({ a: ['throughput imix'], b: ['latency 64 B'] })
  })

  it('that are nothing, or the same, are told so', async () => {
    expect(await compare('suite:none', 'suite:nightly')).toMatchObject({ a: { runs: 0 }, rows: [] })
    const { rows } = await compare('suite:nightly backend:mapped', 'suite:nightly backend:mapped')
    expect(rows[0]?.comparison).toMatchObject({ verdict: 'no difference', ratio: 1, interval: [1, 1] })
    expect(askedSets({ a: 'suite:x', b: 'speed:1' })).toHaveProperty('fault', expect.stringContaining("b: 'speed' is no word"))
  })

  it('show what stands behind a row: trials in their order, merged percentiles, both environments', async () => {
    const sets = asked('suite:nightly until:2026-11-09', 'suite:nightly since:2026-11-09')
    const { rows } = await compareSets(store, sets)
    const row = rows.find(({ comparison: { metric, a } }) => metric === 'latency_ns_p99' && a.backend === 'eventfd')
    const reader = { detail: async (id: string) => ({ ...runFixture({ id, trials: 6 }), backends: ['mapped', 'eventfd'] }) }
    const detail = await setDetail({ store, reader }, sets, row?.key ?? '')
    expect(detail?.row).toEqual(row)
    expect(detail?.trials.filter(({ side }) => side === 'a')).toHaveLength(48)
    expect(detail?.trials.filter(({ side }) => side === 'b')).toHaveLength(24)
    expect(detail?.environments.a).toMatchObject({ runId: 'r-l7', host: { hostname: 'rack2-node7' } })
    expect(Object.fromEntries(detail?.environments.b?.facts ?? [])).toMatchObject({ 'ring memory': 'hugetlb-2M' })
    expect(await setDetail({ store, reader }, sets, 'no.such.row')).toBeUndefined()
  })
})
