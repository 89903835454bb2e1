/** Takes a checked suite: chooses the hosts, expands, stores the runs as queued, adds their jobs. */
import type { RunSpec, Suite } from '@ringside/contract'
import type { Fleet } from '../fleet/fleet.ts'
import type { HostQueues } from '../queue/host-queues.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { formatTraceparent, newSpanId, type TraceParent } from '../telemetry/traceparent.ts'
import { chooseHosts, type HostChoice } from './choose-host.ts'
import { expand } from './expand.ts'
import { hostTimeMs } from './host-time.ts'
import { newRunId, newSubmissionId, runIdOf, submissionIdOf } from './run-id.ts'

export interface SubmitOptions {
  readonly queues: HostQueues
  readonly fleet: Pick<Fleet, 'hosts'>
  readonly life: RunLife
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
  const hosts = await hostsFor(suite, options)
  if (!hosts.ok) return hosts
  const submissionId = key === undefined ? newSubmissionId() : submissionIdOf(key)
  const submittedAtMs = Date.now()
  const planned = expand(suite)
  const placed = hosts.ids.flatMap((host) => planned.map((run) => ({ ...run, host })))
  const records = placed.map((run, position): RunRecord => {
    const traceparent = formatTraceparent({ traceId: parent.traceId, spanId: newSpanId() })
    const id = key === undefined ? newRunId() : runIdOf({ ...run, submissionId, position })
    const spec: RunSpec = { ...run, id, submissionId, traceparent }
    return { spec, parentSpanId: parent.spanId, position, state: 'queued', submittedAtMs, earlier: [] }
  })
  const fresh = present === undefined ? records : records.filter(({ spec }) => !present.has(spec.id))
  await life.accept(fresh)
  for (const [host, runs] of Map.groupBy(fresh, ({ spec }) => spec.host)) await enqueue(host, runs, { queues, life })
  return { ok: true, submissionId, records }
}

/** An agent that has just started is known only to those who look now. */
async function hostsFor(suite: Suite, { fleet, life }: Pick<SubmitOptions, 'fleet' | 'life'>): Promise<HostChoice> {
  const queuedMs = (host: string) => {
    let sum = 0
    for (const { record } of life.live.on(host)) sum += hostTimeMs(record.spec)
    return sum
  }
  const choose = async (fresh: boolean) => {
    return chooseHosts(suite, { hosts: await fleet.hosts(fresh), queuedMs, nowMs: Date.now() })
  }
  const known = await choose(false)
  return known.ok ? known : choose(true)
}

async function enqueue(
  host: string,
  records: readonly RunRecord[],
  { queues, life }: Pick<SubmitOptions, 'queues' | 'life'>,
): Promise<void> {
  const queue = await queues.of(host)
  // A job that could not be added is one that has vanished, and those are replaced.
  await queue.add(records.map((record) => record.spec)).finally(() => life.enqueued(records))
}
