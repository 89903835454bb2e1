/** One trial here and now, without queue, controller or receiver. */
import type { HostFacts, TrialResult } from '@ringside/contract'
import { defaultHostId } from './config.ts'
import type { Datapath, IoctlRecord, PhaseRecord } from './datapath.ts'
import { readHostFacts } from './host-facts.ts'
import { loadDatapath } from './native.ts'
import { choosePinning } from './pin.ts'
import { runTrial } from './run-trial.ts'
import { type TrialInput, trialConfig } from './trial-config.ts'
import { trialResult } from './trial-result.ts'

export type MeasureConfig = TrialInput & {
  /** Ends the trial early; `measure` then throws the signal's reason. */
  readonly signal?: AbortSignal
}

/** What is being done: by the plan's clock, since the datapath is not asked while it measures. */
export type MeasurePhase = 'warmup' | 'measure'

export interface Measurement {
  readonly trial: TrialResult
  readonly host: HostFacts
  readonly phases: readonly PhaseRecord[]
  readonly ioctls: readonly IoctlRecord[]
}

/** Drives one trial and says what it counted. Throws an Error for people when it fails or is not built. */
export async function measure(
  config: MeasureConfig,
  onPhase: (phase: MeasurePhase) => void = () => undefined,
  datapath: Datapath = loadDatapath(),
): Promise<Measurement> {
  const plan = { backend: config.backend.name, index: 0, config: trialConfig(config, choosePinning()) }
  onPhase(config.warmupMs > 0 ? 'warmup' : 'measure')
  const timer = config.warmupMs > 0 ? setTimeout(() => onPhase('measure'), config.warmupMs) : undefined
  try {
    const run = await runTrial(datapath, plan, { signal: config.signal ?? new AbortController().signal })
    if (!run.ok) throw new Error(run.failure.message)
    return { trial: trialResult(run), host: readHostFacts(defaultHostId()), phases: run.outcome.phases, ioctls: run.ioctls }
  } finally {
    clearTimeout(timer)
  }
}
