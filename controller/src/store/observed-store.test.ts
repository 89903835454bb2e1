import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { context, createNoopMeter, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { suppressTracing } from '@opentelemetry/core'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openChdbStore } from './chdb-store.ts'
import { observeStore } from './observed-store.ts'
import type { Store } from './store.ts'
import { describeStore } from './store-conformance.ts'

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
const telemetry = { tracerOf: (part: string) => provider.getTracer(part), meter: createNoopMeter() }
const folders: string[] = []

async function openObserved(): Promise<Store> {
  const path = mkdtempSync(join(tmpdir(), 'ringside-observed-'))
  folders.push(path)
  return observeStore(await openChdbStore({ path }), telemetry)
}
beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => {
  context.disable()
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

describeStore('an observed chdb', openObserved)

describe('an observed store', () => {
  let store: Store
  beforeAll(async () => {
    store = await openObserved()
    await store.exec('CREATE TABLE notes (id UInt32, text String) ENGINE = MergeTree ORDER BY id')
  })
  afterAll(() => store.close())
  beforeEach(() => exporter.reset())
  const spans = () => exporter.getFinishedSpans()

  it('makes a client span of a query, with its text and without its values', async () => {
    await store.query('SELECT id\n  FROM notes WHERE text = {text:String}', { text: 's3cret' })
    expect(spans()).toHaveLength(1)
    expect(spans()[0]).toMatchObject({
      name: 'SELECT notes',
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'clickhouse',
        'db.operation.name': 'SELECT',
        'db.collection.name': 'notes',
        'db.query.text': 'SELECT id FROM notes WHERE text = {text:String}',
        'db.response.returned_rows': 0,
      },
    })
    expect(JSON.stringify(spans()[0]?.attributes)).not.toContain('s3cret')
  })

  it('makes a client span of an insert, with the number of its rows', async () => {
    await store.insertRows('notes', [{ id: 1 }, { id: 2 }], { token: 'two' })
    expect(spans()[0]).toMatchObject({
      name: 'INSERT notes',
      attributes: { 'db.operation.name': 'INSERT', 'db.query.text': 'INSERT INTO notes', 'ringside.store.rows': 2 },
    })
  })

  it('makes an error of what failed, by the code of ClickHouse, and passes it on', async () => {
    await expect(store.query('SELECT * FROM absent')).rejects.toMatchObject({ name: 'StoreError', code: 60 })
    expect(spans()[0]).toMatchObject({
      name: 'SELECT absent',
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': '60' },
    })
  })

  it('makes no span where none is wanted', async () => {
    await context.with(suppressTracing(ROOT_CONTEXT), () => store.query('SELECT 1'))
    expect(spans()).toEqual([])
  })
})
