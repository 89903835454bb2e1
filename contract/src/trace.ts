/** The trace of a run as the API gives it: the folded tree, pages of single spans, the slowest packets. */

/** Another span that a span points to. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly attributes: Readonly<Record<string, string>>
  /** Where the other span is folded, if it is a doorbell of the same run. */
  readonly doorbells?: DoorbellKind
}

/** What doorbells are folded by. */
export interface DoorbellKind {
  readonly parentSpanId: string
  readonly name: string
  readonly queue: number
  readonly method: string
}

/** A span as the trace view needs it. Times are Unix nanoseconds as decimal strings. */
export interface TraceSpan {
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly service: string
  readonly startUnixNs: string
  readonly durationNs: number
  readonly error: boolean
  readonly attributes: Readonly<Record<string, string>>
  /** Absent where there are none. */
  readonly links?: readonly SpanLink[]
  /** Does not pass the filter, and is here because something below it does. */
  readonly context?: true
}

/** Doorbells of one kind, folded; there can be millions. */
export interface FoldedDoorbells extends DoorbellKind {
  readonly count: number
  readonly startUnixNs: string
  readonly endUnixNs: string
  readonly durationNsP50: number
  readonly durationNsP99: number
  readonly durationNsMax: number
  readonly batchMean: number
  /** Of `count`, those that the other side was not seen to notice. */
  readonly unobserved: number
  /** How many were rung in each of {@link densityBuckets} equal parts of their parent's time. */
  readonly density: readonly number[]
}

export const densityBuckets = 48

export interface RunTrace {
  readonly runId: string
  readonly traceId: string
  /** Every span but doorbells, from the submission's root down to this run's ioctls, by start time. */
  readonly spans: readonly TraceSpan[]
  readonly doorbells: readonly FoldedDoorbells[]
  /** With a filter: how many of the run's spans passed it. */
  readonly passed?: PassedCounts
}

export interface PassedCounts {
  readonly spans: Passed
  readonly doorbells: Passed
}

export interface Passed {
  readonly shown: number
  readonly of: number
}

/** A span with everything that is stored of it. */
export interface FullSpan extends TraceSpan {
  readonly traceState: string
  /** `Internal`, `Server`, `Client`, `Producer`, `Consumer` or `Unspecified`. */
  readonly kind: string
  /** `Unset`, `Ok` or `Error`. */
  readonly status: string
  readonly statusMessage: string
  readonly events: readonly SpanEvent[]
  /** Index into {@link SpanPage.origins}. */
  readonly origin: number
}

export interface SpanEvent {
  readonly unixNs: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Where spans come from: instrumentation scope and resource, which many of them share. */
export interface SpanOrigin {
  readonly scopeName: string
  readonly scopeVersion: string
  readonly scope: Readonly<Record<string, string>>
  readonly resource: Readonly<Record<string, string>>
}

/** Single spans, doorbells included, by name, start time and id. */
export interface SpanPage {
  readonly traceId: string
  readonly origins: readonly SpanOrigin[]
  readonly spans: readonly FullSpan[]
  /** The `cursor` that asks for what follows; absent on the last page. */
  readonly next?: string
}

/** The slowest packets of a run, slowest first, each with the doorbells around it in order of time. */
export interface OutlierList {
  readonly outliers: readonly (TraceSpan & { readonly doorbells: readonly TraceSpan[] })[]
  /** How many there are. */
  readonly total: number
}
