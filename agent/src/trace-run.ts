/** The spans of a run on this host: the wait in the queue, the execution, its trials, their phases and ioctls. */
import { type Attributes, type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import { attributes, type RunFailure, type RunLease, type RunSpec, spanNames } from '@ringside/contract'
import type { IoctlRecord, PhaseRecord, TrialOutcome } from './datapath.ts'
import type { TrialRun } from './run-trial.ts'
import type { Telemetry } from './telemetry.ts'
import { earlierOf, laterOf, nsOfMs, spanTime } from './time.ts'

const trialPhases = [spanNames.setup, spanNames.warmup, spanNames.measure, spanNames.teardown]

/** A run as the queue handed it over. */
export interface ClaimedRun {
  readonly spec: RunSpec
  readonly lease: RunLease
  readonly enqueuedUnixMs: number
  readonly claimedUnixMs: number
}

export interface PlannedTrial {
  readonly spanId: string
  /** By the name of the phase. */
  readonly phaseSpanIds: Readonly<Record<string, string>>
}

export interface RunTrace {
  readonly traceId: string
  /** The ids under which a trial's spans will be emitted: doorbells that are sent while it runs hang under them already. */
  planTrial(): PlannedTrial
  /** Emits the spans of a trial under its planned ids. */
  addTrial(planned: PlannedTrial, trial: TrialRun): void
  /** Ends the execution's span; with a failure, as failed. */
  end(endedUnixNs: bigint, failure?: RunFailure): void
}

/** Opens the execution's span under the run's span, and emits the wait before it. `startedUnixNs` is on the native clock. */
export function traceRun(telemetry: Telemetry, run: ClaimedRun, startedUnixNs: bigint): RunTrace {
  const { tracer } = telemetry
  const { spec } = run
  const common = { [attributes.runId]: spec.id, [attributes.suite]: spec.suite, [attributes.label]: spec.label }
  const parent = runContext(spec.traceparent)
  // The queue's times come from two other clocks; they are bent so that the wait ends before the execution begins.
  const waitEnd = earlierOf(nsOfMs(run.claimedUnixMs), startedUnixNs)
  const waitStart = earlierOf(nsOfMs(run.enqueuedUnixMs), waitEnd)
  const wait = { kind: SpanKind.INTERNAL, attributes: common, startTime: spanTime(waitStart) }
  tracer.startSpan(spanNames.queueWait, wait, parent).end(spanTime(waitEnd))
  const execution = tracer.startSpan(
    spanNames.runExecute,
    {
      kind: SpanKind.CONSUMER,
      attributes: { ...common, [attributes.attempt]: spec.attempt },
      startTime: spanTime(startedUnixNs),
    },
    parent,
  )
  const within = trace.setSpan(parent, execution)
  let lastEndUnixNs = startedUnixNs
  return {
    traceId: execution.spanContext().traceId,
    planTrial() {
      const newId = () => telemetry.ids.generateSpanId()
      return { spanId: newId(), phaseSpanIds: Object.fromEntries(trialPhases.map((name) => [name, newId()])) }
    },
    addTrial(planned, trial) {
      lastEndUnixNs = laterOf(lastEndUnixNs, trial.endedUnixNs)
      emitTrial(telemetry, { ...planned, trial }, { within, common })
    },
    end(endedUnixNs, failure) {
      if (failure !== undefined) fail(execution, failure.cause, failure.message)
      execution.end(spanTime(laterOf(lastEndUnixNs, endedUnixNs)))
    },
  }
}

function runContext(traceparent: string): Context {
  const spanContext = parseTraceParent(traceparent)
  return spanContext === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, isRemote: true })
}

