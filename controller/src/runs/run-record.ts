/** A run as the controller keeps it: what was asked for, and how far it has come. */
import type { RunFailure, RunProgress, RunResult, RunSpec, RunState, RunSummary } from '@ringside/contract'
import { parseTraceparent } from '../telemetry/traceparent.ts'

export interface RunRecord {
  readonly spec: RunSpec
  /** Span of the submission, parent of the run's span. 16 hex digits. */
  readonly parentSpanId: string
  /** 0-based place among the runs of its submission, in the order of the suite. */
  readonly position: number
  readonly state: RunState
  /** Unix milliseconds, as the three that follow in a run's life. */
  readonly submittedAtMs: number
  readonly startedAtMs?: number | undefined
  readonly endedAtMs?: number | undefined
  readonly failure?: RunFailure | undefined
  /** Left out where only summaries are read: it is large. */
  readonly result?: RunResult | undefined
}

/** How a run ended. */
export type RunOutcome = { readonly ok: true; readonly result: RunResult } | { readonly ok: false; readonly failure: RunFailure }

/** How far along a state is. A row of a later state replaces one of an earlier state, never the other way round. */
export const stateVersion = { queued: 1, claimed: 2, running: 3, succeeded: 7, failed: 7 } as const satisfies Record<
  RunState,
  number
>

export const isFinal = (state: RunState): boolean => stateVersion[state] === stateVersion.failed

export const traceIdOf = (spec: RunSpec): string => parseTraceparent(spec.traceparent)?.traceId ?? ''

/** The record of a run that has ended now, or when its agent says it ended. */
export function endedRecord(record: RunRecord, outcome: RunOutcome, nowMs: number): RunRecord {
  if (!outcome.ok) return { ...record, state: 'failed', endedAtMs: nowMs, failure: outcome.failure }
  const { result } = outcome
  const startedAtMs = record.startedAtMs ?? timeOr(result.startedAt, nowMs)
  return { ...record, state: 'succeeded', startedAtMs, endedAtMs: timeOr(result.endedAt, nowMs), result }
}

/** What clients see of a run. */
export function summaryOf(record: RunRecord, progress?: RunProgress): RunSummary {
  const { spec } = record
  return {
    id: spec.id,
    submissionId: spec.submissionId,
    suite: spec.suite,
    label: spec.label,
    pointId: spec.pointId,
    contentId: spec.contentId,
    repetition: spec.repetition,
    priority: spec.priority,
    attempt: spec.attempt,
    host: spec.host,
    backends: spec.backends.map((backend) => backend.name),
    state: record.state,
    traceId: traceIdOf(spec),
    submittedAt: isoTime(record.submittedAtMs),
    ...(record.startedAtMs === undefined ? {} : { startedAt: isoTime(record.startedAtMs) }),
    ...(record.endedAtMs === undefined ? {} : { endedAt: isoTime(record.endedAtMs) }),
    ...(record.failure === undefined ? {} : { failure: record.failure }),
    ...(progress === undefined || isFinal(record.state) ? {} : { progress }),
  }
}

const isoTime = (unixMs: number): string => new Date(unixMs).toISOString()

function timeOr(iso: string, fallbackMs: number): number {
  const unixMs = Date.parse(iso)
  return Number.isNaN(unixMs) ? fallbackMs : unixMs
}
