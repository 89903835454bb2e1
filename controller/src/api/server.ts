/** The controller's HTTP server: the interface, health, and the way in for spans. */
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import { auditRequests } from '../access/audit-requests.ts'
import { guard } from '../access/guard.ts'
import type { Certificate } from '../access/tls.ts'
import { otlpReceiver } from '../otlp/receiver.ts'
import { observeHttp } from '../telemetry/http-server.ts'
import { receiverMetrics } from '../telemetry/receiver-metrics.ts'
import { serveAssets, webFolder, webPage } from '../web/web-pages.ts'
import { answerUnrouted } from './allowed-methods.ts'
import { documentApi } from './openapi.ts'
import { sendProblem, useProblems } from './problem.ts'
import { limitRate } from './rate-limit.ts'
import { apiRoutes } from './routes.ts'
import type { Services } from './services.ts'

export interface ServerOptions {
  readonly logger: Logger
  /** Largest OTLP request taken, in bytes. */
  readonly maxOtlpBytes: number
  /** Bytes of OTLP requests that may wait for the store together. Default 256 MiB. */
  readonly maxOtlpBytesInFlight?: number
  /** Of one caller, beside those that bring spans and those that ask for health and metrics. */
  readonly maxRequestsPerMinute: number
  /** Plain HTTP without it. */
  readonly certificate?: Certificate | undefined
}

/** The router says it with the whole path. */
const routerFault: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'the path is not percent-encoded UTF-8, expected %25 where a % is meant',
  FST_ERR_MAX_PARAM_LENGTH: 'the path has more than 100 characters between two slashes, expected an id of at most 64',
}

/** A server that does not listen yet. */
export function createServer(services: Services, options: ServerOptions): FastifyInstance {
  const { logger, certificate, maxRequestsPerMinute } = options
  const { maxOtlpBytes: maxBodyBytes, maxOtlpBytesInFlight: maxBytesInFlight = 256 << 20 } = options
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // Agents post batches of spans all the time; a line for each would be most of the log.
    logController: new LogController({ disableRequestLogging: true }),
    // Event streams stay open; closing must not wait for them.
    forceCloseConnections: true,
    // What the router refuses.
    frameworkErrors: (error, _request, reply) =>
      void sendProblem(reply as unknown as FastifyReply, error.statusCode ?? 400, {
        detail: routerFault[error.code] ?? error.message,
      }),
    https: certificate ?? null,
    // Bodies are checked, never trimmed to fit.
    ajv: { customOptions: { removeAdditional: false } },
  })
  useProblems(app)
  answerUnrouted(app, webPage(webFolder))
  observeHttp(app, services)
  auditRequests(app, services.access.audit)
  guard(app, services.access)
  const metrics = receiverMetrics(services.telemetry.meter)
  app.register(otlpReceiver, { store: services.store, maxBodyBytes, maxBytesInFlight, metrics })
  serveAssets(app, webFolder)
  documentApi(app)
  app.register(async (api) => {
    await limitRate(api, maxRequestsPerMinute)
    apiRoutes(api, services)
  })
  return app
}
