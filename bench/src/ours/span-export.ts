/** Our way of a doorbell: from the event ring through native encoder, OTLP/HTTP and receiver into the store. */
import type { Finding, Side } from '../side.ts'
import { deliver } from '../spans/deliver.ts'
import { ringDoorbells } from '../spans/doorbells.ts'
import type { SpanStore } from '../spans/span-store.ts'

/** Bytes of a stored doorbell once parts are merged, at most. */
const bytesMost = 16

export function ourSpanSide(store: SpanStore): Side {
  let bytesPerSpan: number | undefined
  let sent = 0
  let trials = 0
  /** Spans per second, from the ring to where queries find them. */
  const measure = async (signal: AbortSignal): Promise<number> => {
    const doorbells = await ringDoorbells(signal)
    const { count, header } = doorbells
    const { traceId } = header
    const beganMs = performance.now()
    const { delivered, dropped, reason } = await deliver(doorbells, store.endpoint())
    const rows = await store.ask({ ask: 'rows', traceId })
    const tookMs = performance.now() - beganMs
    const distinct = await store.ask({ ask: 'distinct', traceId })
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
      await measure(signal)
      bytesPerSpan = await store.ask({ ask: 'bytesPerSpan' })
      await store.ask({ ask: 'empty' })
    },
    trial: async (signal) => {
      const spansPerSecond = await measure(signal)
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
