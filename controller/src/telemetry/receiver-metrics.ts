/** What comes in through the OTLP receiver and what becomes of it. Items are spans, data points or log records. */
import type { Meter } from '@opentelemetry/api'

export type OtlpSignal = 'traces' | 'metrics' | 'logs'

export interface ReceiverMetrics {
  /** Items decoded. */
  received(signal: OtlpSignal, items: number): void
  /** Items the store has acknowledged, repeated requests included. */
  stored(signal: OtlpSignal, items: number): void
  /** Items answered as rejected, by partial success. */
  rejected(signal: OtlpSignal, items: number): void
  /** How to read the bytes of requests that are not stored yet. */
  observeInFlight(read: () => number): void
}

export function receiverMetrics(meter: Meter): ReceiverMetrics {
  const counter = (outcome: string, description: string) => {
    const items = meter.createCounter(`ringside.otlp.${outcome}`, { unit: '{item}', description })
    return (signal: OtlpSignal, count: number) => items.add(count, { 'ringside.otlp.signal': signal })
  }
  return {
    received: counter('received', 'Spans, data points and log records that were decoded'),
    stored: counter('stored', 'Spans, data points and log records that the store has acknowledged'),
    observeInFlight: (read) => {
      const options = { unit: 'By', description: 'Requests that are being read, decoded or stored' }
      meter.createObservableGauge('ringside.otlp.in_flight', options).addCallback((result) => result.observe(read()))
    },
    rejected: counter('rejected', 'Spans, data points and log records that were refused in an answer of success'),
  }
}
