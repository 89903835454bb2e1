/** The one-machine stack: Redis, controller and agent as children of this process, all their data in one folder. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeArguments } from '@ringside/controller/node-arguments'
import type { CommandFailure } from '../failure.ts'
import { type ClickHouseAccess, clickhouseAccess, clickhouseEnvironment } from './clickhouse-access.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { freePort, loopback } from './ports.ts'
import { type ReadyDocument, readyFileIn, removeReadyFile, userReadyFile, writeReadyFile } from './ready-file.ts'
import { readyLine } from './ready-line.ts'
import { redisService } from './redis.ts'
import { backgroundNiceness, type Service, type ServiceHost, type ServiceSpec, startService } from './service.ts'

export interface StackOptions {
  readonly data: string
  /** Of the controller; 0 takes any free one. */
  readonly port: number
  readonly redisPort: number
  /** Of the controller's endpoint for ClickHouse's clients, which there is none of without it; 0 takes any free one. */
  readonly clickhousePort?: number | undefined
  /** Aborts the start; a stack that is ready is stopped with stop(). */
  readonly signal: AbortSignal
  /** One line for people at every step and every restart. */
  notice(line: string): void
}

export interface Stack {
  readonly ready: ReadyDocument
  /** Settles only when a service could not be kept alive: with the reason. */
  readonly broken: Promise<CommandFailure>
  /** Stops agent, controller and Redis in this order and gives the folder back. */
  stop(): Promise<void>
}

/** Starts everything and waits until it is ready. Throws {@link CommandFailure}, with nothing left running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = await openDataFolder(options.data)
  const undo: (() => Promise<void> | void)[] = [() => folder.release()]
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
  }
  try {
    return await startServices(options, folder, { undo, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

interface Unwinding {
  /** What stop() does, last first. */
  readonly undo: (() => Promise<void> | void)[]
  stop(): Promise<void>
}

async function startServices(options: StackOptions, folder: DataFolder, { undo, stop }: Unwinding): Promise<Stack> {
  const port = await freePort(options.port, '--port')
  const redisPort = await freePort(options.redisPort, '--redis-port')
  const clickhouse =
    options.clickhousePort === undefined ? undefined : await clickhouseAccess(options.clickhousePort, folder.path)
  const redis = redisService({ port: redisPort, folder: folder.path })
  const keeper = startKeeper(() => folder.noteKeeper(keeper.pid()))
  undo.push(() => keeper.close())
  folder.noteKeeper(keeper.pid())

  const { promise: broken, resolve: breakDown } = Promise.withResolvers<CommandFailure>()
  const services: Service<unknown>[] = []
  const host: ServiceHost = {
    keeper,
    signal: options.signal,
    notice: (line) => {
      options.notice(line)
      publish()
    },
    failed: breakDown,
  }
  const start = async <Ready>(spec: ServiceSpec<Ready>): Promise<Ready> => {
    const service = await startService(spec, host)
    services.push(service)
    undo.push(async () => {
      await service.stop()
      options.notice(`stopped ${service.name}`)
    })
    return service.ready
  }

  await start(redis.spec)
  const url = await start(controllerSpec({ port, clickhouse, redisUrl: redis.url, folder: folder.path }))
  await start(agentSpec({ url, redisUrl: redis.url, folder: folder.path }))

  const document = (): ReadyDocument => ({
    url,
    redisUrl: redis.url,
    data: folder.path,
    clickhouse,
    pids: pidsOf(services, keeper),
  })
  // The pids in the files change when a service was started again.
  const publish = () => {
    for (const file of [readyFileIn(folder.path), userReadyFile()]) tryWrite(file, document(), folder)
  }
  publish()
  undo.push(() => {
    for (const file of [readyFileIn(folder.path), userReadyFile()]) removeReadyFile(file, folder.owner)
  })
  return { ready: document(), broken, stop }
}

/** A folder for the user's file may be missing or read-only; the stack runs all the same. */
function tryWrite(file: string, document: ReadyDocument, folder: DataFolder): void {
  try {
    writeReadyFile(file, document, folder.owner)
  } catch {
    return
  }
}

function pidsOf(services: readonly Service<unknown>[], keeper: Keeper): Record<string, number> {
  const running = services.flatMap((service) => {
    const pid = service.pid()
    return pid === undefined ? [] : [[service.name, pid] as const]
  })
  return { up: process.pid, keeper: keeper.pid(), ...Object.fromEntries(running) }
}

interface Addresses {
  readonly redisUrl: string
  readonly folder: string
}

/** What the services say of themselves goes to the controller's own receiver, unless the user has said otherwise. */
const selfObservation = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'otlp' }

/** Controller and agent start at the `main.ts` beside what their package exports. */
const mainOf = (name: string): string => fileURLToPath(new URL('./main.ts', import.meta.resolve(name)))

interface ControllerAddresses extends Addresses {
  readonly port: number
  readonly clickhouse: ClickHouseAccess | undefined
}

function controllerSpec({ port, clickhouse, redisUrl, folder }: ControllerAddresses): ServiceSpec<string> {
  return {
    name: 'controller',
    file: process.execPath,
    args: () => [...nodeArguments, mainOf('@ringside/controller')],
    env: () => ({
      ...selfObservation,
      ...process.env,
      // The store answers on this pool; its default of four threads would let a few queries starve file access.
      UV_THREADPOOL_SIZE: '16',
      RINGSIDE_HOST: loopback,
      // Nobody but this machine reaches it, so it asks for no tokens.
      RINGSIDE_ACCESS: 'open',
      // Also after a restart: agents and clients have this address.
      RINGSIDE_PORT: String(port),
      RINGSIDE_REDIS_URL: redisUrl,
      RINGSIDE_DATA_DIR: join(folder, 'store'),
      ...(clickhouse && clickhouseEnvironment(clickhouse)),
    }),
    logPath: join(folder, 'controller.log'),
    niceness: backgroundNiceness,
    ready: async (child) => String((await readyLine(child)).url),
  }
}

function agentSpec({ url, redisUrl, folder }: Addresses & { url: string }): ServiceSpec<string> {
  return {
    name: 'agent',
    file: process.execPath,
    args: () => [mainOf('@ringside/agent')],
    env: () => ({
      ...selfObservation,
      ...process.env,
      RINGSIDE_REDIS_URL: redisUrl,
      RINGSIDE_OTLP_ENDPOINT: url,
      RINGSIDE_OTLP_SPOOL_DIR: join(folder, 'spool'),
    }),
    logPath: join(folder, 'agent.log'),
    // The measured threads start from here, and may not be able to raise themselves.
    niceness: 0,
    ready: async (child) => String((await readyLine(child)).host),
  }
}
