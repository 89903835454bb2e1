/** Spans of a run, counted where they happen and counted again in the store: do they agree? */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'

/** Happened as the agent counted, stored as the store counts now. */
export const SpanCounts = Type.Object(
  {
    ioctl: Type.Object({ issued: Type.Number(), stored: Type.Number() }),
    doorbell: Type.Object(
      { rung: Type.Number(), recorded: Type.Number(), selected: Type.Number(), stored: Type.Number() },
      {
        description:
          'Rung as the datapath counts, below any tracing; recorded by it; selected to become spans. All 0 where doorbells are not traced',
      },
    ),
    outlier: Type.Object({ found: Type.Number(), stored: Type.Number() }, { description: 'Packets that came late' }),
    eventsDropped: Type.Number({ description: 'Doorbells without room in an event ring' }),
    dropped: Type.Number({ description: 'Spans that are lost: those, and what could not be exported' }),
    spooled: Type.Number({ description: "Spans that waited on the agent's disk when the run ended" }),
    aged: Type.Optional(Type.Literal(true, { description: 'Spans of the run are old enough to have been let go' })),
  },
  { title: 'SpanCounts' },
)
export type SpanCounts = Frozen<Static<typeof SpanCounts>>

/**
 * - `complete`: everything that happened is stored.
 * - `incomplete`: what is missing is known and counted.
 * - `aged`: what is missing is older than spans are kept.
 * - `mismatch`: the counts contradict each other, so the trace cannot be trusted.
 */
export const TraceStatus = Type.Enum(['complete', 'incomplete', 'aged', 'mismatch'], { title: 'TraceStatus' })
export type TraceStatus = Frozen<Static<typeof TraceStatus>>

export const noSpans: SpanCounts = {
  ioctl: { issued: 0, stored: 0 },
  doorbell: { rung: 0, recorded: 0, selected: 0, stored: 0 },
  outlier: { found: 0, stored: 0 },
  eventsDropped: 0,
  dropped: 0,
  spooled: 0,
}

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
