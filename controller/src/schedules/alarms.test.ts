import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type RedisServer, startRedisServer } from '../queue/testing/redis-server.ts'
import { QueueAlarms, scheduleQueueName, type TimedTiming } from './alarms.ts'

let server: RedisServer
let redis: Redis
let queue: Queue
let alarms: QueueAlarms
beforeAll(async () => {
  server = await startRedisServer()
  redis = new Redis(server.url, { maxRetriesPerRequest: null })
  queue = new Queue(scheduleQueueName, { connection: redis })
})
afterAll(async () => {
  await queue.close()
  redis.disconnect()
  await server.stop()
})
beforeEach(async () => {
  await redis.flushall()
  alarms = new QueueAlarms(redis, pino({ level: 'silent' }))
})
afterEach(() => alarms.close())

const daily = { kind: 'cron', cron: '30 2 * * *', tz: 'Europe/Berlin' } as const satisfies TimedTiming
const keep = (wanted: Readonly<Record<string, TimedTiming>>) => alarms.keep(new Map(Object.entries(wanted)))

async function set(): Promise<unknown[]> {
  const schedulers = await queue.getJobSchedulers(0, -1, true)
  return schedulers.map(({ key, pattern, tz, next }) => [key, pattern, tz, new Date(next ?? 0).toISOString().slice(13)])
}

it('sets what is wanted in any script, takes away what is not, and leaves alone what stands', async () => {
  await keep({ nächtlich: daily, hourly: { kind: 'every', everyMs: 3_600_000 } })
  const both = await set()
  expect(both).toHaveLength(2)
  expect(both).toContainEqual(['hourly', 'every 3600000', 'UTC', ':00:00.000Z'])
  expect(both).toContainEqual(['nächtlich', '30 2 * * *', 'Europe/Berlin', ':30:00.000Z'])
  const jobs = (await queue.getDelayed()).map(({ id }) => id)
  await keep({ nächtlich: daily, hourly: { kind: 'every', everyMs: 3_600_000 } })
  expect((await queue.getDelayed()).map(({ id }) => id)).toEqual(jobs)
  await keep({ hourly: { kind: 'every', everyMs: 7_200_000 } })
  expect(await set()).toEqual([['hourly', 'every 7200000', 'UTC', ':00:00.000Z']])
  expect(await queue.getDelayedCount()).toBe(1)
})

it('sets them again after Redis has lost them', async () => {
  await keep({ daily })
  await redis.flushall()
  await keep({ daily })
  expect(await set()).toHaveLength(1)
})

it('puts right an alarm that a clock far ahead has set', async () => {
  const ahead = { pattern: daily.cron, tz: daily.tz, startDate: Date.now() + 400 * 86_400_000 }
  await queue.upsertJobScheduler('daily', ahead, { name: 'due', data: { schedule: 'daily' } })
  await keep({ daily })
  expect(await queue.getDelayedCount()).toBe(1)
  const [scheduler] = await queue.getJobSchedulers()
  expect(scheduler?.next).toBeLessThan(Date.now() + 2 * 86_400_000)
})

it('rings at each slot, and goes on ringing although the first call fails', async () => {
  const rung: string[] = []
  await alarms.start(async (name) => {
    rung.push(name)
    if (rung.length === 1) throw new Error('the store is away')
  })
  await keep({ often: { kind: 'every', everyMs: 500 } })
  await expect.poll(() => rung.length, { timeout: 20_000 }).toBeGreaterThan(2)
  expect(new Set(rung)).toEqual(new Set(['often']))
  expect(await queue.getJobCountByTypes('completed', 'failed')).toBe(0)
})
