/**
 * Sends a trial's doorbell spans. They are encoded natively, because a trial can have millions and the SDK loses spans at a
 * fraction of that rate.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DoorbellHeader, NativeTrial } from '../datapath.ts'
import type { SpanSink } from './exporter.ts'

/** Spans per request: a few MB, below the body limits of common receivers. */
const maxSpansPerRequest = 20_000

export interface DoorbellDestination {
  /** What all of the trial's spans share. */
  readonly header: DoorbellHeader
  readonly sink: SpanSink
  /** Aborting gives up a trial that does not end. */
  readonly signal?: AbortSignal
}

/** How often a trial that runs is asked whether its rings had to be emptied. */
const pollMs = 100

/**
 * Gives every doorbell the trial recorded to `sink`, and answers how many they were. It may begin as soon as the trial runs: what
 * leaves the event rings meanwhile is sent at once, and the rest when the trial is over. The next batch is encoded while those before
 * it are sent, and a full sink holds it back.
 */
export async function exportDoorbells(
  trial: Pick<NativeTrial, 'nextDoorbells'>,
  { header, sink, signal }: DoorbellDestination,
): Promise<number> {
  let given = 0
  for (;;) {
    const batch = await trial.nextDoorbells(header, maxSpansPerRequest)
    if (batch === null || signal?.aborted) return given
    if (batch.spans === 0) {
      await sleep(pollMs, undefined, { ...(signal === undefined ? {} : { signal }) }).catch(() => undefined)
      continue
    }
    await sink.send(batch.body, batch.spans)
    given += batch.spans
  }
}
