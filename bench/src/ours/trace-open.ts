/** Opening a trace of a million spans by id. */
import type { Finding, Side } from '../side.ts'
import { type TracedRun, tracedRun } from '../spans/questions.ts'
import type { SpanStore } from '../spans/span-store.ts'
import { type TraceContents, type TraceStores, traces } from '../spans/trace-stores.ts'
import { quantile } from '../statistics.ts'

/** One after the other in each trial. */
const opensPerTrial = 3
/** Spans that Grafana asks for. */
const grafanaLimit = 1000

/** Opens a trace; throws when it is not whole. */
export type TraceOpening = (store: SpanStore, run: TracedRun, contents: TraceContents) => Promise<void>

/** As `ringside trace` and the report get it: all spans but doorbells, those folded, with densities and links. */
export const openRunTrace: TraceOpening = async (store, run, { doorbells, spans, links }) => {
  const opened = await store.ask({ ask: 'openRun', ...run })
  const expected = { spans, doorbells, inDensities: doorbells, links }
  for (const [what, count] of Object.entries(expected)) {
    const shown = opened[what as keyof typeof expected]
    if (shown !== count) throw new Error(`run ${run.runId} was opened with ${what}: ${shown}, expected ${count}`)
  }
}

/** As Grafana asks. */
export const openTraceById: TraceOpening = async (store, { traceId }) => {
  const spans = await store.ask({ ask: 'openTrace', traceId, limit: grafanaLimit })
  if (spans !== grafanaLimit) throw new Error(`trace ${traceId} was opened with ${spans} spans, expected ${grafanaLimit}`)
}

/** Among others it opens another one each time, so that what a cache holds of one does not help; alone there is only one. */
export function openTraceSide(where: 'among' | 'alone', opening: TraceOpening, stores: TraceStores): Side {
  let contents: TraceContents | undefined
  let opened = 0
  const openedMs: number[] = []
  const open = async () => {
    if (contents === undefined) throw new Error('the stores are not filled; prepare the side first')
    const run = where === 'among' ? tracedRun(opened++ % traces, contents.first.traceId) : contents.first
    const beganMs = performance.now()
    await opening(stores[where], run, contents)
    openedMs.push(performance.now() - beganMs)
  }
  return {
    name: where === 'among' ? `one of ${traces} traces` : 'the only trace',
    prepare: async (signal, onStep = () => undefined) => {
      contents = await stores.prepare(signal, onStep)
      await open()
      openedMs.length = 0
    },
    trial: async (signal) => {
      const beganMs = performance.now()
      for (let i = 0; i < opensPerTrial; i++) {
        signal.throwIfAborted()
        await open()
      }
      return (opensPerTrial * 1000) / (performance.now() - beganMs)
    },
    findings: () => [foundIn(where, openedMs)],
    pages: () => undefined,
    // The stores are ended with the bench.
    close: async () => undefined,
  }
}

function foundIn(where: string, openedMs: readonly number[]): Finding {
  const ms = (share: number) => quantile(openedMs, share).toFixed(0)
  return { text: `${where}: ${openedMs.length} opened, ${ms(0.5)} ms in the median, ${ms(1)} ms at most`, missed: false }
}
