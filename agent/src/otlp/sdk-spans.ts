/** Hands the SDK's spans to the exporter that doorbells take too, and counts those that a full queue of the SDK drops. */
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace'
import type { OtlpExporter } from './exporter.ts'

/**
 * A trial leaves some tens of spans and they are flushed after it, so this holds thousands of trials. What still does
 * not fit is counted.
 */
const maxQueueSize = 65_536
const maxExportBatchSize = 4_096
/** The exporter decides when to give up, not a timer that forgets the batch. */
const exportTimeoutMillis = 300_000

export class SdkSpans {
  readonly #exporter: OtlpExporter
  readonly #batches: BatchSpanProcessor
  readonly #sending = new Set<Promise<void>>()
  #ended = 0
  /** Given to the exporter, or already counted as lost. */
  #accounted = 0

  constructor(exporter: OtlpExporter) {
    this.#exporter = exporter
    const handOver: SpanExporter = {
      export: (spans, done) => this.#export(spans, done),
      forceFlush: () => this.#sent(),
      shutdown: () => this.#sent(),
    }
    this.#batches = new BatchSpanProcessor({ exporter: handOver, maxQueueSize, maxExportBatchSize, exportTimeoutMillis })
  }

  /** For the SDK, in this order. */
  get processors(): SpanProcessor[] {
    const counter: SpanProcessor = {
      onStart: () => undefined,
      onEnd: () => void this.#ended++,
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    }
    return [counter, this.#batches]
  }

  /** Resolves when every span that has ended is with the exporter, or counted there as lost. */
  async flush(): Promise<void> {
    const ended = this.#ended
    await this.#batches.forceFlush().catch(() => undefined)
    // A batch that the processor's timer sent is not awaited by its flush.
    await this.#sent()
    const lost = Math.max(0, ended - this.#accounted)
    if (lost > 0) this.#exporter.lose(lost, 'queue-full', `the SDK's queue of ${maxQueueSize} spans was full`)
    this.#accounted += lost
  }

  #export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#accounted += spans.length
    const sending = this.#send(spans).then(() => {
      this.#sending.delete(sending)
      done({ code: ExportResultCode.SUCCESS })
    })
    this.#sending.add(sending)
  }

  async #send(spans: ReadableSpan[]): Promise<void> {
    const body = ProtobufTraceSerializer.serializeRequest(spans)
    if (body === undefined) return this.#exporter.lose(spans.length, 'unencodable', 'the SDK could not serialize the spans')
    await this.#exporter.send(body, spans.length)
  }

  async #sent(): Promise<void> {
    await Promise.all(this.#sending)
  }
}
