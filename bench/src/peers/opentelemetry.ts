/** The OpenTelemetry SDK for JavaScript on the same doorbells: batch span processor, OTLP exporter in protobuf, same receiver. */
import { randomBytes } from 'node:crypto'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Side } from '../side.ts'
import { deliver } from '../spans/deliver.ts'
import { ringDoorbells } from '../spans/doorbells.ts'
import type { StoredDoorbell } from '../spans/questions.ts'
import { type SdkDoorbell, sdkDoorbell } from '../spans/sdk-doorbell.ts'
import type { SpanStore } from '../spans/span-store.ts'

/** Spans a trial: it is slower by so much that a second of it is fewer. */
export const peerSpans = 50_000
/** Spans given without letting the exporter work in between: the default size of a batch. */
const chunk = 512

export interface PeerSettings {
  readonly maxQueueSize?: number
  readonly maxExportBatchSize?: number
}

/** `settings` are the processor's; what is not named has its default. */
export function sdkSide(name: string, settings: PeerSettings, store: SpanStore): Side {
  let doorbells: readonly SdkDoorbell[] = []
  const total = { given: 0, stored: 0, tookMs: 0 }
  return {
    name: `OpenTelemetry SDK, ${name}`,
    prepare: async (signal) => {
      await store.open()
      doorbells = (await someDoorbells(store, signal)).map(sdkDoorbell)
    },
    trial: async () => {
      const traceId = randomBytes(16).toString('hex')
      const sender = startSdk(store.endpoint(), settings)
      const beganMs = performance.now()
      await sender.send(doorbells, traceId)
      const stored = await store.ask({ ask: 'rows', traceId })
      const tookMs = performance.now() - beganMs
      await sender.close()
      await store.ask({ ask: 'empty' })
      total.given += doorbells.length
      total.stored += stored
      total.tookMs += tookMs
      return (stored * 1000) / tookMs
    },
    findings: () => {
      const { given, stored, tookMs } = total
      const share = ((100 * (given - stored)) / given).toFixed(1)
      const rate = Math.round((stored * 1000) / tookMs)
      const text = `OpenTelemetry SDK, ${name}: ${stored} of ${given} spans stored, ${share} % lost, ${rate} stored a second`
      return [{ text, missed: false }]
    },
    pages: () => undefined,
    close: store.close,
  }
}

/** The first doorbells of a trial, by way of the store. */
async function someDoorbells(store: SpanStore, signal: AbortSignal): Promise<readonly StoredDoorbell[]> {
  const rung = await ringDoorbells(signal)
  await deliver(rung, store.endpoint())
  const doorbells = await store.ask({ ask: 'doorbells', traceId: rung.header.traceId, limit: peerSpans })
  await store.ask({ ask: 'empty' })
  return doorbells
}

function startSdk(endpoint: string, settings: PeerSettings) {
  const exporter = new Watched(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }))
  const processor = new BatchSpanProcessor({ exporter, ...settings })
  const resource = resourceFromAttributes({ 'service.name': 'ringside-agent', 'host.name': 'bench', 'host.arch': 'amd64' })
  const provider = new TracerProvider({ resource, spanProcessors: [processor] })
  const tracer = provider.getTracer('ringside.datapath')
  return {
    /** Resolves when everything that was not lost is stored. */
    send: async (doorbells: readonly SdkDoorbell[], traceId: string) => {
      const parent = trace.setSpanContext(ROOT_CONTEXT, {
        traceId,
        spanId: randomBytes(8).toString('hex'),
        traceFlags: TraceFlags.SAMPLED,
      })
      for (let at = 0; at < doorbells.length; at += chunk) {
        for (const { name, start, end } of doorbells.slice(at, at + chunk)) tracer.startSpan(name, start, parent).end(end)
        await setImmediate()
      }
      // Flushing sends all batches at once, of which the exporter refuses those beyond 30: the queue gets time before.
      await exporter.idle()
      await processor.forceFlush().catch(() => undefined)
    },
    close: () => provider.shutdown().catch(() => undefined),
  }
}

/** Passes spans on and knows whether any are under way. */
class Watched implements SpanExporter {
  readonly #exporter: SpanExporter
  #underWay = 0

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#underWay++
    this.#exporter.export(spans, (result) => {
      this.#underWay--
      done(result)
    })
  }

  /** Resolves when the processor has no full batch left: it begins the next one as soon as one is done. */
  async idle(): Promise<void> {
    do await sleep(1)
    while (this.#underWay > 0)
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve()
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}
