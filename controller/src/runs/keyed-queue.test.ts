import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { KeyedQueue } from './keyed-queue.ts'

it('keeps the order within a key, also after a failure, and lets other keys pass', async () => {
  const queue = new KeyedQueue()
  const seen: string[] = []
  const slow = queue.run('a', async () => {
    await sleep(20)
    seen.push('a1')
    throw new Error('a1 failed')
  })
  const after = queue.run('a', async () => seen.push('a2'))
  await queue.run('b', async () => seen.push('b1'))
  await expect(slow).rejects.toThrow('a1 failed')
  await after
  expect(seen).toEqual(['b1', 'a1', 'a2'])
})

it('is idle when all tasks have ended, failed ones included', async () => {
  const queue = new KeyedQueue()
  let ended = false
  const task = queue.run('a', async () => {
    await sleep(20)
    ended = true
    throw new Error('failed')
  })
  task.catch(() => undefined)
  await queue.idle()
  expect(ended).toBe(true)
})
