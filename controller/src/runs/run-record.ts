/** A run as the controller keeps it: what was asked for, and how far it has come. */
import type { RunAttempt, RunFailure, RunLease, RunProgress, RunResult, RunSpec, RunState, RunSummary } from '@ringside/contract'
import { parseTraceparent } from '../telemetry/traceparent.ts'

export interface RunRecord {
  /** Its `attempt` is the present one. */
  readonly spec: RunSpec
  /** Span of the submission, parent of the run's span. 16 hex digits. */
  readonly parentSpanId: string
  /** 0-based place among the runs of its submission, in the order of the suite. */
  readonly position: number
  readonly state: RunState
  /** Unix milliseconds, as the three that follow in a run's life. */
  readonly submittedAtMs: number
  /** Of the present attempt. */
  readonly startedAtMs?: number | undefined
  readonly endedAtMs?: number | undefined
  /** Of the present attempt, once its agent has the host. */
  readonly lease?: RunLease | undefined
  readonly failure?: RunFailure | undefined
  /** Attempts that ended without being the run's end. */
  readonly earlier: readonly RunAttempt[]
  /** When a result of the present attempt came that was refused, Unix milliseconds. */
  readonly refusedAtMs?: number | undefined
  /** Left out where only summaries are read: it is large. */
  readonly result?: RunResult | undefined
  /** The same as it came, where that is known: JSON. */
  readonly resultText?: string | undefined
}

/** How an attempt ended. */
export type RunOutcome =
  | { readonly ok: true; readonly result: RunResult; readonly text?: string | undefined }
  | { readonly ok: false; readonly failure: RunFailure }

/** How far along a state is. Of rows of one attempt that of the latest state counts, of rows of two attempts the later one's. */
export const stateVersion = { queued: 1, claimed: 2, running: 3, succeeded: 7, failed: 7 } as const satisfies Record<
  RunState,
  number
>

const versionsPerAttempt = 8

/** Grows with every change of a run. */
export const versionOf = ({ spec, state }: Pick<RunRecord, 'state'> & { readonly spec: Pick<RunSpec, 'attempt'> }): number =>
  (spec.attempt - 1) * versionsPerAttempt + stateVersion[state]

export const isFinal = (state: RunState): boolean => stateVersion[state] === stateVersion.failed

export const traceIdOf = (spec: RunSpec): string => parseTraceparent(spec.traceparent)?.traceId ?? ''

/** The record of a run that has ended now, or when its agent says it ended. */
export function endedRecord(record: RunRecord, outcome: RunOutcome, nowMs: number): RunRecord {
  if (!outcome.ok) return { ...record, state: 'failed', endedAtMs: nowMs, failure: outcome.failure }
  const { result } = outcome
  const startedAtMs = record.startedAtMs ?? timeOr(result.startedAt, nowMs)
  return {
    ...record,
    state: 'succeeded',
    startedAtMs,
    endedAtMs: timeOr(result.endedAt, nowMs),
    lease: result.lease,
    result,
    resultText: outcome.text,
  }
}

/** The record of a run whose present attempt has failed and that is queued once more. */
export function nextAttempt(record: RunRecord, failure: RunFailure, nowMs: number): RunRecord {
  const { startedAtMs: _, lease: __, ...rest } = record
  const failed = attemptOf({ ...record, state: 'failed', endedAtMs: nowMs, failure })
  return {
    ...rest,
    spec: { ...record.spec, attempt: record.spec.attempt + 1 },
    state: 'queued',
    earlier: [...record.earlier, failed],
  }
}

/** All tries at a run in their order, the present one last. */
export const attemptsOf = (record: RunRecord): RunAttempt[] => [...record.earlier, attemptOf(record)]

function attemptOf({ spec, state, lease, startedAtMs, endedAtMs, failure, refusedAtMs }: RunRecord): RunAttempt {
  return {
    attempt: spec.attempt,
    state,
    ...(lease === undefined ? {} : { lease }),
    ...(startedAtMs === undefined ? {} : { startedAt: isoTime(startedAtMs) }),
    ...(endedAtMs === undefined ? {} : { endedAt: isoTime(endedAtMs) }),
    ...(failure === undefined ? {} : { failure }),
    ...(refusedAtMs === undefined ? {} : { refusedAt: isoTime(refusedAtMs) }),
  }
}

/** The record, with the note that a result of one of its attempts came too late. */
export function withRefusal(record: RunRecord, attempt: number, atMs: number): RunRecord {
  if (attempt === record.spec.attempt) return { ...record, refusedAtMs: atMs }
  const refusedAt = isoTime(atMs)
  return { ...record, earlier: record.earlier.map((one) => (one.attempt === attempt ? { ...one, refusedAt } : one)) }
}

/** What is known of a run beside its record while it is under way. */
export interface LiveNotes {
  readonly progress?: RunProgress | undefined
  readonly cancelling?: boolean | undefined
}

/** What clients see of a run. */
export function summaryOf(record: RunRecord, { progress, cancelling = false }: LiveNotes = {}): RunSummary {
  const { spec } = record
  const ended = isFinal(record.state)
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
    ...(spec.confirms === undefined ? {} : { confirms: spec.confirms }),
    ...(cancelling && !ended ? { cancelling } : {}),
    submittedAt: isoTime(record.submittedAtMs),
    ...(record.startedAtMs === undefined ? {} : { startedAt: isoTime(record.startedAtMs) }),
    ...(record.endedAtMs === undefined ? {} : { endedAt: isoTime(record.endedAtMs) }),
    ...(record.failure === undefined ? {} : { failure: record.failure }),
    ...(progress === undefined || ended ? {} : { progress }),
  }
}

const isoTime = (unixMs: number): string => new Date(unixMs).toISOString()

function timeOr(iso: string, fallbackMs: number): number {
  const unixMs = Date.parse(iso)
  return Number.isNaN(unixMs) ? fallbackMs : unixMs
}
