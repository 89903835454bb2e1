import { afterEach, describe, expect, test } from 'vitest'
import { exportDoorbells } from './export-doorbells.ts'
import { OtlpClient } from './otlp-client.ts'
import { type Answer, type OtlpReceiver, partialSuccess, startReceiver } from './testing/otlp-receiver.ts'
import { scriptDatapath } from './testing/scripted-datapath.ts'

const header = { traceId: '0af7651916cd43dd8448eb211c80319c', phaseSpanIds: {}, resource: {}, scope: {} }
let receiver: OtlpReceiver

async function exported(doorbells: number[], answers: Answer[], patienceMs = 5_000) {
  receiver = await startReceiver(answers)
  const { Trial } = scriptDatapath({ doorbells })
  const client = new OtlpClient({ endpoint: receiver.endpoint, patienceMs })
  return await exportDoorbells(new Trial({} as never), header, client)
}

afterEach(() => receiver.close())

describe('the export of doorbells', () => {
  test('sends every batch once', async () => {
    expect(await exported([20_000, 20_000, 3], [])).toEqual({ delivered: 40_003, dropped: 0 })
    expect(receiver.bodies.map(String)).toEqual([
      'doorbells 20000 of at most 20000',
      'doorbells 20000 of at most 20000',
      'doorbells 3 of at most 20000',
    ])
  })

  test('loses nothing to a receiver that fails for a while', async () => {
    expect(await exported([10, 20], [{ status: 503 }, 'cut', { status: 200 }, 'cut'])).toEqual({ delivered: 30, dropped: 0 })
  })

  test('counts what the receiver rejected and what it refused, and sends the rest', async () => {
    const answers: Answer[] = [{ status: 200, body: partialSuccess(4) }, { status: 400 }]
    expect(await exported([10, 20, 30], answers)).toEqual({
      delivered: 36,
      dropped: 24,
      reason: expect.stringContaining('HTTP 400'),
    })
    expect(receiver.bodies).toHaveLength(3)
  })

  test('counts the rest without trying once the receiver cannot be reached', async () => {
    const answers = Array<Answer>(50).fill({ status: 503 })
    expect(await exported([10, 20, 30], answers, 300)).toEqual({
      delivered: 0,
      dropped: 60,
      reason: expect.stringContaining('HTTP 503'),
    })
    expect(receiver.bodies.every((body) => String(body).startsWith('doorbells 10'))).toBe(true)
  })
})
