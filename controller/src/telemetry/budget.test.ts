import { expect, it } from 'vitest'
import { Budget } from './budget.ts'

it('gives so many in a second, and as many in the next', () => {
  let nowMs = 10_500
  const budget = new Budget({ perSecond: 2, nowMs: () => nowMs })
  const taken = () => [budget.take(), budget.take(), budget.take()]
  expect(taken()).toEqual([true, true, false])
  nowMs = 11_000
  expect(taken()).toEqual([true, true, false])
  nowMs = 60_000
  expect(taken()).toEqual([true, true, false])
})
