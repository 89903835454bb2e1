/** Our datapath: an emulated device and its driver, through the binding the agent uses. */
import type { Load } from '../load.ts'
import type { Side } from '../side.ts'
import { type OurRing, runTrial, trialConfig } from './trial.ts'

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
