/** A doorbell as users of the OpenTelemetry SDK would trace it; made before a trial, because it is the bench's work. */
import type { HrTime, SpanOptions } from '@opentelemetry/api'
import { attributes } from '@ringside/contract'
import type { StoredDoorbell } from './questions.ts'

export interface SdkDoorbell {
  readonly name: string
  readonly start: SpanOptions
  readonly end: HrTime
}

export function sdkDoorbell(doorbell: Omit<StoredDoorbell, 'spanId'>): SdkDoorbell {
  const startNs = BigInt(doorbell.startUnixNs)
  return {
    name: doorbell.name,
    start: {
      startTime: hrTime(startNs),
      attributes: {
        [attributes.queueIndex]: doorbell.queue,
        [attributes.doorbellMethod]: doorbell.method,
        [attributes.doorbellObserved]: doorbell.observed,
        [attributes.doorbellRingIndex]: doorbell.ringIndex,
        [attributes.doorbellBatch]: doorbell.batch,
      },
    },
    end: hrTime(startNs + BigInt(doorbell.durationNs)),
  }
}

const hrTime = (unixNs: bigint): HrTime => [Number(unixNs / 1_000_000_000n), Number(unixNs % 1_000_000_000n)]
