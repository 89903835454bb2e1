/**
 * What a suite must obey beyond its schema. The rules look at values as they stand, so that their faults appear beside
 * the schema's in one pass; a value of the wrong type is the schema's fault and is left alone here.
 */
import type { LocatedFault } from './schema-faults.ts'
import { alertFaults } from './suite-rules/alerts.ts'
import { backendFaults } from './suite-rules/backends.ts'
import { exclusionFaults } from './suite-rules/exclusions.ts'
import { hostFaults } from './suite-rules/hosts.ts'
import { includeFaults } from './suite-rules/includes.ts'
import { nameFaults } from './suite-rules/names.ts'
import { pointFaults } from './suite-rules/points.ts'
import { scheduleFaults } from './suite-rules/schedule.ts'
import { timeFaults } from './suite-rules/times.ts'
import { workloadFaults } from './suite-rules/workloads.ts'

const rules = [
  includeFaults,
  hostFaults,
  nameFaults,
  backendFaults,
  pointFaults,
  workloadFaults,
  exclusionFaults,
  timeFaults,
  scheduleFaults,
  alertFaults,
]

/** Faults of a suite's rules; never throws, whatever `suite` is. */
export function suiteRuleFaults(suite: unknown): LocatedFault[] {
  return rules.flatMap((rule) => rule(suite))
}
