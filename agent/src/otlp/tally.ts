/** What became of spans: `given` = `delivered` + `spooled` + what was dropped + what is still in memory. */

export const dropCauses = [
  /** The receiver will never take the request. */
  'refused',
  /** The receiver took the request, but not these spans of it (partial success). */
  'rejected',
  /** The receiver was away and there is no spool. */
  'unreachable',
  'spool-full',
  /** The disk is full, or the spool's folder cannot be written. */
  'spool-failed',
  /** A spooled request is not what was written: its checksum differs, or the file is gone. */
  'damaged',
  /** The SDK's queue was full. */
  'queue-full',
  'unencodable',
  /** OTEL_SDK_DISABLED. */
  'disabled',
] as const

export type DropCause = (typeof dropCauses)[number]

export class SpanTally {
  given = 0
  delivered = 0
  /** On disk, to be delivered later. */
  spooled = 0
  readonly droppedBy: Partial<Record<DropCause, number>> = {}
  /** Why spans were dropped, the last time they were. */
  lastReason: string | undefined

  /** Of all causes. */
  get dropped(): number {
    return Object.values(this.droppedBy).reduce((sum, spans) => sum + spans, 0)
  }

  drop(spans: number, cause: DropCause, reason: string): void {
    this.droppedBy[cause] = (this.droppedBy[cause] ?? 0) + spans
    this.lastReason = reason
  }
}
