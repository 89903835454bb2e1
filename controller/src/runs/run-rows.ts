/** Between run records and rows of the table `runs`; column names and types are those of the migrations. */
import { type RunAttempt, type RunLease, type RunResult, type RunSpec, type RunState, suiteDefaults } from '@ringside/contract'
import { withoutArtifacts } from './artifact-rows.ts'
import { type RunRecord, traceIdOf, versionOf } from './run-record.ts'
import { causeOfToday, resultOfToday, specOfToday } from './stored-forms.ts'

/** Everything but the result, which can be megabytes. */
export const summaryColumns = `
  spec, state, attempts, failure_cause, failure_message,
  toUnixTimestamp64Milli(submitted_at) AS submitted_at_ms,
  if(isNull(started_at), '', toString(toUnixTimestamp64Milli(assumeNotNull(started_at)))) AS started_at_ms,
  if(isNull(ended_at), '', toString(toUnixTimestamp64Milli(assumeNotNull(ended_at)))) AS ended_at_ms`

export interface RunRow {
  readonly spec: string
  readonly state: RunState
  readonly attempts: string
  readonly failure_cause: string
  readonly failure_message: string
  readonly submitted_at_ms: string
  readonly started_at_ms: string
  readonly ended_at_ms: string
  readonly result?: string
}

/** The column `spec` keeps beside the spec what a restarted controller needs: the parent of the run's span, the run's place. */
interface StoredSpec extends RunSpec {
  readonly parentSpanId: string
  readonly position: number
}

/** The column `attempts`: what is known of tries beside what has a column. */
interface StoredAttempts {
  readonly earlier?: readonly RunAttempt[]
  readonly lease?: RunLease
  readonly refusedAtMs?: number
}

/** Order of the runs of one submission, as their suite has them. */
export const byPosition = "JSONExtractUInt(spec, 'position')"

/** The row that says how far a run has come. */
export function toRunRow(record: RunRecord): object {
  const { spec } = record
  const stored: StoredSpec = { ...spec, parentSpanId: record.parentSpanId, position: record.position }
  return {
    id: spec.id,
    submission_id: spec.submissionId,
    suite: spec.suite,
    label: spec.label,
    point_id: spec.pointId,
    content_id: spec.contentId,
    attempt: spec.attempt,
    attempts: storedAttempts(record),
    queues: spec.point.queues,
    ring: spec.point.ring,
    verify: spec.point.workload.verify ?? suiteDefaults.verify,
    host: spec.host,
    backends: spec.backends.map((backend) => backend.name),
    state: record.state,
    spec: JSON.stringify(stored),
    trace_id: traceIdOf(spec),
    submitted_at: storeTime(record.submittedAtMs),
    started_at: record.startedAtMs === undefined ? null : storeTime(record.startedAtMs),
    ended_at: record.endedAtMs === undefined ? null : storeTime(record.endedAtMs),
    failure_cause: record.failure?.cause ?? '',
    failure_message: record.failure?.message ?? '',
    result: storedResult(record),
    version: versionOf(record),
  }
}

/** The record of a row read with {@link summaryColumns}, and with `result` where that was asked for too. */
export function fromRunRow(row: RunRow): RunRecord {
  const { parentSpanId, position, ...spec } = specOfToday(JSON.parse(row.spec) as StoredSpec)
  const attempts = JSON.parse(row.attempts === '' ? '{}' : row.attempts) as StoredAttempts
  return {
    spec,
    parentSpanId,
    position,
    state: row.state,
    submittedAtMs: Number(row.submitted_at_ms),
    startedAtMs: row.started_at_ms === '' ? undefined : Number(row.started_at_ms),
    endedAtMs: row.ended_at_ms === '' ? undefined : Number(row.ended_at_ms),
    failure: row.failure_cause === '' ? undefined : { cause: causeOfToday(row.failure_cause), message: row.failure_message },
    earlier: attempts.earlier ?? [],
    lease: attempts.lease,
    refusedAtMs: attempts.refusedAtMs,
    result: row.result ? resultOfToday(JSON.parse(row.result) as RunResult) : undefined,
  }
}

/** As it came, where nothing of it is kept elsewhere. */
function storedResult({ result, resultText }: RunRecord): string {
  if (result === undefined) return ''
  if (result.artifacts !== undefined) return JSON.stringify(withoutArtifacts(result))
  return resultText ?? JSON.stringify(result)
}

/** "" where there is nothing to say, as of most runs. */
function storedAttempts({ earlier, lease, refusedAtMs }: RunRecord): string {
  if (earlier.length === 0 && lease === undefined && refusedAtMs === undefined) return ''
  return JSON.stringify({
    ...(earlier.length === 0 ? {} : { earlier }),
    ...(lease === undefined ? {} : { lease }),
    ...(refusedAtMs === undefined ? {} : { refusedAtMs }),
  } satisfies StoredAttempts)
}

/** `2026-01-31 12:00:00.123`; the columns are in UTC, and this form is read the same by every ClickHouse. */
const storeTime = (unixMs: number): string => new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')
