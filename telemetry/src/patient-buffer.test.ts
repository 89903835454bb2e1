import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PatientBuffer } from './patient-buffer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function buffer({ most = 10, batch = 4 } = {}) {
  const sent: number[][] = []
  let dropped = 0
  const made = new PatientBuffer<number>({
    most,
    batch,
    delayMs: 1_000,
    send: async (items) => void sent.push(items),
    onDropped: (count) => {
      dropped += count
    },
  })
  return { made, sent, dropped: () => dropped }
}

describe('a patient buffer', () => {
  it('keeps what it gets until it is let go, then sends it in batches after its delay', async () => {
    const { made, sent } = buffer()
    for (let item = 0; item < 6; item++) made.add(item)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
    made.hold(false)
    await vi.advanceTimersByTimeAsync(999)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ])
  })

  it('keeps again what comes while it is held again', async () => {
    const { made, sent } = buffer()
    made.hold(false)
    made.add(1)
    made.hold(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
  })

  it('sends everything when it is flushed, held or not', async () => {
    const { made, sent } = buffer()
    for (let item = 0; item < 6; item++) made.add(item)
    await made.flush()
    expect(sent.flat()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('drops what is beyond its bound, and counts it', () => {
    const { made, dropped } = buffer({ most: 3 })
    for (let item = 0; item < 10; item++) made.add(item)
    expect(dropped()).toBe(7)
  })

  it('has one batch under way at a time, so that a slow endpoint cannot make it grow', async () => {
    let underWay = 0
    let most = 0
    const made = new PatientBuffer<number>({
      most: 4,
      batch: 1,
      delayMs: 1,
      send: async () => {
        most = Math.max(most, ++underWay)
        await new Promise((resolve) => setTimeout(resolve, 100))
        underWay--
      },
      onDropped: () => undefined,
    })
    made.hold(false)
    for (let turn = 0; turn < 20; turn++) {
      made.add(turn)
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(10_000)
    expect(most).toBe(1)
  })

  it('sends in order or drops, whatever is done with it: nothing is lost and nothing doubled', async () => {
    const step = fc.oneof(fc.constantFrom('hold', 'release', 'flush', 'wait'), fc.integer({ min: 1, max: 6 }))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { made, sent, dropped } = buffer()
        let added = 0
        for (const what of steps) {
          if (typeof what === 'number') for (let i = 0; i < what; i++) made.add(added++)
          else if (what === 'flush') await made.flush()
          else if (what === 'wait') await vi.advanceTimersByTimeAsync(1_000)
          else made.hold(what === 'hold')
        }
        await made.flush()
        const items = sent.flat()
        expect(items.length + dropped()).toBe(added)
        expect(items).toEqual(items.toSorted((a, b) => a - b))
        expect(new Set(items).size).toBe(items.length)
      }),
    )
  })
})
