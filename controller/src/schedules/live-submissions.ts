/** Submissions of schedules, as this controller makes them. */
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Fleet } from '../fleet/fleet.ts'
import { submissionIdOf } from '../planning/run-id.ts'
import { submitSuite } from '../planning/submit-suite.ts'
import { cancelSubmission } from '../queue/cancel.ts'
import type { HostQueues } from '../queue/host-queues.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { currentParent } from '../telemetry/traceparent.ts'
import type { ScheduledSubmission, Submissions } from './submissions.ts'

export interface LiveSubmissionsOptions {
  readonly queues: HostQueues
  readonly fleet: Pick<Fleet, 'hosts'>
  readonly life: RunLife
  readonly reader: RunReader
  readonly telemetry: Telemetry
}

export function liveSubmissions({ queues, fleet, life, reader, telemetry }: LiveSubmissionsOptions): Submissions {
  const runs = async (id: string) => (await reader.submission(id))?.runs ?? []
  const find = async (key: string) => {
    const id = submissionIdOf(key)
    return (await runs(id)).length === 0 ? undefined : id
  }
  const submit: Submissions['submit'] = async (suite, key): Promise<ScheduledSubmission> => {
    const made = await find(key)
    if (made !== undefined) return { ok: true, submissionId: made }
    return submitSuite(suite, { queues, fleet, life, parent: currentParent(undefined), key })
  }
  return {
    runs,
    find,
    submit: (suite, key) => traced(telemetry, key, () => submit(suite, key)),
    watch: (id, listener) => life.watch(id, listener),
    cancel: async (id, by, reason) => void (await cancelSubmission(id, { cause: 'cancelled', by, reason }, { queues, life })),
  }
}

/** No client's span is above a submission that nobody sent, so it gets a root of its own. */
function traced(telemetry: Telemetry, key: string, work: () => Promise<ScheduledSubmission>): Promise<ScheduledSubmission> {
  const options = { kind: SpanKind.INTERNAL, attributes: { 'ringside.submission.key': key } }
  const span = telemetry.tracer.startSpan('schedule.fire', options, ROOT_CONTEXT)
  return context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
    try {
      const answer = await work()
      if (!answer.ok) span.setStatus({ code: SpanStatusCode.ERROR, message: answer.detail })
      return answer
    } finally {
      span.end()
    }
  })
}
