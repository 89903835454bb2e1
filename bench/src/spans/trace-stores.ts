/** Two stores to open traces in: one holds many of a million spans each, one the first of them and nothing else. */
import { randomBytes } from 'node:crypto'
import { exportDoorbells } from '@ringside/agent/otlp'
import { attributes } from '@ringside/contract'
import { type Doorbells, ringDoorbells } from './doorbells.ts'
import { type TracedRun, tracedRun } from './questions.ts'
import { runSpans } from './run-spans.ts'
import { type SpanStore, spanStore } from './span-store.ts'

/** Copies differ in their runs and in the first bytes of their ids. */
export const traces = 50
const doorbellsPerTrace = 1_000_000

/** What stands in every trace. */
export interface TraceContents {
  /** Of the first trace. */
  readonly first: TracedRun
  readonly doorbells: number
  /** Spans that are no doorbells. */
  readonly spans: number
  /** From late packets to doorbells. */
  readonly links: number
}

export interface TraceStores {
  readonly among: SpanStore
  readonly alone: SpanStore
  /** Fills both stores, the first time it is called; takes a minute or two and 600 MB of disk. */
  prepare(signal: AbortSignal, onStep: (step: string) => void): Promise<TraceContents>
  /** Ends both; their folders are gone then. */
  close(): Promise<void>
}

export function traceStores(): TraceStores {
  const [among, alone] = [spanStore(), spanStore()]
  let contents: TraceContents | undefined
  const close = async () => {
    contents = undefined
    // The other way round: each lowers this process to where it was before.
    await alone.close()
    await among.close()
  }
  return {
    among,
    alone,
    prepare: async (signal, onStep) => {
      try {
        contents ??= await fill({ among, alone }, signal, onStep)
        return contents
      } catch (error) {
        await close()
        throw error
      }
    },
    close,
  }
}

type Stores = Pick<TraceStores, 'among' | 'alone'>

async function fill({ among, alone }: Stores, signal: AbortSignal, onStep: (step: string) => void): Promise<TraceContents> {
  onStep('the first trace')
  await among.open()
  await alone.open()
  const contents = await storeFirst([among, alone], signal)
  for (let number = 1; number < traces; number++) {
    signal.throwIfAborted()
    onStep(`trace ${number + 1} of ${traces}`)
    await among.ask({ ask: 'copyTrace', first: contents.first, number })
  }
  onStep('merging')
  for (const store of [among, alone]) await store.ask({ ask: 'merge' })
  return contents
}

/** Real doorbells under the spans of a run, sent to every store. */
async function storeFirst(stores: readonly SpanStore[], signal: AbortSignal): Promise<TraceContents> {
  const beganMs = Date.now()
  const rung = await ringDoorbells(signal, doorbellsPerTrace)
  const first = tracedRun(0, randomBytes(16).toString('hex'))
  const header = {
    ...rung.header,
    traceId: first.traceId,
    scope: { ...rung.header.scope, [attributes.runId]: first.runId },
  }
  const post = async (body: Uint8Array | string, contentType: string) => {
    for (const store of stores) await postTraces(store, { body, contentType, signal })
  }
  const sink = { send: (body: Uint8Array) => post(body, 'application/x-protobuf') }
  const doorbells = await exportDoorbells(firstOf(rung, doorbellsPerTrace), { header, sink, signal })
  rung.trial.discardDoorbells()
  const linked = (await stores[0]?.ask({ ask: 'doorbells', traceId: first.traceId, limit: 1000 })) ?? []
  const { body, spans, links } = runSpans({ ...first, phaseSpanIds: header.phaseSpanIds, beganMs, linked })
  await post(body, 'application/json')
  return { first, doorbells, spans, links }
}

/** Of the doorbells of a trial, the first ones. */
function firstOf({ trial }: Doorbells, most: number): Parameters<typeof exportDoorbells>[0] {
  let left = most
  return {
    nextDoorbells: async (header, maxSpans) => {
      const batch = left > 0 ? await trial.nextDoorbells(header, Math.min(maxSpans, left)) : null
      left -= batch?.spans ?? 0
      return batch
    },
  }
}

interface PostedTraces {
  readonly body: Uint8Array | string
  readonly contentType: string
  readonly signal: AbortSignal
}

async function postTraces(store: SpanStore, { body, contentType, signal }: PostedTraces): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': contentType }, body: Buffer.from(body), signal }
  const { status } = await fetch(`${store.endpoint()}/v1/traces`, init)
  if (status !== 200) throw new Error(`the receiver answered ${status} to spans of a trace, expected 200`)
}
