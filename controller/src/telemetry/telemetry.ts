/**
 * The controller's own spans, metrics and logs. They take the same way as everybody's: OTLP protobuf to our own
 * receiver, and to the endpoint of OTEL_EXPORTER_OTLP_* as well when there is one. The spans of submissions and runs are
 * flushed at once, and the receiver's copy is waited for; everything else waits while a run is measured.
 */
import { context, diag, type Meter, propagation, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { AlwaysOnSampler, NoopSpanProcessor } from '@opentelemetry/sdk-trace'
import {
  type Environment,
  endpointsOf,
  exporterOptions,
  exportsOtlp,
  PrimedIdGenerator,
  type Receiver,
  type SelfTelemetry,
  startSelfTelemetry,
} from '@ringside/telemetry'
import { PromptProcessor } from './prompt-processor.ts'
import { SpanRouter } from './span-router.ts'

const serviceName = 'ringside-controller'
/** Far above the spans of the largest submission, so that a stalled receiver does not make us drop any. */
const maxQueueSpans = 65_536
const maxBatchSpans = 512
const exportDelayMs = 200
/** Retries included; a run whose span could not be delivered in this time is settled later. */
const exportTimeoutMs = 10_000

export interface Telemetry {
  /** For the spans of submissions and runs. */
  readonly tracer: Tracer
  /** For the spans of the controller's own work: `http`, `store`, `queue`. */
  tracerOf(part: string): Tracer
  readonly ids: PrimedIdGenerator
  readonly meter: Meter
  readonly logSink: SelfTelemetry['logSink']
  /** Begins to export to our own receiver. */
  connect(receiver: Receiver): void
  /** While quiet, only the spans of submissions and runs are exported. */
  setQuiet(quiet: boolean): void
  /** All metrics in Prometheus' text format; undefined when OTEL_SDK_DISABLED says that there are none. */
  prometheusText(): Promise<string | undefined>
  /** Resolves when our receiver has stored every span of submissions and runs ended so far; rejects when it could not. */
  flush(): Promise<void>
  /** Flushes everything, then gives the process-wide OpenTelemetry registration back. Safe to repeat. */
  close(): Promise<void>
}

/** Starts the SDK. One per process at a time, because OpenTelemetry's registration is process-wide. */
export function startTelemetry(env: Environment): Telemetry {
  const own = resourceFromAttributes({ 'service.name': serviceName, 'process.pid': process.pid })
  const resource = own.merge(detectResources({ detectors: [envDetector] }))
  const self = startSelfTelemetry({ resource, scope: serviceName, env })
  const router = new SpanRouter({
    promptScope: serviceName,
    patient: exportsOtlp('traces', env) ? self.spans : new NoopSpanProcessor(),
  })
  const ids = new PrimedIdGenerator()
  const sdk = new NodeSDK({
    resource,
    autoDetectResources: false,
    idGenerator: ids,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [router],
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  const close = async () => {
    await sdk.shutdown().catch((error: unknown) => diag.warn('the last spans could not be exported', error))
    await self.close()
    for (const api of [trace, context, propagation, diag]) api.disable()
  }
  let closing: Promise<void> | undefined
  return {
    tracer: trace.getTracer(serviceName),
    tracerOf: (part) => trace.getTracer(`${serviceName}.${part}`),
    ids,
    meter: self.meter,
    logSink: self.logSink,
    connect: (receiver) => {
      const urls = endpointsOf('traces', receiver.url, env)
      router.connect(urls.map((url) => promptProcessorTo(exporterOptions(url, 'traces', receiver))))
      self.connect(receiver)
    },
    setQuiet: (quiet) => self.setQuiet(quiet),
    prometheusText: () => self.prometheusText(),
    flush: () => router.flushPrompt(),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

function promptProcessorTo(options: ReturnType<typeof exporterOptions>): PromptProcessor {
  return new PromptProcessor(new OTLPTraceExporter({ ...options, timeoutMillis: exportTimeoutMs }), {
    maxQueueSize: maxQueueSpans,
    maxExportBatchSize: maxBatchSpans,
    scheduledDelayMillis: exportDelayMs,
    exportTimeoutMillis: exportTimeoutMs,
  })
}
