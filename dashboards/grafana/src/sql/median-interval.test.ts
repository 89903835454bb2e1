import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaussian } from '@ringside/contract/testing'
import { openChdbStore } from '@ringside/controller/chdb-store'
import type { Store } from '@ringside/controller/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorsBetween, logVariance, ratioBounds } from './median-interval.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-interval-'))
let store: Store
beforeAll(async () => {
  store = await openChdbStore({ path: folder, sessions: 1 })
  await store.exec('CREATE TABLE samples (a Array(Float64), b Array(Float64)) ENGINE = MergeTree ORDER BY tuple()')
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Of how many pairs of samples the interval holds the true ratio. */
async function coverage(draws: number, sample: () => { a: number[]; b: number[] }, truth: number): Promise<number> {
  await store.exec('TRUNCATE TABLE samples')
  await store.insertRows('samples', Array.from({ length: draws }, sample), { token: String(Math.random()) })
  const bounds = ratioBounds('ratio', 'variance')
  const [row] = await store.query<{ held: number }>(`
    SELECT countIf(${bounds.low} <= ${truth} AND ${truth} <= ${bounds.high}) / count() AS held FROM (
      SELECT arraySort(a) AS x, arraySort(b) AS y,
        arrayReduce('quantileExactInclusive(0.5)', x) / arrayReduce('quantileExactInclusive(0.5)', y) AS ratio,
        ${logVariance('x')} + ${logVariance('y')} AS variance
      FROM samples)`)
  return row?.held ?? Number.NaN
}

it('knows how far order statistics lie from a median', () => {
  // 1 - 2 (1 + 10) / 2^10 of ten values lie between the second and the ninth: 2.3 errors on either side.
  expect(errorsBetween(10)).toBeCloseTo(2.3, 2)
  expect(errorsBetween(5)).toBeCloseTo(1.863, 3)
  expect(errorsBetween(60)).toBeGreaterThan(1.9)
  expect(errorsBetween(60)).toBeLessThan(2.2)
})

it.each([5, 8, 10, 21, 60, 200])('holds the true ratio at least 94 times of 100 with %i values a side', async (size) => {
  const noise = gaussian(size)
  const values = (median: number) => Array.from({ length: size }, () => median * Math.exp(0.2 * noise()))
  expect(await coverage(1_000, () => ({ a: values(120), b: values(100) }), 1.2)).toBeGreaterThanOrEqual(0.94)
})

it('holds it also where values have a long tail and sides differ in size', async () => {
  const noise = gaussian(4)
  const tailed = (size: number, median: number) =>
    Array.from({ length: size }, () => median * Math.exp(0.3 * noise() + (noise() > 1.5 ? 1 : 0)))
  const median = tailed(100_001, 1).toSorted((x, y) => x - y)[50_000] as number
  expect(median).toBeGreaterThan(1)
  expect(await coverage(1_000, () => ({ a: tailed(10, 300), b: tailed(40, 100) }), 3)).toBeGreaterThanOrEqual(0.94)
})
