import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, type OtlpReceiver, partialSuccess, startReceiver } from '../testing/otlp-receiver.ts'
import { httpSender, parseRetryAfterMs, type SenderSettings } from './http-sender.ts'

const body = Buffer.from([0x0a, 0x00])
const never = new AbortController().signal
let receiver: OtlpReceiver

async function attempt(answer: Answer, changes: Partial<SenderSettings> = {}) {
  receiver = await startReceiver([answer])
  const settings = { tracesUrl: `${receiver.endpoint}/v1/traces`, headers: {}, timeoutMs: 5_000, tls: {}, ...changes }
  return await httpSender(settings)({ body, gzip: false }, never)
}

describe('one attempt over OTLP/HTTP', () => {
  afterEach(() => receiver?.close())

  test('posts protobuf with its length and the headers it was told', async () => {
    expect(await attempt({ status: 200 }, { headers: { 'api-key': 'k 1' } })).toEqual({
      status: 'accepted',
      rejectedSpans: 0,
      message: '',
    })
    const [request] = receiver.requests
    expect(request?.path).toBe('POST /v1/traces')
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-length': '2',
      'api-key': 'k 1',
    })
    expect(request?.headers['content-encoding']).toBeUndefined()
    expect(receiver.bodies).toEqual([body])
  })

  test('says when the body is compressed', async () => {
    await attempt({ status: 200 })
    const zipped = gzipSync(body)
    const send = httpSender({ tracesUrl: `${receiver.endpoint}/x`, headers: {}, timeoutMs: 5_000, tls: {} })
    await send({ body: zipped, gzip: true }, never)
    expect(receiver.requests[1]?.headers['content-encoding']).toBe('gzip')
    expect(receiver.bodies[1]).toEqual(zipped)
  })

  test.each([429, 502, 503, 504])('may be repeated after %i', async (status) => {
    expect(await attempt({ status })).toMatchObject({ status: 'retry', reason: expect.stringContaining(`HTTP ${status}`) })
  })

  test.each([400, 401, 404, 408, 413, 500, 301])('is final after %i', async (status) => {
    expect(await attempt({ status })).toMatchObject({ status: 'refused', reason: expect.stringContaining(`HTTP ${status}`) })
  })

  test('keeps what the receiver says about its refusal', async () => {
    const status = Buffer.concat([Buffer.from([0x08, 0x03, 0x12, 0x0b]), Buffer.from('bad \x1bid \0!!')])
    expect(await attempt({ status: 400, body: status })).toMatchObject({ reason: 'HTTP 400 Bad Request: bad  id  !!' })
  })

  test('knows how long the receiver wants to be left alone', async () => {
    expect(await attempt({ status: 503, headers: { 'retry-after': '7' } })).toMatchObject({ retryAfterMs: 7_000 })
  })

  test('counts what a partial success rejects, with its message', async () => {
    const partial = { status: 200, body: partialSuccess(7, 'too old') }
    expect(await attempt(partial)).toEqual({ status: 'accepted', rejectedSpans: 7, message: 'too old' })
  })

  test('takes a success that cannot be read as a success', async () => {
    expect(await attempt({ status: 202, body: Buffer.from('thanks') })).toMatchObject({ status: 'accepted', rejectedSpans: 0 })
  })

  test('may be repeated when the connection is cut, refused, or never answered', async () => {
    expect(await attempt('cut')).toMatchObject({ status: 'retry', reason: 'ECONNRESET' })
    await receiver.close()
    const settings = { tracesUrl: `${receiver.endpoint}/v1/traces`, headers: {}, timeoutMs: 200, tls: {} }
    expect(await httpSender(settings)({ body, gzip: false }, never)).toMatchObject({ status: 'retry', reason: 'ECONNREFUSED' })
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const tracesUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const answer = await httpSender({ ...settings, tracesUrl })({ body, gzip: false }, never)
    expect(answer).toEqual({ status: 'retry', reason: 'no answer within 200 ms' })
    silent.closeAllConnections()
    silent.close()
  })
})

describe('Retry-After', () => {
  test('is read in seconds and as a date', () => {
    expect(parseRetryAfterMs('3')).toBe(3_000)
    expect(parseRetryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 4_000)).toBe(6_000)
    expect(parseRetryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 90_000)).toBe(0)
    expect(parseRetryAfterMs(undefined)).toBeUndefined()
  })

  test('is ignored or a wait of at least nothing, whatever a server sends', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseRetryAfterMs(text) ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
