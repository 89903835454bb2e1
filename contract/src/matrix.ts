/** What varies between the points of a suite. */
import { type Static, type TSchema, Type } from 'typebox'
import { strict } from './suite-terms.ts'
import { Frame } from './workload.ts'

export const RingSize = Type.Enum([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768], {
  description: 'a power of two from 2 to 32768',
})

/** Pairs of one receive and one transmit queue. */
export const Queues = Type.Integer({ minimum: 1, maximum: 64, description: 'pairs of queues, an integer from 1 to 64' })

export const Ring = Type.Union([Type.Literal('split'), Type.Literal('packed')], {
  description: 'the format of the rings: virtio 1.3 section 2.7 or 2.8',
})
export type Ring = Static<typeof Ring>

const axis = <Value extends TSchema>(value: Value, noun: string) =>
  Type.Array(value, { minItems: 1, description: `at least one ${noun}` })

/** Every combination of the values of all axes is a point. */
export const Matrix = Type.Object(
  {
    frame: axis(Frame, 'frame size or capture'),
    ringSize: Type.Optional(axis(RingSize, 'ring size')),
    queues: Type.Optional(axis(Queues, 'number of queue pairs')),
    ring: Type.Optional(axis(Ring, 'ring format')),
  },
  { ...strict, description: 'the axes to vary: frame, ringSize, queues, ring' },
)
export type Matrix = Static<typeof Matrix>
