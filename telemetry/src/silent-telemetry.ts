/** {@link SelfTelemetry} of a service that was told to say nothing of itself. */
import { createNoopMeter } from '@opentelemetry/api'
import { NoopSpanProcessor } from '@opentelemetry/sdk-trace'
import type { SelfTelemetry } from './port.ts'

export function silentTelemetry(): SelfTelemetry {
  return {
    meter: createNoopMeter(),
    logSink: undefined,
    spans: new NoopSpanProcessor(),
    connect: () => undefined,
    setQuiet: () => undefined,
    prometheusText: async () => undefined,
    flush: async () => undefined,
    close: async () => undefined,
  }
}
