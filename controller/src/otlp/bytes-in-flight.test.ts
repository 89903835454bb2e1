import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BytesInFlight } from './bytes-in-flight.ts'

it('never exceeds its limit by growing, but for a hold that is alone', () => {
  const step = fc.record({ hold: fc.nat(3), bytes: fc.nat(60), release: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const inFlight = new BytesInFlight(100)
      const holds = [0, 1, 2, 3].map(() => ({ hold: inFlight.hold(), bytes: 0 }))
      for (const { hold: at, bytes, release } of steps) {
        const holder = holds[at] as (typeof holds)[number]
        if (release) {
          holder.hold.release()
          holder.bytes = 0
        } else {
          const alone = holds.every((other) => other === holder || other.bytes === 0)
          const granted = holder.hold.grow(bytes)
          expect(granted).toBe(alone || inFlight.used + (granted ? 0 : bytes) <= 100)
          if (granted) holder.bytes += bytes
        }
        expect(inFlight.used).toBe(holds.reduce((sum, { bytes }) => sum + bytes, 0))
      }
      for (const { hold } of holds) hold.release()
      expect(inFlight.used).toBe(0)
    }),
  )
})

it('takes another size without asking', () => {
  const inFlight = new BytesInFlight(100)
  const [a, b] = [inFlight.hold(), inFlight.hold()]
  a.resize(150)
  expect([inFlight.used, b.grow(1)]).toEqual([150, false])
  a.resize(99)
  expect(b.grow(1)).toBe(true)
})
