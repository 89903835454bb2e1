/** Takes a checked suite: chooses the hosts, expands, stores the runs as queued, adds their jobs. */
import { maxRunsPerSubmission, type RunSpec, type Suite } from '@ringside/contract'
import type { Fleet } from '../fleet/fleet.ts'
import type { HostQueues } from '../queue/host-queues.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { formatTraceparent, newSpanId, type TraceParent } from '../telemetry/traceparent.ts'
import { expand } from './expand.ts'
import { hostsFor } from './hosts-for.ts'
import { newRunId, newSubmissionId, runIdOf, submissionIdOf } from './run-id.ts'

export interface SubmitOptions {
  readonly queues: HostQueues
  readonly life: RunLife
  readonly fleet: Pick<Fleet, 'hosts'>
  /** Span of the submission: parent of every run's span. */
  readonly parent: TraceParent
  /** The submission's id follows from it, and those of its runs. */
  readonly key?: string
  /** Ids of runs that an earlier request under the key has made. */
  readonly present?: ReadonlySet<string>
}

export type SubmitAnswer =
  | { readonly ok: true; readonly submissionId: string; readonly records: readonly RunRecord[] }
  | { readonly ok: false; readonly status: 409 | 422; readonly detail: string }

/** Rejects when the store or Redis is out of reach; runs that are stored get their jobs when Redis is back. */
export async function submitSuite(suite: Suite, options: SubmitOptions): Promise<SubmitAnswer> {
  const { queues, life, parent, key, present } = options
  const choice = await hostsFor(suite, options)
  if (!choice.ok) return choice
  const planned = expand(suite)
  const runs = planned.length * choice.ids.length
  if (runs > maxRunsPerSubmission) {
    const detail = `the suite has ${runs} runs on ${choice.ids.length} hosts, at most ${maxRunsPerSubmission} are accepted at once; split it`
    return { ok: false, status: 422, detail }
  }
  const submissionId = key === undefined ? newSubmissionId() : submissionIdOf(key)
  const submittedAtMs = Date.now()
  const placed = choice.ids.flatMap((host) => planned.map((run) => ({ ...run, host })))
  const records = placed.map((run, position): RunRecord => {
    const traceparent = formatTraceparent({ traceId: parent.traceId, spanId: newSpanId() })
    const id = key === undefined ? newRunId() : runIdOf({ ...run, submissionId, position })
    const spec: RunSpec = { ...run, id, submissionId, traceparent }
    return { spec, parentSpanId: parent.spanId, position, state: 'queued', submittedAtMs, earlier: [] }
  })
  const fresh = present === undefined ? records : records.filter(({ spec }) => !present.has(spec.id))
  await life.accept(fresh)
  await enqueue(fresh, { queues, life })
  return { ok: true, submissionId, records }
}

async function enqueue(records: readonly RunRecord[], { queues, life }: Pick<SubmitOptions, 'queues' | 'life'>): Promise<void> {
  for (const [host, ofHost] of Map.groupBy(records, ({ spec }) => spec.host)) {
    const queue = await queues.of(host)
    // A job that could not be added is one that has vanished, and those are replaced.
    await queue.add(ofHost.map((record) => record.spec)).finally(() => life.enqueued(ofHost))
  }
}
