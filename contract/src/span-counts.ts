/** Spans of a run, counted where they happen and counted again in the store: do they agree? */

/** Happened as the agent counted, stored as the store counts now. */
export interface SpanCounts {
  readonly ioctl: { readonly issued: number; readonly stored: number }
  /**
   * Rung as the datapath counts, below any tracing; recorded by it; selected to become spans. All 0 where doorbells are not
   * traced.
   */
  readonly doorbell: { readonly rung: number; readonly recorded: number; readonly selected: number; readonly stored: number }
  /** Packets that came late. */
  readonly outlier: { readonly found: number; readonly stored: number }
  /** Doorbells without room in an event ring. */
  readonly eventsDropped: number
  /** Spans that are lost: those, and what could not be exported. */
  readonly dropped: number
  /** Spans that waited on the agent's disk when the run ended. */
  readonly spooled: number
  /** Spans of the run are old enough to have been let go. */
  readonly aged?: true
}

export const noSpans: SpanCounts = {
  ioctl: { issued: 0, stored: 0 },
  doorbell: { rung: 0, recorded: 0, selected: 0, stored: 0 },
  outlier: { found: 0, stored: 0 },
  eventsDropped: 0,
  dropped: 0,
  spooled: 0,
}

/**
 * - `complete`: everything that happened is stored.
 * - `incomplete`: what is missing is known and counted.
 * - `aged`: what is missing is older than spans are kept.
 * - `mismatch`: the counts contradict each other, so the trace cannot be trusted.
 */
export type TraceStatus = 'complete' | 'incomplete' | 'aged' | 'mismatch'

export function traceStatus(counts: SpanCounts): TraceStatus {
  const { ioctl, doorbell, outlier, eventsDropped, dropped, spooled } = counts
  const expected = ioctl.issued + doorbell.selected + outlier.found
  const stored = ioctl.stored + doorbell.stored + outlier.stored
  // Spans of phases and trials may be among those that the exporter lost or spooled.
  const missingAtMost = dropped - eventsDropped + spooled
  const isCounted =
    doorbell.recorded + eventsDropped === doorbell.rung && doorbell.selected <= doorbell.recorded && stored <= expected
  if (!isCounted) return 'mismatch'
  if (expected - stored > missingAtMost) return counts.aged ? 'aged' : 'mismatch'
  return dropped === 0 && stored === expected ? 'complete' : 'incomplete'
}

export function addSpanCounts(a: SpanCounts, b: SpanCounts): SpanCounts {
  return {
    ioctl: { issued: a.ioctl.issued + b.ioctl.issued, stored: a.ioctl.stored + b.ioctl.stored },
    doorbell: {
      rung: a.doorbell.rung + b.doorbell.rung,
      recorded: a.doorbell.recorded + b.doorbell.recorded,
      selected: a.doorbell.selected + b.doorbell.selected,
      stored: a.doorbell.stored + b.doorbell.stored,
    },
    outlier: { found: a.outlier.found + b.outlier.found, stored: a.outlier.stored + b.outlier.stored },
    eventsDropped: a.eventsDropped + b.eventsDropped,
    dropped: a.dropped + b.dropped,
    spooled: a.spooled + b.spooled,
    ...((a.aged || b.aged) && { aged: true as const }),
  }
}
