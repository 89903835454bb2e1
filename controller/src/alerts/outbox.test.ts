import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { joined } from './alert-record.ts'
import { Outbox, retryTimes } from './outbox.ts'
import { noticedAlert } from './presentation.ts'
import type { Notice, Receiver } from './receivers/receiver.ts'
import { alertFixture, pointFixture } from './testing/alert-fixture.ts'
import { MemoryDeliveries } from './testing/memory-deliveries.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const alert = noticedAlert(alertFixture(), 'http://ringside')
const act = { by: 'alert', reason: '', atMs: 0 }
const grown = noticedAlert(joined(alertFixture(), pointFixture({ series: 'b' }), act), 'http://ringside')
const grownMore = noticedAlert(
  joined(joined(alertFixture(), pointFixture({ series: 'b' }), act), pointFixture({ series: 'c' }), act),
  'http://ringside',
)

/** Takes what `takes` says; otherwise it fails, or hangs until its time is up. */
function receiver(name: string, takes: (attempt: number) => boolean | 'hang') {
  const taken: Notice[] = []
  const attempts: Notice[] = []
  const one: Receiver = {
    name,
    kind: 'webhook',
    shownUrl: 'http://hook',
    signed: false,
    deliver: async (notice, signal) => {
      attempts.push(notice)
      const verdict = takes(attempts.length)
      if (verdict === 'hang') await late(10_000, signal)
      else if (!verdict) throw new Error('it answered 500, expected 2xx')
      taken.push(notice)
    },
  }
  return { one, taken, attempts }
}

const late = (ms: number, signal: AbortSignal) =>
  new Promise((_, reject) => {
    const fail = () => reject(new Error(`no answer within ${ms / 1_000} s`))
    setTimeout(fail, ms)
    signal.addEventListener('abort', fail)
  })

const outboxOf = (store: MemoryDeliveries, ...receivers: { one: Receiver }[]) =>
  new Outbox({ store, receivers: receivers.map(({ one }) => one), logger: pino({ level: 'silent' }) })

describe('a notice arrives once', () => {
  it('at a receiver that takes it', async () => {
    const store = new MemoryDeliveries()
    const hook = receiver('hook', () => true)
    const outbox = outboxOf(store, hook)
    await outbox.tell('opened', alert)
    await outbox.tell('opened', alert)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(hook.taken.map(({ event }) => event)).toEqual(['opened'])
    expect(store.all().map(({ state, attempts }) => [state, attempts])).toEqual([['delivered', 1]])
  })

  it('at one that answers 500 for a while, always under the same id, and later and later', async () => {
    const store = new MemoryDeliveries()
    const began = Date.now()
    const times: number[] = []
    const hook = receiver('hook', (attempt) => {
      times.push((Date.now() - began) / 1_000)
      return attempt === 6
    })
    await outboxOf(store, hook).tell('opened', alert)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(times).toEqual([0, 1, 3, 7, 15, 31])
    expect(new Set(hook.attempts.map(({ id }) => id)).size).toBe(1)
    expect(hook.taken).toHaveLength(1)
  })

  it('at one that hangs for two minutes, and meanwhile at the others', async () => {
    const began = Date.now()
    const hanging = receiver('hanging', () => (Date.now() - began < 120_000 ? 'hang' : true))
    const quick = receiver('quick', () => true)
    const outbox = outboxOf(new MemoryDeliveries(), hanging, quick)
    await outbox.tell('opened', alert)
    await outbox.tell('resolved', { ...alert, id: 'al-2' })
    await vi.advanceTimersByTimeAsync(10)
    expect(quick.taken).toHaveLength(2)
    expect(outbox.waiting('hanging')).toBe(2)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(hanging.taken.map(({ alert: { id }, event }) => `${id} ${event}`).toSorted()).toEqual(['al-1 opened', 'al-2 resolved'])
    expect(outbox.waiting('hanging')).toBe(0)
  })

  it('although the controller ended before, by the next one, in order', async () => {
    const store = new MemoryDeliveries()
    const down = receiver('hook', () => false)
    const first = outboxOf(store, down)
    await first.tell('opened', alert)
    await first.tell('resolved', { ...alert, history: [...alert.history, ...alert.history] })
    await vi.advanceTimersByTimeAsync(5_000)
    await first.close()
    const up = receiver('hook', () => true)
    await outboxOf(store, up).start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(up.taken.map(({ event }) => event)).toEqual(['opened', 'resolved'])
    expect(up.taken[0]?.id).toBe(down.attempts[0]?.id)
  })
})

describe('a notice is dropped', () => {
  it('when its receiver is gone', async () => {
    const store = new MemoryDeliveries()
    const down = receiver('hook', () => false)
    const first = outboxOf(store, down)
    await first.tell('opened', alert)
    await first.close()
    await outboxOf(
      store,
      receiver('another', () => true),
    ).start()
    expect(store.all()).toMatchObject([{ state: 'dropped', lastError: 'no receiver has this name any more' }])
  })

  it('after a week of attempts', async () => {
    const store = new MemoryDeliveries()
    await outboxOf(
      store,
      receiver('hook', () => false),
    ).tell('opened', alert)
    await vi.advanceTimersByTimeAsync(retryTimes.giveUpMs + retryTimes.mostMs)
    expect(store.all()).toMatchObject([{ state: 'dropped', lastError: 'it answered 500, expected 2xx' }])
  })

  it('when a later one says it too: points that join one after the other make one notice', async () => {
    const store = new MemoryDeliveries()
    const hook = receiver('hook', () => true)
    const outbox = outboxOf(store, hook)
    await outbox.tell('opened', alert)
    await vi.advanceTimersByTimeAsync(10)
    await outbox.tell('changed', grown)
    await vi.advanceTimersByTimeAsync(3_000)
    await outbox.tell('changed', grownMore)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(hook.taken.map(({ event, alert: { points } }) => `${event} ${points.length}`)).toEqual(['opened 1', 'changed 3'])
    expect(store.all().map(({ state }) => state)).toEqual(['delivered', 'dropped', 'delivered'])
  })
})
