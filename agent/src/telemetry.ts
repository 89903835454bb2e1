/** The agent's OpenTelemetry SDK, set up so that no span is lost without being counted. */
import { arch, hostname, release } from 'node:os'
import { context, propagation, type Tracer, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { AlwaysOnSampler, BatchSpanProcessor } from '@opentelemetry/sdk-trace'
import { OtlpClient, type OtlpClientOptions } from './otlp-client.ts'
import { CountingExporter, EndedSpans } from './span-exporter.ts'
import { version } from './version.ts'

export const serviceName = 'ringside-agent'

/**
 * A trial leaves some tens of spans and they are flushed after it, so this holds thousands of trials. What still does
 * not fit is counted.
 */
const maxQueueSize = 65_536
const maxExportBatchSize = 4_096
/** Longer than any patience: the client decides when to give up, not a timer that forgets the batch. */
const exportTimeoutMs = 300_000

export interface Telemetry {
  readonly tracer: Tracer
  /** Resource attributes of every span, the natively encoded ones too. */
  readonly resource: Readonly<Record<string, string>>
  readonly client: OtlpClient
  /** Sends what has ended, with the client's patience. Never rejects; what was lost is in {@link lost}. */
  flush(): Promise<void>
  /** Spans that ended and are not delivered. Exact after {@link flush}. */
  lost(): number
  /** Why spans were lost, the last time they were. */
  lastFailure(): string | undefined
  shutdown(): Promise<void>
}

/** Registers the process's tracer. At most one at a time. */
export function startTelemetry(hostId: string, options: OtlpClientOptions): Telemetry {
  const client = new OtlpClient(options)
  const exporter = new CountingExporter(client)
  const ended = new EndedSpans()
  const batches = new BatchSpanProcessor({ exporter, maxQueueSize, maxExportBatchSize, exportTimeoutMillis: exportTimeoutMs })
  const resource = resourceAttributes(hostId)
  const sdk = new NodeSDK({
    resource: resourceFromAttributes(resource),
    autoDetectResources: false,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [ended, batches],
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  const flush = async () => {
    await batches.forceFlush().catch(() => undefined)
    // A batch the processor's timer sent is not awaited by its flush.
    await exporter.forceFlush()
  }
  return {
    tracer: trace.getTracer(serviceName, version),
    resource,
    client,
    flush,
    lost: () => ended.count - exporter.delivered,
    lastFailure: () => exporter.lastFailure,
    shutdown: async () => {
      await flush()
      await sdk.shutdown().catch(() => undefined)
      for (const api of [trace, context, propagation]) api.disable()
    },
  }
}

/** OpenTelemetry semantic conventions: service, host and os resources. */
function resourceAttributes(hostId: string): Record<string, string> {
  return {
    'service.name': serviceName,
    'service.version': version,
    'service.instance.id': `${hostId}:${process.pid}`,
    'host.id': hostId,
    'host.name': hostname(),
    'host.arch': arch() === 'x64' ? 'amd64' : arch(),
    'os.type': 'linux',
    'os.version': release(),
  }
}
