import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completedOutcome, failedOutcome, stalledReason } from './job-outcome.ts'
import { resultOf } from './testing/result.ts'

describe('completedOutcome', () => {
  it('takes a result of the run', () => {
    const result = resultOf('r-1', ['a', 'b'])
    expect(completedOutcome({ runId: 'r-1', attempt: 1 }, JSON.parse(JSON.stringify(result)))).toEqual({
      ok: true,
      result,
      text: undefined,
    })
  })

  it('takes nothing else, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (returned) => {
        const outcome = completedOutcome({ runId: 'r-1', attempt: 1 }, returned)
        expect(!outcome.ok && outcome.failure.cause).toBe('infrastructure')
      }),
    )
    const other = completedOutcome({ runId: 'r-1', attempt: 1 }, resultOf('r-2', ['a']))
    expect(!other.ok && other.failure.message).toContain('r-2')
  })

  it('says which part of a result is wrong', () => {
    const outcome = completedOutcome({ runId: 'r-1', attempt: 1 }, { ...resultOf('r-1', ['a']), spans: { ioctlIssued: 1 } })
    expect(!outcome.ok && outcome.failure.message).toContain('/spans')
    const { trials, ...rest } = resultOf('r-1', ['a'])
    const older = completedOutcome(
      { runId: 'r-1', attempt: 1 },
      { ...rest, trials: trials.map(({ queues: _, ...trial }) => trial) },
    )
    expect(!older.ok && older.failure.message).toContain('/trials/0')
  })
})

describe('failedOutcome', () => {
  it('keeps the cause and message an agent gives', () => {
    const failure = { cause: 'benchmark', message: 'no such capture' } as const
    expect(failedOutcome(JSON.stringify(failure))).toEqual({ ok: false, failure })
  })

  it('calls an expired lock a lost agent', () => {
    expect(failedOutcome(stalledReason)).toMatchObject({ failure: { cause: 'lost' } })
  })

  it('calls anything else infrastructure, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(undefined)), (reason) => {
        const outcome = failedOutcome(reason)
        expect(!outcome.ok && outcome.failure).toMatchObject({
          cause: 'infrastructure',
          message: expect.stringMatching(/\S|^\s+$/),
        })
      }),
    )
    expect(failedOutcome('{"cause":"bad luck","message":"x"}')).toMatchObject({ failure: { cause: 'infrastructure' } })
  })
})
