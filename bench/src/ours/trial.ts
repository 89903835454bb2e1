/** Trials of our datapath, through the binding the agent uses. */
import type { NativeTrial, TrialConfig, TrialOutcome } from '@ringside/agent/datapath'
import { loadDatapath } from '@ringside/agent/native'
import { measuredCpus } from '../cpus.ts'
import { burst, durationMs, type Load, ringSize, warmupMs } from '../load.ts'

/** Ring formats that are measured. */
export const ourRings = ['split', 'packed'] as const

export type OurRing = (typeof ourRings)[number]

const untraced = { doorbells: 'off', ringEvents: 0, stream: false, outlierPercentile: 99.9, outlierWindowMs: 0.1 } as const

/** Every doorbell becomes a span. `ringEvents`: room for events in each thread. */
export const traced = (ringEvents: number): TrialConfig['tracing'] => ({ ...untraced, doorbells: 'all', ringEvents })

/**
 * What the datapath is asked to do. Both sides poll and every batch rings a mapped doorbell; buffers are used in order,
 * as the peer negotiates it too.
 */
export function trialConfig(ring: OurRing, load: Load): TrialConfig {
  const { direction, frameBytes, content } = load
  const cpus = measuredCpus()
  return {
    dialect: 'vhost-mdev',
    doorbell: 'mapped',
    device: 'polling',
    ring,
    eventIdx: false,
    inOrder: true,
    mergeable: false,
    layout: 'single',
    queuePairs: load.queuePairs ?? 1,
    workload: 'throughput',
    direction,
    frameBytes,
    flows: 1,
    verify: content,
    ringSize: load.ringSize ?? ringSize,
    burst: load.burst ?? burst,
    warmupMs,
    durationMs,
    driverCpu: cpus.driver,
    deviceCpu: cpus.device,
    tracing: untraced,
  }
}

/** Runs one trial and forgets its doorbells; throws when a packet was not what was sent, because the rate would then say nothing. */
export async function runTrial(config: TrialConfig, signal: AbortSignal): Promise<TrialOutcome> {
  const trial = new (loadDatapath().Trial)(config)
  try {
    return await outcomeOf(trial, signal)
  } finally {
    // Memory that no garbage collector knows of.
    trial.discardDoorbells()
  }
}

/** The same of a trial whose doorbells will be asked for. */
export async function outcomeOf(trial: NativeTrial, signal: AbortSignal): Promise<TrialOutcome> {
  const cancel = () => trial.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const outcome = await trial.run()
    const { lost, corrupt, duplicate, reordered, verified } = outcome
    if (verified === 0 || lost + corrupt + duplicate + reordered > 0) {
      throw new Error(
        `our datapath received ${verified} packets whole, ${lost} lost, ${corrupt} corrupt, ${duplicate} twice, ${reordered} out of order; expected every one whole`,
      )
    }
    return outcome
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
