import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, type OtlpReceiver, partialSuccess, restartReceiver, startReceiver } from '../testing/otlp-receiver.ts'
import { memoryLog, quickBackoff, testSettings } from '../testing/otlp-settings.ts'
import { type ExporterOptions, OtlpExporter } from './exporter.ts'
import { httpSender, type Send } from './http-sender.ts'
import { Spool } from './spool.ts'

/** A receiver that takes connections and nothing else. */
const neverAnswers: Send = async (_payload, signal) => {
  await once(signal, 'abort')
  return { status: 'retry', reason: 'aborted' }
}

let receiver: OtlpReceiver
let exporter: OtlpExporter
let spool: Spool | undefined
let log: ReturnType<typeof memoryLog>

interface Setup extends Partial<Omit<ExporterOptions, 'spool'>> {
  readonly answers?: Answer[]
  readonly spoolBytes?: number
  readonly folder?: string
}

async function start({ answers = [], spoolBytes = 1 << 20, folder, ...changes }: Setup = {}) {
  receiver = await startReceiver(answers)
  await open({ spoolBytes, ...(folder === undefined ? {} : { folder }), ...changes })
}

async function open({ spoolBytes = 1 << 20, folder, ...changes }: Omit<Setup, 'answers'>) {
  const settings = testSettings(receiver.endpoint)
  log = memoryLog()
  spool = spoolBytes === 0 ? undefined : await Spool.open({ folder: folder ?? settings.spool.folder, limitBytes: spoolBytes })
  exporter = new OtlpExporter({ ...settings, ...quickBackoff, send: httpSender(settings), spool, log, ...changes })
}

/** Sends `count` requests that differ, of ten spans each. */
async function give(count: number, from = 0) {
  for (let index = from; index < from + count; index++) await exporter.send(Buffer.from(`request ${index}`), 10)
}
const accepted = () => receiver.accepted.map((body) => Number(String(body).slice(8)))
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index)
const summary = () => {
  const { given, delivered, spooledSpans, droppedBy } = exporter.counters()
  return { given, delivered, spooledSpans, droppedBy }
}

afterEach(async () => {
  await exporter.close(0)
  await receiver.close()
  if (spool !== undefined) rmSync(spool.folder, { recursive: true, force: true })
})

describe('the exporter, while the receiver answers', () => {
  test('delivers every request once', async () => {
    await start()
    await give(20)
    await exporter.settle()
    expect(accepted().toSorted((a, b) => a - b)).toEqual(numbers(20))
    expect(summary()).toEqual({ given: 200, delivered: 200, spooledSpans: 0, droppedBy: {} })
  })

  test('delivers one after the other when told so', async () => {
    await start({ parallelRequests: 1 })
    await give(20)
    await exporter.settle()
    expect(accepted()).toEqual(numbers(20))
  })

  test('compresses a request once and sends the same bytes at every attempt', async () => {
    await start({
      compression: 'gzip',
      parallelRequests: 1,
      patienceMs: 5_000,
      answers: [{ status: 503 }, 'cut', { status: 429 }],
    })
    await exporter.send(Buffer.alloc(100_000, 'x'), 10)
    await exporter.settle()
    expect(receiver.bodies).toHaveLength(4)
    expect(new Set(receiver.bodies.map((body) => body.toString('base64'))).size).toBe(1)
    expect(receiver.bodies[0]?.length).toBeLessThan(1_000)
    expect(receiver.accepted).toEqual([Buffer.alloc(100_000, 'x')])
  })

  test('counts what a partial success rejects and never sends it again', async () => {
    await start({ answers: [{ status: 200, body: partialSuccess(3, 'too old') }] })
    await give(2)
    await exporter.settle()
    expect(receiver.bodies).toHaveLength(2)
    expect(summary()).toEqual({ given: 20, delivered: 17, spooledSpans: 0, droppedBy: { rejected: 3 } })
    expect(log.lines).toEqual([expect.stringContaining('too old')])
  })

  test('counts what is refused for good, says why once, and goes on', async () => {
    await start({ answers: [{ status: 400 }, { status: 400 }] })
    await give(5)
    await exporter.settle()
    expect(receiver.bodies).toHaveLength(5)
    expect(summary()).toEqual({ given: 50, delivered: 30, spooledSpans: 0, droppedBy: { refused: 20 } })
    expect(log.lines).toEqual([expect.stringContaining('HTTP 400')])
  })

  test('leaves a receiver alone for as long as it asks', async () => {
    await start({ patienceMs: 5_000, answers: [{ status: 429, headers: { 'retry-after': '1' } }] })
    await give(3)
    await exporter.settle()
    expect(Math.max(...receiver.gapsMs())).toBeGreaterThanOrEqual(990)
    expect(summary()).toMatchObject({ delivered: 30, droppedBy: {} })
  })

  test('holds back whoever gives more than memory may hold', async () => {
    await start({ memoryBytes: 25, patienceMs: 5_000, answers: Array<Answer>(3).fill({ status: 503 }) })
    let done = 0
    const giving = Promise.all(numbers(6).map((index) => give(1, index).then(() => done++)))
    await sleep(0)
    expect([done, exporter.counters().memoryBytes]).toEqual([2, 18])
    await giving
    await exporter.settle()
    expect(accepted().toSorted()).toEqual(numbers(6))
  })

  test('takes a request alone that is larger than memory may be', async () => {
    await start({ memoryBytes: 5 })
    await give(3)
    await exporter.settle()
    expect(summary().delivered).toBe(30)
  })
})

