import { traceFixture } from '@ringside/contract/testing'
import { expect, it } from 'vitest'
import { doorbellKey } from '../../../words/src/trace-tree.ts'
import { firstBells } from './bells.ts'
import { durationAxis, yOf } from './draw-bells.ts'
import { hitAt } from './hit.ts'
import { bellsKey, rowHeights, rowsOf } from './rows.ts'
import { sceneOf, stretchOf } from './scene.ts'

const scene = sceneOf(traceFixture())
const [lane] = scene.lanes
const parent = scene.spans.get(lane?.doorbells.parentSpanId ?? '')?.span
if (lane === undefined || parent === undefined) throw new Error('the fixture has no doorbells')
const { doorbells, handle } = lane
const list = rowsOf(scene.tree, new Set([bellsKey(doorbells.parentSpanId)]))
const top = list.tops[list.indexOf.get(handle) ?? -1] ?? 0
const shown = stretchOf(scene, parent)
const pen = { shown, width: 1_000 }

/** Two doorbells, at a quarter and at half of the width, the second a thousand times longer. */
const lengthNs = shown.toNs - shown.fromNs
const single = {
  ...{ parentSpanId: doorbells.parentSpanId, name: doorbells.name, queue: doorbells.queue, method: doorbells.method },
  ...{ spanId: ['a', 'b'], startNs: [lengthNs / 4, lengthNs / 2], durationNs: [100, 100_000] },
  ...{ batch: [1, 1], ringIndex: [1, 2], observed: [true, true] },
}
const bells = {
  ...firstBells(scene),
  singles: { of: shown, fromNs: shown.fromNs, lanes: new Map([[doorbellKey(doorbells), single]]) },
}
const yAt = (ns: number) => top + yOf(ns, durationAxis(doorbells), rowHeights.lane)

it('is a row everywhere, and nothing below the last', () => {
  expect(hitAt({ list, bells, pen }, { x: 3, y: 5 })?.row.key).toBe(list.rows[0]?.key)
  expect(hitAt({ list, bells, pen }, { x: 3, y: (list.tops[list.rows.length] ?? 0) + 1 })).toBeUndefined()
})

it('is the doorbell that is near, of a lane that shows each by itself', () => {
  expect(hitAt({ list, bells, pen }, { x: 252, y: yAt(100) + 3 })).toMatchObject({ row: { key: handle }, spanId: 'a' })
  expect(hitAt({ list, bells, pen }, { x: 498, y: yAt(100_000) })).toMatchObject({ spanId: 'b' })
  expect(hitAt({ list, bells, pen }, { x: 400, y: yAt(100) })?.spanId).toBeUndefined()
  expect(hitAt({ list, bells: firstBells(scene), pen }, { x: 252, y: yAt(100) })).toEqual({
    row: expect.objectContaining({ key: handle }),
  })
})
