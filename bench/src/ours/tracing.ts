/** Our datapath with and without its doorbells traced. */
import type { TrialConfig, TrialOutcome } from '@ringside/agent/datapath'
import type { Load } from '../load.ts'
import type { Finding, Side } from '../side.ts'
import { median } from '../statistics.ts'
import { runTrial, traced, trialConfig } from './trial.ts'

export interface TracedLoad {
  readonly doorbell: 'mapped' | 'eventfd'
  /** Packets published at once. */
  readonly burst: number
  readonly direction: Load['direction']
}

/** Room for twice the doorbells of a trial at the fastest: none is taken out while it is measured. */
const ringEventsOf = ({ doorbell, burst }: TracedLoad): number => (doorbell === 'mapped' && burst === 1 ? 1 << 25 : 1 << 23)

/** Every doorbell recorded. A trial with a doorbell that was not fails. */
export function tracedSide(load: TracedLoad): Side {
  const doorbellsPerPacket: number[] = []
  const measure = async (signal: AbortSignal): Promise<number> => {
    const outcome = await runTrial({ ...configOf(load), tracing: traced(ringEventsOf(load)) }, signal)
    const { kick, call, sent } = outcome
    const recorded = (kick.trace?.recorded ?? 0) + (call.trace?.recorded ?? 0)
    if (recorded !== kick.rung + call.rung || outcome.drainedWhileRunning) {
      throw new Error(`${recorded} of ${kick.rung + call.rung} doorbells were recorded; expected all, and none read meanwhile`)
    }
    doorbellsPerPacket.push((kick.rung + call.rung) / sent)
    return ratePps(outcome)
  }
  const findings = (): Finding[] => [
    { text: `${median(doorbellsPerPacket).toPrecision(2)} doorbells a packet, each recorded by both sides`, missed: false },
  ]
  return { ...side('Ringside, every doorbell traced', measure), findings }
}

/** None recorded. */
export function untracedSide(load: TracedLoad): Side {
  return side('Ringside, tracing off', async (signal) => ratePps(await runTrial(configOf(load), signal)))
}

const ratePps = ({ verified, durationNs }: TrialOutcome): number => (verified * 1e9) / durationNs

function side(name: string, trial: Side['trial']): Side {
  return { name, prepare: async () => undefined, trial, pages: () => undefined, close: async () => undefined }
}

/** A device hears a mapped doorbell by polling its page, an eventfd by sleeping on it. */
function configOf({ doorbell, burst, direction }: TracedLoad): TrialConfig {
  const config = trialConfig('split', { direction, frameBytes: 64, content: 'full', burst })
  return { ...config, doorbell, device: doorbell === 'mapped' ? 'polling' : 'sleeping' }
}
