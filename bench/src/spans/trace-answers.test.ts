import { phaseNames } from '@ringside/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tracedRun } from './questions.ts'
import { runSpans } from './run-spans.ts'
import { spanStore } from './span-store.ts'

const store = spanStore()
beforeAll(() => store.open())
afterAll(() => store.close())

const first = tracedRun(0, 'ab'.repeat(16))
const phaseSpanIds = Object.fromEntries(phaseNames.map((name, i) => [name, `c${i}`.repeat(8)]))
const doorbells = Array.from({ length: 100 }, (_, i) => ({
  traceId: first.traceId,
  spanId: (i + 1).toString(16).padStart(16, '0'),
  parentSpanId: phaseSpanIds.measure,
  name: 'doorbell.kick',
  startTimeUnixNano: `${1_790_000_000_000_000_000n + BigInt(i)}`,
  endTimeUnixNano: `${1_790_000_000_000_000_500n + BigInt(i)}`,
}))

async function post(body: string): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  expect((await fetch(`${store.endpoint()}/v1/traces`, init)).status).toBe(200)
}

test('a copied trace opens like the first one: folds, ancestors and links', async () => {
  const scope = { attributes: [{ key: 'bench.run.id', value: { stringValue: first.runId } }] }
  await post(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope, spans: doorbells }] }] }))
  const linked = await store.ask({ ask: 'doorbells', traceId: first.traceId, limit: 100 })
  const { body, spans, links } = runSpans({ ...first, phaseSpanIds, beganMs: 1_790_000_000_000, linked })
  await post(body)
  await store.ask({ ask: 'copyTrace', first, number: 17 })
  await store.ask({ ask: 'merge' })
  const copy = tracedRun(17, first.traceId)
  expect(copy).toEqual({ runId: 'r-bench-17', traceId: `11${'ab'.repeat(15)}` })
  for (const run of [first, copy]) {
    const expected = { spans, doorbells: 100, inDensities: 100, links }
    expect(await store.ask({ ask: 'openRun', ...run })).toEqual(expected)
    expect(await store.ask({ ask: 'rows', traceId: run.traceId })).toBe(100 + spans)
    expect(await store.ask({ ask: 'openTrace', traceId: run.traceId, limit: 7 })).toBe(7)
  }
  expect([spans, links]).toEqual([11, 8])
})
