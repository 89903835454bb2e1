/** What doorbells are folded by. */
import { type Static, Type } from 'typebox'
import type { Frozen } from './frozen.ts'
export const DoorbellKind = Type.Object(
  { parentSpanId: Type.String(), name: Type.String(), queue: Type.Number(), method: Type.String() },
  { title: 'DoorbellKind' },
)
export type DoorbellKind = Frozen<Static<typeof DoorbellKind>>

/** The trace of a run as the API gives it: the folded tree, pages of single spans, the slowest packets. */

/** Another span that a span points to. */
export const SpanLink = Type.Object(
  {
    traceId: Type.String(),
    spanId: Type.String(),
    attributes: Type.Record(Type.String(), Type.String()),
    /** Where the other span is folded, if it is a doorbell of the same run. */
    doorbells: Type.Optional(DoorbellKind),
  },
  { title: 'SpanLink' },
)
export type SpanLink = Frozen<Static<typeof SpanLink>>

/** A span as the trace view needs it. Times are Unix nanoseconds as decimal strings. */
export const TraceSpan = Type.Object(
  {
    spanId: Type.String(),
    parentSpanId: Type.String(),
    name: Type.String(),
    service: Type.String(),
    startUnixNs: Type.String(),
    durationNs: Type.Number(),
    error: Type.Boolean(),
    attributes: Type.Record(Type.String(), Type.String()),
    links: Type.Optional(Type.Array(SpanLink, { description: 'Absent where there are none' })),
    context: Type.Optional(
      Type.Literal(true, { description: 'Does not pass the filter, and is here because something below it does' }),
    ),
  },
  { title: 'TraceSpan' },
)
export type TraceSpan = Frozen<Static<typeof TraceSpan>>

/** Doorbells of one kind, folded; there can be millions. */
export const FoldedDoorbells = Type.Object(
  {
    ...DoorbellKind.properties,
    count: Type.Number(),
    startUnixNs: Type.String(),
    endUnixNs: Type.String(),
    durationNsP50: Type.Number(),
    durationNsP99: Type.Number(),
    durationNsMax: Type.Number(),
    batchMean: Type.Number(),
    unobserved: Type.Number({ description: 'Of `count`, those that the other side was not seen to notice' }),
    density: Type.Array(Type.Number(), {
      description: "How many were rung in each of densityBuckets equal parts of their parent's time",
    }),
  },
  { title: 'FoldedDoorbells' },
)
export type FoldedDoorbells = Frozen<Static<typeof FoldedDoorbells>>

export const Passed = Type.Object({ shown: Type.Number(), of: Type.Number() }, { title: 'Passed' })
export type Passed = Frozen<Static<typeof Passed>>

export const PassedCounts = Type.Object({ spans: Passed, doorbells: Passed }, { title: 'PassedCounts' })
export type PassedCounts = Frozen<Static<typeof PassedCounts>>

export const RunTrace = Type.Object(
  {
    runId: Type.String(),
    traceId: Type.String(),
    spans: Type.Array(TraceSpan, {
      description: "Every span but doorbells, from the submission's root down to this run's ioctls, by start time",
    }),
    doorbells: Type.Array(FoldedDoorbells),
    /** With a filter: how many of the run's spans passed it. */
    passed: Type.Optional(PassedCounts),
  },
  { title: 'RunTrace' },
)
export type RunTrace = Frozen<Static<typeof RunTrace>>

export const SpanEvent = Type.Object(
  { unixNs: Type.String(), name: Type.String(), attributes: Type.Record(Type.String(), Type.String()) },
  { title: 'SpanEvent' },
)
export type SpanEvent = Frozen<Static<typeof SpanEvent>>

/** A span with everything that is stored of it. */
export const FullSpan = Type.Object(
  {
    ...TraceSpan.properties,
    traceState: Type.String(),
    kind: Type.String({ description: '`Internal`, `Server`, `Client`, `Producer`, `Consumer` or `Unspecified`' }),
    status: Type.String({ description: '`Unset`, `Ok` or `Error`' }),
    statusMessage: Type.String(),
    events: Type.Array(SpanEvent),
    origin: Type.Number({ description: 'Index into SpanPage.origins' }),
  },
  { title: 'FullSpan' },
)
export type FullSpan = Frozen<Static<typeof FullSpan>>

/** Where spans come from: instrumentation scope and resource, which many of them share. */
export const SpanOrigin = Type.Object(
  {
    scopeName: Type.String(),
    scopeVersion: Type.String(),
    scope: Type.Record(Type.String(), Type.String()),
    resource: Type.Record(Type.String(), Type.String()),
  },
  { title: 'SpanOrigin' },
)
export type SpanOrigin = Frozen<Static<typeof SpanOrigin>>

/** Single spans, doorbells included, by name, start time and id. */
export const SpanPage = Type.Object(
  {
    traceId: Type.String(),
    origins: Type.Array(SpanOrigin),
    spans: Type.Array(FullSpan),
    next: Type.Optional(Type.String({ description: 'The `cursor` that asks for what follows; absent on the last page' })),
  },
  { title: 'SpanPage' },
)
export type SpanPage = Frozen<Static<typeof SpanPage>>

/** The slowest packets of a run, slowest first, each with the doorbells around it in order of time. */
export const OutlierList = Type.Object(
  {
    outliers: Type.Array(Type.Object({ ...TraceSpan.properties, doorbells: Type.Array(TraceSpan) })),
    total: Type.Number({ description: 'How many there are' }),
  },
  { title: 'OutlierList' },
)
export type OutlierList = Frozen<Static<typeof OutlierList>>

export const densityBuckets = 48
