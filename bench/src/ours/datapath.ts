/** Our datapath: an emulated device and its driver, through the binding the agent uses. */
import type { TrialConfig, TrialOutcome } from '@ringside/agent/datapath'
import { loadDatapath } from '@ringside/agent/native'
import { measuredCpus } from '../cpus.ts'
import { burst, durationMs, type Load, ringSize, warmupMs } from '../load.ts'
import type { Side } from '../side.ts'

/** Ring formats that are measured. */
export const ourRings = ['split', 'packed'] as const

export type OurRing = (typeof ourRings)[number]

/** Long enough to learn which pages a trial gets. */
const probeMs = 10

/** Our datapath under `load`. */
export function ourSide(ring: OurRing, load: Load): Side {
  let pages: string | undefined
  return {
    name: `Ringside, ${describe(ring, load)}`,
    prepare: async (signal) => {
      pages = (await runTrial({ ...trialConfig(ring, load), durationMs: probeMs }, signal)).pages
    },
    trial: async (signal) => {
      const { verified, durationNs } = await runTrial(trialConfig(ring, load), signal)
      return (verified * 1e9) / durationNs
    },
    pages: () => pages,
    close: async () => undefined,
  }
}

function describe(ring: OurRing, { ringSize, queuePairs }: Load): string {
  const size = ringSize === undefined ? [] : [`${ringSize} entries`]
  const pairs = queuePairs === undefined ? [] : [`${queuePairs} queue pairs`]
  return [ring, ...size, ...pairs].join(', ')
}

/**
 * What the datapath is asked to do. Both sides poll and every batch rings a mapped doorbell; buffers are used in order,
 * as the peer negotiates it too.
 */
function trialConfig(ring: OurRing, load: Load): TrialConfig {
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
    burst,
    warmupMs,
    durationMs,
    driverCpu: cpus.driver,
    deviceCpu: cpus.device,
    tracing: { doorbells: 'off', ringEvents: 0, stream: false, outlierPercentile: 99.9, outlierWindowMs: 0.1 },
  }
}

/** Runs one trial; throws when a packet was not what was sent, because the rate would then say nothing. */
async function runTrial(config: TrialConfig, signal: AbortSignal): Promise<TrialOutcome> {
  const trial = new (loadDatapath().Trial)(config)
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
