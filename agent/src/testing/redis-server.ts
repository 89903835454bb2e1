/** A real redis-server on a free port of the loopback interface. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'

export interface RedisServer {
  readonly url: string
  /** Kills the server at once. */
  kill(): Promise<void>
  /** Starts it again on the same port: empty, or with what it had written to its folder. */
  restart(): Promise<void>
  /** Stops the process, which keeps its connections and answers nothing, and lets it go on. */
  pause(): void
  resume(): void
}

/** With a `folder`, everything is on disk before it is answered; without, nothing is kept. */
export async function startRedis(folder?: string): Promise<RedisServer> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let server: ChildProcess
  const start = async () => {
    const kept =
      folder === undefined ? ['--appendonly', 'no'] : ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', folder]
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction', ...kept]
    server = spawn('redis-server', options, { stdio: 'ignore' })
    const failed = once(server, 'error').then(([error]) => Promise.reject(error))
    const probe = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null })
    probe.on('error', () => undefined)
    await Promise.race([probe.ping(), failed])
    probe.disconnect()
  }
  await start()
  return {
    url,
    kill: async () => {
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
    },
    restart: start,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has no port')
  return address.port
}
