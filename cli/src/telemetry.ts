/** The root of a submission's trace: a span around the whole command, sent to the controller like every other span. */
import { context, propagation, SpanStatusCode, type TextMapSetter, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { apiPaths } from '@ringside/contract'
import { messageOf } from './failure.ts'

/** A command must not hang at its end because the controller went away. */
const exportTimeoutMs = 5_000

export interface RootSpan {
  /** `traceparent` (W3C trace context) of the span, for the controller to continue. */
  readonly headers: Readonly<Record<string, string>>
  set(attributes: Readonly<Record<string, string | number>>): void
}

interface RootSpanOptions {
  readonly name: string
  /** Base of the controller's address. */
  readonly url: string
}

/** Runs `work` inside a new trace's root span and exports it when `work` has ended, also when it failed. */
export async function withRootSpan<T>({ name, url }: RootSpanOptions, work: (span: RootSpan) => Promise<T>): Promise<T> {
  const sdk = new NodeSDK({
    serviceName: 'ringside-cli',
    autoDetectResources: false,
    traceExporter: new OTLPTraceExporter({ url: `${url}${apiPaths.otlpTraces}`, timeoutMillis: exportTimeoutMs }),
    instrumentations: [],
    metricReaders: [],
    logRecordProcessors: [],
  })
  sdk.start()
  const span = trace.getTracer('ringside-cli').startSpan(name, { root: true })
  try {
    const active = trace.setSpan(context.active(), span)
    const headers: Record<string, string> = {}
    propagation.inject(active, headers, headerSetter)
    return await context.with(active, () => work({ headers, set: (attributes) => span.setAttributes(attributes) }))
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
    throw error
  } finally {
    span.end()
    // The span is worth less than the answer: if the controller is gone by now, the command ends as it would have.
    await sdk.shutdown().catch(() => undefined)
    for (const api of [trace, context, propagation]) api.disable()
  }
}

const headerSetter: TextMapSetter<Record<string, string>> = {
  set: (carrier, key, value) => {
    carrier[key] = value
  },
}
