/** The values of every axis of a suite, with what holds where it says nothing. */
import type { Matrix } from './matrix.ts'
import { suiteDefaults } from './suite-defaults.ts'

export function axesOf({ frame, ringSize, queues, ring }: Matrix): Required<Matrix> {
  return {
    frame,
    ringSize: ringSize ?? [suiteDefaults.ringSize],
    queues: queues ?? [suiteDefaults.queues],
    ring: ring ?? [suiteDefaults.ring],
  }
}
