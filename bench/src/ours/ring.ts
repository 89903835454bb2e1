/** Our rings without packets: a native program that passes buffers without payload between two threads. */
import { runChild } from '../child-process.ts'
import { durationMs } from '../load.ts'
import type { Side } from '../side.ts'
import { buildTarget, figureIn } from './bench-target.ts'
import type { OurRing } from './trial.ts'

/** How it is asked for one trial; it pins its threads itself. */
const trialArgs = (ring: OurRing) => ['--format', ring, '--milliseconds', String(durationMs)]

export function ourRingSide(ring: OurRing): Side {
  let file = ''
  return {
    name: `Ringside, ${ring}`,
    prepare: async (signal) => {
      file = await buildTarget({ crate: 'ringside-datapath', bench: 'ring' }, signal)
    },
    trial: async (signal) => figureIn(await runChild(file, trialArgs(ring), { measured: true, signal }), 'buffersPerSecond'),
    pages: () => undefined,
    close: async () => undefined,
  }
}
