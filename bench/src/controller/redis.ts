/** A redis-server of a side's own, with the settings of the one-machine stack. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { atExit } from '../at-exit.ts'
import { endChild, startChild } from '../child-process.ts'

export interface RedisServer {
  readonly url: string
  pause(): void
  resume(): void
  close(): Promise<void>
}

/** Appends to its log and syncs it every second. Rejects when redis-server is not on the PATH. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-redis-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const forget = atExit(remove)
  const port = await freePort()
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes', appendfsync: 'everysec' }
  const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction' }).flatMap(([key, value]) => [
    `--${key}`,
    `${value}`,
  ])
  const child = startChild('redis-server', args, { measured: true })
  child.stdout.resume()
  child.stderr.resume()
  const url = `redis://127.0.0.1:${port}`
  await Promise.race([
    answers(url),
    once(child, 'close').then(() => Promise.reject(new Error('redis-server ended at once; is it installed?'))),
  ])
  return {
    url,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: async () => {
      child.kill('SIGCONT')
      await endChild(child)
      remove()
      forget()
    },
  }
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  await client.ping()
  client.disconnect()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error(`no port: ${address}`)
  return address.port
}
