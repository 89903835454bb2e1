/**
 * What a service says of itself: metrics, logs, and the processor for its spans. All of it can wait: while the service
 * is quiet, because something is measured on its machine, nothing is sent, and what accumulates is bounded.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Meter } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import type { Resource } from '@opentelemetry/resources'
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { MeterProvider, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace'
import type { DestinationStream } from 'pino'
import { Destination } from './destination.ts'
import { durationMs, type Environment, endpointsOf, exportsOtlp, isDisabled } from './endpoints.ts'
import { logSink } from './log-sink.ts'
import { ServiceMetricReader } from './metric-reader.ts'
import { Outlet, type OutletOptions } from './outlet.ts'
import { patientLogProcessor, patientSpanProcessor } from './patient-processors.ts'
import type { SelfTelemetry } from './port.ts'
import { exporterOptions, type Receiver } from './receiver.ts'
import { observeRuntime } from './runtime-metrics.ts'
import { silentTelemetry } from './silent-telemetry.ts'

/** What a service that ends still spends on endpoints that do not answer. */
const lastPatienceMs = 3_000
const sendDelayMs = 1_000

export interface SelfTelemetryOptions {
  readonly resource: Resource
  /** Name of the scope: the service's. */
  readonly scope: string
  /** The variables of OpenTelemetry. */
  readonly env: Environment
}

export function startSelfTelemetry(options: SelfTelemetryOptions): SelfTelemetry {
  return isDisabled(options.env) ? silentTelemetry() : new ServiceTelemetry(options)
}

class ServiceTelemetry implements SelfTelemetry {
  readonly meter: Meter
  readonly logSink: DestinationStream | undefined
  readonly spans: SpanProcessor
  readonly #env: Environment
  readonly #outlets: readonly [Outlet<ReadableSpan>, Outlet<ReadableLogRecord>]
  readonly #reader: ServiceMetricReader
  readonly #runtime: ReturnType<typeof observeRuntime>
  #metricDestinations: readonly Destination<ResourceMetrics>[] = []
  #connected = false
  #quiet = false

  constructor({ resource, scope, env }: SelfTelemetryOptions) {
    this.#env = env
    this.#reader = new ServiceMetricReader({
      intervalMs: durationMs('OTEL_METRIC_EXPORT_INTERVAL', 60_000, env),
      timeoutMs: durationMs('OTEL_METRIC_EXPORT_TIMEOUT', 30_000, env),
      send: async (metrics) => void (await Promise.all(this.#metricDestinations.map((to) => to.send(metrics)))),
    })
    this.meter = new MeterProvider({ resource, readers: [this.#reader] }).getMeter(scope)
    this.#runtime = observeRuntime(this.meter)
    const exported = this.meter.createCounter('ringside.export.items', {
      unit: '{item}',
      description: 'Spans and log records of this service itself, by what became of them',
    })
    const count: OutletOptions<unknown>['count'] = (items, attributes) => exported.add(items, attributes)
    const spans = new Outlet<ReadableSpan>({
      signal: 'traces',
      delayMs: durationMs('OTEL_BSP_SCHEDULE_DELAY', sendDelayMs, env),
      exporterTo: (options) => new OTLPTraceExporter(options),
      count,
    })
    const logs = new Outlet<ReadableLogRecord>({
      signal: 'logs',
      delayMs: durationMs('OTEL_BLRP_SCHEDULE_DELAY', sendDelayMs, env),
      exporterTo: (options) => new OTLPLogExporter(options),
      count,
    })
    this.#outlets = [spans, logs]
    this.spans = patientSpanProcessor(spans.buffer)
    if (exportsOtlp('logs', env)) {
      const provider = new LoggerProvider({ resource, processors: [patientLogProcessor(logs.buffer)] })
      this.logSink = logSink(provider.getLogger(scope))
    }
  }

  connect(to?: string | Receiver): void {
    const receiver = typeof to === 'string' ? { url: to } : to
    for (const outlet of this.#outlets) outlet.connect(receiver, this.#env)
    if (exportsOtlp('metrics', this.#env)) {
      const urls = endpointsOf('metrics', receiver?.url, this.#env)
      this.#metricDestinations = urls.map(
        (url) => new Destination(url, new OTLPMetricExporter(exporterOptions(url, 'metrics', receiver))),
      )
      this.#reader.start()
    }
    this.#connected = true
    this.#hold()
  }

  setQuiet(quiet: boolean): void {
    if (quiet === this.#quiet) return
    this.#quiet = quiet
    this.#reader.setQuiet(quiet)
    this.#runtime.setQuiet(quiet)
    this.#hold()
  }

  prometheusText(): Promise<string> {
    return this.#reader.prometheusText()
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#outlets.map((outlet) => outlet.flush()), this.#reader.forceFlush()])
  }

  async close(): Promise<void> {
    this.#runtime.close()
    const ended = this.#end()
    await Promise.race([ended, sleep(lastPatienceMs, undefined, { ref: false })])
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#outlets.map((outlet) => outlet.close()), this.#reader.shutdown()])
    await Promise.all(this.#metricDestinations.map((destination) => destination.close()))
  }

  #hold(): void {
    for (const { buffer } of this.#outlets) buffer.hold(this.#quiet || !this.#connected)
  }
}
