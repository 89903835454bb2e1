/** Work on a host as a run wants it, and the host as it was again when the work has ended, however that went. */
import type { RunSpec, TunedValue } from '@ringside/contract'
import type { Tuner } from './tuner.ts'

export interface TuningPorts {
  readonly tuner: Pick<Tuner, 'recover' | 'tune'>
  /** Told what was put back, or left alone. */
  readonly onRestored: (values: readonly TunedValue[]) => void
}

/** Throws what `work` throws, or a RunFailed when the host cannot be tuned so. */
export async function onTunedHost<Result>(
  { id, tuning = {} }: Pick<RunSpec, 'id' | 'tuning'>,
  { tuner, onRestored }: TuningPorts,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly tuned: readonly TunedValue[] }> {
  onRestored(tuner.recover())
  const host = tuner.tune(tuning, id)
  const restore = () => {
    const tuned = host.restore()
    onRestored(tuned)
    return tuned
  }
  let result: Result
  try {
    result = await work()
  } catch (error) {
    restore()
    throw error
  }
  return { result, tuned: restore() }
}
