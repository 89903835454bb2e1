import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SingleLane } from '@ringside/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedTrace } from '../testing/seed-trace.ts'
import { openChdbStore } from './chdb-store.ts'
import { doorbellBuckets, singleDoorbells } from './doorbell-times.ts'
import { migrate } from './migrate.ts'
import { runTrace } from './span-queries.ts'
import type { Store } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-bells-'))
const run = { runId: 'r-1', traceId: 'c3'.repeat(16) }
const spans = 3_000
const began = 1_790_000_000_000_000_000n
const whole = { fromUnixNs: String(began), untilUnixNs: String(began + 100_000_000_000n) }
let store: Store

beforeAll(async () => {
  store = await openChdbStore({ path: folder })
  await migrate(store)
  await seedTrace(store, { ...run, spans, beganUnixMs: Number(began / 1_000_000n) })
  await seedTrace(store, { runId: 'r-2', traceId: 'd4'.repeat(16), spans: 10, beganUnixMs: Number(began / 1_000_000n) })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const kindOf = ({ parentSpanId, name, queue, method }: { parentSpanId: string; name: string; queue: number; method: string }) =>
  `${parentSpanId} ${name} ${queue} ${method}`
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

it('counts in its buckets what is folded, kind by kind, with the same longest', async () => {
  const { doorbells } = await runTrace(store, run)
  const { lanes } = await doorbellBuckets(store, { ...run, ...whole, buckets: 700 })
  const counted = lanes.map((lane) => [kindOf(lane), sum(lane.count), Math.max(...lane.durationNsMax), sum(lane.unobserved)])
  const folded = doorbells.map((fold) => [kindOf(fold), fold.count, fold.durationNsMax, fold.unobserved])
  expect(counted.sort()).toEqual(folded.sort())
})

it('gives every doorbell once, in order of time, by going on where the page before ended', async () => {
  const seen = new Set<string>()
  let fromUnixNs = whole.fromUnixNs
  for (let more = true; more; ) {
    const page = await singleDoorbells(store, { ...run, fromUnixNs, limit: 700 })
    for (const { spanId, startNs } of page.lanes) {
      expect(startNs).toEqual(startNs.toSorted((a, b) => a - b))
      for (const id of spanId) seen.add(id)
    }
    more = page.more
    fromUnixNs = String(BigInt(fromUnixNs) + BigInt(Math.max(...page.lanes.flatMap(({ startNs }) => startNs))))
  }
  expect(seen.size).toBe(spans)
})

it('puts every doorbell of a time into the bucket that it was rung in, whatever is asked', async () => {
  const everyone = (await singleDoorbells(store, { ...run, fromUnixNs: whole.fromUnixNs, limit: 20_000 })).lanes
  const asked = fc.record({ at: fc.nat(7_000), lengthMs: fc.nat(7_000), buckets: fc.integer({ min: 1, max: 2_048 }) })
  await fc.assert(
    fc.asyncProperty(asked, fc.option(fc.nat(1)), async ({ at, lengthMs, buckets }, queue) => {
      const from = began + BigInt(at) * 1_000_000n
      const times = { fromUnixNs: String(from), untilUnixNs: String(from + BigInt(lengthMs) * 1_000_000n) }
      const filter = queue === null ? {} : { queue: [queue] }
      const { lanes, bucketNs } = await doorbellBuckets(store, { ...run, ...times, buckets, filter })
      expect(bucketNs * buckets).toBeGreaterThanOrEqual(lengthMs * 1e6)
      const expected = everyone
        .filter((lane) => queue === null || lane.queue === queue)
        .flatMap(countedIn(at * 1e6, lengthMs * 1e6, bucketNs))
      expect(lanes.flatMap((lane) => lane.bucket.map((each, i) => `${kindOf(lane)} ${each} ${lane.count[i]}`)).sort()).toEqual(
        expected.sort(),
      )
    }),
    { numRuns: 25 },
  )
})

const countedIn = (fromNs: number, lengthNs: number, bucketNs: number) => (lane: SingleLane) => {
  const inside = lane.startNs.filter((start) => start >= fromNs && start < fromNs + lengthNs)
  const buckets = Map.groupBy(inside, (start) => Math.floor((start - fromNs) / bucketNs))
  return [...buckets].map(([bucket, those]) => `${kindOf(lane)} ${bucket} ${those.length}`)
}

it('has nothing before, after and between times that are the wrong way round', async () => {
  const before = { fromUnixNs: '0', untilUnixNs: String(began) }
  const swapped = { fromUnixNs: whole.untilUnixNs, untilUnixNs: whole.fromUnixNs }
  for (const times of [before, swapped])
    expect((await doorbellBuckets(store, { ...run, ...times, buckets: 10 })).lanes).toEqual([])
  expect(await singleDoorbells(store, { ...run, fromUnixNs: whole.untilUnixNs, limit: 1 })).toMatchObject({
    lanes: [],
    more: false,
  })
})
