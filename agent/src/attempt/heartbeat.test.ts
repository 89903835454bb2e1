import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Renewal } from '../host/lease.ts'
import type { RunFailed } from '../run-failure.ts'
import { Heartbeat, type HeartbeatOptions } from './heartbeat.ts'

let heartbeat: Heartbeat
// A clock that only these tests move.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  heartbeat.stop()
  vi.useRealTimers()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

interface Answers {
  locked: boolean
  renewal: Renewal
  /** Redis does not answer. */
  silent?: boolean
  fails?: boolean
}

function start(answers: Answers, changes: Partial<HeartbeatOptions> = {}): Heartbeat {
  const answer = async <T>(value: () => T): Promise<T> => {
    if (answers.silent) await new Promise(() => undefined)
    if (answers.fails) throw new Error('MISCONF')
    return value()
  }
  heartbeat = new Heartbeat({
    jobId: 'r-1',
    extendLock: () => answer(() => answers.locked),
    leases: { renew: () => answer(() => answers.renewal) },
    heartbeatMs: 300,
    limitMs: 60_000,
    onError: () => undefined,
    ...changes,
  })
  return heartbeat
}

const ended = async (signal: AbortSignal): Promise<RunFailed> => {
  await pass(1_000)
  expect(signal.aborted).toBe(true)
  return signal.reason as RunFailed
}

describe('the heartbeat of an attempt', () => {
  test('goes on while job and lease are ours', async () => {
    start({ locked: true, renewal: { held: true } }).hold(7)
    await pass(60_000 - 1)
    await heartbeat.confirm()
    expect([heartbeat.signal.aborted, heartbeat.lost.aborted]).toEqual([false, false])
  })

  test('ends with the lock of the job, and with the lease once there is one', async () => {
    const { failure } = await ended(start({ locked: false, renewal: { held: true } }).lost)
    expect(failure).toEqual({ cause: 'lost', message: expect.stringContaining('the lock of its job') })
    const leaseless = { locked: true, renewal: { held: false } }
    start(leaseless)
    await heartbeat.confirm()
    expect(heartbeat.lost.aborted).toBe(false)
    heartbeat.hold(7)
    expect((await ended(heartbeat.lost)).failure.message).toContain('lease 7 of this host')
  })

  test.each([{ silent: true }, { fails: true }])('ends when Redis says nothing for so long: %o', async (trouble) => {
    start({ locked: true, renewal: { held: true }, ...trouble })
    expect((await ended(heartbeat.signal)).failure).toEqual({
      cause: 'lost',
      message: expect.stringContaining('was this process or Redis stopped?'),
    })
    await heartbeat.confirm()
  })

  test('outlives a Redis that is away for less', async () => {
    const answers: Answers = { locked: true, renewal: { held: true }, fails: true }
    start(answers, { heartbeatMs: 60_000 })
    await pass(59_000)
    answers.fails = false
    await heartbeat.confirm()
    expect(heartbeat.signal.aborted).toBe(false)
  })

  test('hears who wants the run to end, and of what kind that is', async () => {
    const cancelled = (entry: string) => ended(start({ locked: true, renewal: { held: false, cancellation: entry } }).signal)
    expect((await cancelled('{"by":"alice","reason":"wrong card"}')).failure).toEqual({
      cause: 'cancelled',
      message: 'cancelled by alice: wrong card',
    })
    expect((await cancelled('{"cause":"timeout","by":"the suite"}')).failure).toEqual({
      cause: 'timeout',
      message: 'timeout by the suite',
    })
    expect((await cancelled('now')).failure).toEqual({ cause: 'cancelled', message: 'cancelled: now' })
    expect(heartbeat.lost.aborted).toBe(false)
  })
})
