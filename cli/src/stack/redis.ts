/** The stack's own Redis: bound to loopback, behind a password, durable, and never evicting jobs. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProgram, redisServers } from '@ringside/agent/find-program'
import { CommandFailure } from '../failure.ts'
import { loopback } from './ports.ts'
import { backgroundNiceness, type ServiceSpec } from './service.ts'

const pollMs = 25

export interface RedisOptions {
  readonly port: number
  /** The stack's data folder, absolute. */
  readonly folder: string
}

export interface RedisService {
  readonly url: string
  readonly spec: ServiceSpec<string>
}

/** How to run Redis. Throws {@link CommandFailure} when no server is installed. */
export function redisService({ port, folder }: RedisOptions): RedisService {
  const file = findServer()
  const dir = join(folder, 'redis')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  // Any user of this machine can reach a loopback port; the password keeps them out. It goes in by standard input,
  // because arguments can be read by everyone.
  const password = randomBytes(24).toString('base64url')
  const url = `redis://:${password}@${loopback}:${port}`
  const configuration = configurationOf({ port, dir, password })
  return {
    url,
    spec: {
      name: 'redis',
      file,
      args: () => ['-'],
      env: () => process.env,
      stdin: () => configuration,
      logPath: join(folder, 'redis.log'),
      niceness: backgroundNiceness,
      ready: async (child, signal) => {
        // Its log goes to a file; nothing is read here, but a full pipe would block it.
        child.stdout?.resume()
        while (!(await answersPing(port, password))) await sleep(pollMs, undefined, { signal })
        return url
      },
    },
  }
}

function configurationOf({ port, dir, password }: { port: number; dir: string; password: string }): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`
  return [
    `bind ${loopback}`,
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${quoted(password)}`,
    `dir ${quoted(dir)}`,
    `logfile ${quoted(join(dir, '..', 'redis.log'))}`,
    'daemonize no',
    // Queued jobs outlive a restart; losing the last second of them would lose runs that were accepted.
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n')
}

function findServer(): string {
  const found = findProgram(redisServers)
  if (found !== undefined) return found
  throw new CommandFailure(
    `no ${redisServers.join(' or ')} on PATH (${process.env.PATH ?? ''}); Ringside queues runs in Redis: install it, for example with apt-get install redis-server`,
  )
}

/** Whether a server with this password answers; false while it loads its data. */
function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback }, () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    let answer = ''
    const finish = (ready: boolean) => {
      socket.destroy()
      resolve(ready)
    }
    socket.setTimeout(1_000, () => finish(false))
    socket.on('error', () => finish(false))
    socket.on('close', () => finish(false))
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (answer.includes('+PONG')) finish(true)
      else if (answer.includes('-')) finish(false)
    })
  })
}
