import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { raiseThisProcess } from './priority.ts'

test('what was raised is put back', () => {
  const before = getPriority()
  const lower = raiseThisProcess()
  expect(getPriority()).toBeLessThanOrEqual(before)
  lower()
  expect(getPriority()).toBe(before)
})
