/** What the Collector project's own load generator sends, our receiver stores. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../../../controller/src/queue/testing/stack.ts'
import { startController } from '../../../controller/src/start-controller.ts'
import { openChdbStore } from '../../../controller/src/store/chdb-store.ts'
import { programs } from '../build.mjs'

const tracesGiven = 10_000
/** telemetrygen drops what its queue has no room for: a queue for all spans. */
const env = { ...process.env, OTEL_BSP_MAX_QUEUE_SIZE: '65536' }

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

test('10,000 traces are stored, each with its two spans', async () => {
  const controller = await startController(stack.config)
  const target = ['--otlp-http', '--otlp-insecure', '--otlp-endpoint', new URL(controller.url).host]
  const load = ['--traces', `${tracesGiven}`, '--rate', '0', '--workers', '1', '--service', 'generated', '--span-duration', '5ms']
  await promisify(execFile)(programs.telemetrygen, ['traces', ...target, ...load], { env })
  await controller.close()

  const store = await openChdbStore({ path: stack.config.dataDir })
  const [counts] = await store.query(
    `SELECT toUInt32(uniqExact(TraceId)) AS traces, toUInt32(count()) AS spans, toUInt32(uniqExact(SpanId)) AS ids,
       toUInt32(uniqExact(TraceId, ParentSpanId)) AS parents FROM otel_traces WHERE ServiceName = 'generated'`,
  )
  expect(counts).toEqual({ traces: tracesGiven, spans: 2 * tracesGiven, ids: 2 * tracesGiven, parents: 2 * tracesGiven })
  const shapes = await store.query(
    `SELECT SpanName, SpanKind, ParentSpanId = '' AS root, StatusCode, toUInt32(count()) AS spans,
       arrayMap(ns -> toUInt32(ns), [min(Duration), max(Duration)]) AS durations_ns,
       groupUniqArray(arraySort(mapKeys(SpanAttributes))) AS attributes
     FROM otel_traces WHERE ServiceName = 'generated' GROUP BY ALL ORDER BY SpanName`,
  )
  await store.close()
  const alike = {
    StatusCode: 'Unset',
    spans: tracesGiven,
    durations_ns: [5_000_000, 5_000_000],
    attributes: [['network.peer.address', 'service.peer.name']],
  }
  expect(shapes).toEqual([
    { SpanName: 'lets-go', SpanKind: 'Client', root: 1, ...alike },
    { SpanName: 'okey-dokey-0', SpanKind: 'Server', root: 0, ...alike },
  ])
})
