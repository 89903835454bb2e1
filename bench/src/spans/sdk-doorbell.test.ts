import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sdkDoorbell } from './sdk-doorbell.ts'

const unixNs = (time: unknown) => {
  const [seconds, ns] = time as [number, number]
  return BigInt(seconds) * 1_000_000_000n + BigInt(ns)
}

test('the SDK gets the times of a doorbell to the nanosecond', () => {
  const times = fc.record({ start: fc.bigInt(0n, 4_000_000_000_000_000_000n), duration: fc.bigInt(0n, 10_000_000_000n) })
  const rest = { name: 'doorbell.kick', queue: 0, method: 'mmio', observed: true, ringIndex: 1, batch: 1 }
  fc.assert(
    fc.property(times, ({ start, duration }) => {
      const { start: options, end } = sdkDoorbell({ ...rest, startUnixNs: `${start}`, durationNs: `${duration}` })
      expect(unixNs(options.startTime)).toBe(start)
      expect(unixNs(end)).toBe(start + duration)
    }),
  )
})
