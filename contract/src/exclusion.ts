/** Rules that take points, or backends at points, out of a matrix. */
import { type Static, Type } from 'typebox'
import { Queues, Ring, RingSize } from './matrix.ts'
import type { Point } from './run.ts'
import { Name, strict, titled } from './suite-terms.ts'
import { Frame } from './workload.ts'

/** A rule meets the points that have everything it says. With a backend it takes that one away there, else the point. */
export const Exclusion = Type.Object(
  {
    backend: Type.Optional(titled(Name, 'this backend only; left out: the whole point')),
    workload: Type.Optional(
      titled(
        Type.Union([Type.Literal('throughput'), Type.Literal('latency'), Type.Literal('pingpong')]),
        'workloads of this kind',
      ),
    ),
    frame: Type.Optional(titled(Frame, 'this frame of the matrix')),
    ringSize: Type.Optional(titled(RingSize, 'this ring size of the matrix')),
    queues: Type.Optional(titled(Queues, 'this number of queue pairs of the matrix')),
    ring: Type.Optional(titled(Ring, 'this ring format of the matrix')),
  },
  { ...strict, minProperties: 1 },
)
export type Exclusion = Static<typeof Exclusion>

/** What a rule can say of a point, in the order of the matrix. */
export const exclusionAxes = ['workload', 'frame', 'ringSize', 'queues', 'ring'] as const
export type ExclusionAxis = (typeof exclusionAxes)[number]

/** A value of an axis as something that can be compared: captures by their path. */
export function axisKey(value: unknown): unknown {
  const capture = (value as { capture?: unknown } | null | undefined)?.capture
  return typeof capture === 'string' ? `capture ${capture}` : value
}

/** Whether a rule meets a point. */
export function excludes(rule: Exclusion, { workload, ...point }: Point): boolean {
  const values = { ...point, workload: workload.kind }
  return exclusionAxes.every((axis) => rule[axis] === undefined || axisKey(rule[axis]) === axisKey(values[axis]))
}
