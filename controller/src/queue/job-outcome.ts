/** What a finished job says about its run. Whatever an agent returns is checked before it is believed. */
import { FailureCause, RunArtifact, type RunFailure, type RunResult, Verify } from '@ringside/contract'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { parsed } from '../parsed-json.ts'
import type { AttemptRef } from '../runs/run-life.ts'
import type { RunOutcome } from '../runs/run-record.ts'

/** BullMQ's words for a job whose lock expired once too often. */
export const stalledReason = 'job stalled more than allowable limit'

const Failure = Type.Object({ cause: FailureCause, message: Type.String() })

const Counters = Type.Object({
  packets: Type.Number(),
  batches: Type.Array(Type.Number()),
  drops: Type.Record(Type.String(), Type.Number()),
})

/** The parts of a result that the store and the judge read without asking. */
const Result = Type.Object({
  runId: Type.String(),
  attempt: Type.Integer(),
  lease: Type.Object({ agentId: Type.String(), token: Type.Integer() }),
  startedAt: Type.String(),
  endedAt: Type.String(),
  host: Type.Object({ id: Type.String() }),
  trials: Type.Array(
    Type.Object({
      backend: Type.String(),
      index: Type.Integer(),
      startedUnixNs: Type.String({ pattern: '^\\d+$' }),
      durationNs: Type.Number(),
      packets: Type.Record(Type.String(), Type.Number()),
      verify: Verify,
      metrics: Type.Record(Type.String(), Type.Number()),
      queues: Type.Array(Type.Object({ index: Type.Integer(), role: Type.String(), driver: Counters, device: Counters })),
      doorbells: Type.Object({ kick: Type.Object({ rung: Type.Number() }), call: Type.Object({ rung: Type.Number() }) }),
      environment: Type.Object({ pages: Type.String(), clock: Type.String() }),
    }),
  ),
  spans: Type.Object({
    ioctlIssued: Type.Number(),
    doorbellRung: Type.Number(),
    doorbellRecorded: Type.Number(),
    doorbellSelected: Type.Number(),
    outliersFound: Type.Number(),
    eventsDropped: Type.Number(),
    dropped: Type.Number(),
  }),
  artifacts: Type.Optional(Type.Array(RunArtifact)),
})

/** Compiled, because it looks at every result there is. */
const validResult = Compile(Result)

/** Outcome of a completed job from its return value, and the JSON text of that where it is at hand. */
export function completedOutcome({ runId, attempt }: AttemptRef, returned: unknown, text?: string): RunOutcome {
  if (!validResult.Check(returned)) {
    const [fault] = Value.Errors(Result, returned)
    const message = `the agent returned no valid result: ${fault?.instancePath || 'it'} ${fault?.message}; are agent and controller of one version?`
    return { ok: false, failure: { cause: 'infrastructure', message } }
  }
  const result = returned as unknown as RunResult
  if (result.runId === runId && result.attempt === attempt) return { ok: true, result, text }
  const message = `the agent returned the result of run ${result.runId}, attempt ${result.attempt}, for run ${runId}, attempt ${attempt}; are agent and controller of one version?`
  return { ok: false, failure: { cause: 'infrastructure', message } }
}

/** Outcome of a failed job from its reason: JSON of a RunFailure, BullMQ's own words, or anything. */
export function failedOutcome(reason: string | undefined): RunOutcome {
  return { ok: false, failure: reason === stalledReason ? agentLost : (parsedFailure(reason) ?? unexpected(reason)) }
}

export const agentLost: RunFailure = {
  cause: 'lost',
  message:
    'the agent stopped renewing its hold on the run, so it died, hung or lost Redis; a suite can ask for another attempt (onFailure.retries)',
}

export const jobVanished: RunFailure = {
  cause: 'infrastructure',
  message: 'the job of this run is no longer in Redis, so no agent will execute it; did Redis lose data?',
}

function parsedFailure(reason: string | undefined): RunFailure | undefined {
  const failure = parsed<unknown>(reason)
  return Value.Check(Failure, failure) ? { cause: failure.cause, message: failure.message } : undefined
}

const unexpected = (reason: string | undefined): RunFailure => ({
  cause: 'infrastructure',
  message:
    reason === undefined || reason === '' ? 'the agent failed the run without saying why; see the log of the agent' : reason,
})
