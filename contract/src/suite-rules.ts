/**
 * What a suite must obey beyond its schema. The rules look at values as they stand, so that their faults appear beside
 * the schema's in one pass; a value of the wrong type is the schema's fault and is left alone here.
 */
import { parseDurationMs } from './quantity.ts'
import type { LocatedFault } from './schema-faults.ts'
import { backendFaults } from './suite-rules/backends.ts'
import { pointFaults } from './suite-rules/points.ts'
import { scheduleFaults } from './suite-rules/schedule.ts'
import { get, quantity } from './suite-rules/value.ts'
import { workloadFaults } from './suite-rules/workloads.ts'

/** Longest warm-up and longest measured phase of a trial. */
const maxPhaseMs = 3_600_000

/** Faults of a suite's rules; never throws, whatever `suite` is. */
export function suiteRuleFaults(suite: unknown): LocatedFault[] {
  return [
    ...backendFaults(suite),
    ...pointFaults(suite),
    ...workloadFaults(suite),
    ...phaseTimes(suite),
    ...scheduleFaults(suite),
  ]
}

function phaseTimes(suite: unknown): LocatedFault[] {
  const run = get(suite, 'run')
  return ['warmup', 'duration'].flatMap((key) => {
    const ms = quantity(get(run, key), parseDurationMs)
    if (ms === undefined || (ms > 0 && ms <= maxPhaseMs)) return []
    return [{ path: ['run', key], value: get(run, key), expected: 'a duration above zero and at most 1h' }]
  })
}
