/** Runs in words. */
import type { RunSummary, SpanCounts, TraceStatus } from '@ringside/contract'
import { formatCount } from './quantity.ts'

export const isOver = ({ state }: Pick<RunSummary, 'state'>): boolean => state === 'succeeded' || state === 'failed'

const statusWords: Readonly<Record<TraceStatus, string>> = {
  complete: 'Everything that happened is in the trace',
  incomplete: 'Part of the trace is missing, and counted',
  aged: 'Part of the trace is older than spans are kept',
  mismatch: 'The counts contradict each other: the trace cannot be trusted',
}

/** Rung, recorded, selected, stored: each as it was counted at its own place. */
export function reconciliation(spans: SpanCounts, status: TraceStatus): string {
  const { ioctl, doorbell, outlier, dropped, spooled } = spans
  const count = formatCount
  const parts = [
    `${count(ioctl.stored)} of ${count(ioctl.issued)} ioctls stored`,
    doorbell.rung === 0
      ? 'doorbells not traced'
      : `${count(doorbell.rung)} doorbells rung, ${count(doorbell.recorded)} recorded, ${count(doorbell.selected)} selected, ${count(doorbell.stored)} stored`,
    `${count(outlier.stored)} of ${count(outlier.found)} late packets stored`,
    `${count(dropped)} dropped`,
    ...(spooled > 0 ? [`${count(spooled)} were on the agent's disk when it ended`] : []),
  ]
  return `${statusWords[status]}: ${parts.join('; ')}.`
}
