/**
 * One reader for both ways out: asked for `/metrics`, and sent by OTLP every so often. Sums count from the start, so a
 * turn that is left out loses nothing.
 */
import { diag } from '@opentelemetry/api'
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { AggregationTemporality, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics'

export interface ServiceMetricReaderOptions {
  readonly intervalMs: number
  readonly timeoutMs: number
  /** Never rejects. */
  readonly send: (metrics: ResourceMetrics) => Promise<void>
}

export class ServiceMetricReader extends MetricReader {
  readonly #options: ServiceMetricReaderOptions
  readonly #serializer = new PrometheusSerializer()
  #timer: NodeJS.Timeout | undefined
  #quiet = false

  constructor(options: ServiceMetricReaderOptions) {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE })
    this.#options = options
  }

  /** Begins to send. */
  start(): void {
    this.#timer ??= setInterval(() => {
      if (!this.#quiet) void this.#push()
    }, this.#options.intervalMs).unref()
  }

  /** While quiet, nothing is sent. */
  setQuiet(quiet: boolean): void {
    this.#quiet = quiet
  }

  /** Every metric in Prometheus' text format 0.0.4. */
  async prometheusText(): Promise<string> {
    return this.#serializer.serialize(await this.#collected())
  }

  async #push(): Promise<void> {
    await this.#options.send(await this.#collected())
  }

  async #collected(): Promise<ResourceMetrics> {
    const { resourceMetrics, errors } = await this.collect({ timeoutMillis: this.#options.timeoutMs })
    for (const error of errors) diag.warn(`a metric could not be read: ${error instanceof Error ? error.message : error}`)
    return resourceMetrics
  }

  protected override async onForceFlush(): Promise<void> {
    if (this.#timer !== undefined) await this.#push()
  }

  protected override async onShutdown(): Promise<void> {
    await this.onForceFlush()
    clearInterval(this.#timer)
  }
}
