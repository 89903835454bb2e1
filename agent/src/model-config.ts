/** From a suite's words for a device model to the native datapath's numbers. */
import {
  type DeviceModel,
  parseDurationMs,
  parseDurationNs,
  parsePercentRatio,
  parseRatePps,
  suiteDefaults,
} from '@ringside/contract'
import type { TrialConfig } from './datapath.ts'

/** The native model. Throws RangeError for a quantity that checkSuite would have refused. */
export function modelConfig({ jitter, rateLimit, faults = {}, ...model }: DeviceModel): NonNullable<TrialConfig['model']> {
  const { stall, dieAfter } = faults
  return {
    serviceNs: wholeNs(model.serviceTime),
    ...(jitter === undefined ? {} : { jitter: { kind: jitter.distribution, ns: wholeNs(jitter.time) } }),
    perByteNs: model.perByte === undefined ? 0 : parseDurationNs(model.perByte),
    doorbellDelayNs: wholeNs(model.doorbellDelay),
    ...(rateLimit === undefined ? {} : { rateLimitPps: parseRatePps(rateLimit) }),
    seed: model.seed ?? suiteDefaults.modelSeed,
    drop: share(faults.drop),
    duplicate: share(faults.duplicate),
    reorder: share(faults.reorder),
    corrupt: share(faults.corrupt),
    ...(stall === undefined ? {} : { stall: { afterMs: parseDurationMs(stall.after), lengthMs: parseDurationMs(stall.for) } }),
    ...(dieAfter === undefined ? {} : { dieAfterMs: parseDurationMs(dieAfter) }),
  }
}

/** The clock counts whole nanoseconds. */
const wholeNs = (text: string | undefined): number => (text === undefined ? 0 : Math.round(parseDurationNs(text)))

const share = (text: string | undefined): number => (text === undefined ? 0 : parsePercentRatio(text))
