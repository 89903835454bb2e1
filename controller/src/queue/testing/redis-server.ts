/** A real redis-server on a free loopback port, gone when the test is over. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

export interface RedisServer {
  readonly url: string
  /** Safe to repeat. */
  stop(): Promise<void>
}

export interface RedisServerOptions {
  /** Of the user `default`. */
  readonly password?: string
  /** Default: any free one. */
  readonly port?: number
}

/** Rejects when redis-server is not on the PATH or does not come up. */
export async function startRedisServer({ password, port: wanted }: RedisServerOptions = {}): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'ringside-redis-'))
  const port = wanted ?? (await freePort())
  const secured = password === undefined ? [] : ['--requirepass', password]
  const args = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    dir,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
    ...secured,
  ]
  const child: ChildProcess = spawn('redis-server', args, { stdio: 'ignore' })
  await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]) => Promise.reject(error))])
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`
  const client = new Redis(url, { maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  await client.ping()
  client.disconnect()
  return {
    url,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error(`no port: ${address}`)
  return address.port
}
