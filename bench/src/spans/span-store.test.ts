import { afterAll, beforeAll, expect, test } from 'vitest'
import { spanStore } from './span-store.ts'

const store = spanStore()
beforeAll(() => store.open())
afterAll(() => store.close())

const traceId = 'ab'.repeat(16)
const attribute = (key: string, value: object) => ({ key, value })
const doorbell = {
  traceId,
  spanId: '12'.repeat(8),
  name: 'doorbell.kick',
  startTimeUnixNano: '1790000000000000123',
  endTimeUnixNano: '1790000000000000623',
  attributes: [
    attribute('virtio.queue.index', { intValue: '1' }),
    attribute('vhost.doorbell.method', { stringValue: 'mmio' }),
    attribute('vhost.doorbell.observed', { boolValue: true }),
    attribute('vhost.doorbell.ring_index', { intValue: '64' }),
    attribute('vhost.doorbell.batch', { intValue: '32' }),
  ],
}

test('what is sent to the endpoint can be asked for, and is gone once the store is emptied', async () => {
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [doorbell] }] }] })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  expect((await fetch(`${store.endpoint()}/v1/traces`, init)).status).toBe(200)
  expect(await store.ask({ ask: 'rows', traceId })).toBe(1)
  expect(await store.ask({ ask: 'distinct', traceId })).toBe(1)
  expect(await store.ask({ ask: 'doorbells', traceId, limit: 5 })).toEqual([
    {
      spanId: '12'.repeat(8),
      name: 'doorbell.kick',
      startUnixNs: '1790000000000000123',
      durationNs: '500',
      queue: 1,
      method: 'mmio',
      observed: true,
      ringIndex: 64,
      batch: 32,
    },
  ])
  expect(await store.ask({ ask: 'bytesPerSpan' })).toBeGreaterThan(0)
  await store.ask({ ask: 'empty' })
  expect(await store.ask({ ask: 'rows', traceId })).toBe(0)
})

test('a question that cannot be answered names the fault', async () => {
  const unanswerable = { ask: 'doorbells', traceId, limit: -1 } as const
  await expect(store.ask(unanswerable)).rejects.toThrow(/could not answer .*doorbells.*: .*limit/s)
})

test('a store that is not open says so', async () => {
  await expect(spanStore().ask({ ask: 'rows', traceId })).rejects.toThrow('open it first')
})
