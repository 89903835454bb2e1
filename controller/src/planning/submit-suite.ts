/** Takes a checked suite: chooses the host, expands, stores the runs as queued, adds their jobs. */
import type { RunSpec, Suite } from '@ringside/contract'
import type { HostQueues } from '../queue/host-queues.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { formatTraceparent, newSpanId, type TraceParent } from '../telemetry/traceparent.ts'
import { expand } from './expand.ts'
import { newRunId, newSubmissionId, runIdOf, submissionIdOf } from './run-id.ts'

export interface SubmitOptions {
  readonly queues: HostQueues
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
  // An agent that has just started is known only to those who look now.
  const known = chooseHost(suite, await queues.registered())
  const host = known.ok ? known : chooseHost(suite, await queues.registered(true))
  if (!host.ok) return host
  const planned = expand(suite)
  const submissionId = key === undefined ? newSubmissionId() : submissionIdOf(key)
  const submittedAtMs = Date.now()
  const records = planned.map((run, position): RunRecord => {
    const traceparent = formatTraceparent({ traceId: parent.traceId, spanId: newSpanId() })
    const id = key === undefined ? newRunId() : runIdOf({ ...run, submissionId, position })
    const spec: RunSpec = { ...run, id, submissionId, host: host.id, traceparent }
    return { spec, parentSpanId: parent.spanId, position, state: 'queued', submittedAtMs, earlier: [] }
  })
  const fresh = present === undefined ? records : records.filter(({ spec }) => !present.has(spec.id))
  await life.accept(fresh)
  await enqueue(fresh, { queues, life })
  return { ok: true, submissionId, records }
}

type HostChoice = { readonly ok: true; readonly id: string } | Extract<SubmitAnswer, { ok: false }>

/** The host the suite names, else the only one there is. */
function chooseHost(suite: Suite, registered: readonly { readonly id: string }[]): HostChoice {
  const ids = registered.map((host) => host.id)
  const refuse = (detail: string): HostChoice => ({ ok: false, status: 409, detail })
  const [only, other] = ids
  if (only === undefined) return refuse('no host is registered, expected at least one; start an agent: ringside up')
  if (suite.host !== undefined) {
    if (ids.includes(suite.host)) return { ok: true, id: suite.host }
    return refuse(`host '${suite.host}' is not registered, registered: ${ids.join(', ')}; start its agent or name another host`)
  }
  if (other !== undefined)
    return refuse(`${ids.length} hosts are registered: ${ids.join(', ')}; name one in the suite: 'host: ${only}'`)
  return { ok: true, id: only }
}

async function enqueue(records: readonly RunRecord[], { queues, life }: Pick<SubmitOptions, 'queues' | 'life'>): Promise<void> {
  const [first] = records
  if (first === undefined) return
  const queue = await queues.of(first.spec.host)
  // A job that could not be added is one that has vanished, and those are replaced.
  await queue.add(records.map((record) => record.spec)).finally(() => life.enqueued(records))
}
