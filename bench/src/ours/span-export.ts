/** Our way of a doorbell: from the event ring through native encoder, OTLP/HTTP and receiver into the store. */
import { exportDoorbells } from '@ringside/agent/export-doorbells'
import { OtlpClient } from '@ringside/agent/otlp-client'
import type { Finding, Side } from '../side.ts'
import { ringDoorbells } from '../spans/doorbells.ts'
import type { SpanStore } from '../spans/span-store.ts'

/** Bytes of a stored doorbell once parts are merged, at most. */
const bytesMost = 16

export function ourSpanSide(store: SpanStore): Side {
  let bytesPerSpan: number | undefined
  let sent = 0
  let trials = 0
  /** Spans per second, from the ring to where queries find them. */
  const deliver = async (signal: AbortSignal): Promise<number> => {
    const { trial, count, header } = await ringDoorbells(signal)
    const client = new OtlpClient({ endpoint: store.endpoint() })
    const beganMs = performance.now()
    const { delivered, dropped, reason } = await exportDoorbells(trial, header, client)
    const rows = await store.ask({ ask: 'rows', traceId: header.traceId })
    const tookMs = performance.now() - beganMs
    const distinct = await store.ask({ ask: 'distinct', traceId: header.traceId })
    if ([delivered, rows, distinct].some((seen) => seen !== count)) {
      const rest = `${dropped} dropped (${reason ?? 'no reason'}), ${rows} rows of ${distinct} spans stored`
      throw new Error(`of ${count} doorbells ${delivered} were delivered, ${rest}; expected every one, once`)
    }
    sent += count
    trials++
    return (rows * 1000) / tookMs
  }
  return {
    name: 'Ringside, native encoder',
    prepare: async (signal) => {
      await store.open()
      await deliver(signal)
      bytesPerSpan = await store.ask({ ask: 'bytesPerSpan' })
      await store.ask({ ask: 'empty' })
    },
    trial: async (signal) => {
      const spansPerSecond = await deliver(signal)
      await store.ask({ ask: 'empty' })
      return spansPerSecond
    },
    findings: () => findings({ bytesPerSpan, sent, trials }),
    pages: () => undefined,
    close: store.close,
  }
}

function findings(seen: { bytesPerSpan: number | undefined; sent: number; trials: number }): Finding[] {
  const { bytesPerSpan = Number.NaN, sent, trials } = seen
  return [
    { text: `Ringside: all of ${sent} doorbells stored, ${Math.round(sent / trials)} a trial`, missed: false },
    {
      text: `Ringside: ${bytesPerSpan.toFixed(1)} bytes a span on disk, expected at most ${bytesMost}`,
      missed: !(bytesPerSpan <= bytesMost),
    },
  ]
}
