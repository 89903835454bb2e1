/** Puts the controller together, in the order its parts need each other, and takes it apart in reverse. */
import type { AddressInfo } from 'node:net'
import { type Environment, reportTo, serviceLogger } from '@ringside/telemetry'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { openAccess } from './access/access.ts'
import { ownReceiver } from './access/own-receiver.ts'
import { readCertificate, renewOnHangup } from './access/tls.ts'
import { createServer } from './api/server.ts'
import { assembleServices, type ServiceParts } from './assemble-services.ts'
import { openClickHouseEndpoint } from './clickhouse-endpoint/open-endpoint.ts'
import type { ControllerConfig } from './config.ts'
import { connectRedis } from './queue/redis.ts'
import { StartupError } from './startup-error.ts'
import { gateStore } from './store/backup/write-gate.ts'
import { migrate } from './store/migrate.ts'
import { observeStore } from './store/observed-store.ts'
import { openStore } from './store/open-store.ts'
import { applyRetention, parseRetention } from './store/retention.ts'
import { type Store, StoreError } from './store/store.ts'
import { startTelemetry, type Telemetry } from './telemetry/telemetry.ts'

export interface Controller {
  /** Where it listens: `http://127.0.0.1:7070`. */
  readonly url: string
  /** Where ClickHouse's clients may ask, if they may. */
  readonly clickhouseUrl?: string | undefined
  /** Ends everything in order; unfinished runs go on and are taken up at the next start. */
  close(): Promise<void>
}

/** Rejects with StartupError when a port, Redis or the data folder is not to be had. Nothing is left open then. */
export async function startController(config: ControllerConfig): Promise<Controller> {
  const telemetry = startTelemetry(environmentOf(config))
  const logger = serviceLogger({ level: config.logLevel, name: 'ringside-controller', sink: telemetry.logSink })
  reportTo(logger)
  // For a start that fails before there is a server; ending it twice does no harm.
  const closers: (() => Promise<unknown>)[] = [() => telemetry.close()]
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) {
      await closer().catch((error: unknown) => logger.warn({ err: error }, 'a part did not close cleanly'))
    }
  }
  try {
    const urls = await start(config, { telemetry, logger, onClose: (closer) => closers.push(closer) })
    return { ...urls, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface StartContext {
  readonly telemetry: Telemetry
  readonly logger: Logger
  readonly onClose: (closer: () => Promise<unknown>) => void
}

async function start(config: ControllerConfig, context: StartContext): Promise<Omit<Controller, 'close'>> {
  const { telemetry, logger, onClose } = context
  const certificate = readCertificate(config)
  const parts = await openParts(config, context)
  const { services, schedules, alerts } = assembleServices(config, parts)
  const { life, queues, fleet } = services
  const app = createServer(services, { logger, certificate, ...config })
  onClose(() => app.close())

  const url = await listen(app, config)
  const stopRenewing = renewOnHangup(app.server, config, logger)
  onClose(async () => stopRenewing())
  telemetry.connect(ownReceiver(url, parts.access.tokens.own))
  onClose(() => telemetry.close())
  await life.restore()
  onClose(() => life.idle())
  onClose(() => queues.close())
  await queues.start()
  onClose(() => fleet.close())
  await fleet.start()
  onClose(() => schedules.close())
  await schedules.start()
  const isBusy = () => life.live.areBusy(queues.here)
  const endpoint = await openClickHouseEndpoint(config, { certificate, isBusy, logger })
  onClose(async () => endpoint?.close())
  onClose(() => alerts.close())
  await alerts.start(url)
  // Commands that wait for a Redis that is away would keep everything that is closed now from its end.
  onClose(async () => {
    if (parts.redis.status !== 'ready') parts.redis.disconnect()
  })
  logger.info({ url, clickhouseUrl: endpoint?.url }, 'ready')
  return { url, clickhouseUrl: endpoint?.url }
}

/** What the services stand on. */
async function openParts(config: ControllerConfig, { telemetry, logger, onClose }: StartContext): Promise<ServiceParts> {
  const redis = await connectRedis(config.redisUrl, logger)
  onClose(async () => redis.disconnect())
  const store = gateStore(observeStore(await readyStore(config), telemetry))
  onClose(() => store.close())
  const access = await openAccess(config, { store, redis, logger })
  onClose(() => access.close())
  return { redis, store, access, telemetry, logger }
}

/** OpenTelemetry's variables, with what the settings say instead of one of them. */
const environmentOf = ({ collectorUrl }: ControllerConfig): Environment => ({
  ...process.env,
  ...(collectorUrl === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl }),
})

async function readyStore(config: ControllerConfig): Promise<Store> {
  try {
    const store = await openStore(config)
    try {
      await migrate(store)
      await applyRetention(store, parseRetention(config.retention))
      return store
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    if (error instanceof StoreError) throw new StartupError(error.message)
    if (!(error instanceof Error && 'syscall' in error)) throw error
    if (config.storeUrl !== 'chdb')
      throw new StartupError(`RINGSIDE_STORE_CA cannot be read (${error.message}); name a PEM file with it`)
    throw new StartupError(
      `the data folder '${config.dataDir}' cannot be used (${error.message}); name a writable one with --data-dir`,
    )
  }
}

async function listen(app: FastifyInstance, { host, port, tlsCert }: ControllerConfig): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartupError(`port ${port} on ${host} is in use; stop what listens there or choose another --port`)
    if (code === undefined) throw error
    throw new StartupError(`cannot listen on ${host}, port ${port} (${message}); choose another --host or --port`)
  }
  const address = app.server.address() as AddressInfo
  return `${tlsCert === undefined ? 'http' : 'https'}://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
}