describe('the exporter, while the receiver is away', () => {
  test('keeps in memory what a short outage delays', async () => {
    await start()
    await receiver.close()
    await give(3)
    await sleep(100)
    expect(exporter.counters()).toMatchObject({ delivered: 0, spooledSpans: 0, away: false })
    receiver = await restartReceiver(receiver)
    await exporter.settle()
    expect(accepted().toSorted()).toEqual(numbers(3))
  })

  test('puts on disk what a longer one does not let through, and delivers it first when it is back, oldest first', async () => {
    await start({ patienceMs: 100, parallelRequests: 1 })
    await give(3)
    await exporter.catchUp(10_000)
    await receiver.close()
    await give(5, 3)
    await exporter.settle()
    expect(exporter.counters()).toMatchObject({ given: 80, delivered: 30, spooledSpans: 50, droppedBy: {}, away: true })
    expect(log.lines).toEqual([expect.stringMatching(/receiver is away, spans are kept on disk.*ECONNREFUSED/)])
    const before = accepted()
    receiver = await restartReceiver(receiver)
    await give(2, 8)
    await exporter.catchUp(10_000)
    expect([...before, ...accepted()].toSorted((a, b) => a - b)).toEqual(numbers(10))
    expect(accepted().slice(0, 5)).toEqual(numbers(5, 3))
    expect(exporter.counters()).toMatchObject({ delivered: 100, spooledSpans: 0, spooledBytes: 0, away: false })
    expect(log.lines.at(-1)).toContain('receiver is back')
  })

  test('delivers by itself what is on disk', async () => {
    await start({ patienceMs: 100 })
    await receiver.close()
    await give(5)
    await exporter.settle()
    receiver = await restartReceiver(receiver)
    await expect.poll(() => accepted(), { timeout: 10_000 }).toHaveLength(5)
    await expect.poll(() => summary()).toEqual({ given: 50, delivered: 50, spooledSpans: 0, droppedBy: {} })
  })

  test('loses nothing to a receiver that is killed in the middle of its work, time and again', async () => {
    await start({ patienceMs: 100 })
    const seen: number[] = []
    for (let round = 0; round < 5; round++) {
      await give(40, round * 40)
      seen.push(...accepted())
      await receiver.close()
      receiver = await restartReceiver(receiver)
    }
    seen.push(...accepted())
    await exporter.settle()
    await expect.poll(() => exporter.counters().delivered, { timeout: 20_000 }).toBe(2_000)
    expect(new Set([...seen, ...accepted()]).size).toBe(200)
  })

  test('does not deliver from disk while a trial is measured', async () => {
    await start({ patienceMs: 100 })
    await receiver.close()
    await give(3)
    await exporter.settle()
    const release = exporter.hold()
    receiver = await restartReceiver(receiver)
    await exporter.catchUp(10_000)
    await sleep(200)
    expect(accepted()).toEqual([])
    release()
    release()
    await expect.poll(() => accepted().toSorted(), { timeout: 10_000 }).toEqual(numbers(3))
  })

  test('still sends what is given while a trial is measured', async () => {
    await start()
    const release = exporter.hold()
    await give(3)
    await exporter.settle()
    expect(accepted().toSorted()).toEqual(numbers(3))
    release()
  })

  test('lets nobody wait for a receiver that is slow: what is late goes to disk', async () => {
    await start({ patienceMs: 100, parallelRequests: 1, memoryBytes: 30, send: neverAnswers })
    await give(10)
    expect(exporter.counters().spooledSpans).toBeGreaterThan(50)
  })

  test('lets a slow receiver take what a full disk does not', async () => {
    const answered = Promise.withResolvers<void>()
    const slow: Send = async () => {
      await answered.promise
      return { status: 'accepted', rejectedSpans: 0, message: '' }
    }
    await start({ patienceMs: 20, parallelRequests: 1, send: slow })
    rmSync(spool?.folder ?? '', { recursive: true })
    await give(5)
    await sleep(100)
    expect(summary()).toEqual({ given: 50, delivered: 0, spooledSpans: 0, droppedBy: {} })
    answered.resolve()
    await exporter.settle()
    expect(summary().delivered).toBe(50)
  })

  test('counts what does not fit the disk', async () => {
    await start({ patienceMs: 100, spoolBytes: 20 })
    await receiver.close()
    await give(5)
    await exporter.settle()
    expect(summary()).toEqual({ given: 50, delivered: 0, spooledSpans: 20, droppedBy: { 'spool-full': 30 } })
    expect(log.lines).toEqual([expect.stringContaining('away'), expect.stringContaining('full at 20 bytes')])
  })

  test('counts what cannot be written, and says so once', async () => {
    await start({ patienceMs: 100 })
    await receiver.close()
    rmSync(spool?.folder ?? '', { recursive: true })
    await give(5)
    await exporter.settle()
    expect(summary()).toEqual({ given: 50, delivered: 0, spooledSpans: 0, droppedBy: { 'spool-failed': 50 } })
    expect(log.lines.filter((line) => line.includes('ENOENT'))).toHaveLength(1)
  })

  test('counts everything when there is no spool, and delivers again when the receiver is back', async () => {
    await start({ patienceMs: 100, spoolBytes: 0 })
    await receiver.close()
    await give(5)
    await exporter.settle()
    expect(summary()).toEqual({ given: 50, delivered: 0, spooledSpans: 0, droppedBy: { unreachable: 50 } })
    receiver = await restartReceiver(receiver)
    await sleep(100)
    await give(1)
    await exporter.settle()
    expect(summary().delivered).toBe(10)
  })

  test('does not wait for what a receiver asks beyond patience', async () => {
    await start({ patienceMs: 100, answers: [{ status: 503, headers: { 'retry-after': '3600' } }] })
    await give(1)
    await exporter.settle()
    await exporter.catchUp(10_000)
    expect(receiver.bodies).toHaveLength(1)
    expect(summary().spooledSpans).toBe(10)
  })
})

