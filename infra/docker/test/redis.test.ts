/** Redis as the stack starts it: start.sh with redis.conf. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Processes } from './processes.ts'
import { type ComposeService, composeProject } from './project.ts'
import { type RunningRedis, startRedis } from './services.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-redis-'))
const processes = new Processes()
let service: ComposeService
let redis: RunningRedis

function connect(user: { username?: string; password?: string }): Redis {
  const client = new Redis(`redis://${redis.address}`, { ...user, retryStrategy: () => null })
  client.on('error', () => undefined)
  return client
}
const owner = () => connect({ password: redis.password })

beforeAll(async () => {
  service = composeProject().services.redis as ComposeService
  redis = await startRedis(processes, service, folder)
})
afterAll(async () => {
  await processes.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('everybody is asked for a password', async () => {
  const client = connect({})
  await expect(client.get('key')).rejects.toThrow('NOAUTH')
  client.disconnect()
})

test('every command is kept, no key is forgotten, and memory has a bound', async () => {
  const client = owner()
  const names = ['appendonly', 'appendfsync', 'save', 'maxmemory-policy', 'maxmemory', 'protected-mode']
  const values = await Promise.all(names.map(async (name) => ((await client.config('GET', name)) as string[])[1]))
  expect(Object.fromEntries(names.map((name, place) => [name, values[place]]))).toEqual({
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    maxmemory: `${512 << 20}`,
    'protected-mode': 'yes',
  })
  client.disconnect()
})

test('the Collector learns how it is, and nothing of what is in it', async () => {
  const client = connect({ username: 'collector', password: service.environment?.REDIS_COLLECTOR_PASSWORD ?? '' })
  expect(await client.info('server')).toContain('redis_version')
  const others = [client.keys('*'), client.get('bull:x'), client.config('GET', 'requirepass'), client.acl('LIST')]
  for (const command of others) await expect(command).rejects.toThrow('NOPERM')
  client.disconnect()
})

test('no password is in a list of processes', () => {
  const line = readFileSync(`/proc/${redis.child.pid}/cmdline`, 'utf8')
  expect(line).toContain('redis-server')
  for (const password of Object.values(service.environment ?? {})) expect(line).not.toContain(password)
})

test('it is told to start only where it has its passwords', async () => {
  const { child, log } = processes.start(join(import.meta.dirname, '../redis/start.sh'), ['/dev/null'], { env: {} })
  const [code] = await once(child, 'exit')
  expect(code).not.toBe(0)
  expect(log()).toContain('npm run compose:setup')
})

test('what was written is there after a restart', async () => {
  const before = owner()
  await before.set('job', '1')
  before.disconnect()
  const ended = once(redis.child, 'exit')
  redis.child.kill('SIGTERM')
  await ended
  redis = await startRedis(processes, service, folder)
  const after = owner()
  expect(await after.get('job')).toBe('1')
  after.disconnect()
})
