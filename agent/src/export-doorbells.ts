/**
 * Sends a trial's doorbell spans, between trials. They are encoded natively, because a trial can have millions and the
 * SDK loses spans at a fraction of that rate.
 */
import type { DoorbellHeader, NativeTrial } from './datapath.ts'
import type { OtlpClient } from './otlp-client.ts'

/** Spans per request: a few MB, below the body limits of common receivers. */
const maxSpansPerRequest = 20_000

export interface DoorbellExport {
  readonly delivered: number
  readonly dropped: number
  /** Why, when something was dropped. */
  readonly reason?: string
}

/**
 * Exports every doorbell the trial recorded. Spans the receiver refuses are counted as dropped and the rest is sent;
 * once it cannot be reached, the rest is counted without trying, so that a dead receiver costs its patience once.
 */
export async function exportDoorbells(trial: NativeTrial, header: DoorbellHeader, client: OtlpClient): Promise<DoorbellExport> {
  let delivered = 0
  let dropped = 0
  let reason: string | undefined
  let reachable = true
  for (;;) {
    const batch = await trial.nextDoorbells(header, maxSpansPerRequest)
    if (batch === null) return { delivered, dropped, ...(reason === undefined ? {} : { reason }) }
    if (!reachable) {
      dropped += batch.spans
      continue
    }
    const delivery = await client.post(batch.body)
    const lost = delivery.status === 'delivered' ? Math.min(delivery.rejectedSpans, batch.spans) : batch.spans
    delivered += batch.spans - lost
    dropped += lost
    if (delivery.status !== 'delivered') reason = delivery.reason
    else if (lost > 0) reason = `the receiver rejected ${lost} of ${batch.spans} spans`
    reachable = delivery.status !== 'unreachable'
  }
}
