/** Executes a run: its trials in order, their spans in between, and the result at the end. */
import {
  attributes,
  type HostFacts,
  type IssuedSpans,
  orderTrials,
  type RunProgress,
  type RunResult,
  type RunSpec,
  type TrialResult,
} from '@ringside/contract'
import { collecting } from './artifacts/collect.ts'
import type { RunLog } from './artifacts/run-log.ts'
import type { Datapath, DoorbellHeader, NativeTrial } from './datapath.ts'
import { exportDoorbells } from './otlp/export-doorbells.ts'
import type { SpanTally } from './otlp/tally.ts'
import { choosePinning, type Pinning } from './pin.ts'
import { tickProgress } from './progress.ts'
import { failureOf, RunFailed } from './run-failure.ts'
import { runTrial, type TrialPlan, type TrialRun } from './run-trial.ts'
import type { Telemetry } from './telemetry.ts'
import { isoTime } from './time.ts'
import { type ClaimedRun, type RunTrace, traceRun } from './trace-run.ts'
import { trialConfig } from './trial-config.ts'
import { trialResult } from './trial-result.ts'
import { onTunedHost, type TuningPorts } from './tuning/on-tuned-host.ts'

/** The outside of a run. */
export interface RunPorts extends TuningPorts {
  readonly datapath: Datapath
  readonly telemetry: Telemetry
  readonly hostFacts: () => HostFacts
  /** Keeps the lines of the log of the present run. */
  readonly runLog: RunLog
  /** Told how many spans of a run the exporter dropped, and why; their number is in the result. */
  readonly onSpansDropped: (count: number, reason: string) => void
}

export interface RunControl {
  /** Aborting cancels the trial at hand; the reason becomes the failure's message. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: RunProgress) => void
}

/** Runs all trials. Throws {@link RunFailed} when one fails; the spans up to there are exported before. */
export async function executeRun(run: ClaimedRun, ports: RunPorts, control: RunControl): Promise<RunResult> {
  const { datapath, telemetry } = ports
  const account = telemetry.exporter.openAccount()
  const startedUnixNs = datapath.unixNowNs()
  const host = ports.hostFacts()
  const runTrace = traceRun(telemetry, run, startedUnixNs)
  try {
    const drive = () => driveTrials(run.spec, ports, { ...control, runTrace })
    const measured = await onTunedHost(run.spec, ports, () => collecting(run.spec.artifacts, ports.runLog, drive))
    const { result: trials, artifacts: packArtifacts } = measured.result
    const endedUnixNs = datapath.unixNowNs()
    runTrace.end(endedUnixNs)
    await telemetry.catchUp()
    reportDropped(account, ports)
    const artifacts = packArtifacts()
    return {
      runId: run.spec.id,
      attempt: run.spec.attempt,
      lease: run.lease,
      startedAt: isoTime(startedUnixNs),
      endedAt: isoTime(endedUnixNs),
      host,
      trials,
      spans: issuedSpans(trials, account),
      ...(measured.tuned.length === 0 ? {} : { tuned: measured.tuned }),
      ...(artifacts.length === 0 ? {} : { artifacts }),
    }
  } catch (error) {
    const failure = failureOf(error)
    runTrace.end(datapath.unixNowNs(), failure)
    await telemetry.catchUp()
    reportDropped(account, ports)
    throw new RunFailed(failure.cause, failure.message, error instanceof RunFailed && error.stuck)
  }
}

function reportDropped({ dropped, lastReason }: SpanTally, ports: RunPorts): void {
  if (dropped > 0) ports.onSpansDropped(dropped, lastReason ?? 'not known')
}

interface Drive extends RunControl {
  readonly runTrace: RunTrace
}

async function driveTrials(spec: RunSpec, ports: RunPorts, drive: Drive): Promise<TrialResult[]> {
  const plans = planTrials(spec, choosePinning())
  const progress = tickProgress({ trials: plans.length, trialMs: spec.warmupMs + spec.durationMs }, drive.onProgress)
  const trials: TrialResult[] = []
  for (const plan of plans) {
    progress.trialBegins(`${plan.backend} ${plan.index + 1}/${spec.trials}`)
    const planned = drive.runTrace.planTrial()
    const header = {
      traceId: drive.runTrace.traceId,
      phaseSpanIds: { ...planned.phaseSpanIds },
      resource: { ...ports.telemetry.resource },
      scope: doorbellScope(spec, plan),
    }
    const trial = await driveTrial(plan, header, { ...ports, signal: drive.signal })
    progress.trialEnds()
    drive.runTrace.addTrial(planned, trial)
    if (!trial.ok) throw new RunFailed(trial.failure.cause, trial.failure.message, trial.stuck)
    await ports.telemetry.settle()
    // The result only: the trial itself holds its rings and doorbells in memory.
    trials.push(trialResult(trial))
  }
  return trials
}

/** Runs a trial and exports its doorbells, as they leave the event rings: of most trials, when they are over. */
async function driveTrial(plan: TrialPlan, header: DoorbellHeader, ports: RunPorts & { signal: AbortSignal }): Promise<TrialRun> {
  const { exporter } = ports.telemetry
  const giveUp = new AbortController()
  let exporting: Promise<number> | undefined
  const release = exporter.hold()
  const onRunning = (native: NativeTrial) => {
    exporting = exportDoorbells(native, { header, sink: exporter, signal: giveUp.signal })
    // Its failure is the run's, but only when the trial is over: until then nobody else looks.
    exporting.catch(() => undefined)
  }
  const trial = await runTrial(ports.datapath, plan, { signal: ports.signal, onRunning }).finally(release)
  // What a trial recorded before it failed is worth having; one that does not end would keep it for ever.
  if (!trial.ok && trial.stuck) giveUp.abort()
  await exporting
  return trial
}

/** Every trial of the run in its order, each on the same two CPUs. */
function planTrials(spec: RunSpec, pinning: Pinning): TrialPlan[] {
  const backends = new Map(spec.backends.map((backend) => [backend.name, backend]))
  return orderTrials(spec).map(({ backend: name, index }) => {
    const backend = backends.get(name)
    if (backend === undefined)
      throw new RunFailed('infrastructure', `run ${spec.id} orders a trial of '${name}', which is not a backend of it`)
    return { backend: name, index, config: trialConfig({ ...spec, backend }, pinning) }
  })
}

function doorbellScope(spec: RunSpec, plan: TrialPlan): Record<string, string> {
  return {
    [attributes.runId]: spec.id,
    [attributes.suite]: spec.suite,
    [attributes.backend]: plan.backend,
    [attributes.trialIndex]: String(plan.index),
  }
}

/** What the trials counted, and what became of it in the exporter. */
function issuedSpans(trials: readonly TrialResult[], account: SpanTally): IssuedSpans {
  const traced = trials.flatMap(({ doorbells: { kick, call } }) => [kick, call]).filter(({ trace }) => trace !== undefined)
  const eventsDropped = sum(trials, (trial) => trial.eventsDropped)
  return {
    ioctlIssued: sum(trials, (trial) => trial.ioctlIssued),
    doorbellRung: sum(traced, ({ rung }) => rung),
    doorbellRecorded: sum(traced, ({ trace }) => trace?.recorded ?? 0),
    doorbellSelected: sum(traced, ({ trace }) => trace?.selected ?? 0),
    outliersFound: traced.length === 0 ? 0 : sum(trials, (trial) => trial.outliers),
    eventsDropped,
    dropped: eventsDropped + account.dropped,
    spooled: account.spooled,
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
