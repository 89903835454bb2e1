/**
 * Sends a trial's doorbell spans. They are encoded natively, because a trial can have millions and the SDK loses spans at a
 * fraction of that rate.
 */
import type { DoorbellHeader, NativeTrial } from '../datapath.ts'
import type { SpanSink } from './exporter.ts'

/** Spans per request: a few MB, below the body limits of common receivers. */
const maxSpansPerRequest = 20_000

/**
 * Gives every doorbell the trial recorded to `sink`, and answers how many they were. After a trial it ends when its rings are
 * empty; beside a trial that is drained while it runs, it ends with the trial, when `nextDoorbells` has no more. The next batch is
 * encoded while those before it are sent, and a full sink holds it back.
 */
export async function exportDoorbells(
  trial: Pick<NativeTrial, 'nextDoorbells'>,
  header: DoorbellHeader,
  sink: SpanSink,
): Promise<number> {
  let given = 0
  for (;;) {
    const batch = await trial.nextDoorbells(header, maxSpansPerRequest)
    if (batch === null) return given
    await sink.send(batch.body, batch.spans)
    given += batch.spans
  }
}
