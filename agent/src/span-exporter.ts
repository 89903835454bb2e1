/**
 * Hands the SDK's spans to the {@link OtlpClient}. The stock OTLP exporter retries five times within its timeout of
 * 10 s and then drops the batch: too short for a receiver that restarts, and it does not say how many it lost.
 */
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace'
import type { OtlpClient } from './otlp-client.ts'

export class CountingExporter implements SpanExporter {
  /** Spans a receiver has taken, so far. */
  delivered = 0
  /** Why spans were lost, the last time they were. */
  lastFailure: string | undefined
  readonly #client: OtlpClient
  readonly #pending = new Set<Promise<void>>()

  constructor(client: OtlpClient) {
    this.#client = client
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const sending = this.#send(spans).then((result) => {
      this.#pending.delete(sending)
      done(result)
    })
    this.#pending.add(sending)
  }

  async #send(spans: ReadableSpan[]): Promise<ExportResult> {
    const body = ProtobufTraceSerializer.serializeRequest(spans)
    if (body === undefined) return this.#failed('the spans could not be serialized')
    const delivery = await this.#client.post(body)
    if (delivery.status !== 'delivered') return this.#failed(delivery.reason)
    this.delivered += spans.length - Math.min(delivery.rejectedSpans, spans.length)
    if (delivery.rejectedSpans > 0) this.lastFailure = `the receiver rejected ${delivery.rejectedSpans} of ${spans.length} spans`
    return { code: ExportResultCode.SUCCESS }
  }

  #failed(reason: string): ExportResult {
    this.lastFailure = reason
    return { code: ExportResultCode.FAILED, error: new Error(reason) }
  }

  /** Resolves when nothing is under way, delivered or not. */
  async forceFlush(): Promise<void> {
    await Promise.all(this.#pending)
  }

  shutdown(): Promise<void> {
    return this.forceFlush()
  }
}

/** Counts the spans that ended, so that what a full queue drops without a word shows up as the difference. */
export class EndedSpans implements SpanProcessor {
  count = 0

  onStart(): void {}

  onEnd(): void {
    this.count++
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
