import type { DoorbellBuckets } from '@ringside/contract'
import { traceFixture } from '@ringside/contract/testing'
import { expect, it } from 'vitest'
import { doorbellKey } from '../../../words/src/trace-tree.ts'
import { countIn, finenessOf, finest, firstBells, isSingle, levelOf, singlesOf, withLevel } from './bells.ts'
import { sceneOf, unixNsAt } from './scene.ts'

const scene = sceneOf(traceFixture())
const first = firstBells(scene)
const [lane] = scene.lanes
if (lane === undefined) throw new Error('the fixture has no doorbells')
const key = doorbellKey(lane.doorbells)
const { parentSpanId, name, queue, method } = lane.doorbells

/** One doorbell in each of ten buckets of 100 ns. */
const answer = (fromNs: number): DoorbellBuckets => ({
  fromUnixNs: unixNsAt(scene, fromNs),
  bucketNs: 100,
  lanes: [
    {
      ...{ parentSpanId, name, queue, method },
      bucket: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      ...{ count: Array(10).fill(1), durationNsP50: Array(10).fill(5), durationNsP99: Array(10).fill(6) },
      ...{ durationNsMax: Array(10).fill(7), unobserved: Array(10).fill(0) },
    },
  ],
})

it('begins with the counts that came with the trace, all of them', () => {
  expect(Math.round(countIn(finest(first, key, scene.whole), scene.whole))).toBe(
    lane.doorbells.density.reduce((sum, count) => sum + count, 0),
  )
  expect(finenessOf(first, scene.whole)).toBeUndefined()
})

it('takes the finest that knows all of what is shown', () => {
  const of = { fromNs: 1_000, toNs: 2_000 }
  const bells = withLevel(first, levelOf(scene, answer(1_000), of))
  expect(finest(bells, key, { fromNs: 1_200, toNs: 1_700 })?.bucketNs).toBe(100)
  expect(finenessOf(bells, { fromNs: 1_200, toNs: 1_700 })).toBe(100)
  expect(finest(bells, key, { fromNs: 1_200, toNs: 2_700 })).toBe(first.levels[0]?.lanes.get(key))
  expect(countIn(finest(bells, key, of), { fromNs: 1_250, toNs: 1_400 })).toBeCloseTo(1.5)
  expect(countIn(undefined, of)).toBe(0)
})

it('forgets the oldest of many', () => {
  const of = { fromNs: 0, toNs: 1 }
  const many = Array.from({ length: 20 }).reduce<typeof first>((bells) => withLevel(bells, levelOf(scene, answer(0), of)), first)
  expect(many.levels.length).toBeLessThan(20)
})

it('knows doorbells one by one only where all of them were given', () => {
  const of = { fromNs: 1_000, toNs: 2_000 }
  const singles = singlesOf(scene, { fromUnixNs: unixNsAt(scene, 1_000), lanes: [], more: false }, of)
  expect(isSingle({ ...first, singles }, { fromNs: 1_000, toNs: 1_500 })).toBe(true)
  expect(isSingle({ ...first, singles }, { fromNs: 900, toNs: 1_500 })).toBe(false)
  expect(singles.fromNs).toBe(1_000)
})
