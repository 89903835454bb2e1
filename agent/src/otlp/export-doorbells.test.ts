import { describe, expect, test } from 'vitest'
import { scriptDatapath } from '../testing/scripted-datapath.ts'
import { exportDoorbells } from './export-doorbells.ts'

const header = { traceId: '0af7651916cd43dd8448eb211c80319c', phaseSpanIds: {}, resource: {}, scope: {} }

describe('the export of doorbells', () => {
  test('gives every batch once, in order, and says how many spans they held', async () => {
    const { Trial, headers } = scriptDatapath({ doorbells: [20_000, 20_000, 3] })
    const sent: [string, number][] = []
    const send = async (body: Uint8Array, spans: number) => void sent.push([String(body), spans])
    expect(await exportDoorbells(new Trial({} as never), { header, sink: { send } })).toBe(40_003)
    expect(sent).toEqual([
      ['doorbells 20000 of at most 20000', 20_000],
      ['doorbells 20000 of at most 20000', 20_000],
      ['doorbells 3 of at most 20000', 3],
    ])
    expect(headers[0]).toBe(header)
  })

  test('asks for the next batch only when there was room for the one before', async () => {
    const { Trial, headers } = scriptDatapath({ doorbells: [1, 1] })
    const room = Promise.withResolvers<void>()
    const done = exportDoorbells(new Trial({} as never), { header, sink: { send: () => room.promise } })
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(headers).toHaveLength(1)
    room.resolve()
    expect(await done).toBe(2)
  })

  test('goes on beside a trial that is drained while it runs, and ends with it', async () => {
    const { Trial } = scriptDatapath()
    const ended = new Trial({} as never).run()
    const live = [4, 0, 5, 6]
    const nextDoorbells = async () => {
      const spans = live.shift()
      if (spans !== undefined) return { body: Buffer.from('live'), spans }
      await ended
      return null
    }
    const given: number[] = []
    const send = async (_: Uint8Array, spans: number) => void given.push(spans)
    expect(await exportDoorbells({ nextDoorbells }, { header, sink: { send } })).toBe(15)
    // Nothing is sent where nothing was ready.
    expect(given).toEqual([4, 5, 6])
  })

  test('gives up a trial that does not end when it is told to', async () => {
    const giveUp = new AbortController()
    const nextDoorbells = async () => ({ body: Buffer.alloc(0), spans: 0 })
    const sink = { send: async () => undefined }
    const exporting = exportDoorbells({ nextDoorbells }, { header, sink, signal: giveUp.signal })
    giveUp.abort()
    expect(await exporting).toBe(0)
  })
})
