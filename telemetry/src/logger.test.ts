import { context, ROOT_CONTEXT, SeverityNumber, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { suppressTracing } from '@opentelemetry/core'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logSink } from './log-sink.ts'
import { serviceLogger, withoutPassword } from './logger.ts'

const span = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 }

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => context.disable())

function recorded() {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  const lines: Record<string, unknown>[] = []
  const log = serviceLogger({
    name: 'test',
    level: 'debug',
    sink: logSink(provider.getLogger('test')),
    output: { write: (text) => void lines.push(JSON.parse(text)) },
  })
  return { log, lines, records: () => exporter.getFinishedLogRecords() }
}

describe('a line of the log', () => {
  it('names the span it was written in, and none outside of one', () => {
    const { log, lines } = recorded()
    context.with(trace.setSpanContext(ROOT_CONTEXT, span), () => log.info('inside'))
    log.info('outside')
    expect(lines[0]).toMatchObject({ msg: 'inside', trace_id: span.traceId, span_id: span.spanId })
    expect(lines[1]).not.toHaveProperty('trace_id')
  })

  it('becomes a log record with severity, body, attributes and span', () => {
    const { log, records } = recorded()
    context.with(trace.setSpanContext(ROOT_CONTEXT, span), () => log.warn({ run: 'r-1', spans: { dropped: 2 } }, 'spans dropped'))
    log.error({ err: new TypeError('no') }, 'failed')
    const [first, second] = records()
    expect(first).toMatchObject({
      severityNumber: SeverityNumber.WARN,
      severityText: 'warn',
      body: 'spans dropped',
      attributes: { run: 'r-1', spans: '{"dropped":2}' },
      spanContext: { traceId: span.traceId, spanId: span.spanId },
    })
    expect(second?.attributes).toMatchObject({
      'exception.type': 'TypeError',
      'exception.message': 'no',
      'exception.stacktrace': expect.stringContaining('TypeError: no'),
    })
  })

  it('below the level is written nowhere', () => {
    const { log, lines, records } = recorded()
    log.trace('too fine')
    expect([lines, records()]).toEqual([[], []])
  })

  it('about the export or the receipt of telemetry stays at home', () => {
    const { log, lines, records } = recorded()
    log.child({ component: 'opentelemetry' }).warn('export failed')
    context.with(suppressTracing(ROOT_CONTEXT), () => log.error('receipt failed'))
    expect(lines).toHaveLength(2)
    expect(records()).toEqual([])
  })

  it('has no secrets in it, wherever they stand', () => {
    const { log, lines, records } = recorded()
    log.info(
      { token: 's3cret', request: { headers: { authorization: 's3cret', cookie: 's3cret' } }, db: { password: 's3cret' } },
      'x',
    )
    log.child({ apiKey: 's3cret' }).info('y')
    expect(lines).toHaveLength(2)
    expect(JSON.stringify([lines, records().map(({ attributes }) => attributes)])).not.toContain('s3cret')
  })

  it('has no tokens in it and no passwords of addresses, in whatever text they stand', () => {
    const { log, lines, records } = recorded()
    const secret = `${'k9_-'.repeat(10)}abc`
    log.info({ body: { nested: [{ text: `rs_7k2m9q4x1c_${secret}` }] } }, `shown: Bearer rs_7k2m9q4x1c_${secret}!`)
    log.warn({ err: new Error(`no answer from rediss://agent:${secret}@host:6379/1`), url: `redis://:${secret}@h` }, 'x')
    log.error({ err: Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['agent', secret] } }) }, 'y')
    const said = JSON.stringify([lines, records().map(({ attributes, body }) => [attributes, body])])
    expect(said).not.toContain(secret)
    expect(said).toContain('Bearer rs_7k2m9q4x1c_***!')
    expect(said).toContain('rediss://agent:***@host:6379/1')
  })
})

it('shows an address without its password', () => {
  expect(withoutPassword('redis://me:s3cret@host:6379/1')).toBe('redis://me:***@host:6379/1')
  expect(withoutPassword('no address')).toBe('no address')
})
