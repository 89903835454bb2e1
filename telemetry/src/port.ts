/** What a service's parts see of its telemetry, whether it says anything or not. */
import type { Meter } from '@opentelemetry/api'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import type { DestinationStream } from 'pino'
import type { Receiver } from './receiver.ts'

export interface SelfTelemetry {
  readonly meter: Meter
  /** Where the logger's lines go as well; undefined when logs are not exported. */
  readonly logSink: DestinationStream | undefined
  /** For spans that can wait. */
  readonly spans: SpanProcessor
  /** Begins to send: to this receiver (with nothing but its base URL: one that lets everybody in) and to what the environment names. Until then everything is kept. */
  connect(receiver?: string | Receiver): void
  /** Something is measured on this machine, or not any more. */
  setQuiet(quiet: boolean): void
  /** Every metric in Prometheus' text format; undefined when OTEL_SDK_DISABLED says that there is none. */
  prometheusText(): Promise<string | undefined>
  /** Sends everything, quiet or not. Resolves when that has ended, well or not. */
  flush(): Promise<void>
  /** Flushes with little patience, then ends. */
  close(): Promise<void>
}
