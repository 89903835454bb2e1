import { expect, test } from 'vitest'
import { modelConfig } from './model-config.ts'

test('a model that says nothing takes no time and has no fault', () => {
  expect(modelConfig({})).toEqual({
    serviceNs: 0,
    perByteNs: 0,
    doorbellDelayNs: 0,
    seed: 1,
    drop: 0,
    duplicate: 0,
    reorder: 0,
    corrupt: 0,
  })
})

test('every quantity arrives in the unit its name ends with', () => {
  const faults = { drop: '10%', corrupt: '50%', stall: { after: '0.1s', for: '20ms' }, dieAfter: '1s' }
  const model = {
    serviceTime: '1.5us',
    jitter: { distribution: 'exponential' as const, time: '200ns' },
    perByte: '0.5ns',
    doorbellDelay: '2us',
    rateLimit: '1Mpps',
    faults,
    seed: 7,
  }
  expect(modelConfig(model)).toEqual({
    serviceNs: 1_500,
    jitter: { kind: 'exponential', ns: 200 },
    perByteNs: 0.5,
    doorbellDelayNs: 2_000,
    rateLimitPps: 1e6,
    seed: 7,
    drop: 0.1,
    duplicate: 0,
    reorder: 0,
    corrupt: 0.5,
    stall: { afterMs: 100, lengthMs: 20 },
    dieAfterMs: 1_000,
  })
})
