/** Single services of the stack with our configuration, on free ports of loopback. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from '../../../controller/src/queue/testing/redis-server.ts'
import { programs } from '../../collector/build.mjs'
import type { Processes, Started } from './processes.ts'
import { until } from './processes.ts'
import { type ComposeService, root } from './project.ts'

const infra = (path: string) => join(root, 'infra/docker', path)

export interface RunningRedis extends Started {
  /** `127.0.0.1:PORT`. */
  readonly address: string
  /** Of the user `default`. */
  readonly password: string
}

/** With start.sh and redis.conf, but for where it listens and where its files are. */
export async function startRedis(processes: Processes, service: ComposeService, folder: string): Promise<RunningRedis> {
  const { environment = {} } = service
  const password = environment.REDIS_PASSWORD ?? ''
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const place = ['--port', `${port}`, '--bind', '127.0.0.1']
  const started = processes.start(infra('redis/start.sh'), [infra('redis/redis.conf'), ...place], {
    env: environment,
    cwd: folder,
  })
  await until(async () => {
    const client = new Redis(port, '127.0.0.1', { password, lazyConnect: true, retryStrategy: () => null })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.ping()
    } finally {
      client.disconnect()
    }
  }, started)
  return { ...started, address: `127.0.0.1:${port}`, password }
}

export interface CollectorPlaces {
  /** Folder of the files `token` and `agents`. */
  readonly tokens: string
  readonly controllerUrl: string
  /** `127.0.0.1:PORT`. */
  readonly redis: string
  /** A URL; http needs `compress` none where nothing unpacks LZ4. */
  readonly clickhouse: string
}

export interface RunningCollector extends Started {
  readonly url: string
  readonly healthPort: number
}

/** With collector.yaml as it is: all that differs is said by its variables. */
export async function startCollector(
  processes: Processes,
  service: ComposeService,
  places: CollectorPlaces,
): Promise<RunningCollector> {
  const [http, own, health] = await Promise.all([freePort(), freePort(), freePort()])
  const env = {
    ...service.environment,
    COLLECTOR_HTTP: `127.0.0.1:${http}`,
    COLLECTOR_OWN: `127.0.0.1:${own}`,
    COLLECTOR_HEALTH: `127.0.0.1:${health}`,
    COLLECTOR_TOKENS: places.tokens,
    COLLECTOR_INTERVAL: '1s',
    COLLECTOR_FLUSH: '200ms',
    COLLECTOR_OWN_INTERVAL_MS: '500',
    CONTROLLER_URL: places.controllerUrl,
    REDIS_ADDRESS: places.redis,
    CLICKHOUSE_ADDRESS: places.clickhouse,
    CLICKHOUSE_COMPRESS: 'none',
  }
  const started = processes.start(programs.collector, ['--config', infra('collector.yaml')], { env })
  const answers = async () => ((await fetch(`http://127.0.0.1:${health}/`)).ok ? true : undefined)
  await until(answers, started)
  return { ...started, url: `http://127.0.0.1:${http}`, healthPort: health }
}
