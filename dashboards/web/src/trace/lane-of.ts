/** The lane that a single doorbell is folded in. */
import type { TraceSpan } from '@ringside/contract'
import { attributes } from '@ringside/contract/span'
import type { DoorbellNode } from '../../../words/src/trace-tree.ts'
import type { Scene } from './scene.ts'

export function laneOf({ lanes }: Scene, { name, parentSpanId, attributes: values }: TraceSpan): DoorbellNode | undefined {
  const queue = Number(values[attributes.queueIndex] ?? 0)
  const method = values[attributes.doorbellMethod] ?? ''
  return lanes.find(
    ({ doorbells }) =>
      doorbells.parentSpanId === parentSpanId &&
      doorbells.name === name &&
      doorbells.queue === queue &&
      doorbells.method === method,
  )
}
