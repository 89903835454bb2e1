/** Redis, a store, a controller and an agent with the native datapath, all real, on ports and folders of their own. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { queueName } from '@ringside/contract'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { type Cell, nameOf, type ServiceName } from '../cells.ts'
import { Api } from './api.ts'
import { Disk } from './disk.ts'
import { HoldingProxy } from './holding-proxy.ts'
import { Service } from './service.ts'

/** Below the ports that the kernel gives away by itself (ip_local_port_range), so that nobody else gets them. */
const firstPort = 21_000
const portsPerCell = 8

/** Of a service's data folder, where its disk is to be full. */
const diskMib: Readonly<Record<ServiceName, number>> = { agent: 16, controller: 192, redis: 16, store: 192 }

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const storeProgram = 'controller/src/store/testing/clickhouse-server.ts'
const database = 'ringside'
const registeredMs = 60_000

export interface Stack {
  readonly host: string
  readonly services: Readonly<Partial<Record<ServiceName, Service>>>
  readonly api: Api
  readonly redis: Redis
  readonly queue: Queue
  /** Between agent and receiver. */
  readonly exports: HoldingProxy
  /** Between controller and store; nothing passes where the store is in the controller. */
  readonly inserts: HoldingProxy
  /** Of the service that the cell is about, where the fault is a full disk. */
  readonly disk: Disk | undefined
  /** Ends agent and controller; a store on its own can be asked then what it has, at this URL. */
  settleStore(): Promise<string>
  /** The end of every log. */
  logs(): string
  /** Of the service that has said most. */
  logLines(): number
  close(): Promise<void>
}

/** Resolves when the host of the cell can be sent runs. */
export async function startStack(cell: Cell, index: number): Promise<Stack> {
  const parts = await partsOf(cell, index)
  const { redis: redisService, store, controller, agent, embedded, ports, folder, disk } = parts
  const running = [redisService, ...(embedded ? [] : [store]), controller, agent]
  const proxies = [
    await HoldingProxy.listen(ports.exports, ports.controller),
    await HoldingProxy.listen(ports.inserts, ports.store),
  ]
  const connection = new Redis(parts.redisUrl, { maxRetriesPerRequest: null })
  connection.on('error', () => undefined)
  const queue = new Queue(queueName(parts.host), { connection })
  queue.on('error', () => undefined)
  const logs = () => running.map((service) => `-- ${service.name}, ended ${service.deaths} times\n${service.log()}`).join('\n')
  const logLines = () => Math.max(...running.map((service) => service.logLines()))
  const close = async () => {
    connection.disconnect()
    for (const service of running.toReversed()) await service.end()
    for (const proxy of proxies) await proxy.close()
    disk?.unmount()
    await rm(folder, { recursive: true, force: true })
  }
  const settleStore = async () => {
    await agent.end()
    await controller.end()
    if (embedded) {
      running.push(store)
      await store.start()
    }
    return `http://127.0.0.1:${ports.store}/?database=${embedded ? 'default' : database}`
  }
  const api = new Api(`http://127.0.0.1:${ports.controller}`)
  try {
    for (const service of running) await service.start()
    await api.registered(parts.host, registeredMs)
  } catch (error) {
    const said = logs()
    await close()
    throw new Error(`the stack of ${nameOf(cell)} did not start: ${error}\n${said}`)
  }
  const services = { redis: redisService, controller, agent, ...(embedded ? {} : { store }) }
  const [exports, inserts] = proxies as [HoldingProxy, HoldingProxy]
  return { host: parts.host, services, api, redis: connection, queue, exports, inserts, disk, settleStore, logs, logLines, close }
}

interface Parts {
  readonly host: string
  readonly folder: string
  readonly ports: Ports
  readonly redisUrl: string
  readonly disk: Disk | undefined
  /** Alone, a controller has nothing on disk but the store in it. */
  readonly embedded: boolean
  readonly redis: Service
  readonly store: Service
  readonly controller: Service
  readonly agent: Service
}

/** What there is to start. */
async function partsOf({ service, fault }: Cell, index: number): Promise<Parts> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-crash-'))
  const host = `crash-${index}`
  const ports = portsOf(index)
  const disk = fault === 'full disk' ? Disk.mount(join(folder, service), diskMib[service]) : undefined
  const embedded = service === 'controller' && fault === 'full disk'
  const redisUrl = `redis://127.0.0.1:${ports.redis}`
  const dataOf = (name: ServiceName): string => {
    mkdirSync(join(folder, name), { recursive: true })
    return join(folder, name)
  }
  const logPath = (name: string): string => join(folder, `${name}.log`)
  const node = (name: ServiceName, [file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv) => {
    // As the launcher starts them: each query that runs takes a thread of libuv's pool.
    const everywhere = { UV_THREADPOOL_SIZE: '16', RINGSIDE_REDIS_URL: redisUrl }
    const command = { file: process.execPath, args: [fromRoot(file), ...args], env: { ...everywhere, ...env } }
    return new Service({ name, ...command, logPath: logPath(name), ready: readyLine })
  }
  const redisArguments = redisArgs(ports.redis, dataOf('redis'), logPath('redis'))
  const redis = { name: 'redis', file: 'redis-server', args: redisArguments, logPath: logPath('redis') }
  const storeFolder = dataOf(embedded ? 'controller' : 'store')
  return {
    ...{ host, folder, ports, redisUrl, disk, embedded },
    redis: new Service({ ...redis, ready: () => pinged(redisUrl) }),
    store: node('store', [storeProgram, '--path', storeFolder, '--port', `${ports.store}`], {}),
    controller: node('controller', ['controller/src/main.ts', '--port', `${ports.controller}`], {
      RINGSIDE_STORE: embedded ? 'chdb' : `http://127.0.0.1:${ports.inserts}/${database}`,
      RINGSIDE_DATA_DIR: dataOf('controller'),
      RINGSIDE_ACCESS: 'open',
    }),
    agent: node('agent', ['agent/src/main.ts'], {
      RINGSIDE_OTLP_ENDPOINT: `http://127.0.0.1:${ports.exports}`,
      RINGSIDE_OTLP_SPOOL_DIR: join(dataOf('agent'), 'spool'),
      RINGSIDE_TUNING_JOURNAL: join(dataOf('agent'), 'tuning.json'),
      RINGSIDE_HOST_ID: host,
      RINGSIDE_MACHINE_ID: host,
    }),
  }
}

interface Ports {
  readonly redis: number
  readonly store: number
  readonly controller: number
  readonly exports: number
  readonly inserts: number
}

function portsOf(index: number): Ports {
  const first = firstPort + index * portsPerCell
  return { redis: first, store: first + 1, controller: first + 2, exports: first + 3, inserts: first + 4 }
}

/** As the one-machine stack runs it. */
function redisArgs(port: number, dir: string, logfile: string): string[] {
  const settings = { port, bind: '127.0.0.1', dir, logfile, save: '', appendonly: 'yes', appendfsync: 'everysec' }
  return Object.entries({ ...settings, 'maxmemory-policy': 'noeviction' }).flatMap(([key, value]) => [`--${key}`, `${value}`])
}

async function readyLine(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new TypeError('the process has no standard output to read')
  await once(createInterface({ input: child.stdout }), 'line')
}

/** A server that still loads its data answers with an error. */
async function pinged(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true, retryStrategy: () => 50 })
  client.on('error', () => undefined)
  try {
    while ((await client.ping().catch(() => '')) !== 'PONG') await sleep(50)
  } finally {
    client.disconnect()
  }
}
