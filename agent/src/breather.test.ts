import { setTimeout as sleep } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { takeBreaks } from './breather.ts'
import { startRedis } from './testing/redis-server.ts'

test('a Redis that refuses is asked now and then, and the next job is taken when it no longer does', async () => {
  const server = await startRedis()
  const connection = new Redis(server.url, { maxRetriesPerRequest: null })
  const queue = new Queue('breather', { connection })
  const taken = Promise.withResolvers<string>()
  const worker = new Worker('breather', async (job) => taken.resolve(String(job.id)), { connection })
  const told: unknown[] = []
  let errors = 0
  takeBreaks(worker, { warn: (...line: unknown[]) => void told.push(line) } as never)
  worker.on('error', () => void errors++)
  await worker.waitUntilReady()
  // As for a log that cannot be written: commands that write are refused.
  await connection.config('SET', 'min-replicas-to-write', 1)
  await expect.poll(() => errors, { timeout: 20_000 }).toBeGreaterThan(0)
  await sleep(2_500)
  expect(errors).toBeLessThan(10)
  expect(told).toHaveLength(1)
  await connection.config('SET', 'min-replicas-to-write', 0)
  await queue.add('run', {}, { jobId: 'r-1' })
  expect(await taken.promise).toBe('r-1')
  await worker.close()
  await queue.close()
  connection.disconnect()
  await server.kill()
})
