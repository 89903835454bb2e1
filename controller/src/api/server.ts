/** The controller's HTTP server: the interface, health, and the way in for spans. */
import { apiPaths } from '@ringside/contract'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import { otlpReceiver } from '../otlp/receiver.ts'
import { observeHttp } from '../telemetry/http-server.ts'
import { receiverMetrics } from '../telemetry/receiver-metrics.ts'
import { archiveRoutes } from './archive-routes.ts'
import { backupRoutes } from './backup-routes.ts'
import { metricsRoute } from './metrics-route.ts'
import { useProblems } from './problem.ts'
import { runRoutes } from './run-routes.ts'
import type { Services } from './services.ts'
import { storeRoutes } from './store-routes.ts'
import { submissionRoutes } from './submission-routes.ts'
import { traceRoutes } from './trace-routes.ts'

export interface ServerOptions {
  readonly logger: Logger
  /** Largest OTLP request taken, in bytes. */
  readonly maxOtlpBytes: number
  /** Bytes of OTLP requests that may wait for the store together. Default 256 MiB. */
  readonly maxOtlpBytesInFlight?: number
}

/** A server that does not listen yet. */
export function createServer(services: Services, options: ServerOptions): FastifyInstance {
  const { logger, maxOtlpBytes: maxBodyBytes, maxOtlpBytesInFlight: maxBytesInFlight = 256 << 20 } = options
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Agents post batches of spans all the time; a line for each would be most of the log.
    logController: new LogController({ disableRequestLogging: true }),
    // Event streams stay open; closing must not wait for them.
    forceCloseConnections: true,
    // Bodies are checked, never trimmed to fit.
    ajv: { customOptions: { removeAdditional: false } },
  })
  useProblems(app)
  observeHttp(app, services)
  const metrics = receiverMetrics(services.telemetry.meter)
  app.register(otlpReceiver, { store: services.store, maxBodyBytes, maxBytesInFlight, metrics })
  app.register(async (api) => {
    submissionRoutes(api, services)
    runRoutes(api, services)
    traceRoutes(api, services)
    storeRoutes(api, services)
    archiveRoutes(api, services)
    backupRoutes(api, services)
    metricsRoute(api, services.telemetry)
    api.get(apiPaths.hosts, async () => ({ hosts: await services.queues.registered() }))
    api.get(apiPaths.health, async () => {
      await Promise.all([services.store.query('SELECT 1'), services.queues.registered()])
      return { status: 'ok' }
    })
  })
  return app
}
