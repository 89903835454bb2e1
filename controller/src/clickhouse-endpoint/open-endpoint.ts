/** The endpoint as a controller's settings have it. */
import type { Logger } from 'pino'
import { type Certificate, renewOnHangup, type TlsFiles } from '../access/tls.ts'
import { StartupError } from '../startup-error.ts'
import { type ClickHouseEndpoint, startClickHouseEndpoint } from './endpoint.ts'
import type { EndpointConfig } from './endpoint-config.ts'
import { defaultLimits, type EndpointLimits } from './limits.ts'

interface EndpointContext {
  readonly certificate: Certificate | undefined
  readonly isBusy: () => boolean
  readonly logger: Logger
}

/** Undefined where the settings name no port. Throws StartupError where it cannot listen. */
export async function openClickHouseEndpoint(
  config: EndpointConfig & TlsFiles,
  { certificate, isBusy, logger }: EndpointContext,
): Promise<Pick<ClickHouseEndpoint, 'url' | 'close'> | undefined> {
  const { clickhousePort: port, clickhouseHost: host, clickhouseUser: user, clickhousePassword: password, dataDir } = config
  if (port === undefined || password === undefined) return undefined
  const onError = (err: unknown) => logger.error({ err }, 'a query of the ClickHouse endpoint failed for a reason of our own')
  const options = {
    path: dataDir,
    host,
    port,
    credentials: { user, password },
    certificate,
    limits: limitsOf(config),
    isBusy,
    onError,
  }
  const endpoint = await startClickHouseEndpoint(options).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error
    throw new StartupError(
      `the ClickHouse endpoint cannot listen on ${host}, port ${port} (${error.message}); choose another RINGSIDE_CLICKHOUSE_PORT or RINGSIDE_CLICKHOUSE_HOST`,
    )
  })
  const stopRenewing = renewOnHangup(endpoint.server, config, logger)
  return {
    url: endpoint.url,
    close: async () => {
      stopRenewing()
      await endpoint.close()
    },
  }
}

/** Of libuv's threads, those that the controller's own queries and files take. A query takes one each. */
const ownThreads = 4
const threads = Number(process.env.UV_THREADPOOL_SIZE) || 4

const limitsOf = (config: EndpointConfig): EndpointLimits => ({
  ...defaultLimits,
  maxExecutionTimeS: config.clickhouseTimeLimitS ?? defaultLimits.maxExecutionTimeS,
  maxMemoryBytes: config.clickhouseMemoryLimitBytes ?? defaultLimits.maxMemoryBytes,
  maxResultRows: config.clickhouseRowLimit ?? defaultLimits.maxResultRows,
  maxResultBytes: config.clickhouseResultLimitBytes ?? defaultLimits.maxResultBytes,
  maxConcurrentQueries: Math.max(
    1,
    Math.min(config.clickhouseQueryLimit ?? defaultLimits.maxConcurrentQueries, threads - ownThreads),
  ),
})
