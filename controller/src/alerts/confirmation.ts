/** A run is measured once more, by the controller itself: the same in every way, on the same host, before all that waits there. */
import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { priorities, type RunSpec } from '@ringside/contract'
import { runIdOf, submissionIdOf } from '../planning/run-id.ts'
import type { HostQueues } from '../queue/host-queues.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunRecord } from '../runs/run-record.ts'
import type { RunStore } from '../runs/run-store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { currentParent, formatTraceparent, newSpanId, type TraceParent } from '../telemetry/traceparent.ts'

export interface Confirmations {
  /** Id of the run that measures this one again, whether or not it has been submitted. */
  idOf(spec: RunSpec): string
  /** Submits it, unless that was done before. Rejects when the store or Redis is out of reach. */
  submit(spec: RunSpec): Promise<void>
  /** How a run that was submitted stands; undefined where there is none. */
  find(runId: string): Promise<RunRecord | undefined>
}

export interface LiveConfirmationsOptions {
  readonly queues: HostQueues
  readonly life: RunLife
  readonly runs: RunStore
  readonly telemetry: Telemetry
}

/** What its own infrastructure does to it is not to keep a suspicion from being looked into. */
const retries = 1

export function liveConfirmations({ queues, life, runs, telemetry }: LiveConfirmationsOptions): Confirmations {
  const find = async (runId: string) => life.live.get(runId)?.record ?? (await runs.find(runId))
  const submit = async (spec: RunSpec, parent: TraceParent) => {
    const record = recordOf(spec, parent)
    await life.accept([record])
    const queue = await queues.of(spec.host)
    await queue.add([record.spec]).finally(() => life.enqueued([record]))
  }
  return {
    idOf: (spec) => namesOf(spec).id,
    find,
    submit: async (spec) => {
      if ((await find(namesOf(spec).id)) !== undefined) return
      const options = { kind: SpanKind.INTERNAL, attributes: { 'bench.run.id': spec.id } }
      const span = telemetry.tracer.startSpan('alert.confirm', options, ROOT_CONTEXT)
      const within = trace.setSpan(ROOT_CONTEXT, span)
      await context.with(within, () => submit(spec, currentParent(undefined))).finally(() => span.end())
    },
  }
}

function namesOf({ id: confirmed, contentId }: RunSpec): { readonly id: string; readonly submissionId: string } {
  const submissionId = submissionIdOf(`confirmation of ${confirmed}`)
  return { submissionId, id: runIdOf({ submissionId, contentId, repetition: 0, position: 0 }) }
}

function recordOf(spec: RunSpec, parent: TraceParent): RunRecord {
  const again: RunSpec = {
    ...spec,
    ...namesOf(spec),
    attempt: 1,
    repetition: 0,
    priority: priorities.high,
    retries: Math.max(spec.retries, retries),
    stopOnFailure: false,
    confirms: spec.id,
    traceparent: formatTraceparent({ traceId: parent.traceId, spanId: newSpanId() }),
  }
  return { spec: again, parentSpanId: parent.spanId, position: 0, state: 'queued', submittedAtMs: Date.now(), earlier: [] }
}
