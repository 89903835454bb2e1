/** Where a signal goes: an OTLP/HTTP endpoint that may be away, or not know the signal at all. */
import { context, diag, ROOT_CONTEXT } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core'

/** What the exporters of all signals have in common. */
export interface Exporter<Data> {
  export(data: Data, done: (result: ExportResult) => void): void
  shutdown(): Promise<void>
}

/** An endpoint that answers so will not know the signal a minute later either. */
const unknownSignalStatuses = new Set([404, 405, 501])

export class Destination<Data> {
  readonly #url: string
  readonly #exporter: Exporter<Data>
  /** `away` has been said already and is not said again until the endpoint was back. */
  #state: 'answers' | 'away' | 'does not take it' = 'answers'

  constructor(url: string, exporter: Exporter<Data>) {
    this.#url = url
    this.#exporter = exporter
  }

  /** Whether the endpoint took the data. Makes no spans of its own, and never rejects. */
  async send(data: Data): Promise<boolean> {
    if (this.#state === 'does not take it') return false
    const result = await new Promise<ExportResult>((resolve) =>
      context.with(suppressTracing(ROOT_CONTEXT), () => this.#exporter.export(data, resolve)),
    )
    if (result.code === ExportResultCode.SUCCESS) this.#state = 'answers'
    else this.#failed(result.error)
    return result.code === ExportResultCode.SUCCESS
  }

  async close(): Promise<void> {
    await this.#exporter.shutdown()
  }

  #failed(error: (Error & { readonly code?: number }) | undefined): void {
    if (error?.code !== undefined && unknownSignalStatuses.has(error.code)) {
      this.#state = 'does not take it'
      diag.warn(`${this.#url} answered ${error.code}, expected 200; nothing more is sent there until this process starts again`)
    } else if (this.#state === 'answers') {
      this.#state = 'away'
      diag.warn(`${this.#url} did not take what this service says of itself (${error?.message ?? 'no reason given'})`)
    }
  }
}
