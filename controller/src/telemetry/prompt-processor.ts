/**
 * Spans in batches, whose delivery can be waited for. The batch processor's own flush forgets what its timer has sent and what has
 * not arrived yet, or never will.
 */
import { ExportResultCode } from '@opentelemetry/core'
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace'

type Options = Omit<ConstructorParameters<typeof BatchSpanProcessor>[0], 'exporter'>

export class PromptProcessor extends BatchSpanProcessor {
  readonly #exports: WatchedExporter

  constructor(exporter: SpanExporter, options: Options) {
    const watched = new WatchedExporter(exporter)
    super({ ...options, exporter: watched })
    this.#exports = watched
  }

  /** Resolves when every span that has ended was delivered; rejects when one since the last flush was not. */
  override async forceFlush(): Promise<void> {
    const rest = super.forceFlush()
    await Promise.all([rest, this.#exports.settled()])
  }
}

class WatchedExporter implements SpanExporter {
  readonly #exporter: SpanExporter
  /** On their way, and those that failed and nobody has heard of yet. */
  readonly #sent = new Set<Promise<void>>()

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter
  }

  export(...[spans, done]: Parameters<SpanExporter['export']>): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#sent.add(promise)
    promise.then(
      () => this.#sent.delete(promise),
      () => undefined,
    )
    this.#exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) resolve()
      else reject(result.error ?? new Error('the spans were not taken'))
      done(result)
    })
  }

  async settled(): Promise<void> {
    const sent = [...this.#sent]
    this.#sent.clear()
    await Promise.all(sent)
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}
