/** The OpenTelemetry SDK's encoder alone: spans that have ended to OTLP protobuf. */
import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { type ReadableSpan, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { durationMs } from '../load.ts'
import type { Side } from '../side.ts'
import { sdkDoorbell } from '../spans/sdk-doorbell.ts'

/** Spans a request: the largest that keeps its speed. */
const batch = 4_096

export function serializerSide(): Side {
  let spans: ReadableSpan[] = []
  return {
    name: 'OpenTelemetry SDK, ProtobufTraceSerializer',
    prepare: async () => {
      spans = endedSpans()
    },
    trial: async () => {
      const beganMs = performance.now()
      let encoded = 0
      while (performance.now() - beganMs < durationMs) {
        if (ProtobufTraceSerializer.serializeRequest(spans) === undefined) throw new Error('the serializer gave no bytes')
        encoded += spans.length
      }
      return (encoded * 1000) / (performance.now() - beganMs)
    },
    pages: () => undefined,
    close: async () => {
      spans = []
    },
  }
}

/** Doorbells like those that the native program encodes. */
function endedSpans(): ReadableSpan[] {
  const spans: ReadableSpan[] = []
  const nothing = async () => undefined
  const keeping: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void spans.push(span),
    forceFlush: nothing,
    shutdown: nothing,
  }
  const resource = resourceFromAttributes({ 'service.name': 'ringside-agent', 'host.name': 'bench-1', 'host.arch': 'amd64' })
  const tracer = new TracerProvider({ resource, spanProcessors: [keeping] }).getTracer('ringside.datapath')
  const spanContext = { traceId: '07'.repeat(16), spanId: '03'.repeat(8), traceFlags: TraceFlags.SAMPLED }
  const parent = trace.setSpanContext(ROOT_CONTEXT, spanContext)
  for (let i = 0; i < batch; i++) {
    const { name, start, end } = sdkDoorbell({
      name: i % 2 === 0 ? 'doorbell.kick' : 'doorbell.call',
      startUnixNs: String(1_790_000_000_000_000_000n + BigInt(i) * 1_700n),
      durationNs: String(400 + (i % 700)),
      queue: i % 2,
      method: i % 2 === 0 ? 'mmio' : 'eventfd',
      observed: i % 64 !== 0,
      ringIndex: i * 32,
      batch: 32,
    })
    tracer.startSpan(name, start, parent).end(end)
  }
  return spans
}
