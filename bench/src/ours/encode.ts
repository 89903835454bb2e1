/** Our encoder alone, on one thread: doorbells to OTLP protobuf. */
import { runChild } from '../child-process.ts'
import { durationMs } from '../load.ts'
import type { Side } from '../side.ts'
import { buildTarget, figureIn } from './bench-target.ts'

export function ourEncodeSide(): Side {
  let file = ''
  return {
    name: 'Ringside, native encoder',
    prepare: async (signal) => {
      file = await buildTarget({ crate: 'ringside-otlp', bench: 'spans' }, signal)
    },
    trial: async (signal) => {
      const args = ['--encode', '--milliseconds', String(durationMs)]
      return figureIn(await runChild(file, args, { measured: true, signal }), 'spansPerSecond')
    },
    pages: () => undefined,
    close: async () => undefined,
  }
}
