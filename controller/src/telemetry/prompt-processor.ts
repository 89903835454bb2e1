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
  readonly #sending = new Set<Promise<void>>()
  /** Of an export since the last time that somebody asked. One stands for all: a receiver that is away refuses many. */
  #failure: Error | undefined

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter
  }

  export(...[spans, done]: Parameters<SpanExporter['export']>): void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#sending.add(promise)
    this.#exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) this.#failure = result.error ?? new Error('the spans were not taken')
      this.#sending.delete(promise)
      resolve()
      done(result)
    })
  }

  async settled(): Promise<void> {
    await Promise.all(this.#sending)
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}
