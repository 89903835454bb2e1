/** A controller with its Redis, its store and simulated agents; stands still between trials. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeArguments } from '@ringside/controller/node-arguments'
import { atExit } from '../at-exit.ts'
import { type LineProcess, startLineProcess } from '../line-process.ts'
import { Client } from './client.ts'
import { type RedisServer, startRedis } from './redis.ts'

export interface ControllerStack {
  readonly client: Client
  readonly url: string
  readonly controllerPid: number
  readonly redis: RedisServer
  /** Everything goes on, and all hosts are registered when this resolves. */
  resume(): Promise<void>
  pause(): void
  close(): Promise<void>
}

const agentsFile = fileURLToPath(new URL('./agents-process.ts', import.meta.url))
const controllerFile = fileURLToPath(new URL('./main.ts', import.meta.resolve('@ringside/controller')))

/** One process for all simulated agents. */
export const startAgents = (redisUrl: string, count: number, kind: 'agents' | 'registered' | 'bare') =>
  startLineProcess({ name: 'process of the agents', file: agentsFile, args: [redisUrl, String(count), kind] })

/** As the launcher starts it. RINGSIDE_BENCH_PROFILE names a folder for CPU profiles of it. */
export async function startControllerStack(hosts: number, kind: 'agents' | 'registered'): Promise<ControllerStack> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-controller-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const forget = atExit(remove)
  const redis = await startRedis()
  const agents = await startAgents(redis.url, hosts, kind)
  const controller = await startController(redis.url, folder)
  const parts = [redis, controller, agents]
  const pause = () => {
    for (const part of parts.toReversed()) part.pause()
  }
  return {
    client: new Client(controller.ready.url),
    url: controller.ready.url,
    controllerPid: controller.pid,
    redis,
    pause,
    resume: async () => {
      for (const part of parts) part.resume()
      await agents.ask({ ask: 'beat' })
    },
    close: async () => {
      for (const part of parts) part.resume()
      for (const part of [agents, controller, redis]) await part.close()
      remove()
      forget()
    },
  }
}

/** On the store in `folder`/store. */
export function startController(redisUrl: string, folder: string): Promise<LineProcess<{ url: string }>> {
  const profiles = process.env.RINGSIDE_BENCH_PROFILE
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  const env = {
    UV_THREADPOOL_SIZE: '16',
    RINGSIDE_REDIS_URL: redisUrl,
    RINGSIDE_DATA_DIR: join(folder, 'store'),
    RINGSIDE_LOG_LEVEL: 'warn',
    RINGSIDE_ACCESS: 'open',
    RINGSIDE_MAX_REQUESTS_PER_MINUTE: '1000000000',
  }
  return startLineProcess({
    name: 'controller',
    file: controllerFile,
    args: ['--port', '0'],
    env,
    nodeArgs: [...nodeArguments, ...profiling],
  })
}
