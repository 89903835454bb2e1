import { existsSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { expect, test } from 'vitest'
import { raiseThisProcess } from './priority.ts'

test('what was raised is put back, the session too', () => {
  const file = '/proc/self/autogroup'
  const session = () => (existsSync(file) ? readFileSync(file, 'utf8') : 'a kernel without such groups')
  const before = [getPriority(), session()]
  const lower = raiseThisProcess()
  expect(getPriority()).toBeLessThanOrEqual(before[0] as number)
  lower()
  expect([getPriority(), session()]).toEqual(before)
})
