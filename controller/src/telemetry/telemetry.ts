/**
 * The controller's own spans. They take the same way as everybody's: OTLP protobuf to our own receiver, and to
 * $OTEL_EXPORTER_OTLP_ENDPOINT as well when that is set. They are few (one a submission, one a run), so they are
 * flushed at once, and the receiver's copy is waited for.
 */
import { context, DiagLogLevel, diag, propagation, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { AlwaysOnSampler, BatchSpanProcessor } from '@opentelemetry/sdk-trace'
import { apiPaths } from '@ringside/contract'
import type { Logger } from 'pino'
import { PrimedIdGenerator } from './primed-id-generator.ts'

/** Far above the spans of the largest submission, so that a stalled receiver does not make us drop any. */
const maxQueueSpans = 65_536
const maxBatchSpans = 512
const exportDelayMs = 200
/** Retries included; a run whose span could not be delivered in this time is settled later. */
const exportTimeoutMs = 10_000

export interface TelemetryOptions {
  /** Of our own receiver, without path: `http://127.0.0.1:7070`. */
  readonly url: string
  /** Of a collector that gets a copy; undefined for none. */
  readonly collectorUrl: string | undefined
  readonly logger: Logger
}

export interface Telemetry {
  readonly tracer: Tracer
  readonly ids: PrimedIdGenerator
  /** Resolves when our receiver has stored every span ended so far; rejects when it could not. */
  flush(): Promise<void>
  /** Flushes, then gives the process-wide OpenTelemetry registration back. */
  close(): Promise<void>
}

/** Starts the SDK. One per process at a time, because OpenTelemetry's registration is process-wide. */
export function startTelemetry({ url, collectorUrl, logger }: TelemetryOptions): Telemetry {
  diag.setLogger(diagLoggerTo(logger), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const ids = new PrimedIdGenerator()
  const own = processorTo(url)
  const copies = collectorUrl === undefined || endpointOf(collectorUrl) === endpointOf(url) ? [] : [processorTo(collectorUrl)]
  const sdk = new NodeSDK({
    resource: resourceFromAttributes({ 'service.name': 'ringside-controller', 'process.pid': process.pid }),
    autoDetectResources: false,
    idGenerator: ids,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [own, ...copies],
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  return {
    tracer: trace.getTracer('ringside-controller'),
    ids,
    flush: () => own.forceFlush(),
    close: async () => {
      await sdk.shutdown().catch((error: unknown) => logger.warn({ err: error }, 'the last spans could not be exported'))
      for (const api of [trace, context, propagation, diag]) api.disable()
    },
  }
}

const endpointOf = (baseUrl: string): string => `${baseUrl.replace(/\/+$/, '')}${apiPaths.otlpTraces}`

function processorTo(baseUrl: string): BatchSpanProcessor {
  return new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url: endpointOf(baseUrl), timeoutMillis: exportTimeoutMs }),
    maxQueueSize: maxQueueSpans,
    maxExportBatchSize: maxBatchSpans,
    scheduledDelayMillis: exportDelayMs,
    exportTimeoutMillis: exportTimeoutMs,
  })
}

function diagLoggerTo(logger: Logger) {
  const child = logger.child({ component: 'opentelemetry' })
  return {
    error: (message: string) => child.error(message),
    warn: (message: string) => child.warn(message),
    info: (message: string) => child.info(message),
    debug: (message: string) => child.debug(message),
    verbose: (message: string) => child.trace(message),
  }
}