describe('the end of an exporter', () => {
  test('leaves on disk what it could not deliver, for the next one to deliver', async () => {
    await start({ patienceMs: 60_000 })
    const folder = spool?.folder ?? ''
    await receiver.close()
    await give(4)
    expect(summary().spooledSpans).toBe(0)
    await exporter.close(50)
    expect(summary()).toEqual({ given: 40, delivered: 0, spooledSpans: 40, droppedBy: {} })
    receiver = await restartReceiver(receiver)
    await open({ folder })
    await expect.poll(() => accepted(), { timeout: 10_000 }).toHaveLength(4)
    expect(new Set(accepted())).toEqual(new Set(numbers(4)))
    await expect.poll(summary).toEqual({ given: 40, delivered: 40, spooledSpans: 0, droppedBy: {} })
  })

  test('uses the time it has for a receiver that comes back', async () => {
    await start({ patienceMs: 60_000, answers: Array<Answer>(3).fill({ status: 503 }) })
    await give(4)
    await exporter.close(10_000)
    expect(summary().delivered).toBe(40)
  })
})

describe('accounts', () => {
  test('say what became of the spans that were given while they were open, also later', async () => {
    await start({ patienceMs: 100 })
    await give(1)
    await exporter.catchUp(10_000)
    await receiver.close()
    const first = exporter.openAccount()
    await give(2, 1)
    await exporter.settle()
    const second = exporter.openAccount()
    exporter.lose(7, 'queue-full', 'too many')
    await give(1, 3)
    await exporter.settle()
    expect(first).toMatchObject({ given: 20, delivered: 0, spooled: 20, dropped: 0 })
    expect(second).toMatchObject({ given: 17, delivered: 0, spooled: 10, dropped: 7, lastReason: 'too many' })
    receiver = await restartReceiver(receiver)
    await exporter.catchUp(10_000)
    expect(first).toMatchObject({ delivered: 20, spooled: 0 })
    expect(second).toMatchObject({ delivered: 10, spooled: 0 })
  })

  test('book everything as dropped when the SDK is disabled, and nothing is sent', async () => {
    await start({ disabled: true })
    await give(2)
    await exporter.settle()
    expect(summary()).toEqual({ given: 20, delivered: 0, spooledSpans: 0, droppedBy: { disabled: 20 } })
    expect(receiver.bodies).toEqual([])
  })
})

test('the bytes that wait on disk are those that were sent', async () => {
  await start({ patienceMs: 100, compression: 'gzip', answers: Array<Answer>(4).fill({ status: 503 }) })
  await exporter.send(Buffer.alloc(5_000, 'y'), 10)
  await exporter.settle()
  await expect.poll(() => receiver.accepted.length, { timeout: 10_000 }).toBe(1)
  expect(new Set(receiver.bodies.map((body) => body.toString('base64'))).size).toBe(1)
  expect(gunzipSync(receiver.bodies[0] ?? '')).toEqual(Buffer.alloc(5_000, 'y'))
})
