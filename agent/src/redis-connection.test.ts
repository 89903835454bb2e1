import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectRedis } from './redis-connection.ts'
import { type RedisServer, startRedis } from './testing/redis-server.ts'

let server: RedisServer
beforeEach(async () => {
  server = await startRedis()
})
afterEach(() => server.kill())

describe('a connection to Redis', () => {
  test('ends between two attempts to connect as well, and so do its duplicates', async () => {
    const first = connectRedis({ url: server.url }, pino({ level: 'silent' }))
    const second = first.duplicate()
    second.on('error', () => undefined)
    const both = [first, second]
    await Promise.all(both.map((redis) => redis.ping()))
    const reconnecting = both.map((redis) => new Promise((resolve) => redis.once('reconnecting', resolve)))
    await server.kill()
    await Promise.all(reconnecting)
    const ended = both.map((redis) => new Promise((resolve) => redis.once('end', resolve)))
    const unanswered = first.ping()
    for (const redis of both) redis.disconnect()
    await Promise.all(ended)
    await expect(unanswered).rejects.toThrow('Connection is closed')
    await server.restart()
    expect(both.map(({ status }) => status)).toEqual(['end', 'end'])
  })
})
