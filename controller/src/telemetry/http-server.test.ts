import { context, trace } from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import { apiPaths } from '@ringside/contract'
import { serviceLogger } from '@ringside/telemetry'
import { parsePrometheus } from '@ringside/telemetry/testing'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { observeHttp } from './http-server.ts'
import { startTelemetry, type Telemetry } from './telemetry.ts'

const traceId = 'ab'.repeat(16)
const traceparent = `00-${traceId}-${'cd'.repeat(8)}-01`
let telemetry: Telemetry
let app: FastifyInstance
let lines: Record<string, unknown>[]

beforeEach(() => {
  telemetry = startTelemetry({})
  lines = []
  const logger = serviceLogger({ name: 'test', level: 'info', output: { write: (text) => void lines.push(JSON.parse(text)) } })
  const logController = new LogController({ disableRequestLogging: true })
  app = fastify({ loggerInstance: logger as FastifyBaseLogger, logController })
  observeHttp(app, { telemetry, onSpanLost: () => undefined })
  app.post('/echo/:id', async (request) => {
    request.log.info('handling')
    return { traceId: trace.getActiveSpan()?.spanContext().traceId }
  })
  app.get('/broken', () => Promise.reject(new Error('broken')))
  for (const url of [apiPaths.health, apiPaths.metrics, apiPaths.otlpTraces]) {
    app.get(url, async () => ({ suppressed: isTracingSuppressed(context.active()), span: trace.getActiveSpan() !== undefined }))
  }
})
afterEach(async () => {
  await app.close()
  await telemetry.close()
})

describe('a request', () => {
  it('is handled, and logs, within the trace of its caller, although its body was read in between', async () => {
    const answer = await app.inject({ method: 'POST', url: '/echo/1', headers: { traceparent }, payload: { any: 'thing' } })
    expect(answer.json()).toEqual({ traceId })
    expect(lines).toMatchObject([{ msg: 'handling', trace_id: traceId, span_id: expect.stringMatching(/^[0-9a-f]{16}$/) }])
  })

  it('gets a trace of its own when its caller has none, or names one that cannot be', async () => {
    for (const headers of [{}, { traceparent: '00-zz-1-01' }]) {
      const answer = await app.inject({ method: 'POST', url: '/echo/1', headers, payload: {} })
      expect(answer.json().traceId).toMatch(/^[0-9a-f]{32}$/)
      expect(answer.json().traceId).not.toBe(traceId)
    }
  })

  it.each([apiPaths.health, apiPaths.metrics, apiPaths.otlpTraces])(
    'to %s makes no spans, nor does what it calls',
    async (url) => {
      expect((await app.inject({ url, headers: { traceparent } })).json()).toEqual({ suppressed: true, span: false })
    },
  )

  it('counts by route and not by path, unknown paths together, and failures as errors', async () => {
    for (const id of ['1', '2']) await app.inject({ method: 'POST', url: `/echo/${id}`, payload: {} })
    await app.inject({ url: '/absent/1' })
    await app.inject({ url: '/broken' })
    const samples = parsePrometheus((await telemetry.prometheusText()) ?? '')
    const counts = samples.filter(({ name }) => name === 'http_server_request_duration_count')
    expect(
      counts.map(({ labels, value }) => [labels.http_route, labels.http_response_status_code, labels.error_type, value]),
    ).toEqual([
      ['/echo/:id', '200', undefined, 2],
      [undefined, '404', undefined, 1],
      ['/broken', '500', '500', 1],
    ])
  })
})
