/**
 * The port to the native datapath: one object per trial, driven from set-up to tear-down, and the clock it stamps
 * everything with. `native.ts` loads the real one, whose declarations these are. Calls cross per trial and per batch of
 * spans, never per packet.
 */
import type { Trial, TrialConfig } from '../native/binding/index.d.ts'

export type {
  DoorbellBatch,
  DoorbellHeader,
  IoctlRecord,
  PhaseRecord,
  Trial as NativeTrial,
  TrialConfig,
  TrialOutcome,
} from '../native/binding/index.d.ts'

export interface Datapath {
  /** Throws on a configuration that cannot be driven. */
  readonly Trial: new (
    config: TrialConfig,
  ) => Trial
  /** The clock of every time a trial reports. */
  unixNowNs(): bigint
  clockSource(): 'tsc' | 'monotonic'
}