function emitTrial(
  { tracer, ids }: Telemetry,
  { trial, spanId, phaseSpanIds }: PlannedTrial & { trial: TrialRun },
  parent: { within: Context; common: Attributes },
): void {
  const common = {
    ...parent.common,
    [attributes.backend]: trial.plan.backend,
    [attributes.trialIndex]: trial.plan.index,
  }
  const phases = trial.ok ? trial.outcome.phases : phasesOf(trial.ioctls)
  // The native clock is mapped to Unix time anew for each trial: what contains the phases must not begin after them.
  const start = phases.reduce((at, phase) => earlierOf(at, phase.startUnixNs), trial.startedUnixNs)
  const end = phases.reduce((at, phase) => laterOf(at, phase.endUnixNs), trial.endedUnixNs)
  const options = { attributes: common, startTime: spanTime(start) }
  const span = ids.withSpanId(spanId, () => tracer.startSpan(spanNames.trial, options, parent.within))
  if (trial.ok) span.setAttributes({ ...countAttributes(trial.outcome), ...clockAttributes(trial.outcome) })
  else fail(span, trial.failure.cause, trial.failure.message)
  const inTrial = trace.setSpan(parent.within, span)
  for (const phase of phases) {
    const phaseAttributes = { ...common, [attributes.phase]: phase.name }
    const phaseStart = { attributes: phaseAttributes, startTime: spanTime(phase.startUnixNs) }
    const phaseSpan = ids.withSpanId(phaseSpanIds[phase.name], () => tracer.startSpan(phase.name, phaseStart, inTrial))
    const inPhase = trace.setSpan(parent.within, phaseSpan)
    for (const ioctl of trial.ioctls) {
      if (ioctl.phase === phase.name) emitIoctl(tracer, ioctl, { within: inPhase, common: phaseAttributes })
    }
    phaseSpan.end(spanTime(phase.endUnixNs))
  }
  span.end(spanTime(end))
}

/** The phases of a trial that failed on the way, as far as its ioctls tell. */
function phasesOf(ioctls: readonly IoctlRecord[]): PhaseRecord[] {
  const phases = new Map<string, PhaseRecord>()
  for (const { phase: name, startUnixNs, endUnixNs } of ioctls) {
    const known = phases.get(name)
    if (known === undefined) phases.set(name, { name, startUnixNs, endUnixNs })
    else known.endUnixNs = laterOf(known.endUnixNs, endUnixNs)
  }
  return [...phases.values()]
}

function emitIoctl(tracer: Telemetry['tracer'], ioctl: IoctlRecord, parent: { within: Context; common: Attributes }): void {
  const args = ioctl.args.map(({ name, value }) => [`${attributes.ioctlArgPrefix}${name}`, value])
  const span = tracer.startSpan(
    ioctl.name,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        ...parent.common,
        // An IOTLB message is written, not requested.
        [attributes.ioctlRequest]: ioctl.request === 0 ? 'write' : `0x${ioctl.request.toString(16).padStart(8, '0')}`,
        [attributes.ioctlResult]: ioctl.result,
        ...Object.fromEntries(args),
      },
      startTime: spanTime(ioctl.startUnixNs),
    },
    parent.within,
  )
  if (ioctl.errno !== undefined) fail(span, ioctl.errno, `${ioctl.name} failed with ${ioctl.errno}`)
  span.end(spanTime(ioctl.endUnixNs))
}

function countAttributes(outcome: { sent: number; verified: number; lost: number; offeredRatePps: number }): Attributes {
  return {
    [attributes.packetsSent]: outcome.sent,
    [attributes.packetsVerified]: outcome.verified,
    [attributes.packetsLost]: outcome.lost,
    [attributes.offeredRatePps]: outcome.offeredRatePps,
  }
}

/** Ticks and Unix times exceed what a number of the SDK holds exactly: decimal texts. */
function clockAttributes({ clock, clockMapping }: TrialOutcome): Attributes {
  return {
    [attributes.clockSource]: clock,
    [attributes.clockAnchorTicks]: String(clockMapping.anchorTicks),
    [attributes.clockAnchorUnixNs]: String(clockMapping.anchorUnixNs),
    [attributes.clockNsPerTick]: clockMapping.nsPerTick,
  }
}

function fail(span: Span, errorType: string, message: string): void {
  span.setAttribute(attributes.errorType, errorType)
  span.setStatus({ code: SpanStatusCode.ERROR, message })
}
