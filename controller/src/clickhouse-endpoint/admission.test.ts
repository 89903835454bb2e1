import { expect, it } from 'vitest'
import { Admission } from './admission.ts'

const never = new AbortController().signal

it('lets in no more than it may, and the others in order', async () => {
  const admission = new Admission({ most: 2, timeoutMs: 60_000 })
  const order: number[] = []
  let inside = 0
  const work = (number: number) => async () => {
    inside++
    expect(inside).toBeLessThanOrEqual(2)
    order.push(number)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all([0, 1, 2, 3, 4, 5].map((number) => admission.enter(never, work(number))))
  expect(order).toEqual([0, 1, 2, 3, 4, 5])
})

it('gives the place of one that failed to the next', async () => {
  const admission = new Admission({ most: 1, timeoutMs: 60_000 })
  const failed = admission.enter(never, () => Promise.reject(new Error('no')))
  const next = admission.enter(never, async () => 'in')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('in')
})

it('refuses who waited for too long, and lets go of who left', async () => {
  const admission = new Admission({ most: 1, timeoutMs: 20 })
  const { promise: open, resolve } = Promise.withResolvers<void>()
  const first = admission.enter(never, () => open)
  await expect(admission.enter(never, async () => undefined)).rejects.toMatchObject({ code: 202 })
  const leaving = new AbortController()
  const left = admission.enter(leaving.signal, async () => undefined)
  leaving.abort()
  await expect(left).rejects.toMatchObject({ code: 394 })
  await expect(admission.enter(AbortSignal.abort(), async () => undefined)).rejects.toMatchObject({ code: 394 })
  resolve()
  await first
  expect(await admission.enter(never, async () => 'in')).toBe('in')
})
