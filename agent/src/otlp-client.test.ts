import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { OtlpClient, parseRetryAfterMs } from './otlp-client.ts'
import { type Answer, type OtlpReceiver, partialSuccess, startReceiver } from './testing/otlp-receiver.ts'

const body = Buffer.from([0x0a, 0x00])
const receivers: OtlpReceiver[] = []

async function receiver(answers: Answer[] = [], port = 0): Promise<OtlpReceiver> {
  const started = await startReceiver(answers, port)
  receivers.push(started)
  return started
}

afterEach(() => Promise.all(receivers.splice(0).map((started) => started.close())))

describe('the OTLP client', () => {
  test('posts protobuf to /v1/traces below the endpoint', async () => {
    const { endpoint, paths, contentTypes, bodies } = await receiver()
    expect(await new OtlpClient({ endpoint: `${endpoint}/otlp/` }).post(body)).toEqual({ status: 'delivered', rejectedSpans: 0 })
    expect(paths).toEqual(['POST /otlp/v1/traces'])
    expect(contentTypes).toEqual(['application/x-protobuf'])
    expect(bodies).toEqual([body])
  })

  test('sends the same bytes again after 429, 502, 503, 504 and a cut connection, waiting longer each time', async () => {
    const { endpoint, bodies, gapsMs } = await receiver([{ status: 503 }, { status: 429 }, 'cut', { status: 502 }])
    expect(await new OtlpClient({ endpoint }).post(body)).toMatchObject({ status: 'delivered' })
    expect(bodies).toEqual(Array(5).fill(body))
    const gaps = gapsMs()
    for (const [index, floorMs] of [100, 200, 400, 800].entries()) expect(gaps[index]).toBeGreaterThanOrEqual(floorMs - 5)
  })

  test('waits as long as Retry-After says', async () => {
    const { endpoint, gapsMs } = await receiver([{ status: 503, headers: { 'retry-after': '1' } }])
    expect(await new OtlpClient({ endpoint }).post(body)).toMatchObject({ status: 'delivered' })
    expect(gapsMs()[0]).toBeGreaterThanOrEqual(990)
  })

  test('does not retry what is final, and says so', async () => {
    const { endpoint, bodies } = await receiver([{ status: 400 }])
    expect(await new OtlpClient({ endpoint }).post(body)).toEqual({
      status: 'refused',
      reason: `${endpoint}/v1/traces: HTTP 400 Bad Request`,
    })
    expect(bodies).toHaveLength(1)
  })

  test('does not retry a partial success and counts what was rejected', async () => {
    const { endpoint, bodies } = await receiver([{ status: 200, body: partialSuccess(7) }])
    expect(await new OtlpClient({ endpoint }).post(body)).toEqual({ status: 'delivered', rejectedSpans: 7 })
    expect(bodies).toHaveLength(1)
  })

  test('outlasts a receiver that is away for seconds', async () => {
    const first = await receiver()
    await first.close()
    const posted = new OtlpClient({ endpoint: first.endpoint }).post(body)
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const second = await receiver([], Number(new URL(first.endpoint).port))
    expect(await posted).toEqual({ status: 'delivered', rejectedSpans: 0 })
    expect(second.bodies).toEqual([body])
  })

  test('gives up when its patience ends, and has it back once the receiver answered', async () => {
    const outage = Array<Answer>(100).fill({ status: 503 })
    const { endpoint, bodies } = await receiver(outage)
    const client = new OtlpClient({ endpoint, patienceMs: 500 })
    expect(await client.post(body)).toMatchObject({ status: 'unreachable', reason: expect.stringContaining('HTTP 503') })
    expect(bodies.length).toBeGreaterThan(1)
    expect(await client.post(body)).toMatchObject({ status: 'unreachable' })
    outage.length = 0
    expect(await client.post(body)).toMatchObject({ status: 'delivered' })
    const { length } = bodies
    outage.push({ status: 503 })
    expect(await client.post(body)).toMatchObject({ status: 'delivered' })
    expect(bodies).toHaveLength(length + 2)
  })

  test('spends its patience once on an outage, not once per request', async () => {
    const gone = await receiver()
    await gone.close()
    const client = new OtlpClient({ endpoint: gone.endpoint, patienceMs: 600 })
    const beganMs = performance.now()
    for (let request = 0; request < 20; request++) expect(await client.post(body)).toMatchObject({ status: 'unreachable' })
    expect(performance.now() - beganMs).toBeLessThan(2_000)
  })

  test('does not wait for a Retry-After beyond its patience', async () => {
    const { endpoint, bodies } = await receiver([{ status: 503, headers: { 'retry-after': '3600' } }])
    expect(await new OtlpClient({ endpoint }).post(body)).toMatchObject({ status: 'unreachable' })
    expect(bodies).toHaveLength(1)
  })

  test('cuts its wait short when it is hurried', async () => {
    const { endpoint } = await receiver([{ status: 503, headers: { 'retry-after': '30' } }])
    const client = new OtlpClient({ endpoint })
    const posted = client.post(body)
    setTimeout(() => client.hurry(500), 100)
    const beganMs = performance.now()
    expect(await posted).toMatchObject({ status: 'delivered' })
    expect(performance.now() - beganMs).toBeLessThan(2_000)
  })

  test('gives up on a receiver that accepts connections and never answers', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const client = new OtlpClient({ endpoint: `http://127.0.0.1:${port}`, patienceMs: 600, requestTimeoutMs: 200 })
    expect(await client.post(body)).toMatchObject({ status: 'unreachable', reason: expect.stringContaining('timeout') })
    silent.closeAllConnections()
    silent.close()
  })
})

describe('Retry-After', () => {
  test('is read in seconds and as a date', () => {
    expect(parseRetryAfterMs('3')).toBe(3_000)
    expect(parseRetryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 4_000)).toBe(6_000)
    expect(parseRetryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 90_000)).toBe(0)
    expect(parseRetryAfterMs(null)).toBeUndefined()
  })

  test('is ignored or a wait of at least nothing, whatever a server sends', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseRetryAfterMs(text) ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
