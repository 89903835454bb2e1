/** What an event costs: the recorder on one thread, and reading the time as programs commonly do. */
import { runChild } from '../child-process.ts'
import { measuredCpus } from '../cpus.ts'
import { durationMs } from '../load.ts'
import type { Side } from '../side.ts'
import { buildTarget, figureIn } from './bench-target.ts'

/** Doorbell events into a ring that is read behind it, time stamp and all. */
export const recorderSide = (): Side => eventsSide('Ringside, recorder', 'recorder')

/** `clock_gettime` without a system call, its answer thrown away. */
export const clockSide = (): Side => eventsSide('clock_gettime(CLOCK_MONOTONIC)', 'clock')

function eventsSide(name: string, what: 'recorder' | 'clock'): Side {
  let file = ''
  return {
    name,
    prepare: async (signal) => {
      file = await buildTarget({ crate: 'ringside-datapath', bench: 'recorder' }, signal)
    },
    trial: async (signal) => {
      const args = ['--what', what, '--milliseconds', String(durationMs), '--cpu', String(measuredCpus().driver)]
      return figureIn(await runChild(file, args, { measured: true, signal }), 'eventsPerSecond')
    },
    pages: () => undefined,
    close: async () => undefined,
  }
}
